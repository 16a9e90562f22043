// Strongly connected components of a part of a finished graph, with some bits of each: what its states and the steps
// within it have added up to.
//
// Tarjan's algorithm in the form of Couvreur (On-the-fly verification of linear temporal logic, FM 1999): each root
// carries what its component has seen so far, and roots that turn out to be one component merge. Components are
// complete in the order of the ways back: whatever one leads to was complete before. What must stay true: the host
// names all edges from a state to states of the part before it has been left, and closes each component.

import { IntStack } from '../base/int-stack.ts';

/** The status of a state that was never met; an open one has the number of its visit, counted from 1. */
export const UNSEEN = 0;
/** The status of a state that is to be visited; hosts give less to states that are closed, or no part. */
export const WAITING = -1;

/** No bit: the edge into a first state, or one of which nothing is to be noted. */
export const NOTHING = -1;
const INDEX = 0;
const VIA = 1;
const BITS = 2;

export interface ComponentHost {
  /** Calls `edge` for each step from a state that stays in the part, and `add` with what the state itself brings. */
  expand(state: number): void;
  /** A step leads from the component on top to a state that is closed. */
  leads?(to: number): void;
  /** All is known of the component that `members` are of, with `bits`: to be closed. */
  complete(members: Members): void;
}

/** The states of a component, as places on the stack of open ones. */
export interface Members {
  readonly first: number;
}

export class StronglyConnected {
  readonly status: Int32Array;
  /** Of the component that is complete. */
  readonly bits: Int32Array;

  readonly #host: ComponentHost;
  /** States to visit; visited ones, complemented, below their successors. */
  readonly #todo = new IntStack((length) => new Int32Array(length));
  /** The bit of the edge that led to each of them. */
  readonly #todoVia: IntStack<Int8Array | Int16Array>;
  /** The open states, in the order of their visits. */
  readonly #open = new IntStack((length) => new Int32Array(length));
  /** The roots of open components: number, bit of the edge that led in, bits. They are few where components are large. */
  #roots = new Int32Array(1 << 10);
  #top = 0;
  readonly #rootSize: number;
  #visits = 0;

  constructor(states: number, words: number, host: ComponentHost) {
    this.status = new Int32Array(states);
    this.bits = new Int32Array(words);
    this.#rootSize = BITS + words;
    const Via = 32 * words <= 128 ? Int8Array : Int16Array;
    this.#todoVia = new IntStack((length) => new Via(length));
    this.#host = host;
  }

  /** Visits a state, if it is not known yet, and all that it leads to. */
  explore(start: number): void {
    const todo = this.#todo;
    const { status } = this;
    const base = todo.size;
    this.#plan(start, NOTHING);
    while (todo.size > base) {
      const via = this.#todoVia.pop();
      const state = todo.pop();
      if (state < 0) this.#leave(~state);
      else if (status[state] > 0) this.#merge(status[state], via);
      // What is closed by now was visited from another state that the planner leads to, and has said so to that one.
      else if (status[state] >= WAITING) {
        this.#plan(~state, NOTHING);
        this.#enter(state, via);
      }
    }
    for (const stack of [todo, this.#todoVia, this.#open]) stack.trim();
  }

  /** An edge to a state from the one that is being expanded; if both turn out to be in one component, it has the bit. */
  edge(to: number, via: number): void {
    const known = this.status[to];
    if (known > 0) this.#merge(known, via);
    else if (known < WAITING) this.#host.leads?.(to);
    else {
      this.status[to] = WAITING;
      this.#plan(to, via);
    }
  }

  /** Adds bits of a word to the component on top: that of the state that is being expanded. */
  add(word: number, bits: number): void {
    this.#roots[this.#top - this.#rootSize + BITS + word] |= bits;
  }

  /** Gives a status to the states of a complete component. */
  close({ first }: Members, status: number): void {
    for (let k = first; k < this.#open.size; k++) this.status[this.#open.get(k)] = status;
    this.#open.size = first;
  }

  statesOf({ first }: Members): Int32Array {
    const states = new Int32Array(this.#open.size - first);
    for (let k = 0; k < states.length; k++) states[k] = this.#open.get(first + k);
    return states;
  }

  #plan(state: number, via: number): void {
    this.#todo.push(state);
    this.#todoVia.push(via);
  }

  #enter(state: number, via: number): void {
    this.status[state] = ++this.#visits;
    this.#open.push(state);
    this.#addRoot(via);
    this.#host.expand(state);
  }

  #addRoot(via: number): void {
    const root = this.#top;
    this.#top += this.#rootSize;
    if (this.#top > this.#roots.length) {
      const roots = new Int32Array(2 * this.#roots.length);
      roots.set(this.#roots);
      this.#roots = roots;
    }
    this.#roots[root + INDEX] = this.#visits;
    this.#roots[root + VIA] = via;
    this.#roots.fill(0, root + BITS, this.#top);
  }

  /** An edge back to an open state: all roots above it are one component with it. */
  #merge(index: number, via: number): void {
    const roots = this.#roots;
    let at = this.#top - this.#rootSize;
    while (roots[at + INDEX] > index) {
      const below = at - this.#rootSize;
      for (let k = BITS; k < this.#rootSize; k++) roots[below + k] |= roots[at + k];
      this.#meet(below, roots[at + VIA]);
      at = below;
    }
    this.#top = at + this.#rootSize;
    this.#meet(at, via);
  }

  #meet(root: number, via: number): void {
    if (via !== NOTHING) this.#roots[root + BITS + (via >>> 5)] |= 1 << (via & 31);
  }

  /** All successors of a state have been visited; if it is a root, its component is complete. */
  #leave(state: number): void {
    const roots = this.#roots;
    const root = this.#top - this.#rootSize;
    if (roots[root + INDEX] !== this.status[state]) return;
    for (let w = 0; w < this.bits.length; w++) this.bits[w] = roots[root + BITS + w];
    this.#top = root;
    let first = this.#open.size - 1;
    while (this.#open.get(first) !== state) first--;
    this.#host.complete({ first });
    if (this.#top > 0) this.#host.leads?.(state);
  }
}
