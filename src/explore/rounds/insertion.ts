// The second phase of a round: which candidates are new states, and which have been found before in the same round.
//
// The table is divided into ranges by the slot with which a look-up begins, and each range is gone through by one thread, in
// the order of pieces and within each in the order of transitions. So of several candidates with one state the first is the
// one that a search finds first which goes from state to state. A probe may run over the end of its range into another: slots
// are taken by compare-and-exchange (Laarman, van de Pol & Weber, FMCAD 2010), and who comes second looks at what is there,
// which is another state, for equal states begin in one range.
//
// What must stay true: the words of all candidates have been written before the phase began.

import { eachWord } from '../../store/each-word.ts';
import { TOGETHER } from '../../store/visited-set.ts';
import * as memory from './memory.ts';

/** Puts the candidates of one range of the table into it. */
export type InsertRange = (range: number, table: Int32Array) => void;

export function generateInsertRange(shared: memory.SearchMemory): InsertRange {
  const { words, round, members } = shared;
  const body = `
  const together = new Int32Array(${TOGETHER});
  const seen = { read: 0 };
  return function insertRange(range, table) {
    const mask = table.length - 1;
    const shift = Math.clz32(${memory.RANGES - 1}) - Math.clz32(mask);
    const known = header[${memory.COUNT}];
    const room = header[${memory.ROOM}];
    const pieces = header[${memory.PIECES}];
    for (let piece = 0; piece < pieces; piece++) {
      const member = owners[piece] - 1;
      const { records, hashes, states, fates } = members[member];
      const record = piece * ${memory.RECORD_WORDS};
      const last = records[record + ${memory.TO}];
      let won = 0;
      let next = records[record + ${memory.FROM}];
      while (next < last) {
      // Many wait for the table as long as one: see VisitedSet.warm.
      let several = 0;
      let read = 0;
      for (; next < last && several < ${TOGETHER}; next++) {
        const slot = hashes[next] & mask;
        if (slot >>> shift !== range) continue;
        read ^= table[slot];
        together[several++] = next;
      }
      seen.read = read;
      for (let k = 0; k < several; k++) {
        const c = together[k];
        const h = hashes[c];
        const own = (h & ~mask) | (known + member * room + c + 1);
        let at = h & mask;
        for (;;) {
          let entry = Atomics.load(table, at);
          if (entry === 0) {
            entry = Atomics.compareExchange(table, at, 0, own);
            if (entry === 0) { fates[c] = at; won++; break; }
          }
          // A state with a number that was known before is another one: it would have been found.
          const other = (entry & mask) - 1 - known;
          if (((entry ^ h) & ~mask) === 0 && other >= 0) {
            const there = Math.floor(other / room);
            const o = other - there * room;
            const theirs = members[there].states;
            const [a, b] = [c * ${words}, o * ${words}];
            if (${eachWord(words, (w) => `states[a + ${w}] === theirs[b + ${w}]`, ' && ')}) { fates[c] = ~other; break; }
          }
          at = (at + 1) & mask;
        }
      }
      }
      winners[range * ${memory.MOST_PIECES} + piece] = won;
    }
  }`;
  const parts = { members, ...round };
  return new Function(...Object.keys(parts), body)(...Object.values(parts));
}
