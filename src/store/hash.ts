// The hash of a state: Murmur3's mixing steps (Appleby 2011, public domain), one round a word. It decides only where a
// state is looked for, never whether two are the same.

import { eachWord } from './each-word.ts';

const SEED = 0x9e3779b9 | 0;
const MULTIPLY_1 = 0x85ebca6b;
const MULTIPLY_2 = 0xc2b2ae35;

export type Hash = (states: Int32Array, from: number) => number;

/** Code that leaves the hash of some words in `h`, given the code of each. */
export function hashCode(words: number, word: (w: number) => string): string {
  const round = (w: number) =>
    `h = Math.imul(h ^ ${word(w)}, ${MULTIPLY_1}); h ^= h >>> 15;
    h = Math.imul(h, ${MULTIPLY_2}); h ^= h >>> 13;`;
  return `let h = ${SEED};\n${eachWord(words, round)}`;
}

/** The hash of the state of so many words that begins at a place of a vector. */
export function generateHash(words: number): Hash {
  const code = hashCode(words, (w) => `states[from + ${w}]`);
  return new Function(`return function hash(states, from) { ${code} return h; }`)();
}
