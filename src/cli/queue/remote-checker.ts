// Rows and teeth checked by the workers of a queue, for whoever asks as one asks a searching thread. Verdicts that this machine
// has kept are not asked for; an answer that is in Redis already is the run's own, and comes first.

import { UsageError } from '../../base/errors.ts';
import type { AwaitedAnswers } from '../../queue/awaited-answers.ts';
import { type EndedJob, type JobQueue, type RowJob, rowJob } from '../../queue/job-queue.ts';
import type { Asked } from '../../supervise/asked.ts';
import { type KeptRow, keptRow } from '../../supervise/kept-row.ts';
import type { TaskInput, TaskResult } from '../../supervise/messages.ts';
import type { RowInput } from '../../supervise/row-input.ts';
import type { Hearing } from '../../supervise/supervisor.ts';
import { InternalError } from '../../supervise/wire-error.ts';
import { type Answer, heardAnswer, isAnswer } from './answer.ts';
import { jobName, type RowJobData, type RowTask, rowData, toothData } from './row-job.ts';

/** One task that is asked of the workers, or that needs not be. */
interface Planned {
  readonly job: RowJob;
  readonly kept?: KeptRow;
  readonly ended: Promise<EndedJob>;
}

export type AskedTask = {
  [T in RowTask]: { readonly task: T; readonly input: TaskInput<T> };
}[RowTask];

export class RemoteChecker implements Asked<RowTask> {
  readonly #queue: JobQueue;
  readonly #answers: AwaitedAnswers;
  readonly #planned = new Map<string, Planned>();

  /** The ids of those that an earlier coordinator of this run got answers to. */
  readonly #before: ReadonlySet<string>;

  private constructor(queue: JobQueue, answers: AwaitedAnswers, before: ReadonlySet<string>) {
    this.#queue = queue;
    this.#answers = answers;
    this.#before = before;
  }

  static async of(queue: JobQueue, answers: AwaitedAnswers): Promise<RemoteChecker> {
    return new RemoteChecker(queue, answers, new Set(await queue.endedIds()));
  }

  /** Puts what will be asked. Says how much is asked of workers. */
  async plan(tasks: readonly AskedTask[]): Promise<number> {
    const planned = tasks.map((one) => this.#plan(one));
    const jobs = planned.flatMap(({ job, kept }) => (kept?.found ? [] : [job]));
    await this.#queue.put(jobs);
    return jobs.length;
  }

  async ask<T extends RowTask>(
    task: T,
    input: TaskInput<T>,
    hearing: Hearing<TaskResult<T>> = {},
  ): Promise<TaskResult<T>> {
    const asked = { task, input } as AskedTask;
    const { ended, kept } = this.#planned.get(jobOf(asked).id) ?? (await this.#planNow(asked));
    if (kept?.found) return kept.found as TaskResult<T>;
    const result = heardAnswer<TaskResult<T>>(answerIn(await ended), hearing);
    return kept ? (kept.keep(result as TaskResult<'checkRow'>) as TaskResult<T>) : result;
  }

  async #planNow(asked: AskedTask): Promise<Planned> {
    const planned = this.#plan(asked);
    if (!planned.kept?.found) await this.#queue.put([planned.job]);
    return planned;
  }

  #plan(asked: AskedTask): Planned {
    const job = jobOf(asked);
    const kept =
      asked.task === 'checkRow' ? keptUnless(this.#before.has(job.id), asked.input) : undefined;
    // Awaited before it is put, so that Redis may be begun anew at any time.
    const ended = kept?.found ? NEVER : this.#answers.of(job);
    const planned = { job, ended, ...(kept && { kept }) };
    this.#planned.set(job.id, planned);
    return planned;
  }
}

const NEVER = new Promise<never>(() => {});

function keptUnless(isInRedis: boolean, input: RowInput): KeptRow {
  const { keep, found } = keptRow(input);
  return isInRedis || found === undefined ? { keep } : { keep, found };
}

function jobOf(asked: AskedTask): RowJob {
  const data: RowJobData =
    asked.task === 'checkRow' ? rowData(asked.input) : toothData(asked.input);
  return rowJob(jobName(data), data);
}

function answerIn(ended: EndedJob): Answer {
  if ('failed' in ended) {
    throw ended.isDeadly ? new UsageError(ended.failed) : new InternalError(ended.failed);
  }
  if (isAnswer(ended.answer)) return ended.answer;
  throw new InternalError('what Redis has as the answer to a row is none');
}
