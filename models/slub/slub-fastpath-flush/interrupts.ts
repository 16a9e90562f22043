// I of slub-fastpath-flush: what comes between two steps of a task on its cpu. Nothing else runs there
// meanwhile, so each is one step.

import { none, orNone } from 'mmcheck';
import { object, page, pageOf } from './cpu-slab.ts';
import type { Make, Variant } from './variant.ts';

/** The IPI of flush_all(), as kmem_cache_shrink() and memory going offline send it. */
export function flushCpuSlab({ process }: Make, { flushes, inFlush }: Variant) {
  return process({
    environment: true,
    count: flushes,
    start: 'flush_slab',
    steps: {
      flush_slab: {
        at: 'mm/slub.c flush_cpu_slab() flush_slab()',
        thread: 'I: deactivate',
        atomic:
          'nothing else runs on the cpu; to a page freelist a remote free only adds, before or after',
        does: ({ page, deactivate }) => {
          if (page.value === none) return 'blocked';
          deactivate(inFlush);
          return 'done';
        },
      },
    },
  });
}

/** Allocates from either node, by the fast path or by the slow one. */
export function irqAlloc({ process }: Make, { allocs, inBypass, inDeactivation, inLoad }: Variant) {
  const [local, other] = page.ids;
  return process({
    environment: true,
    count: allocs,
    locals: { wants: page, object: orNone(object) },
    start: 'kmem_cache_alloc_node',
    steps: {
      // In an irq the page allocator is called with irqs off.
      kmem_cache_alloc_node: {
        at: 'mm/slub.c slab_alloc_node(), in an irq',
        thread: 'I: nested alloc, free',
        atomic:
          'nothing else runs on the cpu; to a page freelist a remote free only adds, before or after',
        does: ({
          freelist,
          page,
          of_irqs,
          getFreelist,
          deactivate,
          bypass,
          newSlab,
          take,
          me,
          choose,
        }) => {
          me.wants = choose([local, other]);
          const fast = page.value === me.wants && freelist.value !== none;
          if (page.value === me.wants) getFreelist();
          if (page.value === me.wants && freelist.value === none) bypass(inBypass);
          if (page.value !== none && page.value !== me.wants) deactivate(inDeactivation);
          if (page.value === none) newSlab(me.wants);
          if (page.value === none) return 'done';
          me.object = take(fast ? 1 : inLoad);
          if (me.object !== none) of_irqs.add(me.object);
          return 'done';
        },
      },
    },
  });
}

/** Frees one of the objects that irqs have allocated. */
export function irqFree({ process }: Make, { frees }: Variant) {
  return process({
    environment: true,
    count: frees,
    locals: { object: orNone(object) },
    start: 'kmem_cache_free',
    steps: {
      kmem_cache_free: {
        at: 'mm/slub.c slab_free(), in an irq',
        thread: 'I: nested alloc, free',
        atomic:
          'nothing else runs on the cpu; to a page freelist a remote free only adds, before or after',
        does: ({ freelist, page, tid, next, slabs, of_irqs, me, choose }) => {
          if (of_irqs.isEmpty) return 'blocked';
          me.object = choose(of_irqs.values());
          const p = pageOf(me.object);
          of_irqs.delete(me.object);
          if (page.value === p) {
            next[me.object] = freelist.value;
            freelist.value = me.object;
            tid.value++;
          } else {
            next[me.object] = slabs[p];
            slabs[p] = me.object;
          }
          return 'done';
        },
      },
    },
  });
}
