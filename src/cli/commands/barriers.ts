// `mmcheck barriers MODEL --memory-model M`: which of a model's barriers its properties need, or which one they lack.

import { fileAsked } from '../../load/project-files.ts';
import type { BarrierReport } from '../../outcome/barriers.ts';
import { reporters } from '../../report/reporters.ts';
import type { StopReason } from '../../supervise/supervisor.ts';
import { ExitCode, exitCodeOfStop } from '../exit-code.ts';
import {
  addBoundOptions,
  addMemoryOptions,
  type MemoryFlags,
  type OneThreadFlags,
  parametersSet,
  searchOptions,
  setOption,
} from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags extends OneThreadFlags, MemoryFlags {
  readonly set?: Readonly<Record<string, string>>;
  readonly spec?: string;
}

export function addBarriers({ program, terminal, ended }: Setting): void {
  const command = program
    .command('barriers')
    .summary('find out which memory barriers a model needs')
    .description(
      'Checks a model under a memory model again and again, each time with one barrier, acquire or release weakened, ' +
        'and says which of them the properties need. Of a model that is wrong under the memory model and right in ' +
        'sequentially consistent memory it says which single barrier, acquire or release would repair it.',
    )
    .argument('<model>', "a model's file, or its name", fileAsked('models'))
    .addOption(setOption());
  addMemoryOptions(command).option(
    '--spec <file>',
    'take properties from this spec',
    fileAsked('specs'),
  );
  addBoundOptions(command)
    .addHelpText(
      'after',
      examples(
        'barriers pageset-update-barriers --memory-model lkmm --set event=shrink',
        'barriers models/my-patch.ts --memory-model pso --property stale',
      ),
    )
    .action(async (file: string, flags: Flags) => ended(await barriers(file, flags, terminal)));
}

async function barriers(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { spec, format } = flags;
  return inSession(terminal, flags, async (session) => {
    const found = await session.supervisors[0].ask('barriers', {
      file,
      set: parametersSet(flags),
      ...(spec !== undefined && { spec }),
      options: searchOptions(flags),
    });
    terminal.result((await reporters[format]()).barriers(found, terminal));
    return exitCodeOf(found, session.stopped);
  });
}

/** As that of `check`; and where a limit left it open what a barrier is needed for, that is no verdict either. */
function exitCodeOf(
  { outcome, needs, limit }: BarrierReport,
  stopped: StopReason = 'interrupted',
): ExitCode {
  if (limit?.reached === 'interrupted') return exitCodeOfStop(stopped);
  if (outcome === 'violated') return ExitCode.violated;
  const isOpen = outcome !== 'holds' || needs.some(({ need }) => need === 'unknown');
  return isOpen ? ExitCode.inconclusive : ExitCode.asExpected;
}
