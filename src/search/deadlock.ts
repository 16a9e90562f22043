// Deadlock: a process that is neither at a valid end nor environment, and that nothing can ever move again.
//
// "Nothing can move" is the plain case and is found on the way. A bystander that ticks for ever must not hide the rest:
// a process is stuck in a state if no state that can be reached from it moves the process, where a transition that
// changes nothing is no move. That is a property of the whole graph, decided when the graph is complete: each state
// has one bit a process, set where the process moves (or may stay for ever), and the bits flow backward. A bit that is
// still clear names a stuck process.

import type { CompiledSystem } from '../model/compile.ts';
import { readField } from '../model/layout/field.ts';
import { BackwardFlow } from './backward-flow.ts';
import { bitSet, hasBit, setBit, wordsFor } from './bits.ts';
import type { Explorer, Finding } from './explore.ts';
import { settleOrbits } from './orbit-flow.ts';
import { standsAtEnd } from './standing.ts';

export class DeadlockFinder {
  readonly property: string;
  readonly #system: CompiledSystem;
  readonly #instances: number;
  readonly #wordsPerState: number;
  /** Bits of the processes that are not stuck in a state, `#wordsPerState` words a state. */
  readonly #free: Int32Array;
  readonly #all: Int32Array;
  /** The bits of the state that is being expanded, and whether anything moved in it. */
  readonly #now: Int32Array;
  #moved = false;

  constructor(property: string, system: CompiledSystem, capacity: number) {
    this.property = property;
    this.#system = system;
    this.#instances = system.layout.instances.length;
    this.#wordsPerState = wordsFor(this.#instances);
    this.#free = new Int32Array(capacity * this.#wordsPerState);
    this.#now = new Int32Array(this.#wordsPerState);
    this.#all = bitSet(this.#instances);
  }

  enter(): void {
    this.#now.fill(0);
    this.#moved = false;
  }

  moves(instance: number): void {
    setBit(this.#now, instance);
    this.#moved = true;
  }

  stays(instance: number, label: number): void {
    if (this.#mayStay(instance, label)) setBit(this.#now, instance);
  }

  /** Ends the expansion of a state; true if nothing moves there and somebody should. */
  leave(index: number): boolean {
    const at = index * this.#wordsPerState;
    let missing = false;
    for (let w = 0; w < this.#wordsPerState; w++) {
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
  standstill(state: Int32Array): Pick<Finding, 'message' | 'waiting'> {
    const { instances } = this.#system.layout;
    return deadlock(
      instances
        .filter((instance, k) => !this.#mayStay(k, readField(state, instance.label)))
        .map(({ index }) => index),
    );
  }

  /** The first state, in the order of discovery, in which a process is stuck although others may move. */
  partial(search: Explorer): Pick<Finding, 'message' | 'waiting' | 'state'> | undefined {
    const [state] = search.symmetry
      ? settleOrbits(search, search.symmetry, this.#free, this.#all)
      : new BackwardFlow(search, this.#free, this.#all).settle();
    if (state === undefined) return undefined;
    const from = state * this.#wordsPerState;
    const stuck = this.#system.layout.instances
      .map(({ index }) => index)
      .filter((k) => !hasBit(this.#free, k, from));
    return { state, ...deadlock(stuck) };
  }
}

function deadlock(waiting: readonly number[]): Pick<Finding, 'message' | 'waiting'> {
  return { waiting, message: 'Nothing that can still happen changes that.' };
}
