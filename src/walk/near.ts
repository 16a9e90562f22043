// The states around one: all that few steps lead to, each once, with the steps between them. Nearest first, so that where
// there are too many it is the far ones that are left out, and how many steps lead to those is told.

import type { Outlook } from './outlook.ts';
import type { Move } from './position.ts';

export interface NearState {
  /** How many steps it takes. */
  readonly depth: number;
  /** The first way there, from the state in the middle. */
  readonly moves: readonly Move[];
  /** What is broken there, or reached. */
  readonly noticed: readonly { readonly property: string; readonly isReached: boolean }[];
}

export interface NearStep {
  /** By the places of the states in their list. */
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly label: string;
}

export interface Near {
  /** The first is the one in the middle. */
  readonly states: readonly NearState[];
  readonly steps: readonly NearStep[];
  /** Steps that lead on to states that are left out. */
  readonly leftOut: number;
  /** Of each state, what can still go wrong from there. */
  readonly outlooks: readonly Outlook[];
}

/** A state, and what identifies it. */
export interface Keyed {
  readonly key: string;
}

/** A step out of a state, and what it leads to. */
export interface Onward<State extends Keyed> {
  readonly move: Move;
  readonly name: string;
  readonly label: string;
  readonly to: State;
  readonly noticed: NearState['noticed'];
}

export interface Bounds {
  readonly depth: number;
  readonly states: number;
}

/** Goes outwards from a state; `onward` are all steps out of one, `outlooks` says what can still go wrong from some. */
export function nearOf<State extends Keyed>(
  middle: State,
  onward: (state: State) => readonly Onward<State>[],
  outlooks: (states: readonly State[]) => readonly Outlook[],
  bounds: Bounds,
): Near {
  const numbers = new Map([[middle.key, 0]]);
  const known = [middle];
  const states: NearState[] = [{ depth: 0, moves: [], noticed: [] }];
  const steps: NearStep[] = [];
  let leftOut = 0;
  for (let from = 0; from < states.length; from++) {
    const { depth, moves } = states[from];
    for (const { move, name, label, to: state, noticed } of onward(known[from])) {
      let to = numbers.get(state.key);
      if (to === undefined && depth < bounds.depth && states.length < bounds.states) {
        to = known.push(state) - 1;
        numbers.set(state.key, to);
        states.push({ depth: depth + 1, moves: [...moves, move], noticed });
      }
      if (to === undefined) leftOut++;
      else steps.push({ from, to, name, label });
    }
  }
  return { states, steps, leftOut, outlooks: outlooks(known) };
}
