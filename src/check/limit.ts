// The limit that made verdicts inconclusive: the figures, and the flag that raises it; or the mistake of the model that was
// found after a violation, which is told nevertheless.

import type { ModelError } from '../base/errors.ts';
import type { LimitReached } from '../base/limits.ts';
import type { CheckOutcome } from '../outcome/outcome.ts';
import type { Found } from './found.ts';

const LIMITS: Readonly<Record<Exclude<LimitReached, 'error'>, string>> = {
  states: 'the state limit was reached; raise --max-states',
  depth: 'the depth limit was reached; raise --max-depth',
  memory: 'the memory limit was reached; raise --memory, or choose smaller parameters',
  time: 'the time limit was reached; raise --timeout',
  interrupted: 'interrupted',
};

export function limitOf(
  reached: LimitReached,
  { search, result }: Found,
  allowed: number,
): NonNullable<CheckOutcome['limit']> {
  if (reached === 'error') return { reached, message: mistake(result.error as ModelError) };
  const { count } = search.graph.visited;
  const memory = `${mebibytes(search.memoryBytes)} MiB of ${mebibytes(allowed)}`;
  // Those at the greatest depth were taken from the frontier, though nothing was looked for behind them.
  const left = reached === 'depth' ? '' : `${grouped(result.frontier)} of them not expanded, `;
  const states = `${grouped(count)} ${count === 1 ? 'state' : 'states'}`;
  return { reached, message: `${LIMITS[reached]} (${states}, ${left}${memory})` };
}

/** `the model went wrong before all states were seen: process 'a', step 'dec': n cannot be -1; after a: dec`. */
function mistake({ message, place }: ModelError): string {
  const { line, process, step, property, run = [] } = place;
  const where = [
    line,
    process && `process '${process}'`,
    step && `step '${step}'`,
    property && `property '${property}'`,
  ].filter((part) => part !== undefined);
  const after = run.length === 0 ? '' : `; after ${run.join(', ')}`;
  return `the model went wrong before all states were seen: ${where.join(', ')}: ${message}${after}`;
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

/** `1,234,567`. */
function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
