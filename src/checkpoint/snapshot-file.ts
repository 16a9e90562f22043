// One snapshot of a search as a file: a line of JSON, then the arrays as they are.
//
// What must stay true: under the file's name there is a whole snapshot or none (whole-files.ts).

import { existsSync, fstatSync } from 'node:fs';
import type { SavedFigures, Snapshot } from '../explore/saver.ts';
import { readAll, replaceFile, withFile } from './whole-files.ts';

/** What stands before the arrays: its length in bytes on a line of so many, so that it can be read at once. */
const LENGTH_BYTES = 16;

interface Header {
  readonly figures: SavedFigures;
  /** Words of each array. */
  readonly lengths: readonly number[];
}

export function writeSnapshot(file: string, { figures, arrays }: Snapshot): void {
  const header: Header = { figures, lengths: arrays.map(({ length }) => length) };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.from(`${text.length}\n`.padStart(LENGTH_BYTES));
  replaceFile(file, [length, text, ...arrays.map(bytesOf)]);
}

/** Reads the arrays into those that are given; nothing where there is no such file, an Error where it is damaged. */
export function readSnapshot(
  file: string,
  arraysFor: (figures: SavedFigures) => readonly Int32Array[],
): SavedFigures | undefined {
  if (!existsSync(file)) return undefined;
  return withFile(file, 'r', (fd) => {
    const text = Buffer.alloc(Number(filled(fd, Buffer.alloc(LENGTH_BYTES)).toString()));
    const { figures, lengths }: Header = JSON.parse(filled(fd, text).toString());
    const arrays = arraysFor(figures);
    const words = lengths.reduce((sum, length) => sum + length, 0);
    const isWhole = fstatSync(fd).size === LENGTH_BYTES + text.length + 4 * words;
    if (!isWhole || arrays.some(({ length }, k) => length !== lengths[k])) throw new Error(DAMAGED);
    for (const array of arrays) filled(fd, bytesOf(array));
    return figures;
  });
}

const DAMAGED = 'it is not as long as it says';

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function filled(fd: number, into: Buffer): Buffer {
  if (!readAll(fd, into)) throw new Error(DAMAGED);
  return into;
}
