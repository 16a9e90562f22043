// The explored graph as a strategy of search fills it: every state is kept, and of transitions one into each state and,
// where properties need them, two out of it.

import { type Allocate, reserve } from '../base/allocation.ts';
import type { StateStore } from '../store/state-store.ts';
import { VisitedSet } from '../store/visited-set.ts';
import { progressTest } from '../transition/change.ts';
import type { Expansion, Known, MakeExpansion, Quotient } from '../transition/reduced.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { Visitor } from '../transition/transitions.ts';
import type { ExploredGraph } from './explored-graph.ts';
import { SAMPLED, SampledSuccessors } from './sampled-successors.ts';
import type { SearchGraph } from './search-graph.ts';
import { known } from './successor-batch.ts';

export interface GraphParts {
  readonly stepper: Stepper;
  readonly quotient: Quotient | undefined;
  readonly expansion: MakeExpansion | undefined;
  readonly keepsSuccessors: boolean;
  readonly memoryBytes: number;
  /** Words a state that others keep. */
  readonly extraWords: number;
  readonly aroundGrowth: (grow: () => void) => void;
  readonly beat: () => void;
  /** Makes its tables; by default, for one thread. */
  readonly allocate?: Allocate | undefined;
}

export class StoredGraph implements ExploredGraph, SearchGraph {
  readonly stepper: Stepper;
  readonly visited: VisitedSet;
  readonly predecessors: Int32Array;
  readonly successors: SampledSuccessors | undefined;
  readonly quotient: Quotient | undefined;
  readonly expansion: Expansion | undefined;
  readonly beat: () => void;
  readonly #extraWords: number;
  /** An initial state for each that is one only as a representative. */
  readonly #initial = new Map<number, Int32Array>();
  readonly #given: number;
  readonly #progress: ReturnType<typeof progressTest>;

  constructor(parts: GraphParts) {
    const { stepper, quotient, keepsSuccessors, allocate } = parts;
    const { layout } = stepper.system;
    this.stepper = stepper;
    this.quotient = quotient;
    this.beat = parts.beat;
    this.#given = parts.memoryBytes;
    this.#extraWords = 1 + (keepsSuccessors ? SAMPLED : 0) + parts.extraWords;
    this.visited = new VisitedSet(
      layout.words,
      parts.memoryBytes,
      this.#extraWords,
      parts.aroundGrowth,
      allocate,
    );
    const { capacity } = this.visited;
    this.predecessors = reserve(capacity);
    this.successors = keepsSuccessors
      ? new SampledSuccessors(reserve(SAMPLED * capacity))
      : undefined;
    this.#progress = progressTest(layout);
    this.expansion = parts.expansion?.(stepper, knownBy(this.visited, quotient));
  }

  /** Adds an initial state; its number if it is new, or less than 0. */
  addInitial(initial: Int32Array): number {
    const index = this.visited.insert(represented(this, initial));
    if (index < 0) return index;
    this.predecessors[index] = -1;
    if (this.quotient) this.#initial.set(index, initial);
    return index;
  }

  /** So many states have been put in its arrays. */
  restore(count: number): void {
    this.visited.restore(count);
    if (!this.quotient) return;
    for (const initial of this.stepper.initial()) {
      const index = this.visited.find(represented(this, initial));
      if (!this.#initial.has(index)) this.#initial.set(index, initial.slice());
    }
  }

  arrived(index: number, parent: number, _instance: number): void {
    if (index >= 0) this.predecessors[index] = parent;
    this.successors?.note(parent, index >= 0 ? index : ~index);
  }

  stateAt(index: number): Int32Array {
    const state = new Int32Array(this.visited.words);
    this.visited.load(index, state);
    return state;
  }

  initialAt(index: number): Int32Array {
    return this.#initial.get(index) ?? this.stateAt(index);
  }

  numberOf(state: Int32Array): number {
    return known(this.visited.insert(state));
  }

  progresses(from: number): boolean {
    return this.#progress(this.visited, from, this.stepper.state);
  }

  expandAgain(visitor: Visitor): void {
    if (this.expansion) this.expansion.expandAgain(visitor);
    else this.stepper.expand(visitor);
  }

  /** Bytes in use while there is more room made for states. */
  get memoryToGrow(): number {
    return this.memoryBytes + this.visited.bytesToGrow;
  }

  get memoryLeft(): number {
    return this.#given - this.memoryBytes;
  }

  /** Bytes in use by states, table and what is kept beside them. */
  get memoryBytes(): number {
    return this.visited.bytes + 4 * this.#extraWords * this.visited.count;
  }
}

/** The representative of a state, as the working state. */
export function represented(
  { stepper, quotient }: Pick<SearchGraph, 'stepper' | 'quotient'>,
  given: Int32Array,
): Int32Array {
  const { state } = stepper;
  state.set(given);
  quotient?.canonicalize(state);
  return state;
}

/** What is stored while a search goes on; some states may have arrived and not be stored yet. */
export function knownBy(visited: StateStore, quotient: Quotient | undefined): Known {
  const { words } = visited;
  const state = new Int32Array(words);
  return {
    get count() {
      return visited.count;
    },
    has(states, from) {
      for (let w = 0; w < words; w++) state[w] = states[from + w];
      quotient?.canonicalize(state);
      return visited.find(state) >= 0;
    },
  };
}
