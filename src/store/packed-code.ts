// Generated code of the packed table: looking a state up, which is done for every transition, and filling a region that has
// grown. Both go through the blocks of a state, and the slots of a block, in the same order.
//
// What must stay true: which order that is depends on the place, and on what is stored of the state but the hop, so that the
// first block can be told from any other; and that slots of a block are used from the first one on.

import type { Piece } from './bit-stream.ts';
import type { Marks } from './marks.ts';
import type { Regions, Stretch } from './regions.ts';
import { HOP_BITS, HOPS, type Plane, type SlotFormat, unitCodes } from './slot-format.ts';
import { STORE_FULL } from './state-store.ts';

/** What the code works on; see PackedStates. */
export interface PackedTable {
  readonly format: SlotFormat;
  /** So many high bits of a place are the number of its region. */
  readonly regionBits: number;
  readonly regions: Regions;
  /** Of each region its blocks, how many of them there are to a place, its states, and with more than how many it grows. */
  readonly blocks: Int32Array;
  readonly scales: Float64Array;
  readonly counts: Int32Array;
  readonly growAt: Float64Array;
  grow(region: number, isFull?: boolean): boolean;
  /** Whatever was read last for its own sake, so that no compiler takes the reading for useless. */
  read: number;
}

/** Puts what was in so many blocks of a region into it again; false if a state has no room there. */
export type RefillRegion = (region: number, old: Int32Array, oldBlocks: number) => boolean;

const PLACE_BITS = 32;

/** How many places a region has. */
export function placesOf(regionBits: number): number {
  return 2 ** (PLACE_BITS - regionBits);
}

/** Code for whether a state is there; it is put in where that is wished. */
export function generateLookUp(
  table: PackedTable,
  dense: readonly Piece[],
  inserts: boolean,
): Marks['mark'] {
  const { format, regionBits } = table;
  const others = dense.slice(1).map(({ bits }, w) => ({ code: `d${w}`, bits }));
  const put = `${write(format)}
    if (++counts[region] > growAt[region]) table.grow(region);
    return true;`;
  const none = 'if (!table.grow(region, true)) throw full; return lookUp(states, from, place);';
  const body = `return function lookUp(states, from, place) {
    ${dense
      .slice(1)
      .map(({ code }, w) => `const d${w} = ${code};`)
      .join('\n')}
    ${unitCodes(format, 'place', others)
      .map((code, u) => `const u${u} = ${code};`)
      .join('\n')}
    const region = place >>> ${PLACE_BITS - regionBits};
    ${open(table)}
    let block = ((place & ${placesOf(regionBits) - 1}) * scales[region]) | 0;
    ${throughBlocks(
      format,
      `${find(format, `return ${!inserts};`)}
      ${atRoom(format, inserts ? put : 'return false;')}`,
    )}
    ${inserts ? none : 'return false;'}
  }`;
  return generated(table, body);
}

/** Code that reads the first block of each place. */
export function generateWarm(table: PackedTable): Marks['warm'] {
  const { format, regionBits } = table;
  const body = `return function warm(hashes, count) {
    let read = 0;
    for (let k = 0; k < count; k++) {
      const place = hashes[k];
      const region = place >>> ${PLACE_BITS - regionBits};
      ${open(table)}
      const block = ((place & ${placesOf(regionBits) - 1}) * scales[region]) | 0;
      read ^= ${OWN.words}[(begins + block) * ${format.blockBytes / 4}];
    }
    table.read = read;
  }`;
  return generated(table, body);
}

/** Of each slot the place is worked out from the block where it stood, and the state put where it belongs now. */
export function generateRefill(table: PackedTable): RefillRegion {
  const { format, regionBits } = table;
  const low = 2 ** format.placeBits - 1;
  const body = `return function refill(region, old, oldBlocks) {
    const { buffer, byteOffset } = old;
    const oldHalves = new Uint16Array(buffer, byteOffset);
    const oldOctets = new Uint8Array(buffer, byteOffset);
    ${open(table)}
    for (let stood = 0; stood < oldBlocks; stood++) {
      const from = stood * ${format.blockBytes / 4};
      for (let k = 0; k < ${format.slots}; k++) {
        const entry = ${unitAt(format.planes[0], OLD, 'from', 'k')};
        if (entry === 0) continue;
        const u0 = entry & ${-(2 ** HOP_BITS)};
        ${format.planes
          .slice(1)
          .map((plane, u) => `const u${u + 1} = ${unitAt(plane, OLD, 'from', 'k')};`)
          .join('\n')}
        const hops = (entry & ${2 ** HOP_BITS - 1}) - 1;
        let home = stood;
        if (hops > 0) {
          ${step(format, 'oldBlocks')}
          home = (stood + oldBlocks - (hops * step) % oldBlocks) % oldBlocks;
        }
        const first = Math.ceil((home * ${placesOf(regionBits)}) / oldBlocks);
        const place = first + (((entry >>> ${HOP_BITS}) - first) & ${low});
        let block = (place * scales[region]) | 0;
        isPut: {
          ${throughBlocks(format, atRoom(format, `${write(format)} break isPut;`))}
          return false;
        }
      }
    }
    return true;
  }`;
  return generated(table, body);
}

