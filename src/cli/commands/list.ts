// `mmcheck list`: the models that there are, where their argument comes from, and what can be
// varied.

import { type Format, reporters } from '../../report/reporters.ts';
import { ExitCode } from '../exit-code.ts';
import { formatOption } from '../options.ts';
import { inSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags {
  readonly format: Format;
}

export function addList({ program, terminal, ended }: Setting): void {
  program
    .command('list')
    .summary('list the models and their parameters')
    .description(
      'Lists the models in models/ of the working directory, or else those that come with ' +
        'mmcheck: where the argument comes from, the parameters with their variants, and how ' +
        'many rows the spec has.',
    )
    .addOption(formatOption())
    .addHelpText('after', examples('list', 'list --format json'))
    .action(async (flags: Flags) => ended(await list(flags, terminal)));
}

async function list({ format }: Flags, terminal: Terminal): Promise<ExitCode> {
  const listing = await inSession(terminal, {}, ({ supervisors: [supervisor] }) =>
    supervisor.ask('list', {}),
  );
  terminal.result(reporters[format].list(listing, terminal));
  for (const { message } of listing.broken) terminal.message(`mmcheck: ${message}`);
  return listing.broken.length > 0 ? ExitCode.misuse : ExitCode.asExpected;
}
