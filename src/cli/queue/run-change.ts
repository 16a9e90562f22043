// Whether the files of a run are still those that it is of.

import { UsageError } from '../../base/errors.ts';
import type { RunRecord } from '../../queue/run-registry.ts';
import { differenceOf, sourcesOfRun } from '../../queue/run-sources.ts';

/** In words; undefined where they are. */
export function changeOf({ sources, specs }: RunRecord): string | undefined {
  try {
    const changed = differenceOf(sources, sourcesOfRun(specs));
    return changed && `${changed}, since it was begun`;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
