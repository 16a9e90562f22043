// By which transition each state was first reached, in about two bytes a state: for searches that forget their states. A run to
// a state is then made by taking the transitions again from an initial state.
//
// What must stay true: states are expanded in the order of their numbers, and transitions told in the order in which they
// are made. So how many new states each had is enough to know where each came from, and a transition is told from the others
// of its instance by how many of these came before it in the same state (choices).

import { IntStack } from '../base/int-stack.ts';

/** A transition out of a state: the n-th of those of an instance that lead anywhere. */
export interface TreeMove {
  readonly instance: number;
  readonly nth: number;
}

export interface TreeWay {
  /** The number of the initial state. */
  readonly root: number;
  readonly moves: readonly TreeMove[];
}

/** A byte says any number below this; what it cannot say is kept aside. */
const ASIDE = 255;
/** A transition as a number: small where instances are few, and the transitions of one in a state. */
const CHOICES = 8;
const INSTANCES = 2 ** 16;

const codeOf = (instance: number, nth: number): number =>
  CHOICES * (INSTANCES * Math.floor(nth / CHOICES) + instance) + (nth % CHOICES);

const moveOf = (code: number): TreeMove => {
  const rest = Math.floor(code / CHOICES);
  const instance = rest % INSTANCES;
  return { instance, nth: CHOICES * Math.floor(rest / INSTANCES) + (code % CHOICES) };
};

class Bytes {
  readonly #low = new IntStack((length) => new Int8Array(length));
  readonly #aside = new Map<number, number>();

  get size(): number {
    return this.#low.size;
  }

  push(value: number): void {
    if (value >= ASIDE) this.#aside.set(this.size, value);
    this.#low.push(Math.min(value, ASIDE));
  }

  get(at: number): number {
    const low = this.#low.get(at) & ASIDE;
    return low === ASIDE ? (this.#aside.get(at) as number) : low;
  }
}

export class SearchTree {
  #roots = 0;
  /** Of each state but the initial ones its transition, and of each whose transitions have all come how many new ones it had. */
  readonly #moves = new Bytes();
  readonly #children = new Bytes();
  /** The state whose transitions come, how many new states they had, and which transition was the last. */
  #parent = -1;
  #found = 0;
  #instance = -1;
  #nth = 0;

  /** An initial state was found. */
  addRoot(): void {
    this.#roots++;
  }

  /** A step of an instance has led from a state to a new one, or to one that is known. */
  arrived(isNew: boolean, parent: number, instance: number): void {
    if (parent !== this.#parent) this.#enter(parent);
    this.#nth = instance === this.#instance ? this.#nth + 1 : 0;
    this.#instance = instance;
    if (!isNew) return;
    this.#found++;
    this.#moves.push(codeOf(instance, this.#nth));
  }

  /** How a state was first reached. */
  wayTo(state: number): TreeWay {
    const moves: TreeMove[] = [];
    let wanted = state;
    /** The first state that was found from the one that is looked at, or after it. */
    let first = this.#roots + this.#moves.size;
    for (let parent = this.#parent; wanted >= this.#roots; parent--) {
      first -= parent === this.#parent ? this.#found : this.#children.get(parent);
      if (wanted < first) continue;
      moves.push(moveOf(this.#moves.get(wanted - this.#roots)));
      wanted = parent;
    }
    return { root: wanted, moves: moves.reverse() };
  }

  get bytes(): number {
    return this.#moves.size + this.#children.size;
  }

  #enter(parent: number): void {
    if (this.#parent >= 0) this.#children.push(this.#found);
    while (this.#children.size < parent) this.#children.push(0);
    this.#parent = parent;
    this.#found = 0;
    this.#instance = -1;
  }
}
