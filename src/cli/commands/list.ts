// `mmcheck list`: the models that there are, where their argument comes from, and what can be
// varied.

import { Option } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { didYouMean } from '../../base/near-name.ts';
import { shownPath } from '../../base/shown-path.ts';
import { projectFiles, someFiles } from '../../load/project-files.ts';
import {
  isWanted,
  type ListedModel,
  type ListedSpec,
  type Listing,
  type Wanted,
  withSpec,
} from '../../outcome/listing.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import { counted } from '../../report/text/show-value.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { ExitCode } from '../exit-code.ts';
import { explanationOf } from '../explain.ts';
import { formatOption } from '../options.ts';
import { inSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

interface Flags extends Omit<Wanted, 'names'> {
  readonly format: Format;
}

export function addList({ program, terminal, ended }: Setting): void {
  program
    .command('list')
    .summary('list the models and their parameters')
    .description(
      'Lists the models in models/ of the working directory, or else those that come with ' +
        'mmcheck: where the argument comes from, the parameters with their variants, and how ' +
        'many rows the spec has. With NAMES, those of these groups (the folders of models/), and those ' +
        'that have one of them in their name.',
    )
    .argument('[names...]', 'groups, or words of the names of models')
    .option('--seed <words>', 'only those whose discussion is called so')
    .option('--property <name>', 'only those with this property')
    .addOption(
      new Option(
        '--verdict <verdict>',
        'only those where a row expects it, of --property if it is given',
      ).choices(['holds', 'violated', 'inconclusive', 'pending']),
    )
    .addOption(formatOption())
    .addHelpText(
      'after',
      examples('list', 'list slub --verdict violated', 'list --property lock-order --format json'),
    )
    .action(async (names: string[], flags: Flags) => ended(await list(names, flags, terminal)));
}

async function list(names: string[], flags: Flags, terminal: Terminal): Promise<ExitCode> {
  // The specs first: a model is listed with its own.
  const files = [...projectFiles('specs'), ...someFiles('models')].map(shownPath);
  const all = await inSession(terminal, {}, (session) => listingOf(files, session));
  const wanted = all.models.filter((model) => isWanted(model, { ...flags, names }));
  if (wanted.length === 0 && all.models.length > 0)
    throw new UsageError(noneOf(all, flags.property));
  const listing = { ...all, models: wanted };
  terminal.result((await reporters[flags.format]()).list(listing, terminal));
  for (const { message } of listing.broken) terminal.message(`mmcheck: ${message}`);
  return listing.broken.length > 0 ? ExitCode.misuse : ExitCode.asExpected;
}

function noneOf({ models }: Listing, property: string | undefined): string {
  const named = new Set(models.flatMap(({ properties = {} }) => Object.keys(properties)));
  if (property !== undefined && !named.has(property)) {
    return `no spec has a property '${property}'${didYouMean(property, named)}`;
  }
  const groups = [...new Set(models.flatMap(({ group }) => group ?? []))];
  const known = groups.length === 0 ? '' : `; the groups are ${groups.join(', ')}`;
  return `there is no such model among ${counted(models.length, 'model')}${known}`;
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
