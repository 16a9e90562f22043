// A visited set into which several threads put new states at once. What they put in are candidates: they have no number yet,
// for that is a matter of the order of all that a round finds (numbering.ts). A slot is taken by compare-and-exchange
// (Laarman, van de Pol & Weber, FMCAD 2010), and an entry of a candidate looks like one of a state with a number that is not
// given yet. Entries never change in this phase but from empty to full, so that a plain reading may be late but not wrong:
// an empty slot is asked again by compare-and-exchange, and an entry that may be a candidate's is read again by
// `Atomics.load`, after which the words of the candidate are those that were written before the entry.
//
// What must stay true: of equal states one is kept, by one thread; and what a round has put in can be taken out again, all
// of it, which leaves the table as it was (`retract`): no entry was moved.

import type { StateSet } from '../../graph/successor-batch.ts';
import { eachWord } from '../../store/each-word.ts';
import { type HashCode, hashCode } from '../../store/hash.ts';
import { type StateTable, warm } from '../../store/look-up.ts';
import { STORE_FULL } from '../../store/state-store.ts';
import { TOGETHER } from '../../store/visited-set.ts';
import type { CandidateBuffers, SearchMemory } from './memory.ts';
import { claim } from './transition-key.ts';

/** Added to a candidate's number where it was there before. */
export const AGAIN = 1 << 30;
export class CandidateSet implements StateSet, StateTable {
  readonly words: number;
  readonly hashCode: HashCode;
  readonly arena: Int32Array;
  table: Int32Array;
  read = 0;
  /** How many states have numbers. */
  count = 0;
  /** How many candidates this member has, of so many. */
  kept = 0;
  room = 0;
  /** By place in the vector of states that are put in, the transition that leads there (transition-key.ts). */
  readonly arriving = new Int32Array(TOGETHER);
  /** The complement of the number of a known state; otherwise which candidate it is, `AGAIN` added to one that was there. */
  readonly insertFrom: StateSet['insertFrom'];

  constructor({ words, graph, members }: SearchMemory, member: number, table: Int32Array) {
    this.words = words;
    this.hashCode = (word) => hashCode(words, word);
    this.arena = graph.arena;
    this.table = table;
    this.insertFrom = generateInsert(this, members, member);
  }

  warm(hashes: Int32Array, count: number): void {
    warm(this, hashes, count);
  }
}

/** Candidate k of a member is number `member * room + k` of a round. */
function generateInsert(
  set: CandidateSet,
  members: readonly CandidateBuffers[],
  member: number,
): StateSet['insertFrom'] {
  const { words, arena, arriving } = set;
  const body = `return function insertFrom(states, from, h) {
    ${eachWord(words, (w) => `const s${w} = states[from + ${w}];`)}
    const table = set.table;
    const mask = table.length - 1;
    const known = set.count;
    const candidate = set.kept;
    let isWritten = false;
    let at = h & mask;
    for (;;) {
      let entry = table[at];
      if (entry === 0) {
        if (!isWritten) {
          if (candidate >= set.room) throw full;
          const to = candidate * ${words};
          ${eachWord(words, (w) => `kept[to + ${w}] = s${w};`)}
          hashes[candidate] = h;
          keys[candidate] = arriving[from / ${words}];
          isWritten = true;
        }
        const number = ${member} * set.room + candidate;
        entry = Atomics.compareExchange(table, at, 0, (h & ~mask) | (known + number + 1));
        if (entry === 0) {
          slots[candidate] = at;
          set.kept = candidate + 1;
          return number;
        }
      }
      if (((entry ^ h) & ~mask) === 0) {
        const number = entry & mask;
        if (number <= known) {
          const first = (number - 1) * ${words};
          if (${eachWord(words, (w) => `arena[first + ${w}] === s${w}`, ' && ')}) return -number; // ~(number - 1)
        } else {
          Atomics.load(table, at);
          const other = number - 1 - known;
          const there = Math.floor(other / set.room);
          const theirs = all[there];
          const first = (other - there * set.room) * ${words};
          if (${eachWord(words, (w) => `theirs[first + ${w}] === s${w}`, ' && ')}) {
            claim(allKeys[there], other - there * set.room, arriving[from / ${words}]);
            return other + ${AGAIN};
          }
        }
      }
      at = (at + 1) & mask;
    }
  }`;
  const { states: kept, hashes, keys, slots } = members[member];
  const all = members.map(({ states }) => states);
  const allKeys = members.map((one) => one.keys);
  const own = { kept, hashes, keys, slots };
  const parts = { set, arena, arriving, ...own, all, allKeys, claim, full: STORE_FULL };
  return new Function(...Object.keys(parts), body)(...Object.values(parts));
}

/** Takes out what a round has put in; no other thread does anything. */
export function retract({ members }: SearchMemory, table: Int32Array): void {
  for (const { kept, slots } of members) for (let c = 0; c < kept[0]; c++) table[slots[c]] = 0;
}
