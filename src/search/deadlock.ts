// Deadlock: a process that is neither at a valid end nor environment, and that nothing can ever move again.
//
// "Nothing can move" is the plain case and is found on the way. A bystander that ticks for ever must not hide the rest:
// a process is stuck in a state if no state that can be reached from it moves the process, where a transition that
// changes nothing is no move. That is a property of the whole graph, decided when the graph is complete: each state
// has one bit a process, set where the process moves (or may stay for ever), and the bits flow against the transitions
// until nothing changes. A bit that is still clear names a stuck process. The tree of predecessors carries almost
// all of the flow in one sweep; only what it leaves open is expanded again.

import type { CompiledSystem } from '../model/compile.ts';
import { readField } from '../model/layout/field.ts';
import type { Explorer, Finding } from './explore.ts';
import type { Visitor } from './stepper.ts';

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
    this.#wordsPerState = Math.ceil(this.#instances / 32);
    this.#free = new Int32Array(capacity * this.#wordsPerState);
    this.#now = new Int32Array(this.#wordsPerState);
    this.#all = new Int32Array(this.#wordsPerState);
    for (let k = 0; k < this.#instances; k++) setBit(this.#all, k);
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

  /** Done, at a label where it is right to wait, or part of the environment. */
  #mayStay(instance: number, label: number): boolean {
    const { definition, flat, labelNames } = this.#system.layout.instances[instance].process;
    return (
      label === flat.done || definition.environment || definition.end.includes(labelNames[label])
    );
  }

  /** The first state, in the order of discovery, in which a process is stuck although others may move. */
  partial(search: Explorer): Pick<Finding, 'message' | 'state'> | undefined {
    const open = this.#sweepTree(search);
    this.#flow(search, open);
    const state = open.find((index) => !this.#complete(index));
    if (state === undefined) return undefined;
    const missing = (k: number): boolean => !hasBit(this.#free, state * this.#wordsPerState, k);
    return { state, message: this.#words(search.stateAt(state), missing) };
  }

  /** Passes each state's bits to the state it was first reached from; returns what is still open. */
  #sweepTree({ visited, predecessors }: Explorer): number[] {
    const open: number[] = [];
    for (let index = visited.count - 1; index >= 0; index--) {
      const parent = predecessors[index];
      if (parent >= 0) this.#merge(parent, index);
      // Children have larger numbers, so this state has all that the tree can give it.
      if (!this.#complete(index)) open.push(index);
    }
    return open.reverse();
  }

  /** Expands the open states again, last first, until a round changes nothing. */
  #flow(search: Explorer, open: readonly number[]): void {
    let rest = open.toReversed();
    let index = -1;
    let changed = true;
    const visitor: Visitor = {
      moved: () => {
        const successor = search.visited.find(this.#system.state);
        if (successor >= 0 && this.#merge(index, successor)) changed = true;
      },
      stayed: () => {},
      objected: () => {},
    };
    while (changed && rest.length > 0) {
      changed = false;
      for (index of rest) {
        search.visited.load(index, this.#system.state);
        search.stepper.expand(visitor);
      }
      rest = rest.filter((state) => !this.#complete(state));
    }
  }

  /** Adds the bits of one state to another; true if that changed them. */
  #merge(into: number, from: number): boolean {
    let changed = false;
    for (let w = 0; w < this.#wordsPerState; w++) {
      const to = into * this.#wordsPerState + w;
      const merged = this.#free[to] | this.#free[from * this.#wordsPerState + w];
      if (merged !== this.#free[to]) changed = true;
      this.#free[to] = merged;
    }
    return changed;
  }

  #complete(index: number): boolean {
    for (let w = 0; w < this.#wordsPerState; w++) {
      if (this.#free[index * this.#wordsPerState + w] !== this.#all[w]) return false;
    }
    return true;
  }

  /** Who is stuck in a state where nothing moves. */
  readonly describe = (state: Int32Array): string =>
    this.#words(state, (k) => {
      const instance = this.#system.layout.instances[k];
      return !this.#mayStay(k, readField(state, instance.label));
    });

  #words(state: Int32Array, stuck: (instance: number) => boolean): string {
    const waiting = this.#system.layout.instances
      .filter((_, k) => stuck(k))
      .map((instance) => `${instance.name} waits at '${instance.process.labelNames[readField(state, instance.label)]}'`);
    return `${waiting.join(', ')}, and nothing can ever change that`;
  }
}

function setBit(words: Int32Array, k: number): void {
  words[k >>> 5] |= 1 << (k & 31);
}

function hasBit(words: Int32Array, from: number, k: number): boolean {
  return (words[from + (k >>> 5)] & (1 << (k & 31))) !== 0;
}
