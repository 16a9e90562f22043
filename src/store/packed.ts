// The packed table: exact, in a few bytes a state. Of a state's image under a one-to-one map (quotient.ts) the place is not stored
// but for its low bits, as the block in which it stands says the rest (slot-format.ts).
//
// What must stay true: two states are taken for the same if and only if they are. A slot says in which of its blocks a state
// stands, so block, hop and remainder together give its image back. Sound only if the low bits of the place tell those places
// apart whose first block is the same: they come in a row, no longer than these bits count. A state stands in the first of
// its blocks that had an empty slot when it came, and a slot never becomes empty.
//
// The table is cut into regions by the high bits of places. Each grows by itself where it stands, a little at a time, so that
// no growth takes long, or needs much memory beside it. Their sizes differ from the beginning, so that they do not all grow at
// once.

import { reserve } from '../base/allocation.ts';
import { UsageError } from '../base/errors.ts';
import type { HashCode } from './hash.ts';
import type { Marks, MarksGiven } from './marks.ts';
import {
  generateLookUp,
  generateRefill,
  generateWarm,
  type PackedTable,
  placesOf,
  type RefillRegion,
} from './packed-code.ts';
import { denseWords, placeCode } from './quotient.ts';
import { mostWords, Regions } from './regions.ts';
import { type SlotFormat, slotFormat } from './slot-format.ts';

const PLACE_BITS = 32;
/** A region is copied while it grows. */
const REGION_BYTES = 2 ** 24;
/** With more of them, the pages that are in use lie so far apart that finding them takes a third of a look-up's time. */
const MOST_REGION_BITS = 6;
/** Up to there, products of a place in a region and a number of its blocks are exact, and so are quotients, rounded up. */
const MOST_PRODUCT = 2 ** 52;
/** With so many in half of all places, the low bits of a place stand with the hop in one word. */
const FEWEST_BLOCKS = 8;
/** How large the table may be at its beginning: of a larger one fewer bits of the place are stored. */
const FIRST_BYTES: readonly number[] = [2 ** 14, 2 ** 18, 2 ** 20, 2 ** 22, 2 ** 24];
/** As a part of the memory, at most. */
const FIRST_PART = 1 / 16;
/** A region grows when this part of it is full, by this factor. */
const FULLEST = 0.85;
const GROWTH = 1.4;
/** Of the memory, what growth leaves for the frontier and what the graph keeps. */
const LEFT_PART = 1 / 16;
/** The same of a region that is full: without more of it, the search ends. */
const LAST_PART = 1 / 64;
/** Less is not worth the time. */
const LEAST_GROWTH = 33 / 32;

export class PackedStates implements Marks, PackedTable {
  readonly hashCode: HashCode;
  readonly mark: Marks['mark'];
  readonly isMarked: Marks['isMarked'];
  readonly warm: Marks['warm'];
  readonly omission = undefined;
  readonly format: SlotFormat;
  readonly regionBits: number;
  readonly regions: Regions;
  readonly blocks: Int32Array;
  readonly scales: Float64Array;
  readonly counts: Int32Array;
  readonly growAt: Float64Array;
  /** Whatever was read last for its own sake, so that no compiler takes the reading for useless. */
  read = 0;
  readonly #mostBlocks: number;
  /** What is left of the memory but for a part. */
  readonly #room: (part: number) => number;
  readonly #scratch: Int32Array;
  readonly #refill: RefillRegion;
  #scratchBytes = 0;

  /** `firstBytes`: of the table at its beginning; by default as many as make slots short. */
  constructor({ wordBits, memoryBytes, beside }: MarksGiven, firstBytes?: number) {
    this.regionBits = regionBitsOf(memoryBytes);
    const regions = 2 ** this.regionBits;
    const dense = denseWords(wordBits, (w) => `states[from + ${w}]`);
    const others = dense.slice(1).reduce((sum, { bits }) => sum + bits, 0);
    const formatOf = (bytes: number) => formatFor(bytes, regions, others);
    const first = firstBytes ?? shortestOf(memoryBytes, (bytes) => slotBytes(formatOf(bytes)));
    this.format = formatOf(first);
    const { blockBytes, planes } = this.format;
    const least = planes[planes.length - 1].bytes;
    this.#mostBlocks = Math.min(
      Math.floor(memoryBytes / regions / blockBytes),
      MOST_PRODUCT / placesOf(this.regionBits),
      Math.floor((4 * mostWords(least)) / blockBytes),
    );
    const begin = firstBlocks(first, regions, blockBytes);
    if (this.#mostBlocks < 2 * begin) {
      throw new UsageError('too little memory for a table of states; raise it with --memory');
    }
    const regionWords = (this.#mostBlocks * blockBytes) / 4;
    this.regions = new Regions(regions, regionWords, least);
    this.#scratch = reserve(regionWords);
    this.blocks = new Int32Array(regions);
    this.scales = new Float64Array(regions);
    this.counts = new Int32Array(regions);
    this.growAt = new Float64Array(regions);
    for (let r = 0; r < regions; r++) {
      this.#resize(r, Math.ceil(begin * (1 + ((GROWTH - 1) * r) / regions)));
    }
    this.#room = (part) => (1 - part) * memoryBytes - this.bytes - beside();
    this.hashCode = (word) => placeCode(denseWords(wordBits, word));
    this.mark = generateLookUp(this, dense, true);
    this.isMarked = generateLookUp(this, dense, false);
    this.warm = generateWarm(this);
    this.#refill = generateRefill(this);
  }

