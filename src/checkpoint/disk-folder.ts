// The folder of a check whose states are kept in partitions on disk: what the check is, and a folder for each of its searches.

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../partitions/place.ts';
import { type CheckIdentity, claimFolder, IDENTITY, nameOfSearch } from './claimed-folder.ts';
import { FolderPlace } from './folder-place.ts';
import { UNFINISHED } from './whole-files.ts';

const USE = { option: '--disk', holds: 'the search' };

export class DiskFolder {
  readonly #folder: string;
  readonly #identity: CheckIdentity;
  readonly #searches = new Set<string>();

  constructor(folder: string, identity: CheckIdentity) {
    this.#folder = folder;
    this.#identity = identity;
  }

  /**
   * That of one of the check's searches, by whatever tells it from the others. Only now the folder becomes the check's: one that is
   * refused leaves nothing. Throws a UsageError where it cannot be used.
   */
  folderOf(search: string): string {
    const folder = join(this.#folder, nameOfSearch(search));
    claimFolder(this.#folder, this.#identity, USE);
    mkdirSync(folder, { recursive: true });
    this.#searches.add(folder);
    return folder;
  }

  placeOf(folder: string): Place {
    return new FolderPlace(folder, `${USE.option} ${this.#folder}`);
  }

  /** The check has come to its end: nothing is left to be gone on with. */
  clear(): void {
    for (const search of this.#searches) rmSync(search, { recursive: true, force: true });
    for (const end of ['', UNFINISHED]) {
      rmSync(join(this.#folder, `${IDENTITY}${end}`), { force: true });
    }
  }
}
