// The jobs of one run, on BullMQ, as its coordinator sees them. What must stay true: a job is named by what it asks, so that
// putting it again changes nothing; and an answer stays in Redis until the run is removed.

import type { Job, Queue, Worker } from 'bullmq';
import { keyOf } from '../cache/disk-cache.ts';
import type { Connection } from './connection.ts';
import { PREFIX, type RunRecord } from './run-registry.ts';

export interface RowJob {
  readonly id: string;
  /** For people: `specs/x.ts row 3`. */
  readonly name: string;
  /** What is asked: plain data. */
  readonly data: object;
}

/** BullMQ refuses ids that are numbers. */
export function rowJob(name: string, data: object): RowJob {
  return { id: `j${keyOf([JSON.stringify(data)]).slice(0, 32)}`, name, data };
}

/** What became of a job that has ended. */
export type EndedJob =
  | { readonly answer: unknown }
  /** `isDeadly`: its workers died of it. */
  | { readonly failed: string; readonly isDeadly: boolean };

/** So many workers may die of one row before it is said to be broken. */
const MOST_DEATHS = 5;
/** What BullMQ calls that. */
const STALLED = /stalled more than/;
const AT_ONCE = 1000;

export class JobQueue {
  readonly #queue: Queue;
  readonly #guard: Worker;
  #ended = -1;

  constructor(connection: Connection, { id, leaseMs }: Pick<RunRecord, 'id' | 'leaseMs'>) {
    const { Queue, Worker } = connection.packages.bullmq;
    const options = { connection: connection.forBullmq, prefix: PREFIX, skipVersionCheck: true };
    this.#queue = new Queue(id, options);
    // Of BullMQ only a worker looks for jobs whose worker has died. This one takes none.
    this.#guard = new Worker(id, null, {
      ...options,
      autorun: false,
      stalledInterval: leaseMs / 2,
      maxStalledCount: MOST_DEATHS,
    });
    this.#queue.on('error', ignoreAbsence);
    this.#guard.on('error', ignoreAbsence);
  }

  /**
   * Takes up what an earlier coordinator may have left: failed jobs are put again, and a removal that was cut short has paused
   * the queue. From now on the jobs of workers that have died go to others.
   */
  async begin(): Promise<void> {
    await this.#queue.resume();
    for (const id of await this.#queue.getRanges(['failed'], 0, -1)) await this.#queue.remove(id);
    await this.#guard.startStalledCheckTimer();
  }

  /** What has ended is known, and is of no use any more. */
  async clear(): Promise<void> {
    this.#ended = -1;
    for (const state of ['completed', 'failed'] as const) {
      while ((await this.#queue.clean(0, AT_ONCE, state)).length === AT_ONCE);
    }
  }

  async put(jobs: readonly RowJob[]): Promise<void> {
    for (let k = 0; k < jobs.length; k += AT_ONCE) {
      const some = jobs.slice(k, k + AT_ONCE);
      await this.#queue.addBulk(
        some.map(({ id, name, data }) => ({ name, data, opts: { jobId: id } })),
      );
    }
  }

  /** The ids of all jobs that have ended; undefined where there are as many as before. */
  async ended(): Promise<readonly string[] | undefined> {
    const { completed, failed } = await this.#queue.getJobCounts('completed', 'failed');
    if (completed + failed === this.#ended) return undefined;
    this.#ended = completed + failed;
    return this.endedIds();
  }

  endedIds(): Promise<readonly string[]> {
    return this.#queue.getRanges(['completed', 'failed'], 0, -1);
  }

  /** Undefined where it has not ended after all. */
  async endOf(id: string): Promise<EndedJob | undefined> {
    const job: Job | undefined = await this.#queue.getJob(id);
    if (job?.finishedOn === undefined) return undefined;
    const { failedReason, returnvalue } = job;
    if (failedReason === undefined) return { answer: returnvalue };
    const isDeadly = STALLED.test(failedReason);
    return { failed: isDeadly ? DEADLY : failedReason, isDeadly };
  }

  /** What those jobs tell that are being done. */
  async progress(): Promise<readonly unknown[]> {
    const jobs = await this.#queue.getActive();
    return jobs.map((job) => job?.progress);
  }

  /** All of it, from Redis. */
  async remove(): Promise<void> {
    await this.#guard.close();
    await this.#queue.obliterate({ force: true });
  }

  async close(): Promise<void> {
    await Promise.all([this.#guard.close(true), this.#queue.close()]);
  }
}

const DEADLY =
  `${MOST_DEATHS + 1} workers ended while they had it, as one does that runs out of memory; ` +
  'check it without --queue, or give its workers more memory';

/** Whether Redis is there is seen by the connection, which says so in words. */
function ignoreAbsence(): void {}
