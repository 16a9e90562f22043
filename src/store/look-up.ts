// Looking a state up in a visited set, as it is done for every transition: generated code for the probe, and the reading
// ahead of what many look-ups will read. Shared by the set itself and by what looks into it while several threads do.

import { eachWord } from './each-word.ts';

/** Where the states are, and the table that finds them (visited-set.ts says how). */
export interface StateTable {
  readonly words: number;
  readonly arena: Int32Array;
  readonly table: Int32Array;
  /** Whatever was read last for its own sake, so that no compiler takes the reading for useless. */
  read: number;
}

/**
 * Code that looks for the state in `s0`, `s1`, ... with the hash `h` in `table`: it returns the complement of the number of
 * a known state, and leaves the empty slot of a new one in `at`.
 */
export function probeCode(words: number): string {
  return `let at = h & mask;
    for (;;) {
      const entry = table[at];
      if (entry === 0) break;
      if (((entry ^ h) & ~mask) === 0) {
        const number = entry & mask;
        const known = (number - 1) * ${words};
        if (${eachWord(words, (w) => `arena[known + ${w}] === s${w}`, ' && ')}) return -number; // ~(number - 1)
      }
      at = (at + 1) & mask;
    }`;
}

/**
 * Reads what look-ups of these hashes will read. A look-up in a large set waits for memory twice, for a slot and for
 * the state that it names; side by side many wait as long as one.
 */
export function warm(of: StateTable, hashes: Int32Array, count: number): void {
  const { table, arena, words } = of;
  const mask = table.length - 1;
  readSlots(of, hashes, count);
  let read = 0;
  for (let k = 0; k < count; k++) {
    const entry = table[hashes[k] & mask];
    const isLikely = entry !== 0 && ((entry ^ hashes[k]) & ~mask) === 0;
    if (isLikely) read ^= arena[((entry & mask) - 1) * words];
  }
  of.read = read;
}

export function readSlots(of: StateTable, hashes: Int32Array, count: number): void {
  const { table } = of;
  const mask = table.length - 1;
  let read = 0;
  for (let k = 0; k < count; k++) read ^= table[hashes[k] & mask];
  of.read = read;
}
