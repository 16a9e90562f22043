// Fairness in a graph of representatives: whether a component of it has a run that is fair to every instance.
//
// A step from a representative leads to a state that is renamed before it is stored, so an instance that is number i in one
// state may be number j in the next. A *thread* is one instance followed along a path: the pairs of a state and the number
// that the instance has there. An edge takes threads to threads one to one, and a component is strongly connected, so its
// pairs fall apart into classes, each strongly connected and each with a pair in every state of the component.
//
// A component has a run that is fair to all instances exactly if each class has what fairness asks: under weak fairness a
// step of the thread's instance within the component, or a pair at which it is not enabled; under strong fairness such a
// step, if there is a pair at which it is enabled. Then one path can serve one thread after the other, and its real run is
// fair; and a fair run stays in some component, where each of its threads stays in one class and meets what is asked of it
// there (Emerson & Sistla, Utilizing symmetry when model checking under fairness assumptions, TOPLAS 1997: the classes are
// the components of their threaded graph). Where a class lacks only what strong fairness asks, a fair run keeps off the
// states in which the thread is enabled, as in fair-cycle.ts.
//
// Sound only if instances that may be exchanged are owed the same fairness, which goes by process.

import { hasBit } from '../base/bits.ts';
import { BEAT } from '../base/progress.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Quotient } from '../transition/reduced.ts';
import type { Visitor } from '../transition/transitions.ts';
import type { FairnessSets } from './fairness.ts';

/** Of a pair, and of its class. */
const STEPS = 1;
const PAUSES = 2;
const ENABLED = 4;

/** What has to recur, and where it does: of the working state. */
export type Recurs = (() => boolean) | undefined;

export class Threads implements Visitor {
  readonly #graph: ExploredGraph;
  readonly #quotient: Quotient;
  readonly #fairness: FairnessSets;
  readonly #recurs: Recurs;
  /** Instances, and what has to recur, which no renaming moves. */
  readonly #agents: number;
  readonly #moved: Int32Array;
  /** Where each state stands in the component, from 1; 0 outside. */
  readonly #places: Int32Array;
  /** Of each pair: another one of its class, or itself. */
  #classes = new Int32Array(0);
  #marks = new Uint8Array(0);
  #current = 0;
  #expansions = 0;

  constructor(graph: ExploredGraph, quotient: Quotient, fairness: FairnessSets, recurs: Recurs) {
    const instances = graph.stepper.system.layout.instances.length;
    this.#graph = graph;
    this.#quotient = quotient;
    this.#fairness = fairness;
    this.#recurs = recurs;
    this.#agents = instances + (fairness.recurring === undefined ? 0 : 1);
    this.#moved = new Int32Array(instances);
    this.#places = new Int32Array(graph.visited.count);
  }

  /** The states of a component that may be on a fair cycle of a smaller one; undefined where all are on one of its own. */
  left(states: Int32Array): Int32Array | undefined {
    this.#classes = Int32Array.from({ length: states.length * this.#agents }, (_, pair) => pair);
    this.#marks = new Uint8Array(this.#classes.length);
    for (let k = 0; k < states.length; k++) this.#places[states[k]] = k + 1;
    for (let k = 0; k < states.length; k++) this.#expand(states[k], k * this.#agents);
    for (let k = 0; k < states.length; k++) this.#places[states[k]] = 0;
    const ofClass = this.#marksOfClasses();
    const { weak, strong } = this.#fairness;
    const lacks = (pair: number, agent: number): boolean => {
      const marks = ofClass[this.#find(pair)];
      if ((marks & STEPS) !== 0) return false;
      if (hasBit(weak, agent)) return (marks & PAUSES) === 0;
      return hasBit(strong, agent) && (this.#marks[pair] & ENABLED) !== 0;
    };
    let isFair = true;
    const rest = states.filter((_, k) => {
      for (let agent = 0; agent < this.#agents; agent++) {
        if (!lacks(k * this.#agents + agent, agent)) continue;
        isFair = false;
        return false;
      }
      return true;
    });
    return isFair ? undefined : rest;
  }

  #marksOfClasses(): Uint8Array {
    const all = new Uint8Array(this.#marks.length);
    for (let pair = 0; pair < all.length; pair++) all[this.#find(pair)] |= this.#marks[pair];
    return all;
  }

  #expand(state: number, first: number): void {
    const { visited, stepper } = this.#graph;
    if (++this.#expansions % BEAT === 0) this.#graph.beat();
    visited.load(state, stepper.system.state);
    const { recurring } = this.#fairness;
    if (recurring !== undefined && !this.#recurs?.()) this.#marks[first + recurring] |= ENABLED;
    this.#current = state;
    stepper.expand(this);
    for (let pair = first; pair < first + this.#agents; pair++) {
      if ((this.#marks[pair] & ENABLED) === 0) this.#marks[pair] |= PAUSES;
    }
  }

  moved(instance: number): void {
    const { system } = this.#graph.stepper;
    const from = (this.#places[this.#current] - 1) * this.#agents;
    const changes = this.#graph.progresses(this.#current);
    if (changes) this.#marks[from + instance] |= ENABLED;
    this.#quotient.renaming(system.state, this.#moved);
    const to = (this.#places[this.#graph.numberOf(system.state)] - 1) * this.#agents;
    if (to < 0) return;
    if (changes) this.#marks[from + instance] |= STEPS;
    for (let k = 0; k < this.#agents; k++) {
      this.#unite(from + k, to + (k < this.#moved.length ? this.#moved[k] : k));
    }
  }

  stayed(): void {}

  violated(_: string, _message: string, instance: number, _choice: number, own: boolean): void {
    if (own) this.#marks[(this.#places[this.#current] - 1) * this.#agents + instance] |= ENABLED;
  }

  #find(pair: number): number {
    const classes = this.#classes;
    let at = pair;
    while (classes[at] !== at) {
      classes[at] = classes[classes[at]];
      at = classes[at];
    }
    return at;
  }

  #unite(one: number, other: number): void {
    const [a, b] = [this.#find(one), this.#find(other)];
    this.#classes[Math.max(a, b)] = Math.min(a, b);
  }
}
