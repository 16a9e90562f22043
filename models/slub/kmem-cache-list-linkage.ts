// kmem-cache-list-linkage: a list of slab caches that is walked by the links of another list.
//
// "[PATCH] slab: fix a crash by reading /proc/slab_allocators" (Cai, April 2019; fcf88917dd43). A cache is on slab_caches by
// `list`, and a root cache on slab_root_caches by `root_caches_node`. The file began to be walked along the latter, and
// its show() still took what it got for a `list`. At stake: a pointer into the middle of a cache, taken for one.
// Lists are under slab_mutex; each is kept whole here, and what a step is about is which link leads to what.

import {
  bool,
  cell,
  defineModel,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  system,
} from 'mmcheck';
import { mutex } from 'mmcheck/kernel';

export default defineModel('kmem-cache-list-linkage', {
  about:
    'A reader of /proc walks the root caches by one of their links, and takes it for another. 510ded33e075 ' +
    '(2017), fcf88917dd43 (2019).',
  parameters: {
    walks: parameter(
      'The list that slab_start() walks: all caches (until 2017), or root caches (510ded33e075).',
      oneOf('root_caches_node', 'list'),
    ),
    shows: parameter(
      'The link that leaks_show() takes its cache to be found by: `list`, or `root_caches_node` (fcf88917dd43).',
      oneOf('list', 'root_caches_node'),
    ),
    caches: parameter(
      'Caches: the first is a root, the others are those of its cgroups.',
      range(1, 3),
    ),
    destroys: parameter('A cache is destroyed meanwhile.', bool),
  },
  system: ({ walks, shows, caches, destroys }) => {
    const cache = kind(
      'cache',
      Array.from({ length: caches }, (_, c) => `cache${c}`),
    );
    const [root] = cache.ids;
    return system(
      {
        slab_mutex: mutex('slab_mutex'),
        slab_caches: set(cache, cache.ids),
        slab_root_caches: set(cache, [root]),
        destroyed: cell(bool),
      },
      ({ process }) => ({
        slab_allocators: process({
          locals: { p: orNone(cache), link: oneOf('list', 'root_caches_node'), seen: set(cache) },
          start: 'slab_start',
          steps: {
            slab_start: {
              at: 'mm/slab_common.c slab_start() mutex_lock()',
              thread: 'walking a list',
              does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
            },
            slab_next: {
              at: 'mm/slab_common.c slab_next() seq_list_next()',
              thread: 'walking a list',
              atomic: 'under slab_mutex',
              does: ({ slab_caches, slab_root_caches, me }) => {
                me.p =
                  cache.ids.find(
                    (c) =>
                      (walks === 'list' ? slab_caches.has(c) : slab_root_caches.has(c)) &&
                      !me.seen.has(c),
                  ) ?? none;
                me.link = walks;
                if (me.p === none) return 'slab_stop';
                me.seen.add(me.p);
                return 'next';
              },
            },
            list_entry: {
              at: 'mm/slab.c leaks_show() list_entry()',
              thread: 'through a wrong link field',
              does: ({ me }) => (me.link === shows ? 'leaks_show' : 'wild_pointer'),
            },
            leaks_show: { at: 'mm/slab.c leaks_show()', does: () => 'slab_next' },
            wild_pointer: { at: 'mm/slab.c leaks_show()', does: () => 'slab_stop' },
            slab_stop: {
              at: 'mm/slab_common.c slab_stop() mutex_unlock()',
              does: ({ slab_mutex, me }) => {
                slab_mutex.release(me);
                return 'done';
              },
            },
          },
        }),
        kmem_cache_destroy: process({
          count: destroys ? 1 : 0,
          start: 'mutex_lock',
          steps: {
            mutex_lock: {
              at: 'mm/slab_common.c kmem_cache_destroy() mutex_lock()',
              does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
            },
            list_del: {
              at: 'mm/slab_common.c shutdown_cache() list_del()',
              atomic: 'under slab_mutex',
              does: ({ slab_caches, slab_root_caches, destroyed }) => {
                slab_caches.clear();
                slab_root_caches.clear();
                destroyed.value = true;
                return 'next';
              },
            },
            mutex_unlock: {
              at: 'mm/slab_common.c kmem_cache_destroy() mutex_unlock()',
              does: ({ slab_mutex, me }) => {
                slab_mutex.release(me);
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
