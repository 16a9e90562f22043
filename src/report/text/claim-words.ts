// What a run shows of its property, in two or three words: text and picture say the same.

import type { Trace } from '../../trace/trace.ts';
import { printable } from './width.ts';

/** The witness of a reachable property breaks nothing. */
export function isWitness({ property }: Pick<Trace, 'property'>): boolean {
  return property.kind === 'reachable';
}

/** `DEADLOCK`, `no-missed-zone is violated`, `wakes is reached`. */
export function verdictWords({ property }: Pick<Trace, 'property'>): string {
  if (property.kind === 'deadlock') return 'DEADLOCK';
  return `${printable(property.name)} is ${isWitness({ property }) ? 'reached' : 'violated'}`;
}
