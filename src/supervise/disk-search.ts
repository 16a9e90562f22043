// A check whose states are kept in partitions in a folder: what it gets, and what becomes of the folder when it has ended.

import { ModelError } from '../base/errors.ts';
import type { MakePartitioned, PartitionedChoice } from '../check/options.ts';
import { DiskFolder } from '../checkpoint/disk-folder.ts';
import type { CheckOutcome } from '../outcome/outcome.ts';
import { type AskedCheck, checkIdentity } from './check-identity.ts';
import type { Crew } from './crew.ts';
import { canBeGoneOnWith } from './gone-on-with.ts';

/** What is asked for. */
export interface AskedDisk {
  readonly folder: string;
  readonly partitions: number;
}

export class DiskSearch {
  readonly #folder: DiskFolder;
  readonly #partitions: number;
  readonly #crew: Crew;

  /** To be called before the files are loaded. */
  constructor({ folder, partitions }: AskedDisk, asked: AskedCheck, crew: Crew) {
    this.#partitions = partitions;
    this.#crew = crew;
    this.#folder = new DiskFolder(
      folder,
      checkIdentity(asked, '--disk', { partitions: `--partitions ${partitions}` }),
    );
  }

  get partitioned(): PartitionedChoice {
    return { option: '--disk', of: this.#partitioned };
  }

  readonly #partitioned: MakePartitioned = (search, attempt, only) => {
    const partitions = this.#partitions;
    const folder = this.#folder.folderOf(search);
    const helpers = this.#crew.jobHelpers(attempt, { folder, partitions, ...(only && { only }) });
    return { place: this.#folder.placeOf(folder), partitions, helpers };
  };

  during(check: () => CheckOutcome): CheckOutcome {
    try {
      const outcome = check();
      if (!canBeGoneOnWith(outcome)) this.#folder.clear();
      return outcome;
    } catch (error) {
      if (error instanceof ModelError) this.#folder.clear();
      throw error;
    }
  }
}
