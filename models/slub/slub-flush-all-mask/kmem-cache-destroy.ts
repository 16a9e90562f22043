// The destroyer of slub-flush-all-mask, on a cpu that has nothing to do with the cache: flush_all(), and then what is
// left on the node's list.

import { bool, none, set } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function kmemCacheDestroy(
  { process }: Make,
  { has_cpu_slab, caller, cpu, cpus, slabs }: Variant,
) {
  const isPartialFirst = has_cpu_slab === 'partial-or-page';
  const begin = isPartialFirst ? 'partial' : 'page';
  return process({
    locals: { c: cpu, found: bool, targets: set(cpu) },
    start: 'kmem_cache_destroy',
    steps: {
      kmem_cache_destroy: {
        at: 'mm/slab_common.c kmem_cache_destroy()',
        atomic: 'that nobody uses the cache any more is for its caller to know',
        does: ({ allocated, allocating, freeing, closed }) => {
          if (caller === 'shrink') return begin;
          if (!allocated.isEmpty || allocating.value > 0) return 'blocked';
          if (caller === 'destroy' && freeing.value > 0) return 'blocked';
          closed.value = true;
          return begin;
        },
      },
      page: {
        at: 'mm/slub.c has_cpu_slab() c->page',
        thread: 'destroyer: R c.page',
        does: ({ cpu_slabs, me }) => {
          me.found = has_cpu_slab === 'every-cpu' || cpu_slabs[me.c].page !== none;
          if (has_cpu_slab === 'page-and-partial') return me.found ? 'partial' : 'cpumask';
          return has_cpu_slab === 'page-or-partial' && !me.found ? 'partial' : 'cpumask';
        },
      },
      partial: {
        at: 'mm/slub.c has_cpu_slab() slub_percpu_partial()',
        thread: 'destroyer: R c.partial',
        does: ({ cpu_slabs, me }) => {
          me.found = !cpu_slabs[me.c].partial.isEmpty;
          return isPartialFirst && !me.found ? 'page' : 'cpumask';
        },
      },
      cpumask: {
        at: 'kernel/smp.c on_each_cpu_cond()',
        thread: 'destroyer: need[c]',
        does: ({ me }) => {
          if (me.found) me.targets.add(me.c);
          me.found = false;
          const isLast = me.c === cpu.ids[cpus - 1];
          me.c = isLast ? cpu.ids[0] : cpu.ids[me.c + 1];
          return isLast ? 'send' : begin;
        },
      },
      send: {
        at: 'kernel/smp.c on_each_cpu_mask()',
        thread: 'destroyer: send IPI to need',
        does: ({ calls, me }) => {
          // Each takes its IPI when it takes it: that they are sent at once tells nobody anything.
          for (const c of me.targets.values()) calls[c].send(me, none, none, true);
          return 'wait';
        },
      },
      wait: {
        at: 'kernel/smp.c csd_lock_wait()',
        thread: 'destroyer: wait',
        does: ({ calls, me }) => {
          if (calls.some((one) => !one.isAcked(me))) return 'blocked';
          me.targets.clear();
          return 'free_partial';
        },
      },
      free_partial: {
        at: 'mm/slub.c free_partial()',
        thread: 'destroyer: LOCK n; R nr_slabs; partial list free; UNLOCK',
        atomic: 'under list_lock',
        does: ({ partial, inuse, unused }) => {
          for (const s of partial.values()) {
            if (inuse.has(s)) continue;
            partial.delete(s);
            unused.add(s);
          }
          return caller === 'shrink' ? 'done' : 'nr_slabs';
        },
      },
      nr_slabs: {
        at: 'mm/slub.c __kmem_cache_shutdown() slabs_node()',
        thread: 'destroyer: nr_slabs!=0 → error',
        does: ({ unused }) => (unused.size === slabs ? 'done' : 'still_has_objects'),
      },
      still_has_objects: { at: 'mm/slab_common.c kmem_cache_destroy() WARN()', does: () => 'done' },
    },
  });
}
