// The visited set: exact, outside of the JavaScript heap. Full state vectors lie one after the other in an arena, in
// the order in which they were found (which is the breadth-first frontier at the same time); an open-addressing table
// of their numbers finds them. `Map` and `Set` die at 2^24 entries and are never used.
//
// What must stay true: two states are the same state if and only if all their words are equal. The hash only decides
// where to look, and which of the states found there cannot be the one: an entry of a table of 2^k slots is a state's
// number in its low k bits and the hash's other bits above, so that a state in the arena is read, which is a miss of the
// cache, only if it is nearly certain to be equal.
//
// The arena is reserved at its full size and becomes resident page by page as it fills; the table grows. Both together
// stay within the memory that the search was given (table-plan.ts). Where the system refuses what is reserved at the
// beginning, that is a RangeError, and the search is tried again with less.

import { type Allocate, allocateOwn, isRefusal, MOST_WORDS, reserve } from '../base/allocation.ts';
import { UsageError } from '../base/errors.ts';
import { eachWord } from './each-word.ts';
import { type Hash, type HashCode, hashCode, hashOf } from './hash.ts';
import { probeCode, readSlots, warm } from './look-up.ts';
import { STORE_FULL, type StateStore } from './state-store.ts';
import { growsAt, mostIn, nextTable, planTables, type TablePlan } from './table-plan.ts';

const FIRST_TABLE = 1 << 14;
/** How many look-ups are made side by side. */
export const TOGETHER = 64;
/** A slot's number is a positive integer of 32 bits. */
const MOST_SLOTS = 2 ** 31;
const FEWEST_STATES = 1024;

export class VisitedSet implements StateStore {
  readonly words: number;
  /** How many states there is room for; fewer where the system refuses a larger table. */
  capacity: number;
  /** Whether it has. */
  isRefused = false;
  readonly arena: Int32Array;
  count = 0;
  /** Number plus one, and part of the hash; 0 is an empty slot. */
  table: Int32Array;
  growAt: number;
  readonly #plan: TablePlan;
  readonly #allocate: Allocate;
  readonly aroundGrowth: (grow: () => void) => void;
  /** Whatever was read last for its own sake, so that no compiler takes the reading for useless. */
  read = 0;
  readonly hash: Hash;
  readonly hashCode: HashCode;
  /** Copies a state into a vector. */
  readonly load: (index: number, into: Int32Array) => void;
  /** `insert` for a state that begins at a place of a longer vector, and whose hash is known. */
  readonly insertFrom: (states: Int32Array, from: number, hash: number) => number;

  /**
   * Room for as many states of `words` words as `memoryBytes` allows, `extraWords` more for each kept elsewhere.
   * `aroundGrowth` runs the growth of the table, which may take a second: a thread that watches can be told. `allocate`
   * makes the tables, for one thread or for several.
   */
  constructor(
    words: number,
    memoryBytes: number,
    extraWords: number,
    aroundGrowth: (grow: () => void) => void = (grow) => grow(),
    allocate: Allocate = allocateOwn,
  ) {
    this.words = words;
    this.#allocate = allocate;
    this.aroundGrowth = aroundGrowth;
    const plan = planTables(memoryBytes, 4 * (words + extraWords), FIRST_TABLE, MOST_SLOTS);
    const wanted = Math.min(plan.capacity, Math.floor(MOST_WORDS / Math.max(words, extraWords)));
    if (wanted < FEWEST_STATES) {
      throw new UsageError(
        `too little memory: ${Math.max(0, wanted)} states of ${4 * words} bytes fit; raise it with --memory`,
      );
    }
    this.#plan = plan;
    this.growAt = growsAt(FIRST_TABLE, plan);
    this.arena = reserve(wanted * words);
    this.table = allocate(FIRST_TABLE);
    this.capacity = wanted;
    this.hashCode = (word) => hashCode(words, word);
    this.hash = hashOf(this.hashCode);
    this.load = generateLoad(this);
    this.insertFrom = generateInsert(this);
  }

  /** Puts the state in; its number if it is new, else the complement of the number that it has. */
  insert(state: Int32Array): number {
    return this.insertFrom(state, 0, this.hash(state, 0));
  }

