// What entry 23 of the catalogue claims of slub-fastpath-flush. The history: 8a5ec0ba42c4 (2011)
// brings the tid, 6159d0f5c03e (2019) lets node_match() take a page for granted that an IPI may
// have flushed, 22e4663e9169 (2020) asks for it before.

import { defineSpec, type Id, none, violated } from 'mmcheck';
import model from '../models/slub-fastpath-flush.ts';

type Slab = Id<'object'> | typeof none;

/** What the remote freer has: the second object of page 0. */
const REMOTE = 1;

const T = (label: string) => ['slab_alloc_node', label] as const;
const flush = ['flush_cpu_slab', 'flush_slab'] as const;
const alloc = ['irq_alloc', 'kmem_cache_alloc_node'] as const;

const holds = {
  'no-null-page': 'holds',
  'one-place': 'holds',
  'node-matches': 'holds',
  'every-task-ends': 'holds',
} as const;
/** The thread's: an object, and no page any more. */
const flushed = [T('tid'), T('freelist'), flush, T('page'), T('node_match')] as const;
/** No page yet, and an object. */
const installed = [T('tid'), T('page'), alloc, T('freelist'), T('node_match')] as const;
/** The freelist begins with the same object again, and that points elsewhere. */
const aba = [T('freelist'), T('get_freepointer_safe'), flush, alloc, T('cmpxchg_double')] as const;
/** The object is of node 1, and the page that was current between is of node 0. */
const lateTid = [T('freelist'), alloc, T('page'), alloc, T('tid'), T('cmpxchg_double')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH] mm/slub: fix panic in slab_alloc_node() (Dufour, Oct 2020); 6159d0f5c03e, ' +
    '22e4663e9169 (5.10); 8a5ec0ba42c4 (2011) Lockless (and preemptless) fastpaths for slub',
  properties: ({ invariant, terminates }) => ({
    'no-null-page': invariant(
      'node_match() does not look into a page that is NULL',
      ({ slab_alloc_node }) => slab_alloc_node.every((task) => task.at !== 'panic'),
    ),
    'one-place': invariant(
      'each object is once on a freelist, or has one owner',
      ({ freelist, slabs, next, of_tasks, of_irqs, remote_free }) => {
        const places: unknown[] = [...of_tasks.values(), ...of_irqs.values()];
        // The remote freer has an object until its cmpxchg succeeds.
        for (const freer of remote_free) if (freer.at !== 'done') places.push(REMOTE);
        const heads: readonly Slab[] = [freelist.value, ...slabs];
        for (const head of heads) {
          let o: Slab = head;
          // A cycle ends, too, and has an object twice.
          for (let k = 0; k < 5 && o !== none; k++) {
            places.push(o);
            o = next[o];
          }
        }
        return places.length === 4 && new Set(places).size === 4;
      },
    ),
    'node-matches': invariant(
      'a task that asks for node 0 is given an object of node 0',
      ({ of_tasks }) => of_tasks.values().every((o) => o < 2),
    ),
    'every-task-ends': terminates(
      'where interrupts end, no task retries for ever',
      'slab_alloc_node',
    ),
  }),
  steps: {
    'T: (1) R tid': 'slab_alloc_node/tid',
    'T: (2) R freelist': 'slab_alloc_node/freelist',
    'T: (3) R page': 'slab_alloc_node/page',
    'T: (4) if !o || !p || !node_match(p): slow path': [
      'slab_alloc_node/node_match',
      'slab_alloc_node/panic',
      'slab_alloc_node/__slab_alloc',
    ],
    'T: (5) R next = *(o+off)': 'slab_alloc_node/get_freepointer_safe',
    'T: (6) CMPXCHG_DOUBLE, or again': 'slab_alloc_node/cmpxchg_double',
    'I: deactivate': 'flush_cpu_slab/flush_slab',
    'I: nested alloc, free': ['irq_alloc/kmem_cache_alloc_node', 'irq_free/kmem_cache_free'],
    'R: page freelist only': [
      'remote_free/prior',
      'remote_free/set_freepointer',
      'remote_free/cmpxchg_double_slab',
    ],
  },
  rows: [
    { set: { check: 'slab_alloc_node' }, expect: holds },
    { set: { check: 'node_match' }, expect: holds },
    { set: { check: 'nobody' }, expect: { ...holds, 'no-null-page': violated(flushed) } },
    {
      set: { check: 'nobody', order: 'page-freelist', slab: 'empty' },
      expect: { ...holds, 'no-null-page': violated(installed) },
    },
    { set: { order: 'page-freelist', slab: 'empty' }, expect: holds },
    { set: { order: 'page-freelist' }, expect: holds },
    {
      set: { tid_read: 'last', slab: 'node1' },
      expect: { ...holds, 'node-matches': violated(lateTid) },
      note: 'The object is free, but not of the node: the tid vouches for what is read after it.',
    },
    {
      set: { bump: 'slowpath' },
      expect: holds,
      note:
        'The entry says that a flush without a new tid is enough for ABA. It leaves an empty cpu ' +
        'slab, which only the slow path fills again, and that bumps the tid, too (load_freelist).',
    },
    { set: { bump: 'neither' }, expect: { ...holds, 'one-place': violated(aba) } },
    {
      set: { cmpxchg: 'freelist' },
      expect: { ...holds, 'one-place': violated(aba) },
    },
    { set: { tasks: 2, frees: 1, remote: 1 }, expect: holds, stress: true },
  ],
  teeth: {
    /** The tid is never the one that was read. */
    'every-task-ends': {
      replace: "cmpxchg === 'freelist' || tid.value === me.tid;",
      by: "cmpxchg === 'freelist';",
      at: { check: 'slab_alloc_node' },
    },
  },
  history: [
    {
      commit: '6159d0f5c03e',
      subject: 'mm/slub.c: page is always non-NULL in node_match()',
      year: 2019,
      property: 'no-null-page',
      before: { check: 'node_match' },
      after: { check: 'nobody' },
    },
    {
      commit: '22e4663e9169',
      subject: 'mm/slub: fix panic in slab_alloc_node()',
      year: 2020,
      property: 'no-null-page',
      before: { check: 'nobody' },
      after: { check: 'slab_alloc_node' },
    },
  ],
});
