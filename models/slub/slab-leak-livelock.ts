// slab-leak-livelock: /proc/slab_allocators lists who has which object of a cache, and begins again until nobody has
// touched the cache meanwhile.
//
// "[PATCH] mm/slab: fix an infinite loop in leaks_show()" (Cai, April 2019; 745e10146c31) and "mm/slab: remove
// /proc/slab_allocators" (7878c231dae0, 2019): to drain the arrays of the cpus frees slabs, and with them records of kmemleak,
// so that a reader of just that cache touches it himself. An object in the array of a cpu looks as if it was in use, so the
// arrays have to be empty. At stake: a cat that does not end, or a list that is wrong.

import {
  array,
  bool,
  cell,
  defaultTo,
  defineModel,
  kind,
  oneOf,
  parameter,
  range,
  set,
  system,
  upTo,
} from 'mmcheck';

const ROUNDS = 2;

export default defineModel('slab-leak-livelock', {
  about:
    'leaks_show() marks a cache clean, drains the cpus and walks the slabs, until nobody has made it ' +
    'dirty. d31676dfde25 (2016), 745e10146c31, fcf88917dd43, 7878c231dae0 (2019).',
  parameters: {
    order: parameter(
      'What comes first: the cache is marked clean; or the cpus are drained (745e10146c31).',
      oneOf('clean-first', 'drain-first'),
    ),
    cache: parameter(
      'The cache: that of the records of kmemleak, or another.',
      oneOf('kmemleak_object', 'other'),
    ),
    others: parameter(
      'Who else allocates and frees: nobody; somebody, for a while; or for ever.',
      oneOf('nobody', 'for-a-while', 'for-ever'),
    ),
    link: parameter(
      'By what leaks_show() finds a cache in slab_root_caches: root_caches_node; or list, until fcf88917dd43.',
      oneOf('root_caches_node', 'list'),
    ),
    cpus: parameter('Cpus.', defaultTo(range(2, 3), 2)),
    objects: parameter('Objects of the cache.', range(1, 3)),
  },
  system: ({ order, cache, others, link, cpus, objects }) => {
    const cpu = kind('cpu', cpus);
    const object = kind('object', objects);
    const [marked, drained] =
      order === 'clean-first' ? (['drain', 'walk'] as const) : (['walk', 'mark'] as const);
    return system(
      {
        clean: cell(bool),
        /** Where an object is that nobody has: in a slab, or in the array of a cpu. */
        in_slab: set(object),
        arrays: array(cpu, set(object)),
        /** The cpus that have an interrupt to take, do_drain(). */
        draining: set(cpu),
      },
      ({ process }) => ({
        leaks_show: process({
          locals: { left: set(object), active: set(object) },
          start: 'list_entry',
          steps: {
            list_entry: {
              at: 'mm/slab.c leaks_show() list_entry()',
              thread: 'walks the list of caches',
              does: () =>
                link === 'list' ? 'garbage' : order === 'clean-first' ? 'mark' : 'drain',
            },
            garbage: { at: 'mm/slab.c leaks_show() list_entry()', does: () => 'done' },
            mark: {
              at: 'mm/slab.c leaks_show() set_store_user_clean()',
              thread: 'clean=1',
              does: ({ clean }) => {
                clean.value = true;
                return marked;
              },
            },
            drain: {
              at: 'mm/slab.c leaks_show() drain_cpu_caches()',
              thread: 'drain',
              does: ({ draining }) => {
                for (const c of cpu.ids) draining.add(c);
                return 'drain_wait';
              },
            },
            drain_wait: {
              at: 'mm/slab.c drain_cpu_caches() on_each_cpu()',
              does: ({ draining }) => (draining.isEmpty ? drained : 'blocked'),
            },
            walk: ({ me }) => {
              me.active.clear();
              for (const o of object.ids) me.left.add(o);
              return 'handle_slab';
            },
            handle_slab: {
              at: 'mm/slab.c leaks_show() handle_slab()',
              thread: 'walk',
              does: ({ in_slab, me, choose }) => {
                const o = choose(me.left.values());
                me.left.delete(o);
                if (!in_slab.has(o)) me.active.add(o);
                return me.left.isEmpty ? 'is_clean' : 'handle_slab';
              },
            },
            is_clean: {
              at: 'mm/slab.c leaks_show() is_store_user_clean()',
              thread: 'while(!clean)',
              does: ({ clean }) => {
                if (clean.value) return 'done';
                return order === 'clean-first' ? 'mark' : 'drain';
              },
            },
          },
        }),
        do_drain: process({
          count: cpu,
          end: ['wait'],
          locals: { o: object },
          start: 'wait',
          steps: {
            wait: {
              at: 'mm/slab.c do_drain() free_block()',
              thread: 'other cpus: do_drain',
              atomic: 'under list_lock, with irqs off',
              does: ({ draining, arrays, in_slab, me }) => {
                if (!draining.has(me.id)) return 'blocked';
                for (const o of arrays[me.id].values()) in_slab.add(o);
                arrays[me.id].clear();
                return cache === 'kmemleak_object' ? 'slabs_destroy' : 'return';
              },
            },
            slabs_destroy: {
              at: 'mm/slab.c slabs_destroy() slab_destroy()',
              thread: 'drain of kmemleak_object dirties',
              does: ({ clean }) => {
                clean.value = false;
                return 'return';
              },
            },
            return: ({ draining, me }) => {
              draining.delete(me.id);
              return 'wait';
            },
          },
        }),
        user: process({
          count: others === 'nobody' ? 0 : 1,
          locals: { o: object, c: cpu, rounds: upTo(ROUNDS) },
          start: 'free',
          steps: {
            free: {
              at: 'mm/slab.c cache_free_debugcheck() set_store_user_dirty()',
              thread: 'allocator: dirties',
              does: ({ clean, me, choose }) => {
                if (me.rounds === ROUNDS) return 'done';
                if (others === 'for-a-while') me.rounds++;
                me.o = choose(object.ids);
                me.c = choose(cpu.ids);
                clean.value = false;
                return 'to_array';
              },
            },
            to_array: {
              at: 'mm/slab.c ___cache_free()',
              thread: 'allocator: per-cpu arrays',
              does: ({ arrays, me }) => {
                arrays[me.c].add(me.o);
                return 'alloc';
              },
            },
            alloc: {
              at: 'mm/slab.c ____cache_alloc() cache_alloc_refill()',
              thread: 'allocator: takes it again, from the array or from its slab',
              atomic: 'with irqs off, and under list_lock',
              does: ({ arrays, in_slab, me }) => {
                arrays[me.c].delete(me.o);
                in_slab.delete(me.o);
                return 'dirty';
              },
            },
            dirty: {
              at: 'mm/slab.c cache_alloc_debugcheck_after() set_store_user_dirty()',
              thread: 'allocator: dirties',
              does: ({ clean }) => {
                clean.value = false;
                return 'free';
              },
            },
          },
        }),
      }),
    );
  },
});
