// What a step saw, and what it stored in vain, where it changed nothing but its own process: the racy read and the store
// of a stale value are half of every race, and no change shows them. Only plain values, sets and lists are told, as far
// as the source text names the very one; what a lock looks like inside is its own affair.

import type { InstancePlan } from '../compile/layout/layout.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { pathIn, placesAt } from './access-path.ts';
import type { StateDecoder } from './show-state.ts';
import type { Read } from './trace.ts';

/** What a step out of a state looks at, each place once. One whose assertion failed has stored nothing. */
export function readsIn(
  system: CompiledSystem,
  decoder: StateDecoder,
  before: Int32Array,
  instance: InstancePlan,
  { from, failed }: { readonly from: number; readonly failed: boolean },
): Read[] {
  const label = instance.process.flat.labels[from];
  const reads = new Map<string, Read>();
  for (const { cell, path, write } of system.accessOf(instance, label).accesses) {
    const exact = pathIn(before, instance, label.frame.name, path);
    const [place, another] = placesAt(system.layout, cell, exact);
    if (place === undefined || another || (failed && write)) continue;
    const { slot, name } = place;
    if (slot.type === 'array' || slot.type === 'record') continue;
    const stays = write || reads.get(name)?.stays === true;
    reads.set(name, { path: name, value: decoder.leaf(slot, before), stays });
  }
  return [...reads.values()];
}
