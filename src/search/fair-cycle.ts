// The second search: fair cycles in a region of the finished graph.
//
// Tarjan's strongly connected components in the form of Couvreur (On-the-fly verification of linear temporal logic,
// FM 1999): each root carries what its component has seen so far, and roots that turn out to be one component merge.
// What is collected are two bits a process:
//   met   it takes a step within the component, or (weak fairness) is not enabled in one of its states;
//   due   something is asked of it: always under weak fairness, under strong fairness if it is enabled somewhere.
// A component in which all that is due is met has a fair cycle through every one of its states. Where a process under
// weak fairness lacks something no part of the component can have it. Where only strong fairness is not met, a fair
// cycle must avoid the states in which the processes at fault are enabled: they are taken out, and what is left is
// decomposed again (Emerson and Lei 1987; Henzinger and Telle 1996 for the Streett condition).
//
// Stuttering needs no case of its own: every state counts as a cycle by itself, so a component of one state is fair
// exactly if nobody to whom fairness is owed is enabled in it.
//
// Sound only if the graph is complete: the transitions of a state are generated again, and none may lead to a state
// that the search never reached. All components are examined, none for the first that is found, because the shortest
// way into a fair cycle is what people want to see.

import { setBit } from './bits.ts';
import type { Explorer } from './explore.ts';
import type { FairnessSets } from './fairness.ts';
import { IntStack } from './int-stack.ts';
import type { Region } from './region.ts';
import type { Visitor } from './stepper.ts';

/** What is known of a state; an open one has the number of its visit, counted from 1. */
const UNSEEN = 0;
const OUTSIDE = -1;
const WAITING = -2;
/** In the region, but on no fair cycle. */
const REJECTED = -3;
/** On a fair cycle: this, or less by the number of the component. */
const FAIR = -4;

/** No process: the edge into a first state, or one that only observers notice. */
const NOBODY = -1;
const INDEX = 0;
const VIA = 1;
const BITS = 2;

export class FairCycles implements Visitor {
  /** Of each state: outside, rejected, or which fair component it is in. */
  readonly status: Int32Array;
  components = 0;

  readonly #search: Explorer;
  readonly #region: Region;
  readonly #fairness: FairnessSets;
  readonly #words: number;
  readonly #enabled: Int32Array;
  /** States to visit; visited ones, complemented, below their successors. */
  readonly #todo = new IntStack((length) => new Int32Array(length));
  /** The process whose step led to each of them. */
  readonly #todoVia = new IntStack((length) => new Int16Array(length));
  /** The open states, in the order of their visits. */
  readonly #open = new IntStack((length) => new Int32Array(length));
  /** The roots of open components: number, process that led in, the bits met and due. */
  readonly #roots = new IntStack((length) => new Int32Array(length));
  readonly #rootSize: number;
  #visits = 0;
  #current = -1;

  constructor(search: Explorer, region: Region, fairness: FairnessSets) {
    this.#search = search;
    this.#region = region;
    this.#fairness = fairness;
    this.#words = fairness.weak.length;
    this.#enabled = new Int32Array(this.#words);
    this.#rootSize = BITS + 2 * this.#words;
    this.status = new Int32Array(search.visited.count);
  }

  /** Examines the whole region; true if there is a fair cycle in it. */
  run(): boolean {
    const { visited, predecessors, stepper } = this.#search;
    const { begins, inside } = this.#region;
    for (let index = 0; index < visited.count; index++) {
      if (this.status[index] !== UNSEEN) continue;
      if (begins === 'initially' && predecessors[index] >= 0) continue;
      visited.load(index, stepper.system.state);
      if (!inside()) this.status[index] = OUTSIDE;
      else if (begins === 'initially' || begins()) this.#explore(index);
    }
    return this.components > 0;
  }

  isInside(state: number): boolean {
    return this.status[state] <= REJECTED;
  }

  /** Whether a fair cycle that stays in the region goes through the state. */
  isFair(state: number): boolean {
    return this.status[state] <= FAIR;
  }

