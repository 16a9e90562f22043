// Code that moves bits: some values of known widths, read as one row of bits, the lowest bit of the first value first, are
// cut into values of other widths.
//
// What must stay true: each bit goes to one place, so that two rows are equal if and only if all of their new values are.
// Sound only if no value has a bit above its width: such a bit would be dropped.

import { maskOf } from '../compile/layout/field.ts';

const WORD_BITS = 32;

/** A value of at most 32 bits, by the code that reads it. */
export interface Piece {
  readonly code: string;
  readonly bits: number;
}

/** Widths of whole words, and of what is left in the last. */
export function wordWidths(bits: number): number[] {
  const whole = Array.from({ length: Math.floor(bits / WORD_BITS) }, () => WORD_BITS);
  return bits % WORD_BITS === 0 ? whole : [...whole, bits % WORD_BITS];
}

/** The code of each new value; those past the end of the row are 0. */
export function recut(pieces: readonly Piece[], widths: readonly number[]): string[] {
  let end = 0;
  return widths.map((width) => {
    const begin = end;
    end += width;
    const parts = overlaps(pieces, begin, end);
    return parts.length === 0 ? '0' : parts.join(' | ');
  });
}

function overlaps(pieces: readonly Piece[], begin: number, end: number): string[] {
  let after = 0;
  return pieces.flatMap(({ code, bits }) => {
    const from = after;
    after += bits;
    const first = Math.max(begin, from);
    const count = Math.min(end, after) - first;
    return count <= 0 ? [] : [partOf(code, bits, first - from, count, first - begin)];
  });
}

/** Some bits of a value, moved to another place. */
function partOf(code: string, bits: number, first: number, count: number, to: number): string {
  const low = first === 0 ? code : `(${code} >>> ${first})`;
  const some = first + count === bits ? low : `(${low} & ${maskOf(count)})`;
  return to === 0 ? some : `(${some} << ${to})`;
}
