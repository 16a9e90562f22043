// `mmcheck trace-filter MODEL`: a script for a guest that traces what `conform` asks of a model.

import { fileAsked } from '../../load/project-files.ts';
import { ExitCode } from '../exit-code.ts';
import { setOption } from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly set?: Readonly<Record<string, string>>;
  readonly map?: string;
}

export function addTraceFilter({ program, terminal, ended }: Setting): void {
  program
    .command('trace-filter')
    .summary('print a script that traces a kernel for a model')
    .description(
      'Prints a shell script for a guest, which runs a command and prints its trace: of the functions and ' +
        'events that the trace map of a model names, and of whoever takes its locks.',
    )
    .argument('<model>', "a model's file, or its name", fileAsked('models'))
    .addOption(setOption())
    .option(
      '--map <file>',
      'what the steps are in a trace; by default NAME.trace.ts beside the model',
    )
    .addHelpText('after', examples('trace-filter zonelist-rebuild > trace.sh'))
    .action(async (file: string, flags: Flags) => ended(await print(file, flags, terminal)));
}

async function print(
  file: string,
  { set = {}, map }: Flags,
  terminal: Terminal,
): Promise<ExitCode> {
  const script = await inSession(terminal, {}, ({ supervisors: [supervisor] }) =>
    supervisor.ask('traceFilter', { file, set, ...(map === undefined ? {} : { map }) }),
  );
  terminal.result(script);
  return ExitCode.asExpected;
}
