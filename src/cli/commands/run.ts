// `mmcheck run [SPECS...]`: the command for CI. All rows of all specs, shared among the threads,
// reported in order, each spec as it ends.

import { shownPath } from '../../base/shown-path.ts';
import { hasOwnProject, specFiles } from '../../load/find-spec.ts';
import { exporters, type ReportKind } from '../../report/export/exporters.ts';
import { reporters } from '../../report/reporters.ts';
import { type SpecRun, summarize } from '../../spec/run-outcome.ts';
import { baselineInUse, baselineOptions } from '../baseline.ts';
import { type ExitCode, exitCodeOfFiles, exitCodeOfRuns, worstOf } from '../exit-code.ts';
import {
  addSearchOptions,
  cacheOption,
  failFastOption,
  stressOption,
  teethOption,
} from '../options.ts';
import { checkReports, reportContext, writeReports } from '../reports.ts';
import { type RunFlags, runSpecs } from '../run-specs.ts';
import { inSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { exampleFile, examples, type Setting } from './command.ts';

const SHIPPED = 'mmcheck: no specs/ here: running those that come with mmcheck';

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
    .addOption(stressOption())
    .addOption(failFastOption())
    .addOption(teethOption())
    .addOption(cacheOption());
  for (const option of baselineOptions()) command.addOption(option);
  addSearchOptions(command)
    .addHelpText(
      'after',
      examples(
        'run',
        `run ${exampleFile('specs')}`,
        'run --workers 4 --format json',
        'run --report junit=junit.xml --report sarif=mmcheck.sarif',
      ),
    )
    .action(async (specs: string[], flags: RunFlags) => ended(await run(specs, flags, terminal)));
}

async function run(named: string[], flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  checkReports(flags.report);
  const files = specFiles(named).map(shownPath);
  if (named.length === 0 && !hasOwnProject()) terminal.message(SHIPPED);
  return inSession(terminal, flags, (session) => runAndReport(files, flags, terminal, session));
}

/** Runs specs, and tells of each as soon as it has ended. */
export async function runAndReport(
  files: readonly string[],
  flags: RunFlags,
  terminal: Terminal,
  session: Session,
): Promise<ExitCode> {
  const baseline = baselineInUse(flags);
  const report = (await reporters[flags.format]()).run(terminal);
  const tell = (text: string): void => {
    if (text !== '') terminal.result(text);
  };
  const ended = (spec: SpecRun): void => tell(report.spec(spec));
  const asked = { files, judge: baseline.judge };
  const { specs, notBegun, troubles } = await runSpecs(asked, flags, terminal, session, ended);
  const summary = summarize(specs, notBegun);
  tell(report.end(specs, summary));
  const context = reportContext();
  const text = async (kind: ReportKind) => (await exporters[kind]()).run(specs, summary, context);
  const unwritten = [
    ...(await writeReports(flags.report, text, terminal)),
    ...(notBegun.length === 0 ? await baseline.end(specs, terminal) : []),
  ];
  const unreported = exitCodeOfFiles(unwritten, session.stopped);
  return worstOf([
    ...troubles,
    ...(unreported === undefined ? [] : [unreported]),
    exitCodeOfRuns(specs, summary),
  ]);
}
