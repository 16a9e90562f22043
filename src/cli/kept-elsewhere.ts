// Where the states of a check are kept, as the command line has it: saved in a folder, on disk, in a queue; and what of that does not
// go together.

import { UsageError } from '../base/errors.ts';
import { LEASE_SECONDS, type QueueFlags } from './queue/options.ts';

export interface KeptFlags extends QueueFlags {
  readonly checkpoint?: string;
  /** Seconds. */
  readonly checkpointEvery?: number;
  readonly disk?: string;
  readonly partitions?: number;
  readonly coverage?: boolean;
  /** Bytes. */
  readonly memory?: number;
}

const CHECKPOINT_EVERY = 180;

export function checkpointInput({ checkpoint, checkpointEvery, coverage }: KeptFlags) {
  if (checkpoint === undefined) {
    if (checkpointEvery === undefined) return {};
    throw new UsageError(
      '--checkpoint-every is how often a folder is saved to: name it with --checkpoint',
    );
  }
  if (coverage) {
    throw new UsageError(
      '--coverage counts the lines of one process: it does not go with --checkpoint',
    );
  }
  return {
    checkpoint: { folder: checkpoint, everyMs: 1000 * (checkpointEvery ?? CHECKPOINT_EVERY) },
  };
}

export const MOST_PARTITIONS = 4096;
/** A tenth of the memory is enough with it, and levels of a few states cost no more files (docs/large.md). */
const PARTITIONS = 64;
/** Jobs of a wide level for as many threads. */
const PARTITIONS_IN_QUEUE = 128;

export function diskInput({ disk, queue, partitions, checkpoint, coverage }: KeptFlags) {
  if (disk === undefined && queue === undefined) {
    if (partitions === undefined) return {};
    throw new UsageError(
      '--partitions are those of a folder or a queue: name one with --disk or --queue',
    );
  }
  const own = disk === undefined ? '--queue' : '--disk';
  const other = [
    ...(disk !== undefined && queue !== undefined ? ['--queue'] : []),
    ...(checkpoint !== undefined ? ['--checkpoint'] : []),
    ...(coverage ? ['--coverage'] : []),
  ][0];
  if (other !== undefined) throw new UsageError(`${own} and ${other} exclude each other`);
  return disk === undefined ? {} : { disk: { folder: disk, partitions: partitions ?? PARTITIONS } };
}

/** Nothing where no queue is asked for. */
export function queueAsked({ queue, lease, partitions, memory }: KeptFlags) {
  if (queue === undefined) return undefined;
  return {
    url: queue,
    partitions: partitions ?? PARTITIONS_IN_QUEUE,
    lease: lease ?? LEASE_SECONDS,
    memory,
  };
}
