// Texts by key, on disk. What must stay true: an entry is believed only if it is whole, so that a disk that was full, a
// process that was killed or an editor cannot change a result; it is written under another name and then moved, so that two
// runs at once do not conflict in it; whatever goes wrong with it, the work is done without; and it does not grow for ever.

import { createHash, randomUUID } from 'node:crypto';
import {
  readdirSync,
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
import { makeFolder } from './make-folder.ts';

export const KINDS = ['compiled', 'specs', 'verdicts'] as const;
export type Kind = (typeof KINDS)[number];

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
  readonly #folder: string | undefined;
  #trouble: string | undefined;

  constructor(kind: Kind, folder: string | undefined = cacheFolder()) {
    this.#folder = folder === undefined ? undefined : join(folder, kind);
  }

  /** Why nothing can be kept, in words, if that has turned out. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** The keys of all that is kept, whole or not, with their sizes in bytes. */
  entries(): readonly Entry[] {
    if (this.#folder === undefined) return [];
    const folder = this.#folder;
    return namesIn(folder).flatMap((key) => {
      const stats = statSync(join(folder, key), { throwIfNoEntry: false });
      return stats?.isFile() ? [{ key, bytes: stats.size, used: stats.mtimeMs }] : [];
    });
  }

  /** Does nothing where there is no such entry. */
  remove(key: string): void {
    if (this.#folder !== undefined) rmSync(join(this.#folder, key), { force: true });
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
    if (this.#folder === undefined || this.#trouble !== undefined) return;
    const half = join(this.#folder, `${key}.${randomUUID()}`);
    try {
      makeFolder(this.#folder);
      writeFileSync(half, `mmcheck ${sha256(text)}\n${text}`);
      renameSync(half, join(this.#folder, key));
    } catch (error) {
      this.#trouble = thrownWords(error);
      // What is left of it where the disk is full.
      quietly(() => rmSync(half, { force: true }));
    }
  }
}

/** None where there is no folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
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
