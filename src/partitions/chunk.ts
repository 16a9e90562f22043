// Chunks: some thousand records of whole words, column by column and compressed, as logs and batches are made of them. Column by
// column, because words of one place are alike.
//
// What must stay true: what is read is what was written, or an error says that it is not.

import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { type BytesAt, DamagedObject, type ObjectWriter, type StoredObject } from './place.ts';

/** Where a chunk of an object is. */
export interface ChunkAt extends BytesAt {
  readonly records: number;
  readonly checksum: number;
}

/** Speed counts: better compression takes several times as long, and saves little. */
const LEVEL = 1;
/** To begin to compress takes as long as to compress so many bytes: what is shorter is kept as it is. */
const WORTH_IT = 4096;

/** Records that are gathered for a chunk: `width` columns of `capacity` words. */
export class Columns {
  readonly words: Int32Array;
  readonly capacity: number;
  readonly #width: number;
  count = 0;

  constructor(width: number, capacity: number) {
    this.#width = width;
    this.capacity = capacity;
    this.words = new Int32Array(width * capacity);
  }

  clear(): void {
    this.count = 0;
  }

  get isFull(): boolean {
    return this.count === this.capacity;
  }

  /** Begins a record with words that stand in a row; the rest of its columns may be set until the next. */
  append(rows: Int32Array, from: number, words: number): void {
    const { capacity, count } = this;
    for (let w = 0; w < words; w++) this.words[w * capacity + count] = rows[from + w];
    this.count = count + 1;
  }

  /** A column of the record that was appended last. */
  set(column: number, value: number): void {
    this.words[column * this.capacity + this.count - 1] = value;
  }

  /** Writes the records as a chunk, and forgets them. */
  flush(writer: ObjectWriter): ChunkAt {
    const { count: records } = this;
    const packed = new Int32Array(this.#width * records);
    for (let column = 0; column < this.#width; column++) {
      const from = column * this.capacity;
      packed.set(this.words.subarray(from, from + records), column * records);
    }
    const bytes = compressed(bytesOf(packed));
    this.count = 0;
    const { length } = bytes;
    return { offset: writer.write(bytes), length, records, checksum: crc32(bytes) };
  }
}

/** The columns of a chunk, each as long as it has records. */
export function readChunk(object: StoredObject, at: ChunkAt, width: number): Int32Array {
  const bytes = object.read(at);
  if (crc32(bytes) !== at.checksum) throw new DamagedObject(object.name, 'a checksum differs');
  const length = 4 * width * at.records;
  const words = length < WORTH_IT ? aligned(bytes) : inflateRawSync(bytes, { chunkSize: length });
  if (words.length !== length) {
    throw new DamagedObject(object.name, 'a part has another length than it says');
  }
  return new Int32Array(words.buffer, words.byteOffset, width * at.records);
}

/** In one piece: zlib would make, and Node join, many small ones. */
function compressed(bytes: Buffer): Buffer {
  if (bytes.length < WORTH_IT) return bytes;
  return deflateRawSync(bytes, { level: LEVEL, chunkSize: bytes.length });
}

/** Words begin at multiples of four. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
