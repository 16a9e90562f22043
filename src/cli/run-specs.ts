// Runs specs one after the other, their rows shared among the threads. What must stay true: every spec and every row
// that was asked for is in what comes out, checked or not, so that none is lost without a word.

import { UsageError } from '../base/errors.ts';
import { notASpec } from '../load/load-model.ts';
import { QueueError } from '../queue/queue-error.ts';
import { counted } from '../report/text/show-value.ts';
import {
  type Finding,
  findingOfRow,
  type RowRun,
  type SpecRun,
  type ToothRun,
} from '../spec/run-outcome.ts';
import { type Demand, unseenOf } from '../spec/unseen.ts';
import type { Asked } from '../supervise/asked.ts';
import type { CheckedRow } from '../supervise/row-input.ts';
import { Stopped } from '../supervise/supervisor.ts';
import type { OpenedRow } from '../supervise/tasks/open.ts';
import { chosenRows, chosenTeeth, type OpenedSpec, openInput, rowInput } from './asked-rows.ts';
import { rowCutShort } from './cut-short.ts';
import { type ExitCode, exitCodeOfStop } from './exit-code.ts';
import { explain, explanationOf } from './explain.ts';
import { searchOptions } from './options.ts';
import type { RunFlags } from './run-flags.ts';
import { besideRow, isToothless, runTooth, untried } from './run-teeth.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';
import { notBegunRow, stoppedRow, uncheckedRow } from './unchecked-rows.ts';

/** What a run found out, and whether all of it could be found out. */
export interface Runs {
  readonly specs: readonly SpecRun[];
  /** The files of specs that were never begun. */
  readonly notBegun: readonly string[];
  /** The statuses of what went wrong besides verdicts. */
  readonly troubles: readonly ExitCode[];
}

/** Who checks the rows and teeth of a spec. */
export type CheckersOf = (spec: string) => readonly RowChecker[];
/** Checks one of them at a time. */
export type RowChecker = Asked<'checkRow' | 'checkTooth'>;

interface Run {
  readonly checkersOf: CheckersOf;
  readonly flags: RunFlags;
  readonly terminal: Terminal;
  readonly session: Session;
  readonly troubles: ExitCode[];
  /** What has been said and need not be again. */
  readonly told: Set<string>;
  /** Whether something was not as it has to be, and nothing more is to be begun. */
  isOver: boolean;
}

export interface AskedSpecs {
  readonly files: readonly string[];
  /** Where it is not the threads of the session. */
  readonly checkersOf?: CheckersOf;
  /** What else is demanded of a spec that was run. */
  judge(spec: SpecRun): SpecRun;
}

