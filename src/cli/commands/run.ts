// `mmcheck run [SPECS...]`: the command for CI. All rows of all specs, shared among the threads,
// reported in order, each spec as it ends.

import { shownPath } from '../../base/shown-path.ts';
import { DiskCache, KINDS } from '../../cache/disk-cache.ts';
import { specFiles } from '../../load/find-spec.ts';
import { hasOwnProject } from '../../load/project-files.ts';
import { exporters, type ReportKind } from '../../report/export/exporters.ts';
import { reporters } from '../../report/reporters.ts';
import { counted } from '../../report/text/show-value.ts';
import { type LeftOutSpecs, type SpecRun, summarize } from '../../spec/run-outcome.ts';
import { baselineInUse, baselineOptions } from '../baseline.ts';
import { type ChangedSpecs, changedOptions, changedSpecs } from '../changed-specs.ts';
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
import { type SharedSpecs, shareOfSpecs, shareOptions } from '../share-specs.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface AskedFor extends SharedSpecs {
  readonly leftOut?: LeftOutSpecs;
}

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
    .argument('[specs...]', 'spec files, folders of them, names of models or groups')
    .addOption(stressOption())
    .addOption(failFastOption())
    .addOption(teethOption())
    .addOption(cacheOption());
  for (const option of [...changedOptions(), ...baselineOptions(), ...shareOptions()]) {
    command.addOption(option);
  }
  addSearchOptions(command)
    .addHelpText(
      'after',
      examples(
        'run',
        'run slub',
        'run --workers 4 --format json',
        'run --changed --since origin/main',
        'run --report junit=junit.xml --report sarif=mmcheck.sarif',
      ),
    )
    .action(async (specs: string[], flags: RunFlags) => ended(await run(specs, flags, terminal)));
}

async function run(named: string[], flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  checkReports(flags.report);
  const all = specFiles(named).map(shownPath);
  if (named.length === 0 && !hasOwnProject()) terminal.message(SHIPPED);
  const changed = flags.changed ? changedSpecs(all, flags.since) : undefined;
  if (changed) tellOfChange(changed, terminal);
  const share = {
    ...shareOfSpecs(changed?.files ?? all, flags),
    ...(changed && { leftOut: changed.leftOut }),
  };
  const times = [flags.timeout, flags.timeBudget].filter((time) => time !== undefined);
  const limited = times.length === 0 ? flags : { ...flags, timeout: Math.min(...times) };
  const code = await inSession(terminal, limited, (session) =>
    runAndReport(share, flags, terminal, session),
  );
  for (const kind of KINDS) new DiskCache(kind).prune();
  return code;
}

function tellOfChange({ reasons, leftOut }: ChangedSpecs, terminal: Terminal): void {
  for (const { why, specs } of reasons)
    terminal.message(`mmcheck: run, as ${why}: ${specs.join(', ')}`);
  const { specs } = leftOut;
  if (specs.length === 0) return;
  const what = `left out ${counted(specs.length, 'spec')}, of which nothing has changed`;
  terminal.message(`mmcheck: ${what}: ${specs.join(', ')}`);
}

/** Runs specs, and tells of each as soon as it has ended. */
export async function runAndReport(
  { files, shard, leftOut }: AskedFor,
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
  const summary = {
    ...summarize(specs, notBegun),
    ...(shard && { shard }),
    ...(leftOut && { leftOut }),
  };
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
    // Whatever there is falls to the others.
    ...(shard && files.length === 0 ? [] : [exitCodeOfRuns(specs, summary)]),
  ]);
}
