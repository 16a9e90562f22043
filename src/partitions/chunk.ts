// Chunks: some thousand records of whole words, as logs and batches are made of them: compressed, and before that column by column, and
// in each the first bytes of all words, then the second ones, because those are alike: they compress to four fifths of what whole
// words do, in no more time.
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
    const bytes = compressed(packed, this.#width, records);
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
  const isPlain = length < WORTH_IT;
  const words = isPlain ? aligned(bytes) : inflateRawSync(bytes, { chunkSize: length });
  if (words.length !== length) {
    throw new DamagedObject(object.name, 'a part has another length than it says');
  }
  if (!isPlain) return wordsOfPlanes(words, width, at.records);
  return new Int32Array(words.buffer, words.byteOffset, width * at.records);
}

/** In one piece: zlib would make, and Node join, many small ones. */
function compressed(words: Int32Array, width: number, records: number): Uint8Array {
  if (4 * words.length < WORTH_IT) return bytesOf(words);
  const planes = planesOf(words, width, records);
  return deflateRawSync(planes, { level: LEVEL, chunkSize: planes.length });
}

/** Of each column the first bytes of its words, then the second ones, and so on. */
function planesOf(words: Int32Array, width: number, records: number): Uint8Array {
  const planes = new Uint8Array(4 * words.length);
  for (let column = 0; column < width; column++) {
    const first = column * records;
    for (let k = 0, at = 4 * first; k < records; k++, at++) {
      const word = words[first + k];
      planes[at] = word;
      planes[at + records] = word >>> 8;
      planes[at + 2 * records] = word >>> 16;
      planes[at + 3 * records] = word >>> 24;
    }
  }
  return planes;
}

function wordsOfPlanes(planes: Uint8Array, width: number, records: number): Int32Array {
  const words = new Int32Array(width * records);
  for (let column = 0; column < width; column++) {
    const first = column * records;
    for (let k = 0, at = 4 * first; k < records; k++, at++) {
      words[first + k] =
        planes[at] |
        (planes[at + records] << 8) |
        (planes[at + 2 * records] << 16) |
        (planes[at + 3 * records] << 24);
    }
  }
  return words;
}

/** Words begin at multiples of four. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
