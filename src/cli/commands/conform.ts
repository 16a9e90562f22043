// `mmcheck conform TRACE MODEL`: is a trace of a running kernel a behaviour of the model?

import { fileAsked } from '../../load/project-files.ts';
import type { Conformance } from '../../outcome/conformance.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import { ExitCode, exitCodeOfStop } from '../exit-code.ts';
import { memoryOptions } from '../memory.ts';
import { formatOption, memorySize, setOption, timeoutOption } from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly set?: Readonly<Record<string, string>>;
  readonly map?: string;
  readonly allVariants?: boolean;
  readonly memory?: number;
  readonly timeout?: number;
  readonly format: Format;
}

export function addConform({ program, terminal, ended }: Setting): void {
  program
    .command('conform')
    .summary('ask whether a trace of a kernel is a behaviour of a model')
    .description(
      'Follows a trace of a running kernel, the text of ftrace or of `trace-cmd report`, on a model, with ' +
        'whatever steps the trace cannot show in between. Exit status 0 says that some run of the model ' +
        'explains every event of it, 1 that none does: then the event is named at which the last run ' +
        'ends, and the variants of the model that would go on.',
    )
    .argument('<trace>', 'the text of a trace')
    .argument('<model>', "a model's file, or its name", fileAsked('models'))
    .addOption(setOption())
    .option(
      '--map <file>',
      'what the steps are in a trace; by default NAME.trace.ts beside the model',
    )
    .option('--all-variants', 'follow the trace on every variant of the model')
    .option('--memory <size>', 'for the states in which the model may be: 512M, 4G', memorySize)
    .addOption(timeoutOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples(
        'conform trace.txt kmem-cache-create-vs-node-online --set variant=slab-nodes',
        'conform trace.txt kmem-cache-create-vs-node-online --all-variants',
      ),
    )
    .action(async (trace: string, file: string, flags: Flags) =>
      ended(await conform(trace, file, flags, terminal)),
    );
}

async function conform(
  trace: string,
  file: string,
  { set = {}, map, allVariants, memory, timeout, format }: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { memoryBytes } = memoryOptions(memory, 1);
  return inSession(terminal, { timeout }, async (session) => {
    const report = await session.supervisors[0].ask('conform', {
      trace,
      file,
      set,
      ...(map === undefined ? {} : { map }),
      ...(memoryBytes === undefined ? {} : { memoryBytes }),
      ...(allVariants === undefined ? {} : { allVariants }),
    });
    terminal.result((await reporters[format]()).conform(report, terminal));
    if (report.limit === 'interrupted') return exitCodeOfStop(session.stopped ?? 'interrupted');
    return STATUS[report.verdict];
  });
}

const STATUS = {
  accepted: ExitCode.asExpected,
  refused: ExitCode.violated,
  undecided: ExitCode.inconclusive,
} satisfies Record<Conformance['verdict'], ExitCode>;
