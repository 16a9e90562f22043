// What a check has learnt, told before it has ended: building the runs that show it may take longer than there is time, or
// more memory than there is, and a verdict that is known must not be lost with them.
//
// What must stay true: nothing is told that the end of the check may take back. Where a run has still to be taken again from
// states that stand for their orbits, that may show that the symmetry is none, and then of all that was not found nothing
// is known.

import type { Found, Listener } from './found.ts';
import type { PreparedCheck } from './prepare.ts';
import { withVerdicts } from './summarise.ts';
import { verdictsWithoutRuns } from './verdicts.ts';

/** Passes on what a search finds; what `mayGoOn` throws of a search that has ended, nothing is told of. */
export function learning(check: PreparedCheck, mayGoOn?: (found: Found) => void): Listener {
  const permuted = check.reductions.symmetry?.quotient !== undefined;
  const tell = (found: Found): void =>
    check.options.onLearnt?.(withVerdicts(check, found, verdictsWithoutRuns(check, found.result)));
  return {
    finding(search, seconds) {
      // A state that stands for its orbit shows nothing as long as the symmetry may turn out to be none.
      if (permuted) return;
      tell({ search, seconds, result: { ...search.soFar(), limit: 'interrupted' } });
    },
    ended(found) {
      if (check.attempt.gaps().size > 0) return;
      mayGoOn?.(found);
      const { result } = found;
      const isOpen = permuted && result.findings.size > 0;
      const limit = result.limit ?? (isOpen ? 'interrupted' : undefined);
      tell({ ...found, result: { ...result, ...(limit && { limit }) } });
    },
  };
}
