// The folder of a search in partitions: each object a file.
//
// What must stay true: what place.ts asks for. A file is written under another name, brought to the disk and then renamed. Whatever
// the system refuses, a full disk or one that is for reading only, ends the search with one line, and nothing of it is lost.

import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { thrownWords } from '../base/thrown.ts';
import { endOf, indexIn, TAIL_BYTES, tailIn } from '../partitions/object-bytes.ts';
import {
  DamagedObject,
  type ObjectWriter,
  type Place,
  type StoredObject,
} from '../partitions/place.ts';
import { readAll, UNFINISHED, withFile, writeAll } from './whole-files.ts';

export class FolderPlace implements Place {
  readonly label: string;
  readonly remedy = ', so that the search cannot be gone on with; remove it, and begin anew';
  readonly #folder: string;

  /** A folder that is there; `label` is what it is called in messages. */
  constructor(folder: string, label: string) {
    this.#folder = folder;
    this.label = label;
  }

  create(name: string): ObjectWriter {
    return new FileWriter(this.#file(name), (act) => this.#attempt(act));
  }

  expect(): void {}

  open(name: string): StoredObject | undefined {
    const file = this.#file(name);
    const index = this.#attempt(() => readIndex(file, name));
    if (index === undefined) return undefined;
    return {
      name,
      index,
      expect: () => {},
      read: ({ offset, length }) =>
        this.#attempt(() => withFile(file, 'r', (fd) => readAt(fd, offset, length, name))),
    };
  }

  remove(name: string): void {
    this.#attempt(() => rmSync(this.#file(name), { force: true }));
  }

  settle(): void {
    this.#attempt(() => withFile(this.#folder, 'r', fsyncSync));
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }

  #attempt<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (error instanceof DamagedObject) throw error;
      throw new UsageError(
        `${this.label}: ${thrownWords(error)}; what is done is kept, and the same command goes on with it`,
      );
    }
  }
}

/** Writes a file that is seen when it is whole. */
class FileWriter implements ObjectWriter {
  readonly #file: string;
  /** A name of its own: two threads may do the same job. */
  readonly #unfinished: string;
  readonly #attempt: <T>(act: () => T) => T;
  #fd: number | undefined;
  #length = 0;

  constructor(file: string, attempt: <T>(act: () => T) => T) {
    this.#file = file;
    this.#unfinished = `${file}.${randomUUID()}${UNFINISHED}`;
    this.#attempt = attempt;
    this.#fd = attempt(() => openSync(this.#unfinished, 'w'));
  }

  write(bytes: Uint8Array): number {
    const offset = this.#length;
    this.#attempt(() => writeAll(this.#fd as number, bytes));
    this.#length += bytes.length;
    return offset;
  }

  commit(index: unknown): void {
    this.write(endOf(index));
    this.#attempt(() => fsyncSync(this.#fd as number));
    this.#attempt(() => renameSync(this.#unfinished, this.#file));
    this.#close();
  }

  abandon(): void {
    if (this.#fd === undefined) return;
    this.#close();
    rmSync(this.#unfinished, { force: true });
  }

  #close(): void {
    closeSync(this.#fd as number);
    this.#fd = undefined;
  }
}

/** Nothing where there is no such file. */
function readIndex(file: string, name: string): unknown {
  try {
    return withFile(file, 'r', (fd) => {
      const { size } = fstatSync(fd);
      const tail = tailIn(readAt(fd, size - TAIL_BYTES, TAIL_BYTES, name), name);
      const { length } = tail;
      return indexIn(readAt(fd, size - TAIL_BYTES - length, length, name), tail, name);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const SHORTER = 'it is shorter than it says';

function readAt(fd: number, offset: number, length: number, name: string): Buffer {
  const isWithin = offset >= 0 && offset + length <= fstatSync(fd).size;
  if (!isWithin) throw new DamagedObject(name, SHORTER);
  const bytes = Buffer.allocUnsafe(length);
  if (!readAll(fd, bytes, offset)) throw new DamagedObject(name, SHORTER);
  return bytes;
}
