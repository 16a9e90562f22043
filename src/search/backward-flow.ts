// Backward flow: for every state at once, what can still happen from it. Each state has some bits; a bit that is set in
// a state is set in all its predecessors, until nothing changes. A bit that is still clear then says of a state that
// nothing it leads to has the bit: a process that never moves again (deadlock.ts), a goal that is lost
// (always-possible.ts).
//
// It needs no stored edges. Two of them are known of each state for nothing: the one by which it was first found, and
// one that leaves it, whichever a coin chose. Sweeps over these two carry nearly all of the flow at the price of
// reading arrays; only states that they leave open are expanded again. Sound only if the graph is complete: the last round has expanded every open
// state and found nothing to add, so no open state has a successor with a bit that it lacks.

import type { Explorer } from './explore.ts';
import type { Visitor } from './stepper.ts';

/** A sweep costs a fiftieth of expanding all states again, so it has to save that many of them. */
const LEAST_GAIN = 1 / 50;

export class BackwardFlow {
  readonly #search: Explorer;
  readonly #bits: Int32Array;
  /** What a state looks like that needs nothing more. */
  readonly #all: Int32Array;

  /** `bits` has as many words for each state as `all`, in the order of discovery. */
  constructor(search: Explorer, bits: Int32Array, all: Int32Array) {
    this.#search = search;
    this.#bits = bits;
    this.#all = all;
  }

  /** Lets the bits flow; returns the states that lack some for good, first found first. */
  settle(): number[] {
    const { count } = this.#search.visited;
    let open = count;
    for (let left = this.#sweepDown(); left > 0; left = this.#sweepDown()) {
      if (open - left < count * LEAST_GAIN) break;
      open = left;
      this.#sweepUp();
    }
    return this.#flow();
  }

  /** From the last state to the first: to where it was found from, and from where it leads. */
  #sweepDown(): number {
    const { visited, predecessors, successors } = this.#search;
    let open = 0;
    for (let index = visited.count - 1; index >= 0; index--) {
      if (!this.#complete(index)) {
        this.#merge(index, successors[index]);
        if (!this.#complete(index)) open++;
      }
      if (predecessors[index] >= 0) this.#merge(predecessors[index], index);
    }
    return open;
  }

  /** From the first state to the last: where it leads is often back, to a state that is complete by now. */
  #sweepUp(): void {
    const { visited, successors } = this.#search;
    for (let index = 0; index < visited.count; index++) {
      if (!this.#complete(index)) this.#merge(index, successors[index]);
    }
  }

  /** Expands what is open again, last first, until a round changes nothing. */
  #flow(): number[] {
    const { visited, stepper } = this.#search;
    const { state } = stepper.system;
    let rest = this.#open();
    let index = -1;
    let changed = true;
    const visitor: Visitor = {
      moved: () => {
        if (this.#merge(index, this.#search.numberOf(state))) changed = true;
      },
      stayed: () => {},
      objected: () => {},
    };
    while (changed && rest.length > 0) {
      changed = false;
      for (let k = rest.length - 1; k >= 0; k--) {
        if (k % 1024 === 0) this.#search.beat();
        index = rest[k];
        visited.load(index, state);
        this.#search.expandAgain(visitor);
      }
      if (changed) rest = rest.filter((one) => !this.#complete(one));
    }
    return rest;
  }

  #open(): number[] {
    const open: number[] = [];
    for (let index = 0; index < this.#search.visited.count; index++) {
      if (!this.#complete(index)) open.push(index);
    }
    return open;
  }

  /** Adds the bits of one state to another; true if that changed them. */
  #merge(into: number, from: number): boolean {
    const words = this.#all.length;
    const bits = this.#bits;
    let changed = false;
    for (let w = 0; w < words; w++) {
      const before = bits[into * words + w];
      const merged = before | bits[from * words + w];
      if (merged !== before) {
        bits[into * words + w] = merged;
        changed = true;
      }
    }
    return changed;
  }

  #complete(index: number): boolean {
    const words = this.#all.length;
    for (let w = 0; w < words; w++) {
      if (this.#bits[index * words + w] !== this.#all[w]) return false;
    }
    return true;
  }
}
