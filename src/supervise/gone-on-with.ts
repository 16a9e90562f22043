// Whether what a check has kept is still of use.

import type { CheckOutcome } from '../outcome/outcome.ts';

const CUTS_SHORT: ReadonlySet<string> = new Set(['states', 'memory', 'time', 'interrupted']);

/** What a limit has cut short can be gone on with; of what has come to its end nothing is left. */
export function canBeGoneOnWith({ limit }: CheckOutcome): boolean {
  return CUTS_SHORT.has(limit?.reached ?? '');
}
