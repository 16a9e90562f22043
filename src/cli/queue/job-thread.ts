// A searching thread that does one job of a search after the other, and asks for each when it has done the one before.

import type { Figures } from '../../base/progress.ts';
import type { StoredObjects } from '../../queue/stored-objects.ts';
import { Answering } from '../../supervise/calls.ts';
import type { EndOfJob, JobThreadCall, QueuedJob } from '../../supervise/queue-calls.ts';
import { Supervisor } from '../../supervise/supervisor.ts';
import type { PartitionJobsInput } from '../../supervise/tasks/partition-jobs.ts';
import { storeAnswer } from './store-answer.ts';

interface InHand {
  resolve(end: EndOfJob): void;
  reject(error: unknown): void;
}

export class JobThread {
  readonly #input: Omit<PartitionJobsInput, 'callPort'>;
  readonly #objects: StoredObjects;
  readonly #heard: NodeJS.WritableStream;
  readonly #mayWrite: () => void;
  #supervisor: Supervisor | undefined;
  #answering: Answering<JobThreadCall> | undefined;
  #inHand: InHand | undefined;
  /** Whether it has been looked, since the thread has begun, whether it may write. */
  #isAllowed = false;
  #isStopped = false;
  #next: QueuedJob | undefined;
  #give: ((job: QueuedJob | undefined) => void) | undefined;

  /** `mayWrite` throws where nothing of this thread's may be written. */
  constructor(
    input: Omit<PartitionJobsInput, 'callPort'>,
    objects: StoredObjects,
    heard: NodeJS.WritableStream,
    mayWrite: () => void,
  ) {
    this.#input = input;
    this.#objects = objects;
    this.#heard = heard;
    this.#mayWrite = mayWrite;
  }

  get figures(): Figures | undefined {
    return this.#inHand && this.#supervisor?.figures();
  }

  /** One at a time. Rejected where the thread has come to its end. */
  perform(job: QueuedJob): Promise<EndOfJob> {
    const end = new Promise<EndOfJob>((resolve, reject) => {
      this.#inHand = { resolve, reject };
    });
    if (this.#supervisor === undefined) this.#begin();
    if (this.#give) this.#give(job);
    else this.#next = job;
    this.#give = undefined;
    return end;
  }

  #begin(): void {
    const supervisor = new Supervisor(this.#heard);
    const answering = new Answering<JobThreadCall>((call) => this.#answer(call));
    this.#supervisor = supervisor;
    this.#answering = answering;
    this.#isAllowed = false;
    const input = { ...this.#input, callPort: answering.callPort };
    const over = (error: unknown): void => {
      answering.close();
      void supervisor.close();
      if (this.#supervisor !== supervisor) return;
      this.#supervisor = undefined;
      this.#next = undefined;
      this.#give = undefined;
      this.#inHand?.reject(error);
      this.#inHand = undefined;
    };
    supervisor.ask('partitionJobs', input).then(() => over(new Error('it was stopped')), over);
  }

  #answer(call: JobThreadCall): unknown {
    if (call.type === 'next') return this.#nextJob(call.ended);
    if (call.type === 'put' && !this.#isAllowed) {
      this.#mayWrite();
      this.#isAllowed = true;
    }
    return storeAnswer(this.#objects, call);
  }

  #nextJob(ended: EndOfJob | undefined): Promise<QueuedJob | undefined> | QueuedJob | undefined {
    if (ended) {
      this.#inHand?.resolve(ended);
      this.#inHand = undefined;
    }
    if (this.#isStopped) return undefined;
    const next = this.#next;
    this.#next = undefined;
    return next ?? new Promise((resolve) => (this.#give = resolve));
  }

  /** What it does is not waited for. */
  stop(): void {
    this.#isStopped = true;
    this.#supervisor?.stop('interrupted');
    this.#give?.(undefined);
    this.#give = undefined;
  }

  async close(): Promise<void> {
    this.#answering?.close();
    await this.#supervisor?.close();
  }
}
