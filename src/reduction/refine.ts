// The canonical representative where ids are tied to each other: a cpu's task holds a page, a page
// lies on a node.
//
// Colours split the ids of each kind as far as invariants go; what they leave tied is tried out:
// one of the tied ids is told apart, colours are refined again, and so on until an order is fixed;
// the least of all vectors that come out is the representative (individualisation and refinement:
// McKay & Piperno 2014, section 2). Two shortcuts keep this small and change nothing: ids that can
// be exchanged without changing the state need no order among themselves, and where two orders give
// the same vector, what was told apart last leads nowhere new.
//
// Sound whatever the colours are: the result is always the image of the state under a permutation.
// Exact as long as no state needs more than MOST_ORDERS orders; beyond that the search for the
// least vector ends early, and one orbit may have several representatives (documented heuristic:
// more states, never a wrong answer).

import { type AddColours, generateSeed, generateTies, mix } from './colour-code.ts';
import type { Family } from './families.ts';
import type { Group, SymmetricKind } from './group.ts';
import { generatePermute, type Permute } from './permute-code.ts';

/** How many orders are tried for one state. */
export const MOST_ORDERS = 2000;
/** Mixed into the colour of an id that is told apart. */
const APART = 0x51ed270b;

export class Refiner {
  /** Where each id goes in the representative that was found last. */
  readonly image: Int32Array;
  /** Whether every representative so far was exact. */
  exact = true;
  readonly kinds: readonly SymmetricKind[];
  readonly #ids: number;
  readonly #permute: Permute;
  readonly #seed: AddColours;
  readonly #ties: AddColours;
  readonly #sums: Int32Array;
  /** Colours at each depth of the search, one after the other. */
  readonly #colours: Int32Array[];
  /** The ids of each kind in the order of their colours. */
  readonly #order: Int32Array;
  readonly #identity: Int32Array;
  readonly #trial: Int32Array;
  readonly #instances: Int32Array;
  readonly #vector: Int32Array;
  readonly #best: Int32Array;
  readonly #bestPath: Int32Array;
  readonly #path: Int32Array;
  #bestDepth = 0;
  #orders = 0;
  #state: Int32Array;

  /** `kinds` are those of the group that are tied; all others stay as they are. */
  constructor(
    words: number,
    kinds: readonly SymmetricKind[],
    families: readonly Family[],
    group: Group,
  ) {
    this.kinds = kinds;
    this.#ids = kinds.reduce((sum, { size }) => sum + size, 0);
    this.#permute = generatePermute(words, families, group);
    this.#seed = generateSeed(families, group);
    this.#ties = generateTies(families, group);
    const perElement = (): Int32Array => new Int32Array(group.elements);
    this.#identity = perElement();
    for (const { offset, size } of group.kinds) {
      for (let k = 0; k < size; k++) this.#identity[offset + k] = k;
    }
    this.image = this.#identity.slice();
    this.#trial = this.#identity.slice();
    this.#order = perElement();
    this.#sums = perElement();
    this.#path = perElement();
    this.#bestPath = perElement();
    this.#colours = Array.from({ length: this.#ids + 1 }, perElement);
    this.#instances = new Int32Array(group.instances.length);
    this.#vector = new Int32Array(words);
    this.#best = new Int32Array(words);
    this.#state = this.#vector;
  }

  /** Replaces a state by its representative. */
  canonicalize(state: Int32Array): void {
    this.#state = state;
    this.#orders = 0;
    const [colours] = this.#colours;
    colours.fill(0);
    for (let k = 0; k < this.kinds.length; k++) {
      const { offset, size } = this.kinds[k];
      for (let e = offset; e < offset + size; e++) colours[e] = k + 1;
    }
    this.#sums.fill(0);
    this.#seed(state, colours, this.#sums);
    this.#mixIn(colours);
    this.#search(0);
    state.set(this.#best);
  }

  /** Tries all orders below the colours of a depth; the depth to which the search can go back. */
  #search(depth: number): number {
    const colours = this.#colours[depth];
    this.#refine(colours);
    let at = this.#firstTied(colours, 0);
    while (at >= 0 && this.#isFree(colours, at))
      at = this.#firstTied(colours, this.#endOf(colours, at));
    if (at < 0) return this.#leaf(depth);
    const end = this.#endOf(colours, at);
    // The order changes below: the tied ids are remembered in the colours alone.
    const tied = colours[this.#order[at]];
    const { offset, size } = this.#kindAt(at);
    for (let e = offset, tried = 0; e < offset + size && tried < end - at; e++) {
      if (colours[e] !== tied) continue;
      tried++;
      if (this.#isLikeEarlier(colours, offset, e)) continue;
      const next = this.#colours[depth + 1];
      next.set(colours);
      next[e] = mix(tied, APART);
      this.#path[depth] = e;
      const back = this.#search(depth + 1);
      if (back < depth) return back;
      if (this.#orders >= MOST_ORDERS) {
        this.exact = false;
        return -1;
      }
    }
    return depth - 1;
  }

  /** Splits colours by what the ties say, until that tells no more ids apart. */
  #refine(colours: Int32Array): void {
    let classes = this.#sort(colours);
    while (classes < this.#ids) {
      this.#sums.fill(0);
      this.#ties(this.#state, colours, this.#sums);
      this.#mixIn(colours);
      const split = this.#sort(colours);
      if (split <= classes) return;
      classes = split;
    }
  }

  #mixIn(colours: Int32Array): void {
    const sums = this.#sums;
    for (let e = 0; e < sums.length; e++) colours[e] = mix(colours[e], sums[e]);
  }

  /** Sorts the ids of each kind by colour; returns how many colours there are. */
  #sort(colours: Int32Array): number {
    const order = this.#order;
    let classes = 0;
    for (let k = 0; k < this.kinds.length; k++) {
      const { offset, size } = this.kinds[k];
      for (let i = 0; i < size; i++) {
        const colour = colours[offset + i];
        let j = offset + i - 1;
        for (; j >= offset && colours[order[j]] > colour; j--) order[j + 1] = order[j];
        order[j + 1] = offset + i;
      }
      for (let at = offset; at < offset + size; at++) {
        if (at === offset || colours[order[at]] !== colours[order[at - 1]]) classes++;
      }
    }
    return classes;
  }

