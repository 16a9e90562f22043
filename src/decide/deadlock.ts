// Deadlock: a process that is neither at a valid end nor environment, and that nothing can ever move again.
//
// A bystander that ticks forever must not hide it: a process is deadlocked in a state if no state that can be reached
// from it moves the process, where a transition that changes nothing is no move. That is a property of the whole graph,
// decided when the graph is complete: each state has one bit a process, set where the process moves (or may stay for
// ever), and the bits flow backward. A bit that is still clear names a deadlocked process.
//
// A process may be deadlocked as soon as the others cannot but close the circle. The counterexample is the first state in
// which it is closed: every process that is potentially deadlocked is deadlocked. None is freed again, so there is one
// wherever a process is.
//
// "Nothing can move" is such a state, too, and found on the way, for those who do not wait for the whole graph; it need
// not be the first.
//
// A run that ends in a failed assertion says nothing of what would have come after, so no process is deadlocked in a
// state from which there is one. Sound only because `assertions` is violated there: mend that, and look again.

import { bitSet, hasBit, setBit, wordsFor } from '../base/bits.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding } from '../graph/finding.ts';
import type { StateRecorder } from '../graph/recorder.ts';
import { deadlockedIn, mayStay } from '../transition/end-location.ts';
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
  /** Bits of the processes that are not deadlocked in a state, `wordsPerState` words a state. */
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

  /** A transition whose assertion failed: whatever comes after it may free any process. */
  fails(): void {
    this.#now.set(this.#all);
    this.#moved = true;
  }

  stays(instance: number, label: number): void {
    if (this.#mayStay(instance, label)) setBit(this.#now, instance);
  }

  /** Ends the expansion of a state; true if nothing moves there and some process should. Where no room was reserved, nothing is kept. */
  leave(index: number): boolean {
    const at = index * this.wordsPerState;
    const keeps = this.#free.length > 0;
    let missing = false;
    for (let w = 0; w < this.wordsPerState; w++) {
      if (keeps) this.#free[at + w] = this.#now[w];
      if (this.#now[w] !== this.#all[w]) missing = true;
    }
    return missing && !this.#moved;
  }

  #mayStay(instance: number, label: number): boolean {
    return mayStay(this.#system.layout.instances[instance], label);
  }

  /** Which processes are deadlocked in a state in which nothing moves. */
  globalDeadlock(index: number, state: Int32Array): Finding[] {
    const waiting = deadlockedIn(this.#system.layout, state);
    return this.#ofAll({ state: index, waiting, message: '', minimal: false });
  }

  /** The first state of a complete graph, in the order of discovery, in which all are deadlocked that ever will be. */
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
    const isDeadlocked = ({ index }: InstancePlan) => !hasBit(this.#free, index, state * words);
    const waiting = this.#system.layout.instances.filter(isDeadlocked).map(({ index }) => index);
    return this.#ofAll({ state, waiting, message: '' });
  }

  /**
   * Bits of the processes that are deadlocked or potentially so, of the states in which one is: those lead to no
   * others.
   */
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
    return graph.quotient?.moves
      ? quotientFixpoint(graph, graph.quotient, bits, this.#all)
      : [...new BackwardFixpoint(graph, bits, this.#all).lacking()];
  }

  #ofAll(deadlock: Deadlock): Finding[] {
    return this.properties.map((property) => ({ ...deadlock, property }));
  }
}