  #explore(start: number): void {
    const todo = this.#todo;
    const base = todo.size;
    this.#plan(start, NOBODY);
    while (todo.size > base) {
      const via = this.#todoVia.pop();
      const state = todo.pop();
      if (state < 0) this.#leave(~state);
      else if (this.status[state] > 0) this.#merge(this.status[state], via);
      else if (this.status[state] === UNSEEN || this.status[state] === WAITING) {
        this.#plan(~state, NOBODY);
        this.#enter(state, via);
      }
    }
  }

  #plan(state: number, via: number): void {
    this.#todo.push(state);
    this.#todoVia.push(via);
  }

  #enter(state: number, via: number): void {
    if (++this.#visits % 1024 === 0) this.#search.beat();
    this.status[state] = this.#visits;
    this.#open.push(state);
    const roots = this.#roots;
    roots.push(this.#visits);
    roots.push(via);
    for (let k = BITS; k < this.#rootSize; k++) roots.push(0);
    this.#expand(state, this);
    // Edges back to open states may have merged the root by now; the bits of the state go where it is.
    const { weak, strong } = this.#fairness;
    const met = roots.size - this.#rootSize + BITS;
    for (let w = 0; w < this.#words; w++) {
      roots.data[met + w] |= weak[w] & ~this.#enabled[w];
      roots.data[met + this.#words + w] |= weak[w] | (strong[w] & this.#enabled[w]);
    }
  }

  #expand(state: number, visitor: Visitor): void {
    const { visited, stepper } = this.#search;
    this.#current = state;
    this.#enabled.fill(0);
    visited.load(state, stepper.system.state);
    stepper.expand(visitor);
  }

  moved(instance: number): void {
    const search = this.#search;
    const to = search.numberOf(search.stepper.system.state);
    if (to === this.#current) return;
    const changes = search.changes(this.#current, to);
    if (changes) setBit(this.#enabled, instance);
    if (instance === this.#region.starving) return;
    if (this.status[to] === UNSEEN) this.status[to] = this.#region.inside() ? WAITING : OUTSIDE;
    const via = changes ? instance : NOBODY;
    if (this.status[to] > 0) this.#merge(this.status[to], via);
    if (this.status[to] !== WAITING) return;
    this.#plan(to, via);
  }

  stayed(): void {}

  objected(property: string, _message: string, instance: number): void {
    if (property === 'assertions') setBit(this.#enabled, instance);
  }

  /** An edge back to an open state: all roots above it are one component with it. */
  #merge(index: number, via: number): void {
    const { data } = this.#roots;
    const { size } = this.#roots;
    let at = size - this.#rootSize;
    while (data[at + INDEX] > index) {
      const below = at - this.#rootSize;
      for (let k = BITS; k < this.#rootSize; k++) data[below + k] |= data[at + k];
      this.#meet(below, data[at + VIA]);
      at = below;
    }
    this.#roots.size = at + this.#rootSize;
    this.#meet(at, via);
  }

  #meet(root: number, instance: number): void {
    if (instance !== NOBODY) setBit(this.#roots.data, instance, root + BITS);
  }

  /** All successors of a state have been visited; if it is a root, its component is complete. */
  #leave(state: number): void {
    const root = this.#roots.size - this.#rootSize;
    const index = this.status[state];
    if (this.#roots.data[root + INDEX] !== index) return;
    const faults = this.#faults(root);
    this.#roots.size = root;
    let first = this.#open.size - 1;
    while (this.#open.data[first] !== state) first--;
    const weakFault = faults.some((bits, w) => (bits & this.#fairness.weak[w]) !== 0);
    const fair = faults.every((bits) => bits === 0);
    if (fair || weakFault) this.#close(first, fair ? FAIR - this.components++ : REJECTED);
    else this.#decompose(first, faults);
  }

  /** The processes of which something is due that is not met. */
  #faults(root: number): Int32Array {
    const met = root + BITS;
    const { data } = this.#roots;
    return new Int32Array(this.#words).map((_, w) => data[met + this.#words + w] & ~data[met + w]);
  }

  #close(first: number, status: number): void {
    for (let k = first; k < this.#open.size; k++) this.status[this.#open.data[k]] = status;
    this.#open.size = first;
  }

  /** Takes out the states in which a process at fault is enabled, and examines the rest anew. */
  #decompose(first: number, faults: Int32Array): void {
    const states = this.#open.data.slice(first, this.#open.size);
    this.#close(first, REJECTED);
    const onlyEnabled: Visitor = {
      moved: (instance) => {
        const { system } = this.#search.stepper;
        const to = this.#search.numberOf(system.state);
        if (this.#search.changes(this.#current, to)) setBit(this.#enabled, instance);
      },
      stayed: () => {},
      objected: (property, message, instance) => this.objected(property, message, instance),
    };
    for (const state of states) {
      this.#expand(state, onlyEnabled);
      if (faults.every((bits, w) => (bits & this.#enabled[w]) === 0)) this.status[state] = WAITING;
    }
    for (const state of states) if (this.status[state] === WAITING) this.#explore(state);
  }
}
