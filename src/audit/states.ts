// Which states are audited: all that any interleaving reaches where the model is small, whatever the reductions left out;
// otherwise a sample of those that the search kept, the same in every run.

import type { TransitionLists } from '../transition/transition-lists.ts';

/** The states that a search kept, by number. */
export interface KeptStates {
  readonly count: number;
  stateAt(index: number): Int32Array;
}

/** Whether the answer is still wanted. */
export type GoesOn = () => boolean;

export interface AuditedStates {
  readonly states: readonly Int32Array[];
  /** Whether these are all that can be reached. */
  readonly complete: boolean;
}

export interface AuditSize {
  /** A model with at most this many states is audited in all of them. */
  readonly small: number;
  /** Of a larger one this many are taken. */
  readonly sample: number;
}

export function statesToAudit(
  transitions: TransitionLists,
  initial: Iterable<Int32Array>,
  kept: KeptStates,
  { small, sample }: AuditSize,
  goesOn: GoesOn,
): AuditedStates {
  const all = allStates(transitions, initial, small, goesOn);
  return all ? { states: all, complete: true } : { states: sampled(kept, sample), complete: false };
}

/** Every reachable state; undefined if there are more than `most`, or the answer is not wanted any more. */
function allStates(
  transitions: TransitionLists,
  initial: Iterable<Int32Array>,
  most: number,
  goesOn: GoesOn,
): readonly Int32Array[] | undefined {
  const states: Int32Array[] = [];
  const seen = new Set<string>();
  for (const state of initial) {
    if (seen.has(state.join())) continue;
    if (states.length === most || !goesOn()) return undefined;
    seen.add(state.join());
    states.push(state);
  }
  for (let n = 0; n < states.length; n++) {
    if (!goesOn()) return undefined;
    for (const instance of transitions.system.layout.instances) {
      for (const { to } of transitions.of(states[n], instance.index)) {
        if (!to || seen.has(to.join())) continue;
        if (states.length === most) return undefined;
        seen.add(to.join());
        states.push(to);
      }
    }
    transitions.forget();
  }
  return states;
}

/** Evenly spread over the order in which they were found, so from all depths. */
function sampled({ count, stateAt }: KeptStates, size: number): Int32Array[] {
  const taken = Math.min(count, size);
  return Array.from({ length: taken }, (_, k) => stateAt(Math.floor((k * count) / taken)));
}
