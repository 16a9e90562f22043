// What can be chosen in memcg-kmem-cache-lifecycle, and the cells: a root cache and the cache of one cgroup below it. Whoever
// destroys the root has freed all objects before, as he must. A page has one object, and is freed with it.

import {
  type Builder,
  bool,
  cell,
  defaultTo,
  type Id,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  type Scalar,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { heap, mutex, type PercpuRef, percpuRef, rcu, type Work, work } from 'mmcheck/kernel';

export const parameters = {
  takes: parameter(
    'What an allocation has of the cache: a reference, taken under RCU if there still is one; or none, as only pages have (Lameter).',
    oneOf('tryget', 'nothing'),
  ),
  deactivated: parameter(
    'The cache of a cgroup that has gone is killed after a grace period; or never.',
    oneOf('killed', 'kept'),
  ),
  flushes: parameter(
    'What kmem_cache_destroy() waits for: nothing (until 2018); callbacks and works (92ee383f6daa); and, if there is a child left, callbacks once more (a264df74df38).',
    oneOf('callbacks-and-works', 'and-callbacks-again', 'nothing'),
  ),
  dying: parameter(
    'The root is marked as dying before its users are counted; or by the last one (d38a2b7a9c93).',
    oneOf('first', 'last-user'),
  ),
  merges: parameter(
    'A cache that is created is merged with the root, unless that is dying; or always (posted for 4.19 and 5.4).',
    oneOf('unless-dying', 'always'),
  ),
  starts: parameter(
    'The cgroup has its cache, or gets one when it first allocates.',
    oneOf('child', 'none'),
  ),
  users: parameter('Caches that are merged into the root: all but one stay.', range(1, 2)),
  creates: parameter('Somebody creates a cache of the same size.', bool),
  offline: parameter('The cgroup is removed.', bool),
  allocs: parameter('Tasks of the cgroup that allocate and free.', defaultTo(range(0, 2), 1)),
};

export type Values = ValuesOf<typeof parameters>;
export type Make = Builder<ReturnType<typeof cellsOf>, typeof helpers>;

export const cache = kind('cache', ['root', 'child']);
export const [ROOT, CHILD] = cache.ids;
/** The callbacks: of kmemcg_cache_deactivate(), and of the percpu_ref. */
export const DEACTIVATE = 0;
export const SWITCH = 1;

export const cellsOf = ({ starts, users, allocs }: Values) => ({
  heap: heap(cache, { allocated: starts === 'child' ? cache.ids : [ROOT] }),
  slab_mutex: mutex('slab_mutex'),
  rcu: rcu({ graces: 2 }),
  /** s->memcg_params.refcnt of the child, its pages, and arr->entries[idx]. */
  refcnt: percpuRef(1 + 2 * allocs),
  pages: cell(upTo(2)),
  entry: cell(orNone(cache), starts === 'child' ? CHILD : none),
  memcg_online: cell(bool, true),
  /** The works, and what the one of the child does. */
  create: work(),
  child_work: work(),
  work_fn: cell(oneOf('deactivate', 'shutdown')),
  refcount: cell(upTo(users + 1), users),
  dying: cell(bool),
  /** Who still allocates of the root that will be destroyed. */
  busy: cell(upTo(2), allocs),
  /** percpu_ref_exit() has warned. */
  exited_early: cell(bool),
});

interface Released {
  readonly dying: Scalar<boolean>;
  readonly work_fn: Scalar<'deactivate' | 'shutdown'>;
  readonly child_work: Work;
}
interface Freed {
  readonly refcnt: PercpuRef;
  readonly heap: { free(c: Id<'cache'>): void };
  readonly exited_early: Scalar<boolean>;
}

export const helpers = {
  /** kmemcg_cache_shutdown(), the release function of the reference count. */
  released: ({ dying, work_fn, child_work }: Released) => {
    if (dying.value) return;
    work_fn.value = 'shutdown';
    child_work.queue();
  },
  /** slab_kmem_cache_release() of the child: percpu_ref_exit(). */
  release_child: ({ refcnt, heap, exited_early }: Freed) => {
    if (!refcnt.exit()) exited_early.value = true;
    heap.free(CHILD);
  },
};
