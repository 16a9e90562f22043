// The second search: fair cycles in an obligation region of the finished graph.
//
// Of each strongly connected component of the obligation region two bits a process are collected:
//   met   it takes a step within the component, or (weak fairness) is not enabled in one of its states;
//   due   something is asked of it: always under weak fairness, under strong fairness if it is enabled somewhere.
// A component in which all that is due is met has a fair cycle through every one of its states. Where a process under
// weak fairness lacks something no part of the component can have it. Where only strong fairness is not met, a fair
// cycle must avoid the states in which the processes at fault are enabled: they are taken out, and what is left is
// decomposed again (Emerson and Lei 1987; Henzinger and Telle 1996 for the Streett condition).
//
// Where states are representatives of their orbits, an instance has another number in every state, and bits of instances add
// up to nothing. They count for the whole process then, which rules out most components; what is left asks threads.ts.
//
// What has to recur is one more process under weak fairness (fairness.ts).
//
// Stuttering needs no case of its own: every state counts as a cycle by itself, so a component of one state is fair
// exactly if no process to which fairness is owed is enabled in it.
//
// Sound only if the graph is complete: the transitions of a state are generated again, and none may lead to a state
// that the search never reached. All components are examined, none for the first that is found, because the shortest
// way into a fair cycle is what people want to see.

import { hasBit, setBit } from '../base/bits.ts';
import { BEAT } from '../base/progress.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import {
  type ComponentHost,
  type Members,
  NOTHING,
  StronglyConnected,
  UNSEEN,
  WAITING,
} from '../graph/strongly-connected.ts';
import { type Host, known, SuccessorBatch } from '../graph/successor-batch.ts';
import type { Visitor } from '../transition/transitions.ts';
import type { FairnessSets } from './fairness.ts';
import type { Obligation } from './obligations.ts';
import { Threads } from './threads.ts';

/** What is known of a state, beside what strongly-connected.ts knows. */
const OUTSIDE = -2;
/** In the obligation region, but on no fair cycle. */
const REJECTED = -3;
/** On a fair cycle: this, or less by the number of the component. */
const FAIR = -4;

export class FairCycles implements Visitor, Host, ComponentHost {
  /** Of each state: outside, rejected, or which fair component it is in. */
  readonly status: Int32Array;
  count = 0;

  readonly #graph: ExploredGraph;
  readonly #obligation: Obligation;
  readonly #fairness: FairnessSets;
  readonly #words: number;
  readonly #enabled: Int32Array;
  /** Of each state that was expanded, where strong fairness may ask for it again. */
  readonly #enabledIn: Int32Array;
  readonly #batch: SuccessorBatch;
  /** Where states are representatives. */
  readonly #threads: Threads | undefined;
  /** The bit of each instance: its own, or where instances move that of the first of its process. */
  readonly #bitOf: Int32Array;
  /** The words of a component: the bits met, then the bits due. */
  readonly #components: StronglyConnected;
  #expansions = 0;
  #current = -1;

