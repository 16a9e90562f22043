// The limit that made verdicts inconclusive: the figures, and the flag that raises it.

import type { LimitReached } from '../base/limits.ts';
import type { CheckOutcome } from '../outcome/outcome.ts';
import type { Explored } from './explore.ts';

const LIMITS: Readonly<Record<LimitReached, string>> = {
  states: 'the state limit was reached; raise --max-states',
  depth: 'the depth limit was reached; raise --max-depth',
  memory: 'the memory limit was reached; raise --memory, or choose smaller parameters',
  time: 'the time limit was reached; raise --timeout',
  interrupted: 'interrupted',
};

export function limitOf(
  reached: LimitReached,
  { search, result }: Explored,
  allowed: number,
): NonNullable<CheckOutcome['limit']> {
  const { count } = search.graph.visited;
  const memory = `${mebibytes(search.memoryBytes)} MiB of ${mebibytes(allowed)}`;
  // Those at the greatest depth were taken from the frontier, though nothing was looked for behind them.
  const left = reached === 'depth' ? '' : `${grouped(result.frontier)} of them not expanded, `;
  const states = `${grouped(count)} ${count === 1 ? 'state' : 'states'}`;
  return { reached, message: `${LIMITS[reached]} (${states}, ${left}${memory})` };
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

/** `1,234,567`. */
function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
