// A visited set as it is while no thread writes it, with new states kept aside: candidates, of which it is decided later
// which are the same as those of other members. What must stay true: the table is not written while states are looked up here,
// and of equal candidates of one member the first in the order of the search is kept.

import type { StateSet } from '../../graph/successor-batch.ts';
import { eachWord } from '../../store/each-word.ts';
import { probeCode, type StateTable, warm } from '../../store/look-up.ts';
import { STORE_FULL } from '../../store/state-store.ts';
import { MOST_CANDIDATES } from './memory.ts';

/** Added to a candidate's number where it has been kept before. */
export const AGAIN = 1 << 30;
/** Finds the candidates; half empty at least. */
const SLOTS = 2 * MOST_CANDIDATES;

/** Where candidates are kept: their words and hashes. */
interface Kept {
  readonly states: Int32Array;
  readonly hashes: Int32Array;
}

export class AsideSet implements StateSet, StateTable {
  readonly words: number;
  readonly arena: Int32Array;
  table: Int32Array;
  read = 0;
  /** How many states are known. */
  count = 0;
  /** How many candidates are kept, of so many. */
  kept = 0;
  room = 0;
  readonly own = new Int32Array(SLOTS);
  /** The complement of the number of a known state; otherwise which candidate it is, `AGAIN` added to one that was kept before. */
  readonly insertFrom: StateSet['insertFrom'];

  constructor(words: number, arena: Int32Array, table: Int32Array, kept: Kept) {
    this.words = words;
    this.arena = arena;
    this.table = table;
    this.insertFrom = generateInsert(this, kept);
  }

  /** Another round begins. */
  clear(): void {
    this.kept = 0;
    this.forget();
  }

  /** What is found next comes before what is kept. */
  forget(): void {
    this.own.fill(0);
  }

  warm(hashes: Int32Array, count: number): void {
    warm(this, hashes, count);
  }
}

function generateInsert(set: AsideSet, kept: Kept): StateSet['insertFrom'] {
  const { words, arena, own } = set;
  const body = `return function insertFrom(states, from, h) {
    ${eachWord(words, (w) => `const s${w} = states[from + ${w}];`)}
    const table = set.table;
    const mask = table.length - 1;
    ${probeCode(words)}
    let place = h & ${SLOTS - 1};
    for (;;) {
      const other = own[place] - 1;
      if (other < 0) break;
      const first = other * ${words};
      if (hashes[other] === h && ${eachWord(words, (w) => `kept[first + ${w}] === s${w}`, ' && ')}) return other + ${AGAIN};
      place = (place + 1) & ${SLOTS - 1};
    }
    const candidate = set.kept;
    if (candidate >= set.room) throw full;
    const to = candidate * ${words};
    ${eachWord(words, (w) => `kept[to + ${w}] = s${w};`)}
    hashes[candidate] = h;
    own[place] = candidate + 1;
    set.kept = candidate + 1;
    return candidate;
  }`;
  const parts = { set, arena, own, kept: kept.states, hashes: kept.hashes, full: STORE_FULL };
  return new Function(...Object.keys(parts), body)(...Object.values(parts));
}
