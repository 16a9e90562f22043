// `mmcheck run [SPECS...]`: the command for CI. All rows of all specs, shared among the threads,
// reported in order.

import { shownPath } from '../../load/find-file.ts';
import { specFiles } from '../../load/find-spec.ts';
import { notASpec } from '../../load/load-model.ts';
import { jsonText } from '../../report/json-text.ts';
import { matrixText, summaryText } from '../../report/matrix.ts';
import { runJson } from '../../report/run-json.ts';
import { counted } from '../../report/show-value.ts';
import { type RowRun, type SpecRun, summarize } from '../../spec/run-outcome.ts';
import { Stopped, type Supervisor } from '../../supervise/supervisor.ts';
import type { Opened, OpenedRow } from '../../supervise/tasks/open.ts';
import { ExitCode, exitCodeOfRuns } from '../exit-code.ts';
import { explain } from '../explain.ts';
import { addSearchOptions, type SearchFlags, searchOptions } from '../options.ts';
import { inSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

export interface RunFlags extends SearchFlags {
  readonly stress?: boolean;
}

/** What a run found out, and whether all of it could be found out. */
export interface Runs {
  readonly specs: readonly SpecRun[];
  /** The status of a spec that could not be run, or of an interruption. */
  readonly trouble: ExitCode | undefined;
}

export function addRun({ program, terminal, ended }: Setting): void {
  const command = program
    .command('run')
    .summary('check all specs: the command for CI')
    .description(
      'Checks every row of the specs and compares each verdict with the one that the spec ' +
        'expects. Without SPECS, all of specs/ in the working directory, or else those that come ' +
        'with mmcheck.',
    )
    .argument('[specs...]', 'spec files, or folders of them')
    .option('--stress', 'check also the rows that are too large for every day');
  addSearchOptions(command)
    .addHelpText(
      'after',
      examples('run', 'run specs/zonelist-rebuild.ts', 'run --workers 4 --format json'),
    )
    .action(async (specs: string[], flags: RunFlags) => ended(await run(specs, flags, terminal)));
}

async function run(named: string[], flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  const files = specFiles(named).map(shownPath);
  return inSession(terminal, flags, async (session) =>
    reportRuns(await runSpecs(files, flags, terminal, session), flags, terminal),
  );
}

export function reportRuns(
  { specs, trouble }: Runs,
  { format }: SearchFlags,
  terminal: Terminal,
): ExitCode {
  if (format === 'json') {
    terminal.result(jsonText(runJson(specs)));
  } else if (specs.length > 0) {
    const blocks = [
      ...specs.map((spec) => matrixText(spec, terminal)),
      summaryText(summarize(specs), terminal.style),
    ];
    terminal.result(blocks.join('\n'));
  }
  return trouble ?? exitCodeOfRuns(specs);
}

/**
 * Runs the specs one after the other, each with all threads; a broken spec does not hide the
 * others.
 */
export async function runSpecs(
  files: readonly string[],
  flags: RunFlags,
  terminal: Terminal,
  session: Session,
): Promise<Runs> {
  const specs: SpecRun[] = [];
  let trouble: ExitCode | undefined;
  for (const file of files) {
    try {
      specs.push(await runSpec(file, flags, terminal, session));
    } catch (error) {
      trouble = explain(error, terminal);
    }
    if (session.stopped !== undefined) break;
  }
  return { specs, trouble: session.stopped === 'interrupted' ? ExitCode.interrupted : trouble };
}

async function runSpec(
  file: string,
  flags: RunFlags,
  terminal: Terminal,
  session: Session,
): Promise<SpecRun> {
  const opened = await session.supervisors[0].ask('open', { file });
  if (opened.type === 'model') throw notASpec(file);
  const { model, seed } = opened;
  const chosen = rowsToRun(opened, flags, terminal);
  let done = 0;
  const rows = await inParallel(session.supervisors, chosen, async (row, supervisor) => {
    session.about = `${model} row ${++done} of ${chosen.length}  `;
    const input = { file, row: opened.rows.indexOf(row), options: searchOptions(flags) };
    return supervisor.ask('checkRow', input).catch((error: unknown) => {
      if (error instanceof Stopped) return uncheckedRow(row);
      throw error;
    });
  });
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

/** A row that was asked to stop before it gave an answer. */
function uncheckedRow({ parameters, properties }: OpenedRow): RowRun {
  return {
    parameters,
    properties: properties.map((property) => ({
      ...property,
      verdict: 'inconclusive',
      asExpected: property.expected === 'inconclusive',
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

/**
 * Each thread takes the next item as soon as it is free; results stand in the order of the items.
 * After an error no item is begun, and the error is thrown when all threads are free again.
 */
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
      results[k] = await work(item, supervisor).catch((error: unknown) => {
        queue.length = 0;
        throw error;
      });
    }
  });
  const ended = await Promise.allSettled(threads);
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return results;
}
