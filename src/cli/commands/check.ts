// `mmcheck check FILE`: one search of a model, or all rows of a spec.

import type { Command } from 'commander';
import { ModelError, UsageError } from '../../base/errors.ts';
import { fileAsked } from '../../load/project-files.ts';
import { exporters, type ReportKind } from '../../report/export/exporters.ts';
import type { ReportContext } from '../../report/export/reported.ts';
import { reporters } from '../../report/reporters.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import type { CheckInput, CheckResult } from '../../supervise/tasks/check.ts';
import { wantedTexts, writeCounterexample } from '../counterexample-files.ts';
import { outcomeCutShort } from '../cut-short.ts';
import { EarlyWord } from '../early-word.ts';
import { ExitCode, exitCodeOfCheck, exitCodeOfFiles, worstOf } from '../exit-code.ts';
import { explain } from '../explain.ts';
import {
  checkpointInput,
  diskInput,
  type KeptFlags,
  MOST_PARTITIONS,
  queueAsked,
} from '../kept-elsewhere.ts';
import {
  addMemoryOptions,
  addSearchOptions,
  cacheOption,
  duration,
  failFastOption,
  type MemoryFlags,
  parametersSet,
  searchOptions,
  setOption,
  storeOption,
  stressOption,
  teethOption,
  wholeNumber,
} from '../options.ts';
import { type Unwritten, writeOutputs } from '../output-files.ts';
import { estimatingText } from '../progress-line.ts';
import { checkQueueFlags, leaseOption, queueOption } from '../queue/options.ts';
import { checkReports, reportContext, reportFiles, wantedKinds, writeReports } from '../reports.ts';
import type { RunFlags } from '../run-flags.ts';
import { inSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

export interface CheckFlags extends RunFlags, MemoryFlags, KeptFlags {
  readonly set?: Readonly<Record<string, string>>;
  readonly spec?: string;
  readonly trace?: string;
  readonly dot?: string;
  readonly svg?: string;
  readonly fewestSwitches?: boolean;
  readonly profile?: boolean;
  readonly flame?: string;
}

const NO_PROPERTIES =
  'mmcheck: there was no property to check, only that no step goes wrong; ' +
  'add `export const properties = defineProperties(model, ...)`, or write a spec';

const NO_ASSERTIONS =
  'mmcheck: no step asserts, so that there was nothing to check, only that no step goes wrong';

export function addCheck({ program, terminal, ended }: Setting): void {
  checkCommand(program).action(async (file: string, flags: CheckFlags) =>
    ended(await check(file, flags, terminal)),
  );
}

/** The words that it takes, for those who start it. */
export function checkCommand(program: Command): Command {
  const command = program
    .command('check')
    .summary('check a model, or all rows of a spec')
    .description(
      'Runs every interleaving of a model and says of each property whether it holds; of one ' +
        'that does not, the shortest schedule that breaks it. The properties are those that the ' +
        "model's file exports and those of its spec, specs/NAME.ts. A spec as FILE: checks all " +
        'its rows, as `mmcheck run` does.',
    )
    .argument('<file>', 'a model or a spec, or the name of a model', fileAsked('models'))
    .addOption(setOption())
    .option('--spec <file>', 'take properties from this spec', fileAsked('specs'))
    .option('--trace <file>', 'write the counterexample as JSON, for `mmcheck replay`')
    .option('--dot <file>', 'write the counterexample as a DOT graph; of lock order the locks')
    .option('--svg <file>', 'write the counterexample, or the locks, as a picture')
    .option(
      '--fewest-switches',
      'of the shortest runs, show the one with the fewest context switches',
    )
    .option('--profile', 'say which steps and cells the states and the time come from')
    .option('--flame <file>', 'write that as a flame graph (SVG)')
    .option('--coverage', "print the model's source with how often each line ran")
    .addOption(storeOption())
    .option('--checkpoint <folder>', 'save the search there now and then, and go on with it')
    .option('--checkpoint-every <time>', 'how often', duration)
    .option('--disk <folder>', 'keep the states there, where they are more than memory holds')
    .option('--partitions <n>', 'in how many parts', wholeNumber(1, MOST_PARTITIONS))
    .addOption(queueOption())
    .addOption(leaseOption())
    .addOption(stressOption())
    .addOption(failFastOption())
    .addOption(teethOption())
    .addOption(cacheOption());
  addMemoryOptions(command);
  return addSearchOptions(command).addHelpText(
    'after',
    examples(
      `check zonelist-rebuild`,
      `check zonelist-rebuild --set update=in-place --property no-premature-oom`,
      `check zonelist-rebuild --profile --flame states.svg`,
      `check zonelist-rebuild --trace race.json --svg race.svg`,
      `check specs/my-patch.ts --format json`,
      'check zonelist-rebuild --property no-premature-oom --queue redis://build1',
    ),
  );
}

async function check(file: string, flags: CheckFlags, terminal: Terminal): Promise<ExitCode> {
  checkReports(flags.report, written(flags));
  checkQueueFlags(flags);
  return inSession(terminal, flags, async (session) => {
    const opened = await session.supervisors[0].ask('open', { file });
    refuseFlags(file, opened.type, flags);
    if (opened.type === 'model') return checkOne(file, flags, terminal, session);
    const { runAndReport } = await import('./run.ts');
    return runAndReport({ files: [file] }, flags, terminal, session);
  });
}

function written({ trace, dot, svg, flame }: CheckFlags): string[] {
  return [trace, dot, svg, flame].filter((file) => file !== undefined);
}

async function checkOne(
  file: string,
  flags: CheckFlags,
  terminal: Terminal,
  session: Session,
): Promise<ExitCode> {
  // Of a depth-first search the figures say nothing of what is left.
  if (flags.order === 'bfs') session.textOf = estimatingText();
  const context = reportContext();
  const { result, trouble } = await checked(file, flags, context, terminal, session);
  const { outcome, exported } = result;
  // Of what was learnt before the end nothing was exported.
  const reportText = async (kind: ReportKind): Promise<string> =>
    exported?.[kind] ?? (await exporters[kind]()).check(outcome, file, context);
  if (outcome.properties.length === 0) {
    terminal.message(flags.property === undefined ? NO_PROPERTIES : NO_ASSERTIONS);
  }
  terminal.result(result.report ?? (await reporters[flags.format]()).check(outcome, terminal));
  // What cannot be written after all must not take the result with it.
  const unwritten = [
    ...(await writeCounterexample(result.shown, flags, terminal, session)),
    ...(await writeFlame(result.flame, flags.flame, terminal)),
    ...(await writeReports(flags.report, reportText, terminal)),
  ];
  const found =
    exitCodeOfFiles(unwritten, session.stopped) ?? exitCodeOfCheck(outcome, session.stopped);
  return worstOf([found, ...trouble]);
}

/** None was made where the search was cut short. */
async function writeFlame(
  flame: string | undefined,
  file: string | undefined,
  terminal: Terminal,
): Promise<readonly Unwritten[]> {
  if (file === undefined) return [];
  if (flame !== undefined) return writeOutputs([{ file, text: () => flame }], terminal);
  terminal.message('mmcheck: there is no profile to write: the search was cut short');
  return [];
}

/** The result, and what went wrong besides where the search came to an end before it was done. */
async function checked(
  file: string,
  flags: CheckFlags,
  context: ReportContext,
  terminal: Terminal,
  session: Session,
): Promise<{ result: CheckResult; trouble: readonly ExitCode[] }> {
  const { spec, format, coverage = false } = flags;
  const { columns, colours } = terminal;
  const trouble: ExitCode[] = [];
  const input = {
    file,
    set: parametersSet(flags),
    options: {
      ...searchOptions(flags),
      profile: flags.profile ?? flags.flame !== undefined,
      ...(flags.fewestSwitches !== undefined && { fewestSwitches: flags.fewestSwitches }),
    },
    flame: flags.flame !== undefined,
    workers: flags.workers,
    coverage,
    report: { format, columns, colours },
    wanted: wantedTexts(flags),
    ...checkpointInput(flags),
    ...diskInput(flags),
    writes: [...written(flags), ...reportFiles(flags.report)],
    exports: { kinds: wantedKinds(flags.report), context },
    ...(spec === undefined ? {} : { spec }),
  };
  const early = new EarlyWord(terminal);
  const ask = (more: Pick<CheckInput, 'queue'> = {}): Promise<CheckResult> =>
    session.supervisors[0].ask(
      'check',
      { ...input, ...more },
      {
        learnt: (known) => early.hear(known?.outcome),
        cutShort({ outcome }, why, figures) {
          // What was asked for besides is not done, whatever the verdicts are.
          trouble.push(ExitCode.inconclusive);
          if (!(why instanceof Stopped || why instanceof ModelError)) {
            trouble.push(explain(why, terminal));
          }
          return { outcome: outcomeCutShort(outcome, why, figures) };
        },
      },
    );
  const asked = queueAsked(flags);
  const result = await (asked
    ? (await import('../queue/coordinate-check.ts')).onQueue(
        { ...asked, input, terminal, session },
        (queue) => ask({ queue }),
      )
    : ask()
  ).finally(() => early.end());
  return { result, trouble };
}

/** A spec sets its own parameters, and has many counterexamples; a model has no rows. */
export function refuseFlags(file: string, type: 'model' | 'spec', flags: CheckFlags): void {
  const { wrong, instead } = MEANINGLESS[type];
  const given = wrong.find((name) => flags[name] !== undefined);
  if (given === undefined) return;
  throw new UsageError(`${file} is a ${type}, and --${flagOf(given)} ${instead}`);
}

/** As it is written on the command line. */
function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const MEANINGLESS = {
  model: { wrong: ['stress', 'failFast', 'teeth'], instead: 'is for the rows of a spec' },
  spec: {
    wrong: [
      'set',
      'memoryModel',
      'buffer',
      'spec',
      'trace',
      'dot',
      'svg',
      'profile',
      'flame',
      'coverage',
      'fewestSwitches',
      'store',
      'checkpoint',
      'checkpointEvery',
      'disk',
      'partitions',
      'queue',
      'lease',
    ],
    instead: "is for one search; name the model's own file with it",
  },
} as const;
