// Verdicts as words, marks and colours, the same in every text report.

import type { PropertyKind } from '../../language/claims/property.ts';
import type { Verdict } from '../../language/claims/verdict.ts';
import { counted } from './show-value.ts';
import type { Paint, Style } from './style.ts';

export const VERDICT_MARKS: Readonly<Record<Verdict, string>> = {
  holds: '✓',
  violated: '✗',
  inconclusive: '?',
  'no-violation-found': '~',
  pending: '…',
};

interface Judged {
  readonly kind: PropertyKind;
  readonly verdict: Verdict;
  readonly depth?: number;
}

/** `violated in 13 steps`, `reached in the initial state`, `inconclusive`. */
export function verdictWords({ kind, verdict, depth }: Judged): string {
  const word = verdictWord(kind, verdict);
  if (depth === undefined) return word;
  return depth === 0 ? `${word} in the initial state` : `${word} in ${counted(depth, 'step')}`;
}

/** What is claimed of a reachable property is that it is reached. */
function verdictWord(kind: PropertyKind, verdict: Verdict): string {
  if (kind === 'reachable' && verdict === 'holds') return 'reached';
  if (kind === 'reachable' && verdict === 'violated') return 'never reached';
  return verdict === 'no-violation-found' ? 'no violation found' : verdict;
}

export function verdictPaint(verdict: Verdict, style: Style): Paint {
  switch (verdict) {
    case 'holds':
      return style.good;
    case 'violated':
      return style.bad;
    default:
      return style.doubtful;
  }
}
