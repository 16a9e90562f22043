// A memo of what observers say. They react to every transition, but what they look at is a small part of the state and
// takes few values, so nearly every reaction is one that was seen before, and looking it up costs a tenth of running it.
//
// Sound only if a reaction is a function of the fields that it may read, and changes nothing but those that it may
// write; the access analysis names both, and errs on the side of more. A clock, or a closure that remembers, would be
// the exception: one recalled reaction in 4096 is run again, and must do the same.

import { ModelError } from '../model/errors.ts';
import { type Field, fieldBits } from '../model/layout/field.ts';

/** What an observer has against a transition. */
export interface Objection {
  readonly property: string;
  readonly message: string;
}

/** Lets observers react to the transition that made the working state; they write what they remember into it. */
export type Reaction = () => readonly Objection[];

/** As many reactions as stay in the second cache of a processor. */
const MOST_SLOT_BITS = 12;
const RUN_AGAIN = 4096;

const NONE: readonly Objection[] = [];
/** What a row of the memo begins with: nothing is known, or whether there were objections. */
const UNKNOWN = 0;
const AGREES = 1;
const OBJECTS = 2;

/** The reaction, looked up where it is known for what the working state shows of `reads` and `writes`. */
export function remember(
  react: Reaction,
  state: Int32Array,
  reads: readonly Field[],
  writes: readonly Field[],
): Reaction {
  const results = masksOf(writes, state.length);
  // What a reaction does not write it leaves, so its result depends on the old value, too.
  const keys = masksOf([...reads, ...writes], state.length);
  const slotBits = Math.min(MOST_SLOT_BITS, bitsIn(keys));
  const width = 1 + keys.length + results.length;
  const resultAt = (k: number): string => `rows[row + ${1 + keys.length + k}]`;
  const lines = (code: readonly string[]): string => code.join('\n');
  const body = `let left = ${RUN_AGAIN};
  return function recall() {
    ${lines(keys.map(([w, mask]) => `const w${w} = state[${w}], k${w} = w${w} & ${mask};`))}
    let h = 0;
    ${lines(keys.map(([w]) => `h = Math.imul(h ^ k${w}, ${MULTIPLIER}); h ^= h >>> 15;`))}
    const slot = h & ${(1 << slotBits) - 1};
    const row = slot * ${width};
    const verdict = rows[row];
    const known = ${[`verdict !== ${UNKNOWN}`, ...keys.map(([w], k) => `rows[row + ${1 + k}] === k${w}`)].join(' && ')};
    if (known && --left !== 0) {
      ${lines(results.map(([w, mask], k) => `state[${w}] = (state[${w}] & ${~mask}) | ${resultAt(k)};`))}
      return verdict === ${AGREES} ? none : objections.get(slot);
    }
    const said = react();
    ${lines(results.map(([w, mask]) => `const r${w} = state[${w}] & ${mask};`))}
    const now = said.length === 0 ? ${AGREES} : ${OBJECTS};
    if (known) {
      left = ${RUN_AGAIN};
      if (${['verdict !== now', ...results.map(([w], k) => `r${w} !== ${resultAt(k)}`)].join(' || ')}) differs();
    }
    rows[row] = now;
    ${lines(keys.map(([w], k) => `rows[row + ${1 + k}] = k${w};`))}
    ${lines(results.map(([w], k) => `${resultAt(k)} = r${w};`))}
    if (said.length > 0) objections.set(slot, said);
    return said;
  }`;
  const parts = {
    react,
    state,
    rows: new Int32Array(width << slotBits),
    objections: new Map<number, readonly Objection[]>(),
    none: NONE,
    differs: notTheSame,
  };
  return new Function(...Object.keys(parts), body)(...Object.values(parts));
}

/** 2^32 divided by the golden ratio: Knuth, The Art of Computer Programming, 6.4. */
const MULTIPLIER = 0x9e3779b1;

function notTheSame(): never {
  throw new ModelError(
    'an observer did not do the same when it was run twice on the same transition. A handler may use only what its pattern names: no clock, no chance, nothing that a closure remembers.',
  );
}

type Mask = readonly [word: number, mask: number];

/** The bits that the fields take, of each word in which there are some. */
function masksOf(fields: readonly Field[], words: number): Mask[] {
  return [...fieldBits(fields, words).entries()].filter(([, mask]) => mask !== 0);
}

function bitsIn(masks: readonly Mask[]): number {
  return masks.reduce((sum, [, mask]) => sum + countOnes(mask), 0);
}

function countOnes(mask: number): number {
  return (mask >>> 0).toString(2).replaceAll('0', '').length;
}