  get bytes(): number {
    let blocks = 0;
    for (const of of this.blocks) blocks += of;
    return blocks * this.format.blockBytes + this.#scratchBytes;
  }

  get bytesToGrow(): number {
    return Math.ceil((GROWTH - 1) * this.blocks[0] * this.format.blockBytes);
  }

  /**
   * Makes a region larger; false where there is no room, or not yet enough with it. One in which a state finds no place takes
   * what is left.
   */
  grow(region: number, isFull = false): boolean {
    const before = this.blocks[region];
    const most = this.#mostOf(region, isFull);
    let after = isFull ? Math.min(most, larger(before)) : larger(before);
    if (after > most || (isFull && after < LEAST_GROWTH * before)) {
      this.growAt[region] = Number.POSITIVE_INFINITY;
      return false;
    }
    const { blockBytes } = this.format;
    const old = this.regions.wordsOf(region, (before * blockBytes) / 4);
    this.#scratch.set(old);
    this.#scratchBytes = Math.max(this.#scratchBytes, before * blockBytes);
    for (; after <= most; after = larger(after)) {
      this.regions.wordsOf(region, (after * blockBytes) / 4).fill(0);
      this.#resize(region, after);
      if (this.#refill(region, this.#scratch, before)) return true;
    }
    // What stands behind its blocks is cleared before it is used.
    old.set(this.#scratch.subarray(0, old.length));
    this.#resize(region, before);
    this.growAt[region] = Number.POSITIVE_INFINITY;
    return false;
  }

  /** How many blocks a region may have: with what is left of the memory, but for a part, beside a copy of it. */
  #mostOf(region: number, isFull: boolean): number {
    const { blockBytes } = this.format;
    const copy = Math.max(0, this.blocks[region] * blockBytes - this.#scratchBytes);
    const room = Math.floor((this.#room(isFull ? LAST_PART : LEFT_PART) - copy) / blockBytes);
    return Math.min(this.#mostBlocks, this.blocks[region] + room);
  }

  #resize(region: number, blocks: number): void {
    this.blocks[region] = blocks;
    this.scales[region] = blocks / placesOf(this.regionBits);
    this.growAt[region] =
      blocks === this.#mostBlocks
        ? Number.POSITIVE_INFINITY
        : Math.floor(FULLEST * blocks * this.format.slots);
  }
}

function larger(blocks: number): number {
  return Math.ceil(blocks * GROWTH);
}

function regionBitsOf(memoryBytes: number): number {
  const wanted = Math.round(Math.log2(memoryBytes / REGION_BYTES));
  return Math.min(MOST_REGION_BITS, Math.max(1, wanted));
}

/** Blocks of a region at the beginning. */
function firstBlocks(bytes: number, regions: number, blockBytes: number): number {
  return Math.max(FEWEST_BLOCKS, Math.ceil(bytes / regions / blockBytes));
}

/**
 * Its blocks are larger where its slots are, and how many bits of a place are stored depends on how many blocks there are:
 * so many bits are taken that they are enough for blocks of the size that comes of it.
 */
function formatFor(bytes: number, regions: number, others: number): SlotFormat {
  for (let placeBits = 1; ; placeBits++) {
    const format = slotFormat(placeBits, others);
    const blocks = firstBlocks(bytes, regions, format.blockBytes);
    const inARow = Math.ceil(2 ** PLACE_BITS / regions / blocks);
    if (inARow <= 2 ** placeBits) return format;
  }
}

function slotBytes({ planes }: SlotFormat): number {
  return planes.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The size with the shortest slots; of equal ones the smallest. */
function shortestOf(memoryBytes: number, length: (bytes: number) => number): number {
  const sizes = FIRST_BYTES.filter((bytes, k) => k === 0 || bytes <= FIRST_PART * memoryBytes);
  return sizes.reduce((best, one) => (length(one) < length(best) ? one : best));
}
