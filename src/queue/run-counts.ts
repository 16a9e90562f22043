// How many jobs of a run wait, are being done and have ended. Who only counts leaves no trace in Redis.

import type { Job, Queue } from 'bullmq';
import type { Connection } from './connection.ts';
import { PREFIX } from './run-registry.ts';

export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly done: number;
  readonly failed: number;
}

export class RunCounts {
  readonly #connection: Connection;
  readonly #queue: Queue;

  constructor(connection: Connection, id: string) {
    this.#connection = connection;
    this.#queue = new connection.packages.bullmq.Queue(id, {
      connection: connection.forBullmq,
      prefix: PREFIX,
      skipVersionCheck: true,
      skipMetasUpdate: true,
    });
    // Whether Redis is there is seen by the connection.
    this.#queue.on('error', () => {});
  }

  waiting(): Promise<number> {
    return this.#queue.getWaitingCount();
  }

  async counts(): Promise<JobCounts> {
    const { waiting, active, completed, failed } = await this.#queue.getJobCounts();
    return { waiting, active, done: completed, failed };
  }

  /** How many have ended since then, in milliseconds since 1970. */
  doneSince(time: number): Promise<number> {
    return this.#connection.redis.zcount(this.#queue.toKey('completed'), time, '+inf');
  }

  async active(): Promise<readonly Job[]> {
    return (await this.#queue.getActive()).filter((job) => job !== undefined);
  }

  async failed(): Promise<readonly Job[]> {
    return (await this.#queue.getFailed()).filter((job) => job !== undefined);
  }

  close(): Promise<void> {
    return this.#queue.close();
  }
}
