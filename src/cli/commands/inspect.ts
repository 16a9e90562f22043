// `mmcheck inspect MODEL`: a system as mmcheck understands it. For an author who wonders what a
// step is taken to touch.

import { UsageError } from '../../base/errors.ts';
import { fileAsked } from '../../load/project-files.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import { ExitCode } from '../exit-code.ts';
import { formatOption, propertyOption, setOption } from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly set?: Readonly<Record<string, string>>;
  readonly spec?: string;
  readonly format: Format;
  readonly property?: readonly string[];
  readonly soundness?: boolean;
}

export function addInspect({ program, terminal, ended }: Setting): void {
  program
    .command('inspect')
    .summary('show what mmcheck understands of a model')
    .description(
      'Shows the cells of a model and their domains, its processes and their labels, what each ' +
        'step reads and writes, where it may lead, and how many bits a state has.',
    )
    .argument('[model]', "a model's file, or its name", fileAsked('models'))
    .addOption(setOption())
    .option('--spec <file>', 'take properties from this spec', fileAsked('specs'))
    .addOption(propertyOption())
    .option('--soundness', 'print where reductions are sound, and why; of no model, as Markdown')
    .addOption(formatOption())
    .addHelpText('after', examples(`inspect zonelist-rebuild --set update=in-place`))
    .action(async (file: string | undefined, flags: Flags) => {
      if (flags.soundness) terminal.result(await soundness(file, flags));
      else if (file === undefined) throw new UsageError('name a model, or ask for --soundness');
      else ended(await inspect(file, flags, terminal));
    });
}

async function soundness(file: string | undefined, { format }: Flags): Promise<string> {
  if (file === undefined && format === 'text') {
    return (await import('../../check/reductions.ts')).soundnessMarkdown();
  }
  throw new UsageError(
    '--soundness prints a page on all models, as Markdown: it takes no model, and no --format json',
  );
}

async function inspect(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  const { set = {}, spec, property: only, format } = flags;
  const input = { file, set, ...(spec === undefined ? {} : { spec }), ...(only && { only }) };
  const inspection = await inSession(terminal, {}, ({ supervisors: [supervisor] }) =>
    supervisor.ask('inspect', input),
  );
  terminal.result((await reporters[format]()).inspect(inspection, terminal));
  return ExitCode.asExpected;
}
