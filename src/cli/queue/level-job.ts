// What stands in a job of a search: partitions of a level, and the search that they are of.

import type { Job } from '../../partitions/objects.ts';
import { type RowJob, rowJob } from '../../queue/job-queue.ts';
import type { EndOfJob, QueuedJob } from '../../supervise/queue-calls.ts';

export function levelJob(data: QueuedJob): RowJob {
  const { level, first, last } = data.job;
  return rowJob(`level ${level}, partitions ${first} to ${last}`, data);
}

/** Redis may hold anything: what is no job is not done. */
export function levelJobIn(data: unknown): QueuedJob | undefined {
  const { search, job } = Object(data);
  const isSearch = typeof search?.name === 'string' && Array.isArray(search.attempt?.dropped);
  const numbers: readonly (keyof Job)[] = ['level', 'first', 'last'];
  return isSearch && numbers.every((name) => Number.isSafeInteger(job?.[name]))
    ? (data as QueuedJob)
    : undefined;
}

export function isEndOfJob(answer: unknown): answer is EndOfJob {
  return Array.isArray(Object(answer).gaps);
}