interface Memory {
  readonly words: string;
  readonly halves: string;
  readonly octets: string;
}
const OWN: Memory = { words: 'ownWords', halves: 'ownHalves', octets: 'ownOctets' };
const OLD: Memory = { words: 'old', halves: 'oldHalves', octets: 'oldOctets' };

/** The memory of a region as far as slots need it, and where in that its blocks begin. */
function open({ format: { planes, blockBytes }, regions }: PackedTable): string {
  const { stretches, together, length } = regions;
  const isOne = stretches.length === 1;
  const of = (kind: keyof Stretch) =>
    isOne ? kind : `stretches[(region / ${together}) | 0].${kind}`;
  const has = (bytes: number) => planes.some((plane) => plane.bytes === bytes);
  return `const begins = ${isOne ? 'region' : `(region % ${together})`} * ${(4 * length) / blockBytes};
    const ${OWN.words} = ${of('words')};
    ${has(2) ? `const ${OWN.halves} = ${of('halves')};` : ''}
    ${has(1) ? `const ${OWN.octets} = ${of('octets')};` : ''}`;
}

/** A unit of a slot in the block that begins with a word. */
function unitAt({ bytes, offset }: Plane, memory: Memory, base: string, slot: string): string {
  const array = bytes === 4 ? memory.words : bytes === 2 ? memory.halves : memory.octets;
  return `${array}[${bytes === 4 ? '' : `${4 / bytes} * `}${base} + ${offset} + ${slot}]`;
}

/** Goes through the blocks of a state, with `u0`, `u1`, ... of it, until the code for one leaves them. */
function throughBlocks(format: SlotFormat, inBlock: string): string {
  return `const many = blocks[region];
    for (let hop = 1; hop <= ${HOPS}; hop++) {
      if (hop > 1) {
        ${step(format, 'many')}
        block += step;
        if (block >= many) block -= many;
      }
      const base = (begins + block) * ${format.blockBytes / 4};
      const wanted = u0 | hop;
      ${inBlock}
    }`;
}

/** Looks at all slots of a block without a jump, as none could be foreseen; then at those that are likely the state's. */
function find(format: SlotFormat, atEqual: string): string {
  const likely = eachSlot(format, (first, slot) => `(${first} === wanted) << ${slot}`);
  return `for (let likely = ${likely.join(' | ')}; likely !== 0; likely &= likely - 1) {
      const slot = 31 - Math.clz32(likely & -likely);
      if (${isEqual(format)}) { ${atEqual} }
    }`;
}

/** The code for a block that has an empty slot, the first of which it gets: those in use are the first ones. */
function atRoom(format: SlotFormat, code: string): string {
  const used = eachSlot(format, (first) => `(${first} !== 0)`);
  return `if (${used[used.length - 1]} === false) {
      const slot = ${used.join(' + ')};
      ${code}
    }`;
}

/** Code for each slot of a block, by the first unit of it. */
function eachSlot(
  { slots, planes }: SlotFormat,
  code: (first: string, slot: number) => string,
): string[] {
  return Array.from({ length: slots }, (_, slot) =>
    code(unitAt(planes[0], OWN, 'base', `${slot}`), slot),
  );
}

/** How far it is from one block of a state to the next, among so many: two states with a common block seldom share another. */
function step({ planes }: SlotFormat, many: string): string {
  const rounds = planes
    .slice(1)
    .map((_, u) => `mixed = Math.imul(mixed ^ u${u + 1}, 0x85ebca6b); mixed ^= mixed >>> 15;`);
  return `let mixed = Math.imul(u0, 0xcc9e2d51); mixed ^= mixed >>> 15;
    ${rounds.join('\n')}
    const step = 1 + (mixed >>> 1) % (${many} - 1);`;
}

/** Whether the other units of a slot are those of the state. */
function isEqual(format: SlotFormat): string {
  const units = format.planes.slice(1).map((plane, u) => {
    const unit = `u${u + 1}`;
    return `${unitAt(plane, OWN, 'base', 'slot')} === ${plane.bytes === 4 ? `(${unit} | 0)` : unit}`;
  });
  return units.length === 0 ? 'true' : units.join(' && ');
}

function write(format: SlotFormat): string {
  const others = format.planes
    .slice(1)
    .map((plane, u) => `${unitAt(plane, OWN, 'base', 'slot')} = u${u + 1};`);
  return `${unitAt(format.planes[0], OWN, 'base', 'slot')} = wanted; ${others.join(' ')}`;
}

function generated<Code>(table: PackedTable, body: string): Code {
  const { regions, blocks, scales, counts, growAt } = table;
  const { stretches } = regions;
  const [{ words, halves, octets }] = stretches;
  const memory = { stretches, words, halves, octets };
  const parts = { table, ...memory, blocks, scales, counts, growAt, full: STORE_FULL };
  return new Function(...Object.keys(parts), body)(...Object.values(parts)) as Code;
}
