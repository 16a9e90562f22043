// Breadth-first, level by level, through a part of a finished graph: the shortest ways that counterexamples are made
// of.

import { IntStack } from '../base/int-stack.ts';
import { BEAT } from '../base/progress.ts';
import type { Visitor } from '../transition/transitions.ts';
import type { ExploredGraph } from './explored-graph.ts';
import { type Host, known, SuccessorBatch } from './successor-batch.ts';

export interface Part {
  contains(state: number): boolean;
  /** The process whose steps lead out. */
  readonly starving?: number;
}

export class BreadthFirst implements Visitor, Host {
  /** One more than the state before on the way; `BEGINNING` where it began, 0 where it never came. */
  readonly before: Int32Array;

  readonly #graph: ExploredGraph;
  readonly #part: Part;
  readonly #batch: SuccessorBatch;
  readonly #queue = new IntStack((length) => new Int32Array(length));
  #expanded = 0;
  #current = -1;

  constructor(graph: ExploredGraph, part: Part) {
    this.#graph = graph;
    this.#part = part;
    this.#batch = new SuccessorBatch(graph.visited);
    this.before = new Int32Array(graph.visited.count);
  }

  begin(state: number): void {
    if (this.before[state] === 0) this.#add(state, BEGINNING);
  }

  /** The first state of those that were found and not expanded yet for which something holds. */
  find(holds: (state: number) => boolean): number | undefined {
    for (const state of this.latest()) if (holds(state)) return state;
    return undefined;
  }

  /** The states that were found and not expanded yet, in the order in which they were found. */
  *latest(): Generator<number> {
    for (let k = this.#expanded; k < this.#queue.size; k++) yield this.#queue.get(k);
  }

  get isExhausted(): boolean {
    return this.#expanded === this.#queue.size;
  }

  /** Goes a step on from all states that are not expanded yet. */
  expandLevel(): void {
    const { visited, stepper } = this.#graph;
    for (const end = this.#queue.size; this.#expanded < end; this.#expanded++) {
      if (this.#expanded % BEAT === 0) this.#graph.beat();
      this.#current = this.#queue.get(this.#expanded);
      visited.load(this.#current, stepper.system.state);
      stepper.expand(this);
    }
    this.#batch.flush(this);
  }

  /** Forgets all ways. */
  reset(): void {
    for (let k = 0; k < this.#queue.size; k++) this.before[this.#queue.get(k)] = 0;
    this.#queue.size = 0;
    this.#expanded = 0;
  }

  moved(instance: number): void {
    if (instance === this.#part.starving) return;
    const { state } = this.#graph.stepper.system;
    this.#graph.quotient?.canonicalize(state);
    this.#batch.add(state, this.#current, instance, 0);
    if (this.#batch.isFull) this.#batch.flush(this);
  }

  arrived(index: number, from: number): void {
    const to = known(index);
    if (this.before[to] === 0 && this.#part.contains(to)) this.#add(to, from + 1);
  }

  stayed(): void {}

  violated(): void {}

  #add(state: number, before: number): void {
    this.before[state] = before;
    this.#queue.push(state);
  }
}

const BEGINNING = -1;
