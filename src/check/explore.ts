// The searches of a check: the first, with the reductions that are sound, and the one that looks for shortest runs.

import { ModelError } from '../base/errors.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import { type Shown, shortestRuns } from '../counterexample/shortest.ts';
import type { SearchResult } from '../graph/finding.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import { withDeadlock } from '../lock-order/outcome.ts';
import { type PreparedCheck, selectProperties } from './prepare.ts';
import { layersOf } from './reductions.ts';
import { Search } from './search.ts';

export interface Explored {
  readonly search: Search;
  readonly result: SearchResult;
  readonly seconds: number;
  /** Each finding, in the graph that shows it by the shortest run. */
  readonly shown: ReadonlyMap<string, Shown>;
}

/** What a search for shorter runs has found when the model goes wrong is what it has found. */
function untilItGoesWrong(again: Search): Pick<SearchResult, 'findings' | 'limit'> {
  try {
    return again.runOrExplain();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { findings: again.findings, limit: 'error' };
  }
}

export function explore(check: PreparedCheck): Explored {
  const { system, monitor, properties, limits, lockOrder } = check;
  const { quotient, expansion } = layersOf(check.reductions);
  const search = new Search(system, monitor, lockOrder ? withDeadlock(properties) : properties, {
    ...limits,
    quotient,
    expansion,
    watch: lockOrder,
    assertions: check.checksAssertions,
  });
  check.attempt.follow(search.graph);
  const started = performance.now();
  const result = search.runOrExplain();
  const seconds = (performance.now() - started) / 1000;
  const { graph } = search;
  const shown = shortestRuns({ ...result, graph }, (names, { maxDepth, maxStates }) => {
    const some = selectProperties(properties, names);
    const again = new Search(system, new Monitor(system, some), some, {
      ...limits,
      maxDepth,
      maxStates: Math.min(maxStates, limits.maxStates),
      assertions: names.includes(ASSERTIONS),
      quotient,
    });
    return { ...untilItGoesWrong(again), graph: again.graph };
  });
  return { search, result, seconds, shown };
}
