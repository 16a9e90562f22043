// How the remainder of a state lies in a slot of the packed table, and how slots lie in blocks: a block is one line of the
// cache, or a few, so that looking through it costs one miss. In a block the first words of all slots come first, then the
// second ones, then their halves of words and bytes.
//
// The row of bits in a slot: in which of its blocks the state stands (1 to 15; a slot of zeros is empty), the low bits of its
// place, and all words of its image but the first.

import { type Piece, recut } from './bit-stream.ts';

/** The hop: which of the blocks in which a state may stand it stands in. */
export const HOP_BITS = 4;
export const HOPS = 2 ** HOP_BITS - 1;
const LINE_BYTES = 64;
const WORD_BITS = 32;
/** A block has at least so many slots. */
const FEWEST_SLOTS = 4;

export type UnitBytes = 4 | 2 | 1;

/** A part of every slot of a block, which stand side by side. */
export interface Plane {
  readonly bytes: UnitBytes;
  /** Where the first of them stands, in units of its own size from the beginning of the block. */
  readonly offset: number;
}

export interface SlotFormat {
  /** How many low bits of a place are stored. */
  readonly placeBits: number;
  readonly planes: readonly Plane[];
  readonly slots: number;
  readonly blockBytes: number;
}

/** The format of a slot with so many bits of the place and so many of other words. */
export function slotFormat(placeBits: number, otherBits: number): SlotFormat {
  const units = unitsOf(HOP_BITS + placeBits + otherBits);
  const slotBytes = units.reduce<number>((sum, one) => sum + one, 0);
  const blockBytes = LINE_BYTES * Math.ceil((FEWEST_SLOTS * slotBytes) / LINE_BYTES);
  const slots = Math.floor(blockBytes / slotBytes);
  let before = 0;
  const planes = units.map((bytes): Plane => {
    const offset = before / bytes;
    before += bytes * slots;
    return { bytes, offset };
  });
  return { placeBits, planes, slots, blockBytes };
}

/** A word at least, for the hop and the place; then as few bytes as there is need for. */
function unitsOf(bits: number): UnitBytes[] {
  const bytes = Math.max(4, Math.ceil(bits / 8));
  const words = Array.from({ length: Math.floor(bytes / 4) }, (): UnitBytes => 4);
  return [...words, ...(bytes & 2 ? ([2] as const) : []), ...(bytes & 1 ? ([1] as const) : [])];
}

/** The code of each unit of a slot but for the hop, which is the lowest bits of the first. */
export function unitCodes(format: SlotFormat, place: string, others: readonly Piece[]): string[] {
  const pieces = [
    { code: '0', bits: HOP_BITS },
    { code: `(${place} & ${2 ** format.placeBits - 1})`, bits: format.placeBits },
    ...others,
  ];
  return recut(
    pieces,
    format.planes.map(({ bytes }) => (bytes * WORD_BITS) / 4),
  );
}
