// The claims about slub-fastpath-flush, and what becomes of each. The history: 8a5ec0ba42c4 (2011)
// brings the tid. The slow path forgets it where it puts a slab away: 03e404af26dc (2011) one without
// free objects, c17dda40a6a4 (2012) one of another node; both are found in 2022 (eeaa345e1285). 6159d0f5c03e (2019) lets node_match() take a page for granted that an IPI
// may have flushed, 22e4663e9169 (2020) asks for it before.

import { defineSpec, type Id, none, violated } from 'mmcheck';
import { object, page, pageOf } from '../../models/slub/slub-fastpath-flush/cpu-slab.ts';
import model from '../../models/slub/slub-fastpath-flush.ts';

type Slab = Id<'object'> | typeof none;

/** How often an object is on a freelist: a cycle ends, too, and has an object twice. */
function timesOn(next: readonly Slab[], head: Slab, object: Slab): number {
  let times = 0;
  let o = head;
  for (let k = 0; k < 5 && o !== none; k++) {
    if (o === object) times++;
    o = next[o];
  }
  return times;
}

/** Whether all objects of a freelist are of a page. */
function isOf(next: readonly Slab[], head: Slab, p: number | typeof none): boolean {
  let o = head;
  for (let k = 0; k < 5 && o !== none; k++) {
    if (pageOf(o) !== p) return false;
    o = next[o];
  }
  return true;
}

const [local, other] = page.ids;
/** What is freed: the second object of page a. */
const [, FREED] = object.ids;

const T = (label: string) => ['slab_alloc_node', label] as const;
const F = (label: string) => ['slab_free', label] as const;
const flush = ['flush_cpu_slab', 'flush_slab'] as const;
const alloc = ['irq_alloc', 'kmem_cache_alloc_node'] as const;