  constructor(graph: ExploredGraph, obligation: Obligation, fairness: FairnessSets) {
    this.#graph = graph;
    this.#obligation = obligation;
    this.#fairness = fairness;
    this.#words = fairness.weak.length;
    this.#enabled = new Int32Array(this.#words);
    const asksAgain = fairness.strong.some((bits) => bits !== 0);
    const { quotient } = graph;
    this.#threads = quotient?.moves
      ? new Threads(graph, quotient, fairness, obligation.recurs)
      : undefined;
    this.#bitOf = bitsOf(graph, fairness);
    this.#enabledIn = new Int32Array(
      asksAgain && !quotient?.moves ? graph.visited.count * this.#words : 0,
    );
    this.#batch = new SuccessorBatch(graph.visited);
    this.#components = new StronglyConnected(graph.visited.count, 2 * this.#words, this);
    this.status = this.#components.status;
  }

  /** Examines the whole obligation region; true if there is a fair cycle in it. */
  run(): boolean {
    const { visited, predecessors } = this.#graph;
    const { begins } = this.#obligation;
    for (let index = 0; index < visited.count; index++) {
      if (this.status[index] !== UNSEEN) continue;
      if (begins === 'initially' && predecessors[index] >= 0) continue;
      if (!this.#isOwing(index)) this.status[index] = OUTSIDE;
      else if (begins === 'initially' || begins()) this.#components.explore(index);
    }
    return this.count > 0;
  }

  isInside(state: number): boolean {
    return this.status[state] <= REJECTED;
  }

  /** Whether a fair cycle that stays in the obligation region goes through the state. */
  isFair(state: number): boolean {
    return this.status[state] <= FAIR;
  }

  expand(state: number): void {
    const { visited, stepper } = this.#graph;
    if (++this.#expansions % BEAT === 0) this.#graph.beat();
    this.#current = state;
    this.#enabled.fill(0);
    visited.load(state, stepper.system.state);
    const { recurring } = this.#fairness;
    if (recurring !== undefined && !this.#obligation.recurs?.()) setBit(this.#enabled, recurring);
    stepper.expand(this);
    this.#batch.flush(this);
    if (this.#enabledIn.length > 0) this.#enabledIn.set(this.#enabled, state * this.#words);
    if (this.#threads) this.#addOfProcesses();
    else this.#addOfInstances();
  }

  #addOfInstances(): void {
    const { weak, strong } = this.#fairness;
    for (let w = 0; w < this.#words; w++) {
      this.#components.add(w, weak[w] & ~this.#enabled[w]);
      this.#components.add(this.#words + w, weak[w] | (strong[w] & this.#enabled[w]));
    }
  }

  /** What weak fairness asks: some instance of the process that steps, or is not enabled. */
  #addOfProcesses(): void {
    for (let k = 0; k < this.#bitOf.length; k++) {
      if (!hasBit(this.#fairness.weak, k)) continue;
      const bit = this.#bitOf[k];
      const mask = 1 << (bit & 31);
      this.#components.add(this.#words + (bit >>> 5), mask);
      if (!hasBit(this.#enabled, k)) this.#components.add(bit >>> 5, mask);
    }
  }

  moved(instance: number): void {
    const graph = this.#graph;
    const changes = graph.progresses(this.#current);
    if (changes) setBit(this.#enabled, instance);
    if (instance === this.#obligation.starving) return;
    const via = changes ? this.#bitOf[instance] : NOTHING;
    const { state } = graph.stepper.system;
    graph.quotient?.canonicalize(state);
    this.#batch.add(state, this.#current, via, 0);
    if (this.#batch.isFull) this.#batch.flush(this);
  }

  arrived(index: number, from: number, via: number): void {
    const to = known(index);
    // A step within an orbit is one of its representative to itself.
    if (to === from && via === NOTHING) return;
    if (this.status[to] === UNSEEN && !this.#isOwing(to)) this.status[to] = OUTSIDE;
    else this.#components.edge(to, via);
  }

  /** Whether a state lies in the obligation region; it is the working state then. */
  #isOwing(state: number): boolean {
    const { visited, stepper } = this.#graph;
    visited.load(state, stepper.system.state);
    return this.#obligation.inside();
  }

  stayed(): void {}

  violated(_: string, _message: string, instance: number, _choice: number, own: boolean): void {
    if (own) setBit(this.#enabled, instance);
  }

  complete(members: Members): void {
    const faults = this.#faults();
    const weakFault = faults.some((bits, w) => (bits & this.#fairness.weak[w]) !== 0);
    const isFair = faults.every((bits) => bits === 0);
    if (weakFault) this.#components.close(members, REJECTED);
    else if (this.#threads) this.#followThreads(members, this.#threads);
    else if (isFair) this.#components.close(members, FAIR - this.count++);
    else this.#decompose(members, faults);
  }

  #followThreads(members: Members, threads: Threads): void {
    const left = threads.left(this.#components.statesOf(members));
    if (left === undefined) this.#components.close(members, FAIR - this.count++);
    else this.#examineAnew(members, left);
  }

  /** The processes of which something is due that is not met. */
  #faults(): Int32Array {
    const { bits } = this.#components;
    return new Int32Array(this.#words).map((_, w) => bits[this.#words + w] & ~bits[w]);
  }

  /** Takes out the states in which a process at fault is enabled, and examines the rest again. */
  #decompose(members: Members, faults: Int32Array): void {
    const left = this.#components.statesOf(members).filter((state) => {
      const at = state * this.#words;
      return faults.every((bits, w) => (bits & this.#enabledIn[at + w]) === 0);
    });
    this.#examineAnew(members, left);
  }

  #examineAnew(members: Members, left: Int32Array): void {
    this.#components.close(members, REJECTED);
    for (const state of left) this.status[state] = WAITING;
    for (const state of left) if (this.status[state] === WAITING) this.#components.explore(state);
  }
}

/** By instance: its own bit, or where instances move that of the first of its process; and the bit of what has to recur. */
function bitsOf({ quotient, stepper }: ExploredGraph, { recurring }: FairnessSets): Int32Array {
  const { instances } = stepper.system.layout;
  const first = (process: unknown): number => instances.findIndex((one) => one.process === process);
  const bits = instances.map(({ process, index }) => (quotient?.moves ? first(process) : index));
  return Int32Array.from(recurring === undefined ? bits : [...bits, recurring]);
}