/** A broken spec or row does not keep the others from being run. `ended` hears of each as soon as it is done with. */
export async function runSpecs(
  { files, judge, checkersOf }: AskedSpecs,
  flags: RunFlags,
  terminal: Terminal,
  session: Session,
  ended: (spec: SpecRun) => void,
): Promise<Runs> {
  const run: Run = {
    checkersOf: checkersOf ?? (() => session.supervisors),
    flags,
    terminal,
    session,
    troubles: [],
    told: new Set(),
    isOver: false,
  };
  const specs: SpecRun[] = [];
  const notBegun: string[] = [];
  for (const file of files) {
    const isLeft = session.stopped !== undefined || run.isOver;
    const found = isLeft ? undefined : await specRun(file, run);
    if (found) {
      const one = judge(found);
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
function brokenSpec(spec: string, error: unknown, run: Run): SpecRun | undefined {
  if (error instanceof Overwritten || error instanceof QueueError) throw error;
  run.troubles.push(explain(error, run.terminal));
  if (error instanceof Stopped) return undefined;
  run.isOver = run.flags.failFast === true;
  return { spec, model: '', seed: '', rows: [], error: explanationOf(error).message };
}

/** A report would be written over what a spec is made of: nothing is, whatever was found. */
class Overwritten extends UsageError {
  constructor(file: string, spec: string) {
    super(`cannot write ${file}: ${spec} is made of it; name another file for the report`);
  }
}

async function runSpec(file: string, run: Run): Promise<SpecRun> {
  const { session, flags, terminal } = run;
  const opened = await session.supervisors[0].ask('open', openInput(file, flags));
  if (opened.overwrites !== undefined) throw new Overwritten(opened.overwrites, file);
  if (opened.type === 'model') throw notASpec(file);
  const { model, seed, check, about } = opened;
  const chosen = rowsToRun(opened, flags, terminal);
  const failures = new Failures(file, run);
  let done = 0;
  const rows = await inParallel(run.checkersOf(file), chosen, async (row, checker) => {
    if (run.isOver) return notBegunRow(row);
    session.about = `${model} row ${++done} of ${chosen.length}  `;
    const found = await checker
      .ask('checkRow', rowInput(file, opened, row, flags), {
        cutShort: (learnt, why) => failures.cutShort(learnt, why),
      })
      .catch((error: unknown) => {
        if (error instanceof QueueError) throw error;
        return error instanceof Stopped ? stoppedRow(row, error) : failures.of(row, error);
      });
    if (flags.failFast && FAILED.includes(findingOfRow(found))) run.isOver = true;
    return withWarnings(row, withoutKeeping(found, run));
  });
  failures.sayHowMany();
  const teeth = flags.teeth ? { teeth: await tryTeeth(file, opened, rows, run) } : {};
  const demands = unseenOf(rows, demandOf(opened, flags));
  return { spec: file, model, seed, about, ...(check && { check }), rows, ...demands, ...teeth };
}

/** Of some properties no spec demands anything. */
function demandOf(
  { never }: OpenedSpec,
  { property, stress = false }: RunFlags,
): Demand | undefined {
  return never === undefined || property !== undefined ? undefined : { never, stress };
}

async function tryTeeth(
  file: string,
  opened: OpenedSpec,
  rows: readonly RowRun[],
  run: Run,
): Promise<readonly ToothRun[]> {
  const { session, flags, terminal } = run;
  const { model, teeth } = opened;
  const options = searchOptions(flags);
  const chosen = chosenTeeth(opened, flags);
  if (chosen.length < teeth.length) {
    const large = `${teeth.length - chosen.length} of ${teeth.length} teeth, in large rows`;
    terminal.message(`mmcheck: ${model}: left out ${large}; --stress tries all`);
  }
  let done = 0;
  const tried = await inParallel(run.checkersOf(file), chosen, async (tooth, checker) => {
    if (run.isOver || session.stopped !== undefined) return untried(tooth);
    session.about = `${model} tooth ${++done} of ${chosen.length}  `;
    const found = besideRow(await runTooth(file, tooth, options, checker), tooth, rows);
    if (flags.failFast && isToothless(found)) run.isOver = true;
    return found;
  });
  return tried;
}

/** Each trouble with kept verdicts is said once. */
function withoutKeeping({ keeping, ...row }: CheckedRow, { told, terminal }: Run): RowRun {
  if (keeping !== undefined && !told.has(keeping)) terminal.message(`mmcheck: ${keeping}`);
  if (keeping !== undefined) told.add(keeping);
  return row;
}

function withWarnings({ warnings }: OpenedRow, found: RowRun): RowRun {
  if (warnings.length === 0) return found;
  return { ...found, warnings: [...warnings, ...(found.warnings ?? [])] };
}

const FAILED: readonly Finding[] = ['unexpected', 'broken'];

function rowsToRun(opened: OpenedSpec, flags: RunFlags, terminal: Terminal): readonly OpenedRow[] {
  const { chosen, large, others } = chosenRows(opened, flags);
  const leftOut = (rows: number, what: string, why: string): void => {
    if (rows === 0) return;
    terminal.message(`mmcheck: ${opened.model}: left out ${counted(rows, what)}${why}`);
  };
  leftOut(large, 'large row', '; --stress checks all');
  leftOut(others, 'row', `, which has no ${flags.property?.join(', ')}`);
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

/** Each checker takes the next item as soon as it is free; results stand in the order of the items. */
async function inParallel<T, R>(
  checkers: readonly RowChecker[],
  items: readonly T[],
  work: (item: T, checker: RowChecker) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = [...items.entries()];
  const threads = checkers.map(async (checker) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [k, item] = next;
      results[k] = await work(item, checker);
    }
  });
  await Promise.all(threads);
  return results;
}
