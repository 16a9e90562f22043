// The hash of a state: Murmur3's mixing steps (Appleby 2011, public domain), one round a word. In the exact
// store it decides only where a state is looked for, never whether two are the same; in a lossy one two hashes stand for
// the state.

import { eachWord } from './each-word.ts';

/** Where a hash begins, and by what it is multiplied. */
interface Constants {
  readonly seed: number;
  readonly multiply: readonly [number, number];
}

const FIRST: Constants = { seed: 0x9e3779b9 | 0, multiply: [0x85ebca6b, 0xc2b2ae35] };
const SECOND: Constants = { seed: 0x7f4a7c15 | 0, multiply: [0xcc9e2d51, 0x1b873593] };

/** Code that leaves the hash of a state in `h`, given the code of each of its words. */
export type HashCode = (word: (w: number) => string) => string;

export type Hash = (states: Int32Array, from: number) => number;

/** Code that leaves the hash of some words in `h`, given the code of each. */
export function hashCode(
  words: number,
  word: (w: number) => string,
  { seed, multiply }: Constants = FIRST,
): string {
  const round = (w: number) =>
    `h = Math.imul(h ^ ${word(w)}, ${multiply[0]}); h ^= h >>> 15;
    h = Math.imul(h, ${multiply[1]}); h ^= h >>> 13;`;
  return `let h = ${seed};\n${eachWord(words, round)}`;
}

/** The function of such code, of a state that begins at a place of a vector. */
export function hashOf(code: HashCode): Hash {
  const text = code((w) => `states[from + ${w}]`);
  return new Function(`return function hash(states, from) { ${text} return h; }`)();
}

/** The hash of the state of so many words that begins at a place of a vector. */
export function generateHash(words: number): Hash {
  return generated(words, FIRST);
}

/** Another hash, whose value says nothing of the first one's; each seed makes one that says nothing of the others'. */
export function generateSecondHash(words: number, seed: number): Hash {
  return generated(words, { ...SECOND, seed: SECOND.seed ^ Math.imul(seed, FIRST.seed) });
}

function generated(words: number, constants: Constants): Hash {
  return hashOf((word) => hashCode(words, word, constants));
}
