// `mmcheck sweep MODEL --set tasks=1..4`: how the states of a model grow with a parameter, and what the next value would cost.

import { ModelError, UsageError } from '../../base/errors.ts';
import { fileAsked } from '../../load/project-files.ts';
import type { SweptSize } from '../../outcome/sweep.ts';
import { sweepCsv } from '../../report/csv.ts';
import { sweepSvg } from '../../report/plot.ts';
import { reporters } from '../../report/reporters.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { sweepOf, sweptSize } from '../../sweep/sweep.ts';
import { outcomeCutShort } from '../cut-short.ts';
import { type ExitCode, exitCodeOfCheck, exitCodeOfFiles, worstOf } from '../exit-code.ts';
import { explain } from '../explain.ts';
import {
  addBoundOptions,
  addMemoryOptions,
  type MemoryFlags,
  parametersSet,
  type SearchFlags,
  searchOptions,
  setOption,
  workersOption,
} from '../options.ts';
import { checkWritable, writeOutputs } from '../output-files.ts';
import { inSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags extends SearchFlags, MemoryFlags {
  readonly set?: Readonly<Record<string, string>>;
  readonly spec?: string;
  readonly csv?: string;
  readonly svg?: string;
}

/** The parameter with a range, its values, and the others. */
interface Asked {
  readonly parameter: string;
  readonly values: readonly number[];
  readonly set: Readonly<Record<string, string>>;
}

/** More than these nobody waits for. */
const MOST_VALUES = 100;

export function addSweep({ program, terminal, ended }: Setting): void {
  const command = program
    .command('sweep')
    .summary('see how the states grow with a parameter')
    .description(
      'Searches a model at each value of one parameter, to the end whatever is violated, and prints ' +
        'states, growth, time, memory and verdict side by side; then what the next value would cost, ' +
        'where that can be said. It ends at the first value for which a limit does not suffice.',
    )
    .argument('<model>', "a model's file, or its name", fileAsked('models'))
    .addOption(setOption());
  addMemoryOptions(command)
    .option('--spec <file>', 'take properties from this spec', fileAsked('specs'))
    .option('--csv <file>', 'write the figures for a spreadsheet')
    .option('--svg <file>', 'write states against the parameter as a picture');
  addBoundOptions(command)
    .addOption(workersOption())
    .addHelpText(
      'after',
      examples(
        'sweep zonelist-rebuild --set update=in-place tasks=1..3',
        'sweep models/my-patch.ts --set tasks=1..4 --no-reduction --timeout 5m --svg growth.svg',
      ),
    )
    .action(async (file: string, flags: Flags) => ended(await sweep(file, flags, terminal)));
}

async function sweep(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const asked = askedOf(parametersSet(flags));
  const files = [flags.csv, flags.svg].filter((one) => one !== undefined);
  checkWritable(files);
  return inSession(terminal, flags, async (session) => {
    const { parameter, values } = asked;
    const input = { file, ...(flags.spec !== undefined && { spec: flags.spec }) };
    const known = await session.supervisors[0].ask('sweepValues', { ...input, ...asked });
    const { sizes, codes } = await searchedSizes(input, flags, asked, terminal, session);
    const found = sweepOf(
      known.model,
      parameter,
      known.fixed,
      sizes,
      values.slice(sizes.length),
      (value) => value >= known.low && value <= known.high,
    );
    terminal.result((await reporters[flags.format]()).sweep(found, terminal));
    const unwritten = await writeOutputs(
      [
        ...(flags.csv === undefined ? [] : [{ file: flags.csv, text: () => sweepCsv(found) }]),
        ...(flags.svg === undefined ? [] : [{ file: flags.svg, text: () => sweepSvg(found) }]),
      ],
      terminal,
    );
    return exitCodeOfFiles(unwritten, session.stopped) ?? worstOf(codes);
  });
}

/** One after the other, until one does not come to its end. */
async function searchedSizes(
  input: { readonly file: string; readonly spec?: string },
  flags: Flags,
  { parameter, values, set }: Asked,
  terminal: Terminal,
  session: Session,
): Promise<{ sizes: SweptSize[]; codes: ExitCode[] }> {
  const sizes: SweptSize[] = [];
  const codes: ExitCode[] = [];
  for (const value of values) {
    session.about = `${parameter}=${value}: `;
    const given = {
      ...input,
      set: { ...set, [parameter]: String(value) },
      options: searchOptions(flags),
      workers: flags.workers,
    };
    try {
      const { outcome } = await session.supervisors[0].ask('sweepSize', given, {
        cutShort: (learnt, why, figures) => ({
          outcome: outcomeCutShort(learnt.outcome, why, figures),
        }),
      });
      const size = sweptSize(value, outcome, sizes.at(-1));
      sizes.push(size);
      codes.push(exitCodeOfCheck(outcome, session.stopped));
      if (size.limit) break;
    } catch (error) {
      if (!(error instanceof Stopped || error instanceof ModelError)) throw error;
      codes.push(explain(error, terminal));
      break;
    }
  }
  return { sizes, codes };
}

const RANGE = /^(-?\d+)\.\.(-?\d+)$/;

function refuseNoRange([name, text]: readonly [string, string]): void {
  if (!text.includes('..') || RANGE.test(text)) return;
  throw new UsageError(
    `${name}=${text} is no range of whole numbers, such as ${name}=1..4; other values are given one by one`,
  );
}

/** What `--set` says: one parameter has a range. */
function askedOf(set: Readonly<Record<string, string>>): Asked {
  Object.entries(set).forEach(refuseNoRange);
  const ranges = Object.entries(set).flatMap(([name, text]) => {
    const [, least, most] = RANGE.exec(text) ?? [];
    return least === undefined ? [] : [{ name, least: Number(least), most: Number(most) }];
  });
  if (ranges.length !== 1) {
    const given = ranges.map(({ name }) => name).join(', ') || 'none';
    throw new UsageError(
      `a sweep goes over the values of one parameter, such as --set tasks=1..4; a range is given for ${given}`,
    );
  }
  const [{ name, least, most }] = ranges;
  const count = most - least + 1;
  const range = `${name}=${least}..${most}`;
  if (count < 1) {
    throw new UsageError(`${range} has no values; did you mean ${name}=${most}..${least}?`);
  }
  if (count > MOST_VALUES) {
    throw new UsageError(`${range} has ${count} values; a sweep has at most ${MOST_VALUES}`);
  }
  const { [name]: _, ...others } = set;
  const values = Array.from({ length: count }, (_, k) => least + k);
  return { parameter: name, values, set: others };
}
