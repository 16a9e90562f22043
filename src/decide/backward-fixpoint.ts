// Backward flow: for every state at once, what can still happen from it. Each state has some bits; a bit that is set in
// a state is set in all its predecessors, until nothing changes. A bit that is still clear then says of a state that
// nothing it leads to has the bit: a process that never moves again (deadlock.ts), a goal that is lost
// (always-possible.ts).
//
// It needs no stored edges. Three of them are known of each state: the one by which it was first found, and two that
// leave it (sampled-successors.ts). Sweeps over these carry nearly all of the flow at the price of reading arrays; only
// states that they leave open are expanded again, once each: those that reach one another lack the same bits.
// Sound only if the graph is complete: what a state lacks then, none of its successors has.

import { BEAT } from '../base/progress.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import { SAMPLED, type SampledSuccessors } from '../graph/sampled-successors.ts';
import {
  type ComponentHost,
  type Members,
  NOTHING,
  StronglyConnected,
  UNSEEN,
} from '../graph/strongly-connected.ts';
import { type Host, known, SuccessorBatch } from '../graph/successor-batch.ts';
import type { Visitor } from '../transition/transitions.ts';

const CLOSED = -2;

/** A sweep costs a fiftieth of expanding all states again, so it has to save that many of them. */
const LEAST_GAIN = 1 / 50;

export class BackwardFixpoint implements Visitor, Host, ComponentHost {
  readonly #graph: ExploredGraph;
  readonly #successors: Int32Array;
  readonly #batch: SuccessorBatch;
  readonly #bits: Int32Array;
  /** What a state looks like that needs nothing more. */
  readonly #all: Int32Array;
  #components: StronglyConnected | undefined;
  #current = -1;
  #expansions = 0;

  /** `bits` has as many words for each state as `all`, in the order of discovery. */
  constructor(graph: ExploredGraph, bits: Int32Array, all: Int32Array) {
    this.#graph = graph;
    this.#successors = (graph.successors as SampledSuccessors).of;
    this.#batch = new SuccessorBatch(graph.visited);
    this.#bits = bits;
    this.#all = all;
  }

  /** Lets the bits flow; the states that lack some for good, first found first, each as soon as it is known. */
  *lacking(): Generator<number> {
    const { count } = this.#graph.visited;
    this.#sweep();
    const components = new StronglyConnected(count, this.#all.length, this);
    this.#components = components;
    for (let index = 0; index < count; index++) {
      if (this.#isComplete(index)) continue;
      if (components.status[index] === UNSEEN) components.explore(index);
      if (!this.#isComplete(index)) yield index;
    }
  }

  #sweep(): void {
    const { count } = this.#graph.visited;
    let open = count;
    for (let left = this.#sweepDown(); left > 0; left = this.#sweepDown()) {
      if (open - left < count * LEAST_GAIN) return;
      open = left;
      this.#sweepUp();
    }
  }

  /** From the last state to the first: to where it was found from, and from where it leads. */
  #sweepDown(): number {
    const { visited, predecessors } = this.#graph;
    let open = 0;
    for (let index = visited.count - 1; index >= 0; index--) {
      if (!this.#isComplete(index)) {
        this.#takeFromSuccessors(index);
        if (!this.#isComplete(index)) open++;
      }
      if (predecessors[index] >= 0) this.#merge(predecessors[index], index);
    }
    return open;
  }

  /** From the first state to the last: where it leads is often back, to a state that is complete by now. */
  #sweepUp(): void {
    const { count } = this.#graph.visited;
    for (let index = 0; index < count; index++) {
      if (!this.#isComplete(index)) this.#takeFromSuccessors(index);
    }
  }

  expand(state: number): void {
    const { visited, stepper } = this.#graph;
    if (++this.#expansions % BEAT === 0) this.#graph.beat();
    this.#current = state;
    visited.load(state, stepper.system.state);
    this.#graph.expandAgain(this);
    this.#batch.flush(this);
    this.leads(state);
  }

  moved(): void {
    const { state } = this.#graph.stepper.system;
    this.#graph.quotient?.canonicalize(state);
    this.#batch.add(state, this.#current, 0, 0);
    if (this.#batch.isFull) this.#batch.flush(this);
  }

  arrived(index: number): void {
    const to = known(index);
    if (this.#isComplete(to)) this.leads(to);
    else (this.#components as StronglyConnected).edge(to, NOTHING);
  }

  stayed(): void {}

  violated(): void {}

  complete(members: Members): void {
    const components = this.#components as StronglyConnected;
    const words = this.#all.length;
    for (const state of components.statesOf(members)) {
      for (let w = 0; w < words; w++) this.#bits[state * words + w] |= components.bits[w];
    }
    components.close(members, CLOSED);
  }

  /** Whatever a state leads to, bits of its own included, is its component's, too. */
  leads(state: number): void {
    const words = this.#all.length;
    for (let w = 0; w < words; w++) {
      (this.#components as StronglyConnected).add(w, this.#bits[state * words + w]);
    }
  }

  #takeFromSuccessors(index: number): void {
    for (let k = 0; k < SAMPLED; k++) this.#merge(index, this.#successors[SAMPLED * index + k]);
  }

  /** Adds the bits of one state to another. */
  #merge(into: number, from: number): void {
    const words = this.#all.length;
    for (let w = 0; w < words; w++) this.#bits[into * words + w] |= this.#bits[from * words + w];
  }

  #isComplete(index: number): boolean {
    const words = this.#all.length;
    for (let w = 0; w < words; w++) {
      if (this.#bits[index * words + w] !== this.#all[w]) return false;
    }
    return true;
  }
}