  /**
   * The first place in the order, from one on, whose id has the colour of the next; -1 if there is
   * none.
   */
  #firstTied(colours: Int32Array, from: number): number {
    const order = this.#order;
    for (let k = 0; k < this.kinds.length; k++) {
      const { offset, size } = this.kinds[k];
      for (let at = Math.max(offset, from); at < offset + size - 1; at++) {
        if (colours[order[at]] === colours[order[at + 1]]) return at;
      }
    }
    return -1;
  }

  /** Where the colour that begins at a place of the order ends. */
  #endOf(colours: Int32Array, at: number): number {
    const { offset, size } = this.#kindAt(at);
    const colour = colours[this.#order[at]];
    let end = at + 1;
    while (end < offset + size && colours[this.#order[end]] === colour) end++;
    return end;
  }

  #kindAt(at: number): SymmetricKind {
    let k = 0;
    while (at >= this.kinds[k].offset + this.kinds[k].size || at < this.kinds[k].offset) k++;
    return this.kinds[k];
  }

  /** Whether the ids of the colour that begins at a place can be exchanged at will. */
  #isFree(colours: Int32Array, at: number): boolean {
    const end = this.#endOf(colours, at);
    const { offset } = this.#kindAt(at);
    for (let k = at + 1; k < end; k++) {
      if (!this.#isTwin(offset, this.#order[k - 1], this.#order[k])) return false;
    }
    return true;
  }

  /** Whether an id of the same colour that was tried before can be exchanged with this one. */
  #isLikeEarlier(colours: Int32Array, offset: number, e: number): boolean {
    for (let earlier = offset; earlier < e; earlier++) {
      if (colours[earlier] === colours[e] && this.#isTwin(offset, earlier, e)) return true;
    }
    return false;
  }

  /** Whether exchanging two ids leaves the state as it is. */
  #isTwin(offset: number, a: number, b: number): boolean {
    const swap = this.#identity;
    swap[a] = b - offset;
    swap[b] = a - offset;
    this.#permute(this.#state, swap, this.#instances, this.#vector);
    swap[a] = a - offset;
    swap[b] = b - offset;
    return compare(this.#vector, this.#state) === 0;
  }

  /** An order is fixed: keeps its vector if it is the least so far. */
  #leaf(depth: number): number {
    this.#orders++;
    for (let k = 0; k < this.kinds.length; k++) {
      const { offset, size } = this.kinds[k];
      for (let i = 0; i < size; i++) this.#trial[this.#order[offset + i]] = i;
    }
    this.#permute(this.#state, this.#trial, this.#instances, this.#vector);
    const comparison = this.#orders === 1 ? -1 : compare(this.#vector, this.#best);
    if (comparison === 0) return this.#branching(depth);
    if (comparison < 0) {
      this.#best.set(this.#vector);
      this.image.set(this.#trial);
      this.#bestPath.set(this.#path);
      this.#bestDepth = depth;
    }
    return depth - 1;
  }

  /**
   * Two orders gave one vector: where they part, the ids that were told apart can be exchanged,
   * with others along, so all that was to be tried below the second one has been tried below the
   * first. Only if that exchange moves none of the ids that were told apart before.
   */
  #branching(depth: number): number {
    const { image } = this;
    const common = Math.min(depth, this.#bestDepth);
    for (let k = 0; k < common; k++) {
      const mine = this.#path[k];
      const best = this.#bestPath[k];
      if (this.#trial[mine] !== image[best]) return depth - 1;
      if (mine !== best) return k;
    }
    return depth - 1;
  }
}

/** Negative, 0 or positive, as the first vector is less, the same or greater. */
function compare(a: Int32Array, b: Int32Array): number {
  for (let w = 0; w < a.length; w++) if (a[w] !== b[w]) return a[w] < b[w] ? -1 : 1;
  return 0;
}
