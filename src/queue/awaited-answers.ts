// The answers that a coordinator waits for. What must stay true: none is missed. So it asks for what has ended, again and again,
// instead of listening for events, which a Redis that was begun anew may never tell; and whenever Redis is back, what has
// no answer yet is put again: that changes nothing where the job is still there.

import type { Connection } from './connection.ts';
import type { EndedJob, JobQueue, RowJob } from './job-queue.ts';

interface Awaited {
  readonly job: RowJob;
  resolve(ended: EndedJob): void;
  reject(error: unknown): void;
}

/** Where much is awaited that takes long, and where the next jobs wait for these. */
export const LOOK_MS = { seldom: 150, often: 10 } as const;
const ALL_LOOKS_MS = 3000;

export class AwaitedAnswers {
  readonly #queue: JobQueue;
  readonly #awaited = new Map<string, Awaited>();
  readonly #again: () => Promise<void>;
  readonly #connection: Connection;
  #failed: unknown;
  #timer: NodeJS.Timeout | undefined;
  #looks = 0;

  readonly #lookMs: number;

  /** `again` makes Redis know the run anew. */
  constructor(
    connection: Connection,
    queue: JobQueue,
    again: () => Promise<void>,
    lookMs: number = LOOK_MS.seldom,
  ) {
    this.#lookMs = lookMs;
    this.#connection = connection;
    this.#queue = queue;
    this.#again = again;
    connection.whenBack(() => void this.#putAgain().catch((error: unknown) => this.fail(error)));
  }

  /** How many are awaited. */
  get left(): number {
    return this.#awaited.size;
  }

  /** Begins to look. */
  begin(): void {
    const look = async (): Promise<void> => {
      await this.#look();
      this.#timer = setTimeout(
        () => void look().catch((error: unknown) => this.fail(error)),
        this.#lookMs,
      );
    };
    void look().catch((error: unknown) => this.fail(error));
  }

  /** Of a job that was put, or is. */
  of(job: RowJob): Promise<EndedJob> {
    const answer = new Promise<EndedJob>((resolve, reject) => {
      if (this.#failed === undefined) this.#awaited.set(job.id, { job, resolve, reject });
      else reject(this.#failed);
    });
    // Whoever is interested asks for it later, or never.
    answer.catch(() => {});
    return answer;
  }

  /** Nothing is awaited any more. */
  fail(reason: unknown): void {
    const error = this.#connection.inWords(reason);
    this.#failed ??= error;
    this.end();
    for (const { reject } of this.#awaited.values()) reject(error);
    this.#awaited.clear();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #putAgain(): Promise<void> {
    await this.#again();
    await this.#queue.put([...this.#awaited.values()].map(({ job }) => job));
  }

  /** Now and then all that has ended, whether or not it seems to be more than before. */
  async #look(): Promise<void> {
    if (this.#awaited.size === 0) return;
    const isAll = this.#looks++ % Math.ceil(ALL_LOOKS_MS / this.#lookMs) === 0;
    const ids = isAll ? await this.#queue.endedIds() : await this.#queue.ended();
    await Promise.all((ids ?? []).map((id) => this.#hear(id)));
  }

  async #hear(id: string): Promise<void> {
    const awaited = this.#awaited.get(id);
    const ended = awaited && (await this.#queue.endOf(id));
    if (awaited === undefined || ended === undefined) return;
    this.#awaited.delete(id);
    awaited.resolve(ended);
  }
}
