// Deadlock: a process that is neither at a valid end nor environment, and that nothing can ever move again.
//
// A bystander that ticks for ever must not hide it: a process is stuck in a state if no state that can be reached from
// it moves the process, where a transition that changes nothing is no move. That is a property of the whole graph,
// decided when the graph is complete: each state has one bit a process, set where the process moves (or may stay for
// ever), and the bits flow backward. A bit that is still clear names a stuck process.
//
// Somebody may be stuck as soon as the others cannot but close the circle. The counterexample is the first state in
// which it is closed: whoever can still get stuck is stuck. Nobody gets unstuck, so there is one wherever anybody is.
//
// "Nothing can move" is such a state, too, and found on the way, for those who do not wait for the whole graph; it need
// not be the first.
//
// A run that ends in a failed assertion says nothing of what would have come after, so nobody is stuck in a state from
// which there is one. Sound only because `assertions` is violated there: mend that, and look again.

import { bitSet, hasBit, setBit, wordsFor } from '../base/bits.ts';
import { readField } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import type { StateRecorder } from '../graph/recorder.ts';
import { standsAtEnd } from '../transition/end-location.ts';
import { BackwardFixpoint } from './backward-fixpoint.ts';
import { quotientFixpoint } from './quotient-fixpoint.ts';

/** A deadlock is one, however many properties speak of it. */
type Deadlock = Omit<Finding, 'property'>;

export class DeadlockFinder implements StateRecorder {
  readonly wordsPerState: number;
  /** Those that a deadlock violates. */
  readonly properties: readonly string[];
  readonly #system: CompiledSystem;
  readonly #instances: number;
  /** Bits of the processes that are not stuck in a state, `wordsPerState` words a state. */
  #free: Int32Array = new Int32Array();
  readonly #all: Int32Array;
  /** The bits of the state that is being expanded, and whether anything moved in it. */
  readonly #now: Int32Array;
  #moved = false;

  constructor(system: CompiledSystem, properties: readonly string[]) {
    this.#system = system;
    this.properties = properties;
    this.#instances = system.layout.instances.length;
    this.wordsPerState = wordsFor(this.#instances);
    this.#now = new Int32Array(this.wordsPerState);
    this.#all = bitSet(this.#instances);
  }

  reserve(room: Int32Array): void {
    this.#free = room;
  }

  enter(): void {
    for (let w = 0; w < this.wordsPerState; w++) this.#now[w] = 0;
    this.#moved = false;
  }

  moves(instance: number): void {
    setBit(this.#now, instance);
    this.#moved = true;
  }

  /** A transition whose assertion failed: whatever comes after it may free anybody. */
  fails(): void {
    this.#now.set(this.#all);
    this.#moved = true;
  }

  stays(instance: number, label: number): void {
    if (this.#mayStay(instance, label)) setBit(this.#now, instance);
  }

  /** Ends the expansion of a state; true if nothing moves there and somebody should. */
  leave(index: number): boolean {
    const at = index * this.wordsPerState;
    let missing = false;
    for (let w = 0; w < this.wordsPerState; w++) {
      this.#free[at + w] = this.#now[w];
      if (this.#now[w] !== this.#all[w]) missing = true;
    }
    return missing && !this.#moved;
  }

  #mayStay(instance: number, label: number): boolean {
    const plan = this.#system.layout.instances[instance];
    return plan.process.definition.environment || standsAtEnd(plan, label);
  }

  /** Who is stuck in a state in which nothing moves. */
  standstill(index: number, state: Int32Array): Finding[] {
    const stuck = this.#system.layout.instances.filter(
      (instance, k) => !this.#mayStay(k, readField(state, instance.label)),
    );
    return this.#ofAll({ ...this.#finding(index, stuck), minimal: false });
  }

  /** The first state of a complete graph, in the order of discovery, in which all are stuck that ever will be. */
  first(graph: ExploredGraph): Finding[] {
    const open = this.#flow(graph, this.#free);
    const threatened = this.#threatened(graph, open);
    const words = this.wordsPerState;
    const state = open.find((index) =>
      this.#all.every(
        (_, w) => (this.#free[index * words + w] & threatened[index * words + w]) === 0,
      ),
    );
    if (state === undefined) return [];
    const isStuck = ({ index }: InstancePlan) => !hasBit(this.#free, index, state * words);
    return this.#ofAll(this.#finding(state, this.#system.layout.instances.filter(isStuck)));
  }

  /** Bits of those who are stuck or may get stuck, of the states in which somebody is: those lead to no others. */
  #threatened(graph: ExploredGraph, open: readonly number[]): Int32Array {
    const words = this.wordsPerState;
    const bits = new Int32Array(graph.visited.count * words);
    for (let at = 0; at < bits.length; at += words) bits.set(this.#all, at);
    for (const index of open) {
      for (let w = index * words; w < (index + 1) * words; w++) bits[w] &= ~this.#free[w];
    }
    if (open.length > 0) this.#flow(graph, bits);
    return bits;
  }

  /** The states that lack some bits when all have flown backward. */
  #flow(graph: ExploredGraph, bits: Int32Array): number[] {
    return graph.quotient
      ? quotientFixpoint(graph, graph.quotient, bits, this.#all)
      : [...new BackwardFixpoint(graph, bits, this.#all).lacking()];
  }

  #ofAll(deadlock: Deadlock): Finding[] {
    return this.properties.map((property) => ({ ...deadlock, property }));
  }

  #finding(state: number, stuck: readonly InstancePlan[]): Deadlock {
    const waiting = stuck.map(({ index }) => index);
    return { state, waiting, message: '' };
  }
}
