// Tells which file of some folders was saved. What must stay true: a file is heard of however an editor saves it - in place, or
// under another name that is then moved - and so is one in a folder that was made meanwhile. So folders are watched, never
// files: a file that is moved over another is another one, and who watched that one hears nothing any more.

import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { foldersIn } from '../load/source-files.ts';

export interface Watched {
  readonly folder: string;
  /** With all folders below it, but those of packages and hidden ones. */
  readonly recursive: boolean;
}

/** Calls back with the path of each file that was saved; without one where the system does not say which. */
export class WatchedFolders {
  readonly #watched: readonly Watched[];
  readonly #saved: (file: string | undefined) => void;
  readonly #watchers = new Map<string, FSWatcher>();

  constructor(watched: readonly Watched[], saved: (file: string | undefined) => void) {
    this.#watched = watched;
    this.#saved = saved;
    this.#lookForFolders();
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #lookForFolders(): void {
    const there = new Set(
      this.#watched.flatMap(({ folder, recursive }) => (recursive ? allBelow(folder) : [folder])),
    );
    for (const [folder, watcher] of this.#watchers) {
      if (there.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of there) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, (kind, name) => {
        // A folder may have come or gone.
        if (kind === 'rename') this.#lookForFolders();
        this.#saved(name === null ? undefined : join(folder, name));
      });
      // A folder that goes away.
      watcher.on('error', () => this.#forget(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // It went away since it was seen.
    }
  }

  #forget(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}

function allBelow(folder: string): string[] {
  return [folder, ...foldersIn(folder).flatMap((name) => allBelow(join(folder, name)))];
}
