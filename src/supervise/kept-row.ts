// What an earlier run has found of a row, whoever searches it now: a thread here, or another machine.

import type { RowRun } from '../spec/run-outcome.ts';
import { keepVerdict, keptVerdict, readSources, verdictKey } from './kept-verdicts.ts';
import type { CheckedRow, RowInput } from './row-input.ts';
import type { SearchOptions } from './tasks/check.ts';

const DAMAGED =
  'a kept verdict was damaged, and its row is searched; `mmcheck cache verify` removes such';

export interface KeptRow {
  readonly found?: RowRun;
  /** Keeps what is found now for the next run. */
  keep(found: RowRun): CheckedRow;
}

/** To be called before the row's files are loaded. */
export function keptRow(input: RowInput): KeptRow {
  const { keep, file } = input;
  if (keep) readSources(file);
  const key = keep ? verdictKey({ ...input, options: whatDecides(input) }) : undefined;
  if (key === undefined) return { keep: (found) => found };
  const kept = keptVerdict(key);
  return {
    ...(typeof kept === 'object' && { found: kept }),
    keep: (found) => {
      const trouble = keepVerdict(key, input, found);
      const keeping =
        kept === 'damaged'
          ? DAMAGED
          : trouble && `verdicts cannot be kept for the next run: ${trouble}`;
      return keeping === undefined ? found : { ...found, keeping };
    },
  };
}

/** What a verdict depends on that no limit cut short. */
function whatDecides({ options, evidence }: RowInput): object {
  return { ...withoutMemory(options), ...(evidence && { evidence }) };
}

/** How much memory there is is a matter of the machine. */
export function withoutMemory(options: SearchOptions): SearchOptions {
  const { memoryBytes: _bytes, memoryBound: _bound, ...rest } = options;
  return rest;
}
