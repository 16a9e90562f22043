// `mmcheck monitor MODEL`: a proved order of steps, to be watched in a running kernel.

import { UsageError } from '../../base/errors.ts';
import { fileAsked } from '../../load/project-files.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { ExitCode } from '../exit-code.ts';
import { setOption, timeoutOption, wholeNumber } from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly set?: Readonly<Record<string, string>>;
  readonly spec?: string;
  readonly property?: string;
  readonly process?: string;
  readonly maxStates: number;
  readonly timeout?: number;
}

const STATES = 100_000;

export function addMonitor({ program, terminal, ended }: Setting): void {
  program
    .command('monitor')
    .summary('write a proved order of steps as a monitor for the kernel')
    .description(
      'Searches a model to its end and prints the order in which its steps can be seen, as the DOT of which ' +
        "the kernel's tools/verification/dot2 makes a runtime monitor: of the steps that an observer watches, " +
        'where its property holds, or of one process.',
    )
    .argument('<model>', 'a model or a spec, or its name', fileAsked('models'))
    .addOption(setOption())
    .option('--spec <file>', 'take properties from this spec', fileAsked('specs'))
    .option('--property <name>', 'the steps that this observer watches')
    .option('--process <name>', 'the steps of each instance of this process')
    .option('--max-states <n>', 'refuse larger models', wholeNumber(1), STATES)
    .addOption(timeoutOption())
    .addHelpText(
      'after',
      examples('monitor slab-sysfs-deadlock --process kmem_cache_destroy > destroy.dot'),
    )
    .action(async (file: string, flags: Flags) => ended(await print(file, flags, terminal)));
}

async function print(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { set = {}, spec, maxStates } = flags;
  const subject = subjectOf(flags);
  const dot = await inSession(terminal, flags, async (session) => {
    const made = await session.supervisors[0].ask('monitor', {
      file,
      set,
      maxStates,
      subject,
      ...(spec === undefined ? {} : { spec }),
    });
    if (typeof made === 'string') return made;
    throw new Stopped(session.stopped ?? 'interrupted', made.figures);
  });
  terminal.result(dot);
  return ExitCode.asExpected;
}

function subjectOf({ property, process }: Flags) {
  if (property !== undefined && process === undefined) return { property };
  if (process !== undefined && property === undefined) return { process };
  throw new UsageError(
    'name what to watch: either --property NAME, an observer, or --process NAME',
  );
}
