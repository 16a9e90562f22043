// The memory of a table that is cut into regions: room for the most blocks of each, in a row, in one array wherever one can have
// it, so that a look-up needs no other array for each region.

import { MOST_WORDS, reserve } from '../base/allocation.ts';
import type { UnitBytes } from './slot-format.ts';

const LINE_WORDS = 16;
const TO_LINE = 12;

/** Some regions in a row, in words, and in halves of words and bytes as far as those are asked for. */
export interface Stretch {
  readonly words: Int32Array;
  readonly halves: Uint16Array;
  readonly octets: Uint8Array;
}

export class Regions {
  readonly stretches: readonly Stretch[];
  /** So many regions are in each stretch but the last. */
  readonly together: number;
  /** The words of a region. */
  readonly length: number;

  /** So many of so many words, to be read in units of so many bytes at least. */
  constructor(regions: number, length: number, least: UnitBytes) {
    this.length = length;
    this.together = Math.min(regions, Math.floor(mostWords(least) / length));
    const stretches = Math.ceil(regions / this.together);
    this.stretches = Array.from({ length: stretches }, (_, s) =>
      stretchOf(length * Math.min(this.together, regions - s * this.together), least),
    );
  }

  /** The first words of one. */
  wordsOf(region: number, many: number): Int32Array {
    const { words } = this.stretches[Math.floor(region / this.together)];
    const from = (region % this.together) * this.length;
    return words.subarray(from, from + many);
  }
}

/** How many words a region may have: V8 counts what an array has, not its bytes. */
export function mostWords(least: UnitBytes): number {
  return Math.floor((MOST_WORDS * least) / 4) - LINE_WORDS;
}

/**
 * Zeros that begin with a line of the cache: what glibc maps begins 16 bytes after a page (malloc(3)). Where it does not,
 * look-ups are slower, and that is all.
 */
function stretchOf(length: number, least: UnitBytes): Stretch {
  const words = reserve(length + LINE_WORDS).subarray(TO_LINE, TO_LINE + length);
  const { buffer, byteOffset, byteLength } = words;
  return {
    words,
    halves: new Uint16Array(buffer, byteOffset, least <= 2 ? byteLength / 2 : 0),
    octets: new Uint8Array(buffer, byteOffset, least === 1 ? byteLength : 0),
  };
}
