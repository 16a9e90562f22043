// Successor batches: states that steps have led to, kept until there are enough of them to be looked up side by side.
//
// What must stay true: they are inserted in the order in which they came, so that the numbers, and with them
// predecessors, levels and traces, are those of a search that inserts each at once.

import { eachWord } from '../store/each-word.ts';
import type { HashCode } from '../store/hash.ts';
import { TOGETHER } from '../store/visited-set.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';

/** Told of each state that arrived, in order. */
export interface Host {
  /** `index` is the number of a new state, or the complement of that of a known one; see VisitedSet.insert. */
  arrived(index: number, parent: number, instance: number, from: number): void;
}

/** What they are looked up in, and put into where they are new; see VisitedSet. */
export interface StateSet {
  readonly words: number;
  readonly count: number;
  readonly hashCode: HashCode;
  warm(hashes: Int32Array, count: number): void;
  readonly insertFrom: (states: Int32Array, from: number, hash: number) => number;
}

/** The number of a state that arrived in a graph that should be complete. */
export function known(index: number): number {
  if (index >= 0) throw notRepeatable();
  return ~index;
}

/** In a set of fewer states nothing is gained by waiting: the cache has it. */
const LARGE = 1 << 14;

export class SuccessorBatch {
  readonly #visited: StateSet;
  readonly #states: Int32Array;
  readonly hashes = new Int32Array(TOGETHER);
  readonly #parents = new Int32Array(TOGETHER);
  readonly #instances = new Int32Array(TOGETHER);
  readonly #labels = new Int32Array(TOGETHER);
  count = 0;
  /** A step of an instance from a label has led from a known state to this one; there must be room. */
  readonly add: (state: Int32Array, parent: number, instance: number, from: number) => void;

  constructor(visited: StateSet) {
    this.#visited = visited;
    this.#states = new Int32Array(TOGETHER * visited.words);
    this.add = this.#generateAdd();
  }

  /** Unrolled for the number of words, as it is done for every transition. */
  #generateAdd(): SuccessorBatch['add'] {
    const { words, hashCode } = this.#visited;
    const parts = {
      batch: this,
      states: this.#states,
      hashes: this.hashes,
      parents: this.#parents,
      instances: this.#instances,
      labels: this.#labels,
    };
    const body = `return function add(state, parent, instance, from) {
      const k = batch.count++;
      const at = k * ${words};
      ${eachWord(words, (w) => `const s${w} = state[${w}]; states[at + ${w}] = s${w};`)}
      ${hashCode((w) => `s${w}`)}
      hashes[k] = h;
      parents[k] = parent;
      instances[k] = instance;
      labels[k] = from;
    }`;
    return new Function(...Object.keys(parts), body)(...Object.values(parts));
  }

  get isFull(): boolean {
    return this.count === TOGETHER;
  }

  /** Whether there are enough of them, with some room left for the next state's. */
  get areEnough(): boolean {
    return this.#visited.count < LARGE || this.count > TOGETHER / 2;
  }

  /** Gives each its number. */
  flush(host: Host): void {
    const visited = this.#visited;
    const hashes = this.hashes;
    const { count } = this;
    this.count = 0;
    if (visited.count >= LARGE) visited.warm(hashes, count);
    for (let k = 0; k < count; k++) {
      const index = visited.insertFrom(this.#states, k * visited.words, hashes[k]);
      host.arrived(index, this.#parents[k], this.#instances[k], this.#labels[k]);
    }
  }
}
