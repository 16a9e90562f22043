// What a check is, for its checkpoint: all that its searches depend on.
//
// Sound only if nothing else does: files that may get something from elsewhere are refused (load/sources.ts). Limits are no
// part of it, for a check is resumed with larger ones.

import { endianness } from 'node:os';
import { relative } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { keyOf } from '../cache/disk-cache.ts';
import { engineKey } from '../cache/engine.ts';
import type { CheckOptions } from '../check/options.ts';
import type { CheckIdentity } from '../checkpoint/checkpoint-folder.ts';
import { existingFile } from '../load/find-file.ts';
import { specBeside } from '../load/find-spec.ts';
import { sourcesOf } from '../load/sources.ts';
import type { SubjectInput } from './tasks/subject.ts';

interface AskedCheck extends SubjectInput {
  readonly options: CheckOptions;
}

/** To be called before the files are loaded. */
export function checkIdentity({ file, set, spec, options }: AskedCheck): CheckIdentity {
  const model = existingFile(file, 'models');
  const beside = spec === undefined ? specBeside(model) : existingFile(spec, 'specs');
  const { order, reduction, only, maxDepth } = options;
  return {
    version: keyOf([engineKey(), endianness()]),
    model: keyOf([model, ...(beside === undefined ? [] : [beside])].flatMap(textsOf)),
    parameters: JSON.stringify(Object.entries(set).sort()),
    options: JSON.stringify({ order, reduction, only, maxDepth }),
  };
}

function textsOf(file: string): string[] {
  const { files, open } = sourcesOf(file);
  if (open !== undefined) {
    throw new UsageError(
      `--checkpoint: what ${relative('', file)} is may depend on more than its files, so that a change would not be noticed`,
    );
  }
  return [...files].flatMap(([path, text]) => [relative('', path), text]);
}
