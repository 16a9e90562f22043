// Probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte: A Randomized Scheduler with Probabilistic
// Guarantees of Finding Bugs, ASPLOS 2010). Each process has a priority, and of those that can step the one of the highest
// does; after each of d - 1 steps, drawn beforehand, whoever took it falls below all that did not fall before it.
//
// A violation has depth d if d orderings of two steps each are enough for it. With n processes, one of depth d that needs no
// more than k steps is found by one walk with a probability of at least 1 / (n k^(d-1)).
//
// Sound only if a process that goes round alone counts as one that waits: it would otherwise keep the processor until the end
// of the walk. It waits, as one that spins does, until another process has stepped; where no other can, it goes on. The depth
// of a violation is that in the model so understood. A step's choices are drawn besides, and are no part of the bound.

import type { Successor } from '../counterexample/growing-run.ts';
import { type Draw, shuffled } from './draw.ts';
import type { Scheduler } from './scheduler.ts';

export interface PctNumbers {
  readonly processes: number;
  /** How many steps a violation may need for the bound to be said of it. */
  readonly steps: number;
  /** The depth of the violations that are looked for. */
  readonly depth: number;
}

/** The least probability that one walk finds a violation of this depth within so many steps. */
export function pctBound({ processes, steps, depth }: PctNumbers): number {
  return 1 / (processes * steps ** (depth - 1));
}

export class Pct implements Scheduler {
  /** By instance. */
  readonly #priorities: number[];
  /** After which steps of the walk, counted from 1, whoever took it falls; to the priority that is the place in this list. */
  readonly #falls: readonly number[];
  readonly #draw: Draw;
  #taken = 0;
  #last = -1;
  /** The states since another process than the last stepped. */
  readonly #since = new Set<string>();

  /** `order` has all instances, those of higher priority last. */
  constructor(order: readonly number[], falls: readonly number[], draw: Draw) {
    this.#priorities = [];
    for (const [rank, instance] of order.entries()) {
      this.#priorities[instance] = falls.length + rank;
    }
    this.#falls = falls;
    this.#draw = draw;
  }

  static drawn({ processes, steps, depth }: PctNumbers, draw: Draw): Pct {
    const order = shuffled(processes, draw);
    const falls = Array.from({ length: depth - 1 }, () => 1 + draw(steps));
    return new Pct(order, falls, draw);
  }

  pick(steps: readonly Successor[], state: Int32Array): Successor {
    const instance = this.#highest(this.#notGoingRound(steps, state.join()));
    const own = steps.filter((one) => one.instance === instance);
    if (instance !== this.#last) {
      this.#since.clear();
      this.#since.add(state.join());
    }
    this.#last = instance;
    this.#taken++;
    for (const [priority, after] of this.#falls.entries()) {
      if (after === this.#taken) this.#priorities[instance] = priority;
    }
    return own[own.length === 1 ? 0 : this.#draw(own.length)];
  }

  #highest(steps: readonly Successor[]): number {
    let highest = steps[0].instance;
    for (const { instance } of steps) {
      if (this.#priorities[instance] > this.#priorities[highest]) highest = instance;
    }
    return highest;
  }

  /** Without the process that has come back to where it was while no other stepped, if another can step. */
  #notGoingRound(steps: readonly Successor[], state: string): readonly Successor[] {
    if (!this.#since.has(state)) {
      this.#since.add(state);
      return steps;
    }
    const others = steps.filter(({ instance }) => instance !== this.#last);
    return others.length > 0 ? others : steps;
  }
}
