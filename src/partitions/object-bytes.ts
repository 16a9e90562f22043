// An object as bytes, the same wherever it is kept: what was written, then what is said of it, then how long that is.
//
// What must stay true: bytes that were cut short, or are of another program, are told from an object.

import { crc32 } from 'node:zlib';
import { DamagedObject } from './place.ts';

/** The length of the index, its checksum, and what tells an object from other bytes. */
export const TAIL_BYTES = 12;
const MARK = 0x6d6d706c;

export interface Tail {
  /** Bytes of the index, which end where the tail begins. */
  readonly length: number;
  readonly checksum: number;
}

/** What stands behind the bytes that were written. */
export function endOf(index: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(index));
  const tail = Buffer.alloc(TAIL_BYTES);
  tail.writeUInt32LE(text.length, 0);
  tail.writeUInt32LE(crc32(text), 4);
  tail.writeUInt32LE(MARK, 8);
  return Buffer.concat([text, tail]);
}

export function tailIn(tail: Buffer, name: string): Tail {
  if (tail.length !== TAIL_BYTES || tail.readUInt32LE(8) !== MARK) {
    throw new DamagedObject(name, 'its end is missing');
  }
  return { length: tail.readUInt32LE(0), checksum: tail.readUInt32LE(4) };
}

export function indexIn(text: Buffer, { length, checksum }: Tail, name: string): unknown {
  if (text.length !== length || crc32(text) !== checksum) {
    throw new DamagedObject(name, 'its end differs');
  }
  return JSON.parse(text.toString());
}
