// Texts by key, on disk. What must stay true: an entry is believed only if it is whole, so that a disk that was full, a
// process that was killed or an editor cannot change a result; it is written under another name and then moved, so that two
// runs at once do not conflict in it; whatever goes wrong with it, the work is done without; it does not grow for ever; and no
// file is touched that it did not make.

import { createHash, randomUUID } from 'node:crypto';
import {
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { thrownWords } from '../base/thrown.ts';
import { cacheFolder } from './folder.ts';
import type { Kind } from './kinds.ts';
import { isEntryName, isOwnFolder, makeOwnFolder, namesIn } from './own-folder.ts';

/** What became of an entry that was looked up. */
export type Found = { readonly text: string } | 'absent' | 'damaged';

export interface Entry {
  readonly key: string;
  readonly bytes: number;
  /** When it was used last, roughly, in milliseconds since 1970. */
  readonly used: number;
}

/** Of each kind, after a run. */
const MOST_BYTES = 256 * 2 ** 20;
/** How exactly it is known when an entry was used last: it is noted once in so many milliseconds. */
const USE_NOTED = 12 * 3600 * 1000;

const SEAL = /^mmcheck ([0-9a-f]{64})\n/;

/** A key of all that a text depends on; parts do not run into one another. */
export function keyOf(parts: readonly string[]): string {
  return sha256(JSON.stringify(parts));
}

export class DiskCache {
  /** The folder of all kinds. */
  readonly #root: string | undefined;
  readonly #kind: Kind;
  readonly #folder: string | undefined;
  #trouble: string | undefined;

  constructor(kind: Kind, root: string | undefined = cacheFolder()) {
    this.#root = root;
    this.#kind = kind;
    this.#folder = root === undefined ? undefined : join(root, kind);
  }

  /** Why nothing can be kept, in words, if that has turned out. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** The keys of all that is kept, whole or not, with their sizes in bytes. */
  entries(): readonly Entry[] {
    const folder = this.#folder;
    if (this.#root === undefined || folder === undefined || !isOwnFolder(this.#root)) return [];
    return namesIn(folder)
      .filter(isEntryName)
      .flatMap((key) => {
        const stats = lstatSync(join(folder, key), { throwIfNoEntry: false });
        return stats ? [{ key, bytes: stats.isFile() ? stats.size : 0, used: stats.mtimeMs }] : [];
      });
  }

  /** Removes one of `entries()`; a folder of such a name too, which stands in the way of an entry. */
  remove(key: string): void {
    if (this.#folder === undefined || !isEntryName(key)) return;
    rmSync(join(this.#folder, key), { force: true, recursive: true });
  }

  /** Removes what was not used for the longest time, until the rest has at most so many bytes. */
  prune(most = MOST_BYTES): void {
    const entries = this.entries().toSorted((a, b) => b.used - a.used);
    let bytes = 0;
    for (const entry of entries) {
      bytes += entry.bytes;
      if (bytes > most) quietly(() => this.remove(entry.key));
    }
  }

  get(key: string): Found {
    if (this.#folder === undefined) return 'absent';
    try {
      const path = join(this.#folder, key);
      const file = readFileSync(path, 'utf8');
      const text = file.replace(SEAL, '');
      if (SEAL.exec(file)?.[1] !== sha256(text)) return 'damaged';
      noteUse(path);
      return { text };
    } catch (error) {
      // A file where the folder should be says so when something is to be kept.
      return (error as { code?: unknown }).code === 'EISDIR' ? 'damaged' : 'absent';
    }
  }

  put(key: string, text: string): void {
    if (this.#root === undefined || this.#folder === undefined) return;
    if (this.#trouble !== undefined) return;
    const half = join(this.#folder, `${key}.${randomUUID()}`);
    try {
      makeOwnFolder(this.#root, this.#kind);
      writeFileSync(half, `mmcheck ${sha256(text)}\n${text}`);
      renameSync(half, join(this.#folder, key));
    } catch (error) {
      this.#trouble = thrownWords(error);
      // What is left of it where the disk is full.
      quietly(() => rmSync(half, { force: true }));
    }
  }
}

function noteUse(path: string): void {
  const now = Date.now();
  quietly(() => {
    if (now - statSync(path).mtimeMs > USE_NOTED) utimesSync(path, now / 1000, now / 1000);
  });
}

/** What may fail where the folder is read-only, or no folder, and does no harm undone. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing depends on it.
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
