// `mmcheck outcomes MODEL`: all ways in which the runs of a model end, as tools for litmus tests print them.

import { DEFAULT_MEMORY } from '../../base/limits.ts';
import { fileAsked } from '../../load/project-files.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { ExitCode } from '../exit-code.ts';
import { memoryOptions } from '../memory.ts';
import {
  addMemoryOptions,
  formatOption,
  type MemoryFlags,
  memorySize,
  parametersSet,
  setOption,
  timeoutOption,
  wholeNumber,
} from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags extends MemoryFlags {
  readonly set?: Readonly<Record<string, string>>;
  readonly show?: readonly string[];
  readonly maxStates: number;
  readonly memory?: number;
  readonly timeout?: number;
  readonly format: Format;
}

const STATES = 10_000_000;

export function addOutcomes({ program, terminal, ended }: Setting): void {
  const command = program
    .command('outcomes')
    .summary('list all ways in which the runs of a model end')
    .description(
      'Lists each combination of values that cells and locals have where a run of the model ends, ' +
        'with how many final states have it and a shortest run to one. No reduction is used.',
    )
    .argument('<model>', "a model's file, or its name", fileAsked('models'))
    .addOption(setOption());
  addMemoryOptions(command)
    .option(
      '--show <name...>',
      'cells, parts such as free[0], and locals as process.local; by default the cells whose final values differ',
    )
    .option('--max-states <n>', 'refuse larger models', wholeNumber(1), STATES)
    .option('--memory <size>', 'for the states: 512M, 4G', memorySize)
    .addOption(timeoutOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples('outcomes models/my-patch.ts', 'outcomes models/my-patch.ts --show x reader.seen'),
    )
    .action(async (file: string, flags: Flags) => ended(await outcomes(file, flags, terminal)));
}

async function outcomes(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { show, maxStates, memory, format } = flags;
  const { memoryBytes = DEFAULT_MEMORY } = memoryOptions(memory, 1);
  return inSession(terminal, flags, async (session) => {
    const found = await session.supervisors[0].ask('outcomes', {
      file,
      set: parametersSet(flags),
      maxStates,
      memoryBytes,
      ...(show && { show }),
    });
    if ('figures' in found) throw new Stopped(session.stopped ?? 'interrupted', found.figures);
    terminal.result((await reporters[format]()).outcomes(found, terminal));
    return ExitCode.asExpected;
  });
}
