// What a check is, for its checkpoint or its folder of states: all that its searches depend on.
//
// Sound only if nothing else does: files that may get something from elsewhere are refused (load/sources.ts). Limits are no
// part of it, for a check is resumed with larger ones.

import { endianness } from 'node:os';
import { relative } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { ORDERS } from '../base/orders.ts';
import { keyOf } from '../cache/disk-cache.ts';
import { engineKey } from '../cache/engine.ts';
import type { CheckOptions } from '../check/options.ts';
import type { CheckIdentity } from '../checkpoint/claimed-folder.ts';
import { MEMORY_PARAMETERS } from '../language/memory-model.ts';
import { existingFile } from '../load/find-file.ts';
import { specBeside } from '../load/find-spec.ts';
import { sourcesOf } from '../load/sources.ts';
import type { SubjectInput } from './tasks/subject.ts';

/** What is to be checked. */
export interface AskedCheck extends SubjectInput {
  readonly options: CheckOptions;
}

/** To be called before the files are loaded, for what an option names; `more` that counts is written so, too. */
export function checkIdentity(
  { file, set, spec, options }: AskedCheck,
  option: string,
  more: Readonly<Record<string, string>> = {},
): CheckIdentity {
  const model = existingFile(file, 'models');
  const beside = spec === undefined ? specBeside(model) : existingFile(spec, 'specs');
  return {
    version: keyOf([engineKey(), endianness()]),
    model: keyOf(
      [model, ...(beside === undefined ? [] : [beside])].flatMap((path) => textsOf(path, option)),
    ),
    options: { ...optionTexts(options), ...more, ...parameterTexts(set) },
  };
}

/** Those that decide what is searched, as they are written. */
function optionTexts({ order, reduction, only, maxDepth }: CheckOptions): Record<string, string> {
  return {
    ...(order !== undefined && order !== ORDERS[0] && { order: `--order ${order}` }),
    ...(reduction === false && { reduction: '--no-reduction' }),
    ...(Array.isArray(reduction) && { reduction: `--reduction ${reduction.join(' ')}` }),
    ...(only && { only: only.map((name) => `--property ${name}`).join(' ') }),
    ...(maxDepth !== undefined && { maxDepth: `--max-depth ${maxDepth}` }),
  };
}

function parameterTexts(set: AskedCheck['set']): Record<string, string> {
  const texts = Object.entries(set).map(([name, value]) => [
    `set ${name}`,
    Object.hasOwn(MEMORY_PARAMETERS, name) ? `--${name} ${value}` : `--set ${name}=${value}`,
  ]);
  return Object.fromEntries(texts);
}

function textsOf(file: string, option: string): string[] {
  const { files, open } = sourcesOf(file);
  if (open !== undefined) {
    throw new UsageError(
      `${option}: what ${relative('', file)} is may depend on more than its files, so that a change would not be noticed`,
    );
  }
  return [...files].flatMap(([path, text]) => [relative('', path), text]);
}
