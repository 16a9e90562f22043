// The folder of a check's checkpoints: a snapshot of each of its searches, beside what the check is (claimed-folder.ts).

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { thrownWords } from '../base/thrown.ts';
import type { Snapshots } from '../explore/saver.ts';
import {
  type CheckIdentity,
  claimFolder,
  type FolderUse,
  folderRefusal,
  nameOfSearch,
} from './claimed-folder.ts';
import { readSnapshot, writeSnapshot } from './snapshot-file.ts';

const USE: FolderUse = { option: '--checkpoint', holds: 'the checkpoint' };
const OWN = /^(?:check\.json|[0-9a-f]{16}\.search)(?:\.new)?$/;

export class CheckpointFolder {
  readonly #folder: string;
  readonly #identity: CheckIdentity;
  readonly #everyMs: number;
  #isClaimed = false;
  #trouble: string | undefined;

  constructor(folder: string, identity: CheckIdentity, everyMs: number) {
    this.#folder = folder;
    this.#identity = identity;
    this.#everyMs = everyMs;
  }

  /** Why the last checkpoint could not be written, if it could not. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /**
   * Those of one of the check's searches, by whatever tells it from the others. Only now the folder becomes the check's: one that is
   * refused leaves nothing. Throws a UsageError where the folder cannot be used.
   */
  snapshotsOf(search: string): Snapshots {
    if (!this.#isClaimed) claimFolder(this.#folder, this.#identity, USE);
    this.#isClaimed = true;
    const file = join(this.#folder, `${nameOfSearch(search)}.search`);
    let last = performance.now();
    let isResumable = true;
    const isDue = (): boolean => performance.now() - last >= this.#everyMs;
    return {
      get isDue() {
        return isDue();
      },
      save: (snapshot) => {
        this.#trouble = undefined;
        try {
          writeSnapshot(file, snapshot);
        } catch (error) {
          this.#trouble = `no checkpoint could be written after ${snapshot.figures.count} states (${thrownWords(error)}): the one before stays`;
        }
        last = performance.now();
      },
      resume: (arraysFor) => {
        if (!isResumable) return undefined;
        isResumable = false;
        try {
          return readSnapshot(file, arraysFor);
        } catch (error) {
          if (error instanceof UsageError) throw error;
          throw folderRefusal(
            this.#folder,
            USE,
            `its checkpoint is damaged (${thrownWords(error)})`,
          );
        }
      },
    };
  }

  /** The check has come to its end: nothing is left to be resumed. */
  clear(): void {
    if (!this.#isClaimed) return;
    for (const name of readdirSync(this.#folder)) {
      if (OWN.test(name)) rmSync(join(this.#folder, name), { force: true });
    }
  }
}