  /**
   * Reads what look-ups of these hashes will read. A look-up in a large set waits for memory twice, for a slot and for
   * the state that it names; side by side many wait as long as one.
   */
  warm(hashes: Int32Array, count: number): void {
    warm(this, hashes, count);
  }

  /** The number of a state, or -1. */
  find(state: Int32Array): number {
    const { table } = this;
    const mask = table.length - 1;
    const hash = this.hash(state, 0);
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const entry = table[at];
      if (entry === 0) return -1;
      const index = (entry & mask) - 1;
      if (((entry ^ hash) & ~mask) === 0 && this.#equals(index, state)) return index;
    }
  }

  /** Forgets all states. */
  clear(): void {
    this.count = 0;
    this.table.fill(0);
  }

  /** Bytes in use: the filled part of the arena, and the table. */
  get bytes(): number {
    return 4 * (this.count * this.words + this.table.length);
  }

  /** Bytes that a table for more states would take beside this one. */
  get bytesToGrow(): number {
    return 2 * 4 * this.table.length;
  }

  /** So many states have been put into the arena: makes the table that it would have by now. */
  restore(count: number): void {
    let slots = this.table.length;
    for (let at = growsAt(slots, this.#plan); at < count; at = growsAt(slots, this.#plan)) {
      slots = nextTable(slots, at + 1, this.#plan);
    }
    const table = slots === this.table.length ? this.table : this.#allocate(slots);
    this.count = count;
    this.#fill(table);
  }

  grow(): void {
    const table = this.#larger();
    if (table) this.#fill(table);
  }

  /** Makes the table anew from the states: the old one may still be written by who does not answer. */
  rebuild(): void {
    this.#fill(this.#allocate(this.table.length));
  }

  /** Nothing where the system refuses it: the table becomes fuller then than it was meant to. */
  #larger(): Int32Array | undefined {
    try {
      return this.#allocate(nextTable(this.table.length, this.count, this.#plan));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.isRefused = true;
      this.capacity = Math.min(this.capacity, mostIn(this.table.length));
      this.growAt = Number.POSITIVE_INFINITY;
      return undefined;
    }
  }

  #fill(table: Int32Array): void {
    const mask = table.length - 1;
    const hashes = new Int32Array(TOGETHER);
    this.table = table;
    this.growAt = growsAt(table.length, this.#plan);
    for (let first = 0; first < this.count; first += TOGETHER) {
      const several = Math.min(TOGETHER, this.count - first);
      for (let k = 0; k < several; k++) {
        hashes[k] = this.hash(this.arena, (first + k) * this.words);
      }
      readSlots(this, hashes, several);
      for (let k = 0; k < several; k++) {
        let at = hashes[k] & mask;
        while (table[at] !== 0) at = (at + 1) & mask;
        table[at] = (hashes[k] & ~mask) | (first + k + 1);
      }
    }
  }

  #equals(index: number, state: Int32Array): boolean {
    const from = index * this.words;
    for (let k = 0; k < this.words; k++) if (this.arena[from + k] !== state[k]) return false;
    return true;
  }
}

function generateLoad({ words, arena }: VisitedSet): VisitedSet['load'] {
  const body = `return function load(index, into) {
    const from = index * ${words};
    ${eachWord(words, (w) => `into[${w}] = arena[from + ${w}];`)}
  }`;
  return new Function('arena', body)(arena);
}

/** The hot path of the whole tool, unrolled for the number of words: probe, compare, append. */
function generateInsert(set: VisitedSet): VisitedSet['insertFrom'] {
  const { words } = set;
  const body = `return function insertFrom(states, from, h) {
    ${eachWord(words, (w) => `const s${w} = states[from + ${w}];`)}
    const table = set.table;
    const mask = table.length - 1;
    ${probeCode(words)}
    const index = set.count;
    if (index >= set.capacity) throw full;
    const to = index * ${words};
    ${eachWord(words, (w) => `arena[to + ${w}] = s${w};`)}
    table[at] = (h & ~mask) | (index + 1);
    set.count = index + 1;
    if (index + 1 > set.growAt) set.aroundGrowth(() => set.grow());
    return index;
  }`;
  return new Function('set', 'arena', 'full', body)(set, set.arena, STORE_FULL);
}
