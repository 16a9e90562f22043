// Quotienting (Cleary 1984; of visited sets, Geldenhuys & Valmari 2003): a state is mapped one to one to another row of bits, of
// which a part is where it stands in a table, and only the rest is stored.
//
// The map is one round of a Feistel network: the first word is changed by a hash of all others, which stay as they are, and
// then mixed by itself with Murmur3's finalizer (Appleby 2011, public domain). What must stay true: it can be undone. With
// the others known, the exclusive or can, and so can each step of the finalizer: a product with an odd number, and the
// exclusive or with bits further up.

import { type Piece, recut, wordWidths } from './bit-stream.ts';
import { hashCode } from './hash.ts';

const WORD_BITS = 32;

/** The words of a state without the bits that are always 0, the first one whole: it says where a state stands. */
export function denseWords(wordBits: readonly number[], word: (w: number) => string): Piece[] {
  const pieces = wordBits
    .map((bits, w) => ({ code: word(w), bits }))
    .filter(({ bits }) => bits > 0);
  const widths = wordWidths(Math.max(WORD_BITS, sumOf(wordBits)));
  const codes = recut(pieces, widths);
  return widths.map((bits, w) => ({ code: codes[w], bits }));
}

/** Code that leaves the first word of the image in `h`; its other words are those of the state. */
export function placeCode(dense: readonly Piece[]): string {
  const [first, ...others] = dense;
  return `${hashCode(others.length, (w) => `(${others[w].code})`)}
    h ^= ${first.code};
    h = Math.imul(h ^ (h >>> 16), ${FINALIZER[0]}); h = Math.imul(h ^ (h >>> 13), ${FINALIZER[1]}); h ^= h >>> 16;`;
}

export const FINALIZER = [0x85ebca6b, 0xc2b2ae35] as const;

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
