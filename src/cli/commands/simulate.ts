// `mmcheck simulate MODEL`: random walks through a model that is too large to search.

import { Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { fileAsked } from '../../load/project-files.ts';
import { type SimulationStrategy, STRATEGIES } from '../../outcome/simulation.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { wantedTexts, writeCounterexample } from '../counterexample-files.ts';
import { simulationCutShort } from '../cut-short.ts';
import { EarlyWord } from '../early-word.ts';
import { ExitCode, exitCodeOfCheck, exitCodeOfFiles, worstOf } from '../exit-code.ts';
import { explain } from '../explain.ts';
import {
  addMemoryOptions,
  formatOption,
  fullOption,
  type MemoryFlags,
  parametersSet,
  propertyOption,
  setOption,
  timeoutOption,
  wholeNumber,
} from '../options.ts';
import { checkWritable } from '../output-files.ts';
import { walkedText } from '../progress-line.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags extends MemoryFlags {
  readonly set?: Readonly<Record<string, string>>;
  readonly spec?: string;
  readonly property?: readonly string[];
  readonly strategy: SimulationStrategy;
  readonly bugDepth?: number;
  readonly runs: number;
  readonly depth?: number;
  readonly seed: number;
  readonly timeout?: number;
  readonly full?: boolean;
  readonly trace?: string;
  readonly dot?: string;
  readonly svg?: string;
  readonly format: Format;
}

const NOTHING_ASKED =
  'mmcheck: there was no property to break, only that no step goes wrong; ' +
  'add `export const properties = defineProperties(model, ...)`, or write a spec';

/** The numbers are drawn from 32 bits. */
const SEEDS = 2 ** 32;

export function addSimulate({ program, terminal, ended }: Setting): void {
  const command = program
    .command('simulate')
    .summary('walk a large model at random')
    .description(
      'Makes random walks through a model that is too large to search, and says what they break, ' +
        'each by a schedule that is made as short as it can be, and which steps no walk has taken. ' +
        'It proves nothing: the verdict of what no walk breaks is no-violation-found. The same seed ' +
        'makes the same walks.',
    )
    .argument('<model>', "a model's file, or its name", fileAsked('models'))
    .addOption(setOption());
  addMemoryOptions(command)
    .option('--spec <file>', 'take properties from this spec', fileAsked('specs'))
    .addOption(propertyOption())
    .addOption(
      new Option('--strategy <strategy>', 'who steps next')
        .choices(STRATEGIES)
        .default(STRATEGIES[0]),
    )
    .option(
      '--bug-depth <d>',
      'of pct: how many orderings a violation needs; 3 by default',
      wholeNumber(1, 10),
    )
    .option('--runs <n>', 'how many walks', wholeNumber(1), 1000)
    .option('--depth <n>', 'the most steps of a walk; 10,000 by default', wholeNumber(1))
    .option('--seed <n>', 'what the random numbers are made of', wholeNumber(0, SEEDS - 1), 1)
    .addOption(fullOption())
    .addOption(timeoutOption())
    .option('--trace <file>', 'write the first violation as JSON, for `mmcheck replay`')
    .option('--dot <file>', 'write it as a DOT graph')
    .option('--svg <file>', 'write it as a picture')
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples(
        'simulate zonelist-rebuild --set update=in-place tasks=3',
        'simulate models/my-patch.ts --strategy pct --bug-depth 2 --seed 7 --trace race.json',
      ),
    )
    .action(async (file: string, flags: Flags) => ended(await simulate(file, flags, terminal)));
}

async function simulate(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const writes = [flags.trace, flags.dot, flags.svg].filter((one) => one !== undefined);
  checkWritable(writes);
  refuseOfPct(flags);
  const { spec, format, timeout } = flags;
  const { columns, colours } = terminal;
  return inSession(
    terminal,
    { ...(timeout !== undefined && { timeout }), textOf: walkedText },
    async (session) => {
      const early = new EarlyWord(terminal);
      const trouble: ExitCode[] = [];
      const input = {
        file,
        set: parametersSet(flags),
        writes,
        ...(spec === undefined ? {} : { spec }),
        options: optionsOf(flags),
        report: { format, columns, colours },
        wanted: wantedTexts(flags),
      };
      const result = await session.supervisors[0]
        .ask('simulate', input, {
          learnt: (known) => early.hear(known?.found),
          cutShort({ found }, why) {
            if (!(why instanceof Stopped)) trouble.push(explain(why, terminal));
            return { found: simulationCutShort(found, why) };
          },
        })
        .finally(() => early.end());
      const { found, report, shown } = result;
      const asked = found.properties.length > 0;
      if (!asked) terminal.message(NOTHING_ASKED);
      terminal.result(report ?? (await reporters[format]()).simulate(found, terminal));
      const unwritten = await writeCounterexample(shown, flags, terminal, session);
      const status = asked ? exitCodeOfCheck(found, session.stopped) : ExitCode.inconclusive;
      return worstOf([exitCodeOfFiles(unwritten, session.stopped) ?? status, ...trouble]);
    },
  );
}

function refuseOfPct({ strategy, bugDepth }: Flags): void {
  if (bugDepth === undefined || strategy === 'pct') return;
  throw new UsageError(`--bug-depth is of --strategy pct, and ${strategy} walks have none`);
}

function optionsOf({ strategy, bugDepth = 3, runs, depth, seed, property, full }: Flags) {
  return {
    strategy,
    bugDepth,
    walks: runs,
    seed,
    ...(depth === undefined ? {} : { depth }),
    ...(property === undefined ? {} : { only: property }),
    ...(full === undefined ? {} : { full }),
  };
}
