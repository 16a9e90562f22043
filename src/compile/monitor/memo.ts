// A memo of what observers say. They react to every transition, but what they look at is a small part of the state and
// takes few values, so nearly every reaction is one that was seen before, and looking it up costs a tenth of running it.
//
// Sound only if a reaction is a function of the fields that it may read, and changes nothing but those that it may
// write; the access analysis names both, and errs on the side of more. A clock, or a closure that remembers, would be
// the exception: now and then, in the end one time in 4096, a recalled reaction is run again, and must do the same.

import { ModelError } from '../../base/errors.ts';
import { type Field, wordMasks } from '../layout/field.ts';

/** What an observer has against a transition. */
export interface Violation {
  readonly property: string;
  readonly message: string;
}

/** Lets observers react to the transition that made the working state; they write what they remember into it. */
export type Reaction = () => readonly Violation[];

/** A table is at most half full. */
const FIRST_SLOTS = 1 << 2;
const MOST_SLOTS = 1 << 15;
const RUN_AGAIN = 4096;

const NONE: readonly Violation[] = [];
/** What a row of the memo begins with: nothing is known, no violation, or from here on the number of violations. */
const UNKNOWN = 0;
const AGREES = 1;
const VIOLATES = 2;

/** The reaction, looked up where it is known for what the working state shows of `reads` and `writes`. */
export function remember(
  react: Reaction,
  state: Int32Array,
  reads: readonly Field[],
  writes: readonly Field[],
): Reaction {
  const results = wordMasks(writes, state.length);
  // What a reaction does not write it leaves, so its result depends on the old value, too.
  const keys = wordMasks([...reads, ...writes], state.length);
  const width = 1 + keys.length + results.length;
  const resultAt = (k: number): string => `rows[row + ${1 + keys.length + k}]`;
  const lines = (code: readonly string[]): string => code.join('\n');
  const differ = (pairs: readonly string[]): string => `(${['0', ...pairs].join(' | ')}) !== 0`;
  // A table that is half full is given up for one of twice the size: what was known will soon be known again. The
  // compiler gives up what it made of a function when something in it happens for the first time, so what is rare
  // happens early, and there are few branches.
  const body = `let left = 1, again = 1;
  let rows, violations, count, slots = ${FIRST_SLOTS / 2};
  function beginAgain() {
    slots = Math.min(2 * slots, ${MOST_SLOTS});
    rows = new Int32Array(${width} * slots);
    violations = [];
    count = 0;
  }
  beginAgain();
  return function recall() {
    ${lines(keys.map(([w, mask]) => `const k${w} = state[${w}] & ${mask};`))}
    let h = ${['0', ...keys.map(([w], k) => `Math.imul(k${w}, ${MULTIPLIER + 2 * k})`)].join(' ^ ')};
    h = Math.imul(h ^ (h >>> 15), ${MULTIPLIER});
    h ^= h >>> 16;
    let row, verdict;
    do {
      row = (h++ & (slots - 1)) * ${width};
      verdict = rows[row];
    } while (verdict !== ${UNKNOWN} && ${differ(keys.map(([w], k) => `(rows[row + ${1 + k}] ^ k${w})`))});
    if (verdict !== ${UNKNOWN} && --left !== 0) {
      ${lines(results.map(([w, mask], k) => `state[${w}] = (state[${w}] & ${~mask}) | ${resultAt(k)};`))}
      return verdict === ${AGREES} ? none : violations[verdict - ${VIOLATES}];
    }
    const said = react();
    ${lines(results.map(([w, mask]) => `const r${w} = state[${w}] & ${mask};`))}
    if (verdict !== ${UNKNOWN}) {
      left = again = Math.min(2 * again, ${RUN_AGAIN});
      if ((verdict === ${AGREES}) !== (said.length === 0)) notTheSame();
      if (${differ(results.map(([w], k) => `(r${w} ^ ${resultAt(k)})`))}) notTheSame();
      return said;
    }
    rows[row] = said.length === 0 ? ${AGREES} : ${VIOLATES - 1} + violations.push(said);
    ${lines(keys.map(([w], k) => `rows[row + ${1 + k}] = k${w};`))}
    ${lines(results.map(([w], k) => `${resultAt(k)} = r${w};`))}
    if (2 * ++count > slots) beginAgain();
    return said;
  }`;
  const parts = { react, state, none: NONE, notTheSame };
  return new Function(...Object.keys(parts), body)(...Object.values(parts));
}

/** 2^32 divided by the golden ratio: Knuth, The Art of Computer Programming, 6.4. */
const MULTIPLIER = 0x9e3779b1;

function notTheSame(): never {
  throw new ModelError(
    'an observer did not do the same when it was run twice on the same transition. A handler may use only what its pattern names: no clock, no chance, nothing that a closure remembers.',
  );
}
