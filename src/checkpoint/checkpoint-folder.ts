// The folder of a check's checkpoints: what the check is, and a snapshot of each of its searches.
//
// What must stay true: a snapshot is gone on with only by the same check, by the same code of mmcheck and of the model. No file is
// touched in a folder that holds anything else.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { thrownWords } from '../base/thrown.ts';
import type { Snapshots } from '../explore/saver.ts';
import { readSnapshot, writeSnapshot } from './snapshot-file.ts';

/** All that a search depends on, as texts; the names are those of a message about what differs. */
export interface CheckIdentity {
  readonly version: string;
  readonly model: string;
  readonly parameters: string;
  readonly options: string;
}

const WHAT: Readonly<Record<keyof CheckIdentity, string>> = {
  version: 'another version of mmcheck or Node',
  model: 'another model, or its files have changed',
  parameters: 'other parameters',
  options: 'other options',
};
const IDENTITY = 'check.json';
const OWN = /^(?:check\.json|[0-9a-f]{16}\.search(?:\.new)?)$/;

export class CheckpointFolder {
  readonly #folder: string;
  readonly #everyMs: number;
  #trouble: string | undefined;

  /** Throws a UsageError where the folder cannot be used. */
  constructor(folder: string, identity: CheckIdentity, everyMs: number) {
    this.#folder = folder;
    this.#everyMs = everyMs;
    try {
      mkdirSync(folder, { recursive: true });
      this.#claim(identity);
    } catch (error) {
      throw error instanceof UsageError ? error : this.#refusal(thrownWords(error));
    }
  }

  /** Why the last checkpoint could not be written, if it could not. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Those of one of the check's searches, by whatever tells it from the others. */
  snapshotsOf(search: string): Snapshots {
    const file = join(this.#folder, `${hashOf(search)}.search`);
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
          throw this.#refusal(`its checkpoint is damaged (${thrownWords(error)})`);
        }
      },
    };
  }

  /** The check has come to its end: nothing is left to be resumed. */
  clear(): void {
    for (const name of readdirSync(this.#folder)) {
      if (OWN.test(name)) rmSync(join(this.#folder, name), { force: true });
    }
  }

  #claim(identity: CheckIdentity): void {
    const file = join(this.#folder, IDENTITY);
    if (!existsSync(file)) {
      if (readdirSync(this.#folder).length > 0) throw this.#refusal('it holds other files');
      writeFileSync(file, JSON.stringify(identity));
      return;
    }
    const known: CheckIdentity = JSON.parse(readFileSync(file, 'utf8'));
    const names = Object.keys(WHAT) as (keyof CheckIdentity)[];
    const different = names.find((name) => known[name] !== identity[name]);
    if (different) throw this.#refusal(`it is the checkpoint of ${WHAT[different]}`);
    // Whether it can be written is known now, not after hours.
    writeFileSync(file, JSON.stringify(identity));
  }

  #refusal(why: string): UsageError {
    return new UsageError(`--checkpoint ${this.#folder}: ${why}; name a new folder, or remove it`);
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
