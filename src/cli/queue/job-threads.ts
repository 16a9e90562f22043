// The searching threads of a worker that do jobs of a search. A thread has states in memory, so it stays from job to job; one
// that has ended, for whatever reason, is made anew for the next job.
//
// What must stay true: nothing is written of other sources than those of the run. A thread loads its files once, and before it
// writes for the first time they are compared again; whatever is saved later, it does not see.

import type { Figures } from '../../base/progress.ts';
import { thrownWords } from '../../base/thrown.ts';
import type { Connection } from '../../queue/connection.ts';
import { QueueError } from '../../queue/queue-error.ts';
import type { RunRecord } from '../../queue/run-registry.ts';
import { PUT_BACK } from '../../queue/serve-run.ts';
import { StoredObjects } from '../../queue/stored-objects.ts';
import type { EndOfJob, QueuedJob } from '../../supervise/queue-calls.ts';
import { memoryOptions } from '../memory.ts';
import { JobThread } from './job-thread.ts';
import { levelJobIn } from './level-job.ts';
import { checkIn } from './queued-check.ts';
import { changeOf } from './run-change.ts';
import type { RunThreads } from './run-threads.ts';
import { ThreadPool } from './thread-pool.ts';

export class JobThreads implements RunThreads {
  readonly #pool: ThreadPool<JobThread>;
  #changed: string | undefined;
  #answered = 0;

  /**
   * `onChange` is called where files have been saved since. Throws a UsageError where this machine has not the memory that the
   * run asks for.
   */
  constructor(
    connection: Connection,
    run: RunRecord,
    count: number,
    heard: NodeJS.WritableStream,
    onChange: () => void,
  ) {
    const check = checkIn(run);
    // Who takes a run has looked.
    if (check === undefined) throw new Error(`run ${run.id} is no check`);
    const [file, spec] = run.specs;
    const { memoryBytes } = memoryOptions(run.memory, count);
    const input = {
      file,
      ...(spec !== undefined && { spec }),
      set: check.set,
      options: { ...check.options, ...(memoryBytes !== undefined && { memoryBytes }) },
      partitions: check.partitions,
    };
    const objects = new StoredObjects(connection, run.id);
    const refuse = (): void => {
      this.#changed ??= changeOf(run);
      if (this.#changed === undefined) return;
      onChange();
      throw new QueueError(this.#changed);
    };
    this.#pool = new ThreadPool(count, () => new JobThread(input, objects, heard, refuse));
  }

  get changed(): string | undefined {
    return this.#changed;
  }

  get answered(): number {
    return this.#answered;
  }

  get figures(): readonly Figures[] {
    return this.#pool.all.flatMap((one) => one.figures ?? []);
  }

  figuresOf(data: unknown): Figures | undefined {
    return this.#pool.busyWith(data)?.figures;
  }

  async perform(data: unknown): Promise<EndOfJob | typeof PUT_BACK> {
    const job = levelJobIn(data);
    if (job === undefined) return undone('what Redis has as a part of a search is none');
    const end = await this.#pool.lend(data, (thread) => this.#perform(thread, job));
    if (end === undefined || this.#changed !== undefined) return PUT_BACK;
    this.#answered++;
    return end;
  }

  async #perform(thread: JobThread, job: QueuedJob): Promise<EndOfJob> {
    try {
      return await thread.perform(job);
    } catch (error) {
      return undone(thrownWords(error));
    }
  }

  stop(): void {
    this.#pool.stop();
    for (const one of this.#pool.all) one.stop();
  }

  async close(): Promise<void> {
    await Promise.all(this.#pool.all.map((one) => one.close()));
  }
}

function undone(why: string): EndOfJob {
  return { undone: why, gaps: [] };
}
