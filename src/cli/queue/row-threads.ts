// The searching threads of a worker, for one run. What must stay true: an answer is of the sources that the run is of. A thread
// loads a file once, whatever is saved meanwhile, so that threads begin with a run and end with it, and each answer counts only
// if the files are still those of the run once it is there.

import type { Figures } from '../../base/progress.ts';
import type { RunRecord } from '../../queue/run-registry.ts';
import { PUT_BACK } from '../../queue/serve-run.ts';
import { Supervisor } from '../../supervise/supervisor.ts';
import type { SearchOptions } from '../../supervise/tasks/check.ts';
import { memoryOptions } from '../memory.ts';
import { type Answer, sentError } from './answer.ts';
import { jobIn, type RowJobData } from './row-job.ts';
import { changeOf } from './run-change.ts';
import type { RunThreads } from './run-threads.ts';
import { ThreadPool } from './thread-pool.ts';

export class RowThreads implements RunThreads {
  readonly #run: RunRecord;
  readonly #memory: Pick<SearchOptions, 'memoryBytes' | 'memoryBound'>;
  readonly #pool: ThreadPool<Supervisor>;
  readonly #onChange: () => void;
  #changed: string | undefined;
  #answered = 0;

  /**
   * `onChange` is called where files have been saved since. Throws a UsageError where this machine has not the memory that the
   * run asks for.
   */
  constructor(run: RunRecord, count: number, heard: NodeJS.WritableStream, onChange: () => void) {
    this.#run = run;
    this.#onChange = onChange;
    this.#memory = memoryOptions(run.memory, count);
    this.#pool = new ThreadPool(count, () => new Supervisor(heard));
  }

  get changed(): string | undefined {
    return this.#changed;
  }

  get answered(): number {
    return this.#answered;
  }

  get figures(): readonly Figures[] {
    return this.#pool.all.flatMap((one) => one.figures() ?? []);
  }

  figuresOf(data: unknown): Figures | undefined {
    return this.#pool.busyWith(data)?.figures();
  }

  async perform(data: unknown): Promise<Answer | typeof PUT_BACK> {
    const job = jobIn(data, this.#run.specs);
    if (job === undefined) return failed(new Error('what Redis has as a row to check is none'));
    const answer = await this.#pool.lend(data, (thread) => this.#answer(thread, job));
    if (answer === undefined || this.#hasChanged()) return PUT_BACK;
    this.#answered++;
    return answer;
  }

  #hasChanged(): boolean {
    this.#changed ??= changeOf(this.#run);
    if (this.#changed !== undefined) this.#onChange();
    return this.#changed !== undefined;
  }

  async #answer(thread: Supervisor, job: RowJobData): Promise<Answer> {
    let short: Answer | undefined;
    const cutShort = <Result>(learnt: Result, why: Error, figures: Figures): Result => {
      short = { type: 'cut-short', learnt, why: sentError(why), figures };
      return learnt;
    };
    try {
      const result =
        job.task === 'checkRow'
          ? await thread.ask('checkRow', { ...this.#here(job.input), keep: false }, { cutShort })
          : await thread.ask('checkTooth', this.#here(job.input), { cutShort });
      return short ?? { type: 'done', result };
    } catch (error) {
      return failed(error);
    }
  }

  #here<Input extends { readonly options: SearchOptions }>(input: Input): Input {
    return { ...input, options: { ...input.options, ...this.#memory } };
  }

  stop(): void {
    this.#pool.stop();
    for (const one of this.#pool.all) one.stop('interrupted');
  }

  async close(): Promise<void> {
    await Promise.all(this.#pool.all.map((one) => one.close()));
  }
}

function failed(error: unknown): Answer {
  return { type: 'failed', error: sentError(error) };
}
