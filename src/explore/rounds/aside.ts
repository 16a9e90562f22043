// A visited set as it is while nobody writes it, with new states kept aside: candidates, of which it is decided later
// which are the same. What must stay true: the table is not written while states are looked up here.

import type { StateSet } from '../../graph/successor-batch.ts';
import { eachWord } from '../../store/each-word.ts';
import { probeCode, type StateTable, warm } from '../../store/look-up.ts';
import { STORE_FULL } from '../../store/visited-set.ts';

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
  /** The complement of the number of a known state; otherwise keeps it, and returns which candidate it is. */
  readonly insertFrom: StateSet['insertFrom'];

  constructor(words: number, arena: Int32Array, table: Int32Array, kept: Kept) {
    this.words = words;
    this.arena = arena;
    this.table = table;
    this.insertFrom = generateInsert(this, kept);
  }

  warm(hashes: Int32Array, count: number): void {
    warm(this, hashes, count);
  }
}

function generateInsert(set: AsideSet, kept: Kept): StateSet['insertFrom'] {
  const { words, arena } = set;
  const body = `return function insertFrom(states, from, h) {
    ${eachWord(words, (w) => `const s${w} = states[from + ${w}];`)}
    const table = set.table;
    const mask = table.length - 1;
    ${probeCode(words)}
    const candidate = set.kept;
    if (candidate >= set.room) throw full;
    const to = candidate * ${words};
    ${eachWord(words, (w) => `kept[to + ${w}] = s${w};`)}
    hashes[candidate] = h;
    set.kept = candidate + 1;
    return candidate;
  }`;
  const parts = { set, arena, kept: kept.states, hashes: kept.hashes, full: STORE_FULL };
  return new Function(...Object.keys(parts), body)(...Object.values(parts));
}
