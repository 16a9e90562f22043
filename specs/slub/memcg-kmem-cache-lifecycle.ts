// The claims about memcg-kmem-cache-lifecycle, and what becomes of each.
//
// Each fix is right about what it mends, and the chain is longer than it is told: a dying cache that may be merged
// (posted for 4.19 and 5.4) lives on, and what its cgroups gave up while it was dying was never queued. The reference of a
// running allocation, which Lameter finds heavy, is needed: without it a page is charged to a cache that is gone.

import { defineSpec, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import model from '../../models/slub/memcg-kmem-cache-lifecycle.ts';

const D = (label: string) => ['kmem_cache_destroy', label] as const;
const W = (label: string) => ['kworker', label] as const;
const R = (label: string) => ['rcu_callbacks', label] as const;
const O = (label: string) => ['memcg_offline', label] as const;
const C = (label: string) => ['kmem_cache_create', label] as const;

const holds = {
  'exit-after-switch': 'holds',
  'no-orphan': 'holds',
  'is-released': 'holds',
  'references-are-right': 'holds',
  'create-succeeds': 'holds',
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'no-deadlock': 'holds',
} as const;

export default defineSpec(model, {
  seed:
    '[PATCH v4 0/7] mm: reparent slab memory on cgroup removal (Gushchin, May 2019), f0a3a24b532d; ' +
    '92ee383f6daa (2018), a264df74df38 (2019), d38a2b7a9c93 (2020)',
  answer:
    'Each fix, about its own bug; those of the dying mark each made the next. The reference of a ' +
    'running allocation, which Lameter feared to be heavy, is needed: without it a page is charged to ' +
    'a cache that is gone.',
  properties: ({ atTheEnd, deadlock, invariant, unreachable }, { takes }) => {
    const { 'no-use-after-free': used, 'no-double-free': doubly } = heapProperties(unreachable);
    return {
      'exit-after-switch': invariant(
        'no switch of the count is under way as it is given up',
        ({ exited_early }) => !exited_early.value,
      ),
      'no-orphan': invariant(
        'a cache is there as long as one of a cgroup is below it',
        ({ heap }) => heap.objects[0] === 'allocated' || heap.objects[1] !== 'allocated',
      ),
      'is-released': atTheEnd(
        'a cache whose cgroup has gone, and that has no page, is freed',
        ({ heap, memcg_online, pages }) =>
          memcg_online.value || pages.value > 0 || heap.objects[1] !== 'allocated',
      ),
      'references-are-right': invariant(
        'each page and each allocation has a reference, and so has who has not killed it or is about to switch',
        ({ refcnt, pages, kmem_cache_alloc }) => {
          const running = kmem_cache_alloc.filter(
            ({ at, s }) =>
              takes === 'tryget' && s === 1 && ['rcu_read_unlock', 'new_page', 'put'].includes(at),
          ).length;
          const puts = kmem_cache_alloc.filter(({ at }) => at === 'put_page').length;
          const own = refcnt.mode === 'percpu' || refcnt.mode === 'switching' ? 1 : 0;
          return refcnt.mode === 'exited' || refcnt.count === pages.value + running + puts + own;
        },
      ),
      'create-succeeds': unreachable('no cache fails to be created', ({ kmem_cache_create }) =>
        kmem_cache_create.some(({ at }) => at === 'eexist'),
      ),
      'no-use-after-free': used,
      'no-double-free': doubly,
      'no-deadlock': deadlock(),
    };
  },
  rows: [
    { set: {}, expect: holds },
    {
      set: { offline: true },
      expect: {
        ...holds,
        'exit-after-switch': violated([W('percpu_ref_kill'), D('shutdown_memcg_caches')]),
        'no-use-after-free': violated([
          O('deactivate'),
          W('percpu_ref_kill'),
          R('rcu_do_batch'),
          D('shutdown_memcg_caches'),
          R('switch_to_atomic'),
        ]),
      },
      note: 'One grace period is waited for, and percpu_ref_kill() begins a second.',
    },
    { set: { offline: true, flushes: 'and-callbacks-again' }, expect: holds },
    {
      set: { offline: true, takes: 'nothing', flushes: 'and-callbacks-again' },
      goesWrong: { at: ['kmem_cache_alloc', 'new_page'], says: 'of what has no reference' },
      expect: {},
    },
    {
      set: { offline: true, deactivated: 'kept', users: 2, flushes: 'and-callbacks-again' },
      expect: { ...holds, 'is-released': violated([O('deactivate')]) },
    },
    {
      set: { starts: 'none', flushes: 'nothing' },
      expect: {
        ...holds,
        'no-orphan': violated([D('shutdown_root'), W('create_cache')]),
        'no-use-after-free': violated([D('shutdown_root'), W('create_cache')]),
      },
    },
    { set: { starts: 'none' }, expect: holds },
    {
      set: { offline: true, users: 2, flushes: 'and-callbacks-again' },
      expect: { ...holds, 'is-released': violated([D('set_dying'), O('deactivate'), D('count')]) },
      note: 'The root is marked as dying, and is not dying: others use it.',
    },
    {
      set: { offline: true, users: 2, flushes: 'and-callbacks-again', dying: 'last-user' },
      expect: holds,
    },
    {
      set: { creates: true, flushes: 'and-callbacks-again', dying: 'last-user' },
      expect: {
        ...holds,
        'create-succeeds': violated([D('count_first'), D('unlock_first'), C('find_mergeable')]),
      },
      note: 'Its name in sysfs is still that of the cache that is dying.',
    },
    {
      set: { creates: true, flushes: 'and-callbacks-again', dying: 'last-user', merges: 'always' },
      expect: holds,
    },
    {
      set: {
        offline: true,
        creates: true,
        flushes: 'and-callbacks-again',
        dying: 'last-user',
        merges: 'always',
      },
      expect: {
        ...holds,
        'is-released': violated([
          D('count_first'),
          O('deactivate'),
          C('find_mergeable'),
          D('count'),
        ]),
      },
      note: 'Whether the mark is taken off again or not: what was not queued is not queued later.',
    },
    {
      set: {
        offline: true,
        allocs: 2,
        users: 2,
        starts: 'none',
        flushes: 'and-callbacks-again',
        dying: 'last-user',
      },
      expect: holds,
      stress: true,
    },
    {
      set: { offline: true, allocs: 2, flushes: 'and-callbacks-again' },
      expect: holds,
      stress: true,
    },
    {
      set: { offline: true, allocs: 2 },
      expect: {
        ...holds,
        'exit-after-switch': violated([W('percpu_ref_kill'), D('shutdown_memcg_caches')]),
        'no-use-after-free': violated([D('shutdown_memcg_caches'), R('switch_to_atomic')]),
      },
      stress: true,
    },
  ],
  teeth: {
    'references-are-right': {
      replace: 'pages.value--;',
      file: 'memcg-kmem-cache-lifecycle/kmem-cache-alloc.ts',
      at: {},
    },
    'no-double-free': {
      replace: "if (!heap.isAllocated(CHILD)) return 'shutdown_root';",
      file: 'memcg-kmem-cache-lifecycle/kmem-cache-destroy.ts',
      at: { offline: true, flushes: 'and-callbacks-again' },
    },
    'no-deadlock': {
      replace: 'slab_mutex.release(me);\n          child_work.finish(me);',
      by: 'child_work.finish(me);',
      file: 'memcg-kmem-cache-lifecycle/kworker.ts',
      at: { offline: true, flushes: 'and-callbacks-again' },
    },
  },
  history: [
    {
      commit: '92ee383f6daa',
      subject: 'mm: fix race between kmem_cache destroy, create and deactivate',
      year: 2018,
      property: 'no-orphan',
      before: { starts: 'none', flushes: 'nothing' },
      after: { starts: 'none' },
    },
    {
      commit: 'a264df74df38',
      subject:
        'mm: memcg/slab: wait for !root kmem_cache refcnt killing on root kmem_cache destruction',
      year: 2019,
      property: 'exit-after-switch',
      before: { offline: true },
      after: { offline: true, flushes: 'and-callbacks-again' },
    },
    {
      commit: 'd38a2b7a9c93',
      subject: 'mm: memcg/slab: fix memory leak at non-root kmem_cache destroy',
      year: 2020,
      property: 'is-released',
      before: { offline: true, users: 2, flushes: 'and-callbacks-again' },
      after: { offline: true, users: 2, flushes: 'and-callbacks-again', dying: 'last-user' },
    },
  ],
});
