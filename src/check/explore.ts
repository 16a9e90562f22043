// The searches of a check: the first, with the reductions that are sound, and the one that looks for shortest runs.

import { ModelError } from '../base/errors.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import { shortestRuns } from '../counterexample/shortest.ts';
import type { SearchResult } from '../graph/finding.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import { withDeadlock } from '../lock-order/outcome.ts';
import { layersOf } from '../reduction/layers.ts';
import type { Explored, Listener } from './found.ts';
import { type PreparedCheck, selectProperties } from './prepare.ts';
import { Search } from './search.ts';

/** What a search for shorter runs has found when the model goes wrong is what it has found. */
function untilItGoesWrong(again: Search): Pick<SearchResult, 'findings' | 'limit'> {
  try {
    return again.runOrExplain();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { findings: again.findings, limit: 'error' };
  }
}

export function explore(check: PreparedCheck, listener: Listener): Explored {
  const { system, monitor, properties, limits, lockOrder } = check;
  const { quotient, expansion } = layersOf(Object.values(check.reductions));
  const started = performance.now();
  const secondsSince = (): number => (performance.now() - started) / 1000;
  const search: Search = new Search(
    system,
    monitor,
    lockOrder ? withDeadlock(properties) : properties,
    {
      ...limits,
      quotient,
      expansion,
      watch: lockOrder,
      assertions: check.checksAssertions,
      untilWrong: check.options.untilWrong === true,
      onFinding: () => listener.finding(search, secondsSince()),
    },
  );
  check.attempt.follow(search.graph);
  const result = search.runOrExplain();
  const seconds = secondsSince();
  listener.ended({ search, result, seconds });
  const { graph } = search;
  const shown = shortestRuns({ ...result, graph }, (names, { maxDepth, maxStates }) => {
    const some = selectProperties(properties, names);
    const again = new Search(system, new Monitor(system, some), some, {
      ...limits,
      exhaustive: false,
      maxDepth,
      maxStates: Math.min(maxStates, limits.maxStates),
      assertions: names.includes(ASSERTIONS),
      quotient,
    });
    return { ...untilItGoesWrong(again), graph: again.graph };
  });
  return { search, result, seconds, shown };
}
