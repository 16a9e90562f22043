// Runs specs one after the other, their rows shared among the threads. What must stay true: every spec and every row
// that was asked for is in what comes out, checked or not, so that none is lost without a word.

import { notASpec } from '../load/load-model.ts';
import { counted } from '../report/text/show-value.ts';
import type { RowRun, SpecRun } from '../spec/run-outcome.ts';
import { Stopped, type Supervisor } from '../supervise/supervisor.ts';
import type { Opened, OpenedRow } from '../supervise/tasks/open.ts';
import { reachedBy, rowCutShort } from './cut-short.ts';
import { type ExitCode, exitCodeOfStop } from './exit-code.ts';
import { explain, explanationOf } from './explain.ts';
import { type SearchFlags, searchOptions } from './options.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

export interface RunFlags extends SearchFlags {
  readonly stress?: boolean;
}

/** What a run found out, and whether all of it could be found out. */
export interface Runs {
  readonly specs: readonly SpecRun[];
  /** The files of specs that were never begun. */
  readonly notBegun: readonly string[];
  /** The statuses of what went wrong besides verdicts. */
  readonly troubles: readonly ExitCode[];
}

interface Run {
  readonly flags: RunFlags;
  readonly terminal: Terminal;
  readonly session: Session;
  readonly troubles: ExitCode[];
}

/** A broken spec or row does not keep the others from being run. `ended` hears of each as soon as it is done with. */
export async function runSpecs(
  files: readonly string[],
  flags: RunFlags,
  terminal: Terminal,
  session: Session,
  ended: (spec: SpecRun) => void,
): Promise<Runs> {
  const run: Run = { flags, terminal, session, troubles: [] };
  const specs: SpecRun[] = [];
  const notBegun: string[] = [];
  for (const file of files) {
    const one = session.stopped === undefined ? await specRun(file, run) : undefined;
    if (one) {
      specs.push(one);
      ended(one);
    } else notBegun.push(file);
  }
  if (notBegun.length > 0) terminal.message(`mmcheck: not run: ${notBegun.join(', ')}`);
  // What ran out of time is told by the rows; a signal is, whatever they say.
  const { stopped } = session;
  if (stopped !== undefined && stopped !== 'time') run.troubles.push(exitCodeOfStop(stopped));
  return { specs, notBegun, troubles: run.troubles };
}

/** Nothing where the spec was stopped before anything was learnt of it. */
function specRun(file: string, run: Run): Promise<SpecRun | undefined> {
  return runSpec(file, run).catch((error: unknown) => brokenSpec(file, error, run));
}

/** Nothing where the spec was stopped and may be all right. */
function brokenSpec(
  spec: string,
  error: unknown,
  { terminal, troubles }: Run,
): SpecRun | undefined {
  troubles.push(explain(error, terminal));
  if (error instanceof Stopped) return undefined;
  return { spec, model: '', seed: '', rows: [], error: explanationOf(error).message };
}

async function runSpec(file: string, run: Run): Promise<SpecRun> {
  const { session, flags, terminal } = run;
  const { property } = flags;
  const input = property === undefined ? { file } : { file, only: property };
  const opened = await session.supervisors[0].ask('open', input);
  if (opened.type === 'model') throw notASpec(file);
  const { model, seed } = opened;
  const options = searchOptions(flags);
  const chosen = rowsToRun(opened, flags, terminal);
  const failures = new Failures(file, run);
  let done = 0;
  const rows = await inParallel(session.supervisors, chosen, (row, supervisor) => {
    session.about = `${model} row ${++done} of ${chosen.length}  `;
    return supervisor
      .ask(
        'checkRow',
        { file, row: opened.rows.indexOf(row), options },
        { cutShort: (learnt, why) => failures.cutShort(learnt, why) },
      )
      .catch((error: unknown) =>
        error instanceof Stopped ? stoppedRow(row, error) : failures.of(row, error),
      );
  });
  failures.sayHowMany();
  return { spec: file, model, seed, rows };
}

function rowsToRun(
  { model, rows }: Extract<Opened, { type: 'spec' }>,
  { stress = false }: RunFlags,
  terminal: Terminal,
): readonly OpenedRow[] {
  const chosen = rows.filter((row) => stress || !row.stress);
  const left = rows.length - chosen.length;
  if (left > 0)
    terminal.message(
      `mmcheck: ${model}: left out ${counted(left, 'large row')}; --stress checks all`,
    );
  return chosen;
}

/** Rows that could not be checked. A mistake in the model is mostly one of every row, and told once. */
class Failures {
  readonly #file: string;
  readonly #run: Run;
  readonly #told = new Map<string, number>();

  constructor(file: string, run: Run) {
    this.#file = file;
    this.#run = run;
  }

  of(row: OpenedRow, error: unknown): RowRun {
    return { ...uncheckedRow(row), error: this.#tell(error) };
  }

  /** Of a row that had been decided in part before its model, or mmcheck, went wrong. */
  cutShort(learnt: RowRun, why: Error): RowRun {
    if (!(why instanceof Stopped)) this.#tell(why);
    return rowCutShort(learnt, why);
  }

  #tell(error: unknown): string {
    const { message, status } = explanationOf(error);
    const same = error instanceof Error ? error.message : message;
    const before = this.#told.get(same);
    this.#told.set(same, (before ?? -1) + 1);
    this.#run.troubles.push(status);
    if (before === undefined) explain(error, this.#run.terminal);
    return message;
  }

  sayHowMany(): void {
    for (const [message, more] of this.#told) {
      if (more === 0) continue;
      const rows = `in ${counted(more, 'more row')} of ${this.#file}`;
      this.#run.terminal.message(`mmcheck: the same ${rows}: ${message.split('\n')[0]}`);
    }
  }
}

/** A row that was asked to stop before it gave an answer. */
function stoppedRow(row: OpenedRow, error: Stopped): RowRun {
  const { message } = explanationOf(error);
  return { ...uncheckedRow(row), limit: { reached: reachedBy(error), message } };
}

/** A row that gave no answer is never as expected, not even where none is expected. */
function uncheckedRow({ parameters, properties, goesWrong }: OpenedRow): RowRun {
  return {
    parameters,
    ...(goesWrong && { goesWrong: { ...goesWrong, verdict: 'inconclusive' } }),
    properties: properties.map((property) => ({
      ...property,
      verdict: 'inconclusive',
      asExpected: false,
      ...(property.expected === 'inconclusive' && { problem: 'the row gave no answer' }),
    })),
    statistics: {
      states: 0,
      transitions: 0,
      depth: 0,
      seconds: 0,
      peakMemoryBytes: 0,
      workers: 1,
      storage: 'exact',
      reductions: [],
    },
  };
}

/** Each thread takes the next item as soon as it is free; results stand in the order of the items. */
async function inParallel<T, R>(
  supervisors: readonly Supervisor[],
  items: readonly T[],
  work: (item: T, supervisor: Supervisor) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = [...items.entries()];
  const threads = supervisors.map(async (supervisor) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [k, item] = next;
      results[k] = await work(item, supervisor);
    }
  });
  await Promise.all(threads);
  return results;
}