const holds = {
  'no-null-page': 'holds',
  'one-place': 'holds',
  'right-slab': 'holds',
  'node-matches': 'holds',
  'every-task-ends': 'holds',
} as const;
/** The thread's: an object, and no page any more. */
const flushed = [T('tid'), T('freelist'), flush, T('page'), T('node_match')] as const;
/** No page yet, and an object. */
const installed = [T('tid'), T('page'), alloc, T('freelist'), T('node_match')] as const;
/** The freelist begins with the same object again, and that points elsewhere. */
const aba = [T('freelist'), T('get_freepointer_safe'), flush, alloc, T('cmpxchg_double')] as const;
/** The page is the cpu slab's, and a moment later there is none; the object is put on its list. */
const freedToNoPage = [F('tid'), F('page'), flush, F('freelist'), F('cmpxchg_double')] as const;
/** The same, as a task gives up a slab without free objects and asks for a new one. */
const freedInSlowpath = [F('page'), T('__slab_alloc'), F('cmpxchg_double')] as const;
/** The object is of node 1, and the page that was current between is of node 0. */
const lateTid = [T('freelist'), alloc, T('page'), alloc, T('tid'), T('cmpxchg_double')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH] mm/slub: fix panic in slab_alloc_node() (Dufour, Oct 2020); 6159d0f5c03e, ' +
    '22e4663e9169 (5.10); 8a5ec0ba42c4 (2011) Lockless (and preemptless) fastpaths for slub',
  answer:
    "Dufour, that the page may be NULL, and Babka, that the tid makes a stale commit fail. Lameter's way, " +
    'to have node_match() ask again, is right as well.',
  properties: ({ invariant, terminates }, { node }) => ({
    'no-null-page': invariant(
      'node_match() does not look into a page that is NULL',
      ({ slab_alloc_node }) => slab_alloc_node.every((task) => task.at !== 'panic'),
    ),
    'one-place': invariant(
      'each object is once on a freelist, or has one owner',
      ({ freelist, slabs, next, of_tasks, of_irqs, slab_free }) =>
        object.ids.every((o) => {
          const owned = Number(of_tasks.has(o)) + Number(of_irqs.has(o));
          // Who frees an object has it until the cmpxchg succeeds.
          const freed = o === FREED ? slab_free.filter(({ at }) => at !== 'done').length : 0;
          const ofPages = timesOn(next, slabs[local], o) + timesOn(next, slabs[other], o);
          return owned + freed + timesOn(next, freelist.value, o) + ofPages === 1;
        }),
    ),
    'right-slab': invariant(
      'the objects of a freelist are those of its page',
      ({ freelist, page: current, slabs, next }) =>
        isOf(next, freelist.value, current.value) && page.ids.every((p) => isOf(next, slabs[p], p)),
    ),
    'node-matches': invariant(
      'a task that asks for a node is given an object of that node',
      ({ of_tasks }) =>
        of_tasks.values().every((o) => pageOf(o) === (node === 'node0' ? local : other)),
    ),
    'every-task-ends': terminates(
      'where interrupts end, no task retries for ever',
      'slab_alloc_node',
    ),
  }),
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
      set: { bump: 'not-in-flush' },
      expect: holds,
      note:
        'As far as allocations go, a flush needs no new tid: it leaves an empty cpu slab, which only ' +
        'the slow path fills again, and that has a new tid (load_freelist). Not so for a free.',
    },
    { set: { free: 'this-cpu' }, expect: holds },
    { set: { node: 'node1', free: 'this-cpu' }, expect: holds },
    {
      set: { bump: 'not-in-flush', free: 'this-cpu' },
      expect: {
        ...holds,
        'one-place': violated([...freedToNoPage, alloc]),
        'right-slab': violated(freedToNoPage),
      },
      note:
        'The freelist of the flushed cpu slab is NULL, as that of one without free objects: the free ' +
        'commits to a slab without a page, and the next slow path overwrites it.',
    },
    {
      set: { bump: 'not-in-bypass', free: 'this-cpu' },
      expect: {
        ...holds,
        'one-place': violated([...freedInSlowpath, alloc]),
        'right-slab': violated([F('page'), F('cmpxchg_double')]),
      },
      note:
        'The kernel from 03e404af26dc (2011) to eeaa345e1285 (2022), whose changelog tells this run: the slab has ' +
        'no free objects.',
    },
    {
      set: { bump: 'not-in-deactivation', node: 'node1', free: 'this-cpu' },
      expect: {
        ...holds,
        'one-place': violated([...freedInSlowpath, T('new_slab')]),
        'right-slab': violated(freedInSlowpath),
      },
      note: 'What c17dda40a6a4 (2012) added to it, to eeaa345e1285 (2022): a slab of another node.',
    },
    { set: { bump: 'nowhere' }, expect: { ...holds, 'one-place': violated(aba) } },
    {
      set: { cmpxchg: 'freelist' },
      expect: { ...holds, 'one-place': violated(aba) },
    },
    { set: { tasks: 2, free: 'other-cpu' }, expect: holds, stress: true },
    { set: { flushes: 2, frees: 1, free: 'this-cpu' }, expect: holds, stress: true },
  ],
  teeth: {
    /** The tid is never the one that was read. */
    'every-task-ends': {
      replace: "cmpxchg === 'freelist' || tid.value === me.tid;",
      by: "cmpxchg === 'freelist';",
      file: './slub-fastpath-flush/slab-alloc-node.ts',
      at: { check: 'slab_alloc_node' },
    },
  },
  history: [
    {
      commit: '03e404af26dc',
      subject: 'slub: fast release on full slab',
      year: 2011,
      property: 'one-place',
      before: { bump: 'everywhere', free: 'this-cpu' },
      after: { bump: 'not-in-bypass', free: 'this-cpu' },
    },
    {
      commit: 'c17dda40a6a4',
      subject: 'slub: Separate out kmem_cache_cpu processing from deactivate_slab',
      year: 2012,
      property: 'one-place',
      before: { node: 'node1', free: 'this-cpu' },
      after: { bump: 'not-in-deactivation', node: 'node1', free: 'this-cpu' },
    },
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
    {
      commit: 'eeaa345e1285',
      subject: 'mm/slub: add missing TID updates on slab deactivation',
      year: 2022,
      property: 'one-place',
      before: { bump: 'not-in-bypass', free: 'this-cpu' },
      after: { bump: 'everywhere', free: 'this-cpu' },
    },
    {
      commit: 'eeaa345e1285',
      subject: 'mm/slub: add missing TID updates on slab deactivation',
      year: 2022,
      property: 'one-place',
      before: { bump: 'not-in-deactivation', node: 'node1', free: 'this-cpu' },
      after: { node: 'node1', free: 'this-cpu' },
    },
  ],
});
