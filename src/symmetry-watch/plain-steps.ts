// Most steps make no choice, assert nothing that fails and violate nothing that watches them: of those it is seen without
// a single allocation that they do in the image of a state what they do in the state, which is nearly always so.
//
// What must stay true: yes means that the step commutes with each of the exchanges; whatever is not as plain is answered with
// no, and looked at in full (exchanges.ts).

import { stepBegins } from '../base/progress.ts';
import { copyState } from '../compile/layout/field.ts';
import { BLOCKED } from '../compile/program/step-code.ts';
import type { TransitionLists } from '../transition/transition-lists.ts';
import type { Exchange, Exchanges } from './exchanges.ts';

/** Neither a label nor BLOCKED: an assertion failed, an observer was violated, or the step threw. */
const NOT_PLAIN = -2;

export class PlainSteps {
  readonly #transitions: TransitionLists;
  readonly #exchanges: Exchanges;
  readonly #flags: Int32Array;
  readonly #here: Int32Array;
  readonly #after: Int32Array;
  readonly #image: Int32Array;

  constructor(transitions: TransitionLists, exchanges: Exchanges, flags: Int32Array) {
    const { words } = transitions.system.layout;
    this.#transitions = transitions;
    this.#exchanges = exchanges;
    this.#flags = flags;
    this.#here = new Int32Array(words);
    this.#after = new Int32Array(words);
    this.#image = new Int32Array(words);
  }

  /**
   * Whether the step of an instance from its label, one that makes no choice, certainly commutes with each exchange on a
   * walk from a state. Leaves any working state.
   */
  commute(before: Int32Array, instance: number, from: number, walk: readonly Exchange[]): boolean {
    const { state } = this.#transitions.system;
    let k = instance;
    copyState(before, state);
    copyState(before, this.#here);
    const to = this.#take(k, from);
    copyState(state, this.#after);
    for (let e = 0; e < walk.length && to !== NOT_PLAIN; e++) {
      this.#exchanges.imageInto(this.#here, walk[e], state);
      copyState(state, this.#here);
      k = walk[e].moved[k];
      if (this.#take(k, from) !== to) return false;
      if (to === BLOCKED) continue;
      this.#exchanges.imageInto(this.#after, walk[e], this.#image);
      for (let w = 0; w < state.length; w++) if (state[w] !== this.#image[w]) return false;
      copyState(state, this.#after);
    }
    return to !== NOT_PLAIN;
  }

  #take(k: number, from: number): number {
    stepBegins(this.#flags, k, from);
    try {
      const to = this.#transitions.runOf(k, from)();
      if (to === BLOCKED) return to;
      return this.#transitions.monitor.react(k, from).length === 0 ? to : NOT_PLAIN;
    } catch {
      return NOT_PLAIN;
    }
  }
}
