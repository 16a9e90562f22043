// `mmcheck run [SPECS...]`: the command for CI. All rows of all specs, shared among the threads,
// reported in order, each spec as it ends.

import { UsageError } from '../../base/errors.ts';
import { shownPath } from '../../base/shown-path.ts';
import { DiskCache } from '../../cache/disk-cache.ts';
import { KINDS } from '../../cache/kinds.ts';
import { specFiles } from '../../load/find-spec.ts';
import { hasOwnProject } from '../../load/project-files.ts';
import { exporters, type ReportKind } from '../../report/export/exporters.ts';
import { reporters } from '../../report/reporters.ts';
import { counted } from '../../report/text/show-value.ts';
import { type LeftOutSpecs, type SpecRun, summarize } from '../../spec/run-outcome.ts';
import { baselineInUse, baselineOptions, inputsOf } from '../baseline.ts';
import { type ChangedSpecs, changedOptions, changedSpecs } from '../changed-specs.ts';
import { type ExitCode, exitCodeOfFiles, exitCodeOfRuns, worstOf } from '../exit-code.ts';
import {
  addSearchOptions,
  cacheOption,
  failFastOption,
  stressOption,
  teethOption,
} from '../options.ts';
import { checkQueueFlags, leaseOption, queueOption } from '../queue/options.ts';
import { checkReports, reportContext, reportFiles, writeReports } from '../reports.ts';
import type { RunFlags } from '../run-flags.ts';
import { type CheckersOf, runSpecs } from '../run-specs.ts';
import { inSession, type Session } from '../session.ts';
import { type SharedSpecs, shareOfSpecs, shareOptions } from '../share-specs.ts';
import { checkSite, siteOption, writeSite } from '../site.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface AskedFor extends SharedSpecs {
  readonly leftOut?: LeftOutSpecs;
  /** Whether these are all specs of the project. */
  readonly isAll?: boolean;
  /** Who checks, where it is not the threads of the session. */
  readonly checkersOf?: CheckersOf;
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
    .addOption(cacheOption())
    .addOption(siteOption())
    .addOption(queueOption())
    .addOption(leaseOption());
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
        'run --html site',
      ),
    )
    .action(async (specs: string[], flags: RunFlags) => ended(await run(specs, flags, terminal)));
}

async function run(named: string[], flags: RunFlags, terminal: Terminal): Promise<ExitCode> {
  checkReports(flags.report, [], inputsOf(flags));
  checkQueueFlags(flags);
  checkSite(flags.html, reportFiles(flags.report));
  const all = specFiles(named).map(shownPath);
  if (named.length === 0 && !hasOwnProject()) {
    refuseShipped(flags);
    terminal.message(SHIPPED);
  }
  const changed = flags.changed ? changedSpecs(all, flags.since) : undefined;
  if (changed) tellOfChange(changed, terminal);
  const share = {
    ...shareOfSpecs(changed?.files ?? all, flags),
    ...(changed && { leftOut: changed.leftOut }),
    isAll: named.length === 0 && !changed && !flags.shard,
  };
  if (share.shard && share.files.length === 0) {
    const { number, of } = share.shard;
    terminal.message(`mmcheck: no spec falls to shard ${number}/${of}`);
  }
  const times = [flags.timeout, flags.timeBudget].filter((time) => time !== undefined);
  const limited = times.length === 0 ? flags : { ...flags, timeout: Math.min(...times) };
  const isWritten = Boolean(flags.report || flags.html || flags.updateBaseline);
  const code = await inSession(terminal, { ...limited, endsUnread: !isWritten }, (session) =>
    flags.queue === undefined
      ? runAndReport(share, flags, terminal, session)
      : runOnQueue(flags.queue, share, flags, terminal, session),
  );
  for (const kind of KINDS) new DiskCache(kind).prune();
  return code;
}

async function runOnQueue(
  url: string,
  share: AskedFor,
  flags: RunFlags,
  terminal: Terminal,
  session: Session,
): Promise<ExitCode> {
  const { onQueue, withoutMemory } = await import('../queue/coordinate.ts');
  const here = withoutMemory(flags);
  const queued = { url, files: share.files, flags, terminal, session };
  return onQueue(queued, (checkersOf) =>
    runAndReport({ ...share, checkersOf }, here, terminal, session),
  );
}

/** Who asks for these means a project, and is in the wrong folder. */
function refuseShipped(flags: RunFlags): void {
  const given = OF_A_PROJECT.find((name) => flags[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError(
    `there is no specs/ in ${process.cwd()}, and --${given} is for specs of your own; go to where specs/ is, or name them`,
  );
}

const OF_A_PROJECT = ['changed', 'shard', 'baseline', 'report'] as const;

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
  { files, shard, leftOut, isAll = false, checkersOf }: AskedFor,
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
  const asked = { files, judge: baseline.judge, ...(checkersOf && { checkersOf }) };
  const { specs: run, notBegun, troubles } = await runSpecs(asked, flags, terminal, session, ended);
  const gone = isAll ? baseline.gone() : [];
  for (const spec of gone) ended(spec);
  const specs = [...run, ...gone];
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
    ...(await writeSite(flags.html, { specs, summary }, terminal, session)),
  ];
  const unreported = exitCodeOfFiles(unwritten, session.stopped);
  return worstOf([
    ...troubles,
    ...(unreported === undefined ? [] : [unreported]),
    // Whatever there is falls to the others.
    ...(shard && files.length === 0 ? [] : [exitCodeOfRuns(specs, summary)]),
  ]);
}
