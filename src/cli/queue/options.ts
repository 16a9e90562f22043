// The options of the commands that use a queue. The address is read where it is used, not by the parser of options, whose
// message would show it with its password.

import { InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { duration } from '../options.ts';

export interface QueueFlags {
  readonly queue?: string;
  /** Seconds. */
  readonly lease?: number;
}

export function queueOption(): Option {
  return new Option('--queue <url>', 'the Redis that work is shared by: redis://HOST[:PORT]');
}

export const LEASE_SECONDS = 30;

export function leaseOption(): Option {
  return new Option(
    '--lease <time>',
    'with --queue: how long work stays with a worker that is not heard of (30s)',
  ).argParser((text) => {
    const seconds = duration(text);
    if (seconds >= 1) return seconds;
    throw new InvalidArgumentError('It is a time of at least 1s.');
  });
}

/** Where rows are checked elsewhere, threads of this machine check none. */
export function checkQueueFlags({
  queue,
  lease,
  workers,
}: QueueFlags & { readonly workers: number }): void {
  if (queue === undefined && lease !== undefined) {
    throw new UsageError('--lease is for rows of a queue; add --queue redis://HOST');
  }
  if (queue !== undefined && workers > 1) {
    throw new UsageError(
      '--workers is for threads of this machine, and --queue gives its rows to others; ' +
        'start `mmcheck worker --queue URL --workers N` where rows are to be checked',
    );
  }
}
