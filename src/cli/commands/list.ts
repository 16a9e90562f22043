// `mmcheck list`: the models that there are, where their argument comes from, and what can be
// varied.

import { shownPath } from '../../base/shown-path.ts';
import { projectFiles, someFiles } from '../../load/find-spec.ts';
import {
  type ListedModel,
  type ListedSpec,
  type Listing,
  withSpec,
} from '../../outcome/listing.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { ExitCode } from '../exit-code.ts';
import { explanationOf } from '../explain.ts';
import { formatOption } from '../options.ts';
import { inSession, type Session } from '../session.ts';
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
  // The specs first: a model is listed with its own.
  const files = [...projectFiles('specs'), ...someFiles('models')].map(shownPath);
  const listing = await inSession(terminal, {}, (session) => listingOf(files, session));
  terminal.result((await reporters[format]()).list(listing, terminal));
  for (const { message } of listing.broken) terminal.message(`mmcheck: ${message}`);
  return listing.broken.length > 0 ? ExitCode.misuse : ExitCode.asExpected;
}

/** A file that cannot be loaded, or that ends the thread that loads it, is listed with its trouble. */
async function listingOf(
  files: readonly string[],
  { supervisors: [supervisor] }: Session,
): Promise<Listing> {
  const models: ListedModel[] = [];
  const specs: ListedSpec[] = [];
  const broken: Listing['broken'][number][] = [];
  for (const file of files) {
    try {
      const listed = await supervisor.ask('list', { file });
      if (listed.type === 'spec') specs.push(listed.spec);
      else models.push(listed.model);
    } catch (error) {
      if (error instanceof Stopped && error.reason !== 'memory') throw error;
      broken.push({ file, message: explanationOf(error).message });
    }
  }
  return { models: models.map((model) => withSpec(model, specs)), broken };
}
