// `mmcheck worker`: takes rows, or jobs of a search, of the runs of a queue, of one run at a time. What must stay true: a run of other sources than
// this machine has is left to others, and that is said once.

import { UsageError } from '../../base/errors.ts';
import type { Connection } from '../../queue/connection.ts';
import { pause } from '../../queue/pause.ts';
import { RunCounts } from '../../queue/run-counts.ts';
import { type RunRecord, runKey, runsIn } from '../../queue/run-registry.ts';
import { differenceOf, sourcesOfRun } from '../../queue/run-sources.ts';
import { serveRun } from '../../queue/serve-run.ts';
import { ExitCode, exitCodeOfStop } from '../exit-code.ts';
import { memoryOptions } from '../memory.ts';
import type { Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { JobThreads } from './job-threads.ts';
import { differenceOfCheck } from './queued-check.ts';
import { RowThreads } from './row-threads.ts';
import type { RunThreads } from './run-threads.ts';

export interface WorkerSetting {
  readonly connection: Connection;
  /** How Redis and other people know this worker. */
  readonly name: string;
  readonly threads: number;
  /** Ends where there was nothing to do for so long, in seconds. */
  readonly idle?: number | undefined;
  readonly terminal: Terminal;
  readonly session: Session;
}

const LOOK_MS = 500;
/** Files may be put right meanwhile. */
const REFUSED_MS = 10_000;

interface Refusal {
  readonly why: string;
  readonly until: number;
}

export class RowWorker {
  readonly #setting: WorkerSetting;
  readonly #refused = new Map<string, Refusal>();
  #threads: RunThreads | undefined;
  readonly #answered = { rows: 0, states: 0 };

  constructor(setting: WorkerSetting) {
    this.#setting = setting;
    setting.session.elsewhere = () => this.#threads?.figures ?? [];
  }

  /** Until it is stopped, or there is nothing to do. */
  async work(): Promise<ExitCode> {
    const { idle = Number.POSITIVE_INFINITY, session, terminal } = this.#setting;
    let idleSince = performance.now();
    while (!session.signal.aborted && performance.now() - idleSince < idle * 1000) {
      const run = await this.#nextRun();
      if (run !== undefined) await this.#serve(run);
      if (run !== undefined) idleSince = performance.now();
      await pause(LOOK_MS, session.signal);
    }
    const { rows, states } = this.#answered;
    const jobs = states > 0 ? `, ${states} jobs of searches done` : '';
    terminal.message(`mmcheck: ${rows} rows answered${jobs}`);
    if (session.stopped !== undefined) return exitCodeOfStop(session.stopped);
    return rows + states === 0 && this.#refused.size > 0 ? ExitCode.misuse : ExitCode.asExpected;
  }

  /** The oldest run with rows that wait and that this machine can check. */
  async #nextRun(): Promise<RunRecord | undefined> {
    const { connection } = this.#setting;
    for (const run of await runsIn(connection.redis)) {
      const counts = new RunCounts(connection, run.id);
      const waiting = await counts.waiting().finally(() => counts.close());
      if (waiting > 0 && !this.#isRefused(run)) return run;
    }
    return undefined;
  }

  #isRefused(run: RunRecord): boolean {
    const before = this.#refused.get(run.id);
    if (before !== undefined && performance.now() < before.until) return true;
    const why = whyNot(run, this.#setting.threads);
    if (why === undefined) this.#refused.delete(run.id);
    else this.#refuse(run, why);
    return why !== undefined;
  }

  #refuse({ id }: RunRecord, why: string): void {
    const { terminal } = this.#setting;
    if (this.#refused.get(id)?.why !== why)
      terminal.message(`mmcheck: run ${id} is left to others: ${why}`);
    this.#refused.set(id, { why, until: performance.now() + REFUSED_MS });
  }

  /** With threads of its own: a thread loads a file once. */
  async #serve(run: RunRecord): Promise<void> {
    const { connection, name, threads: count, terminal, session } = this.#setting;
    const changing = new AbortController();
    const onChange = () => changing.abort();
    const threads: RunThreads =
      run.kind === 'rows'
        ? new RowThreads(run, count, terminal.messages, onChange)
        : new JobThreads(connection, run, count, terminal.messages, onChange);
    this.#threads = threads;
    const stop = (): void => threads.stop();
    session.signal.addEventListener('abort', stop);
    session.about = `run ${run.id}  `;
    terminal.message(
      `mmcheck: run ${run.id}: taking ${run.kind === 'rows' ? 'rows' : 'jobs of a search'}`,
    );
    try {
      await serveRun(connection, {
        run,
        name,
        threads: count,
        perform: (data) => threads.perform(data),
        figures: (data) => threads.figuresOf(data),
        gone: stop,
        until: AbortSignal.any([session.signal, changing.signal]),
        trouble: (words) => terminal.message(`mmcheck: run ${run.id}: ${words}`),
      });
    } finally {
      session.signal.removeEventListener('abort', stop);
      this.#answered[run.kind] += threads.answered;
      await threads.close();
      this.#threads = undefined;
    }
    if (threads.changed !== undefined) this.#refuse(run, threads.changed);
  }
}

/** Why this machine cannot answer for a run; undefined where it can. */
function whyNot(run: RunRecord, threads: number): string | undefined {
  try {
    const here = sourcesOfRun(run.specs);
    const { memory } = run;
    if (memory !== undefined) memoryOptions(memory, threads);
    const different = differenceOf(run.sources, here);
    // The name is of the very sources that the record tells of.
    if (different === undefined && runKey({ ...run, sources: here }) !== run.key) return ANOTHER;
    if (different === undefined) return run.kind === 'states' ? differenceOfCheck(run) : undefined;
    return `${different}; it takes the sources, the build and the version of Node of who runs it`;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

const ANOTHER =
  'what Redis has of it does not fit together; another version of mmcheck may have put it';
