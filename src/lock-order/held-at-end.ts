// Processes that end while they hold a lock, which no function of a kernel may: whoever comes for it waits forever, and no
// grace period is ever over. It is a warning, for another process may give the lock back.
//
// What must stay true: what is said is so in a state that was found. Of a graph that is reduced, or not finished, more may be.

import { readField } from '../compile/layout/field.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import { isHolding } from './held-locks.ts';
import { placesOf } from './places.ts';

/** A warning for each process and each class of locks. */
export function heldAtEnd({ visited, stepper }: ExploredGraph): string[] {
  const { system } = stepper;
  const locks = placesOf(system).locks.filter(
    ({ info, holders }) => info.type !== 'work' && holders.length > 0,
  );
  if (locks.length === 0) return [];
  const state = new Int32Array(visited.words);
  const warnings = new Set<string>();
  for (let k = 0; k < visited.count; k++) {
    visited.load(k, state);
    for (const { index, label, process } of system.layout.instances) {
      if (readField(state, label) !== process.flat.done) continue;
      for (const lock of locks) {
        if (isHolding(lock, state, index)) warnings.add(words(process.name, lock.class));
      }
    }
  }
  return [...warnings];
}

function words(process: string, lock: string): string {
  return `${process} ends while it holds ${lock} in some run: give it back first, unless another process does`;
}
