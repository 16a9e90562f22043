// The functions of the kernel that the steps of a process name in `at`.

import type { ProcessPlan } from '../compile/layout/layout.ts';

/** `mm/slub.c show_slab_objects() for_each_kmem_cache_node()`: both. */
export function kernelFunctions({ flat }: ProcessPlan): ReadonlySet<string> {
  const notes = flat.labels.flatMap(({ at }) => at ?? []);
  return new Set(
    notes.flatMap((at) => [...at.matchAll(/\b([a-z_]\w*)\(/gi)].map(([, name]) => name)),
  );
}
