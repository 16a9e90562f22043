// The searches of a check: the first, with the reductions that are sound, and those that look for shortest runs: into what
// was found, and to where the model goes wrong.

import { ModelError } from '../base/errors.ts';
import { keepsGraph } from '../base/stores.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import {
  mostStatesAgain,
  type SearchAgain,
  shortestLoops,
  shortestRuns,
} from '../counterexample/shortest.ts';
import type { Team } from '../explore/rounds/team.ts';
import type { Snapshots } from '../explore/saver.ts';
import type { SearchResult } from '../graph/finding.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import { withDeadlock } from '../lock-order/outcome.ts';
import { layersOf } from '../reduction/layers.ts';
import type { Explored, Listener } from './found.ts';
import { type PreparedCheck, selectProperties } from './prepare.ts';
import { Search } from './search.ts';

/**
 * None where one thread has to see all: what each execution of a step shows of locks is kept by one, and so is which states
 * are beyond a constraint, and whether a bound of the memory was met.
 */
function teamOf({ lockOrder, system, attempt, limits, options }: PreparedCheck): Team | undefined {
  const needsOne = lockOrder || system.definition.constraint || system.memory;
  if (needsOne || options.partitioned || !keepsGraph(options.store)) return undefined;
  return options.team?.(attempt, limits.progress, options.only);
}

/** None of an attempt, which takes a moment. */
function snapshotsOf(check: PreparedCheck): Snapshots | undefined {
  const { checkpoint, attemptStates } = check.options;
  return attemptStates === undefined ? checkpoint?.(nameOf(check)) : undefined;
}

/** What tells a search from the others of the check, wherever they are kept. */
function nameOf({ attempt, properties, options: { reduction, only } }: PreparedCheck): string {
  return JSON.stringify([Object.keys(properties), only, attempt.sent, reduction]);
}

/** What a search for shorter runs has found when the model goes wrong is what it has found. */
function untilItGoesWrong(
  again: Search,
): Pick<SearchResult, 'findings' | 'limit' | 'error' | 'states'> {
  try {
    return again.runOrExplain();
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const { findings, states } = again.soFar();
    return { findings, states, limit: 'error', error };
  }
}

/**
 * What a search comes to. Where it left steps out the run to an error of the model may have steps that it does not
 * need, so it is looked for again without; the error is then the one that comes first, as without reductions.
 */
function withShortestError(search: Search, again: () => ModelError | undefined): SearchResult {
  const shorter = (error: ModelError): ModelError => {
    const { run = [] } = error.place;
    if (!search.graph.expansion?.reduced || run.length === 0) return error;
    const other = again();
    return (other?.place.run?.length ?? run.length) < run.length ? (other as ModelError) : error;
  };
  try {
    const result = search.runOrExplain();
    return result.error ? { ...result, error: shorter(result.error) } : result;
  } catch (error) {
    if (error instanceof ModelError) throw shorter(error);
    throw error;
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
      maxStates: Math.min(
        limits.maxStates,
        check.options.attemptStates ?? Number.POSITIVE_INFINITY,
      ),
      quotient,
      expansion,
      watch: lockOrder,
      team: teamOf(check),
      snapshots: snapshotsOf(check),
      partitioned: check.options.partitioned?.of(nameOf(check), check.attempt, check.options.only),
      store: check.options.store,
      seed: check.options.seed,
      assertions: check.checksAssertions,
      untilWrong: check.options.untilWrong === true,
      onFinding: () => listener.finding(search, secondsSince()),
    },
  );
  check.attempt.follow(search.graph);
  const result = withShortestError(search, () => {
    const again = new Search(system, new Monitor(system, properties), properties, {
      ...limits,
      exhaustive: true,
      maxStates: Math.min(mostStatesAgain(search.soFar().states), limits.maxStates),
      assertions: check.checksAssertions,
      quotient,
    });
    return untilItGoesWrong(again).error;
  });
  const seconds = secondsSince();
  listener.ended({ search, result, seconds });
  const { graph } = search;
  const lessReduced =
    (orbits: typeof quotient): SearchAgain =>
    (names, { maxDepth, maxStates }) => {
      // An assertion that ends a run is found also where its property is not asked for.
      const asked = names.filter((name) => name === ASSERTIONS || Object.hasOwn(properties, name));
      const some = selectProperties(properties, asked);
      const again = new Search(system, new Monitor(system, some), some, {
        ...limits,
        exhaustive: false,
        maxDepth,
        maxStates: Math.min(maxStates, limits.maxStates),
        assertions: names.includes(ASSERTIONS),
        quotient: orbits,
      });
      return { ...untilItGoesWrong(again), graph: again.graph };
    };
  const shown = shortestRuns({ ...result, graph }, lessReduced(quotient));
  if (!result.forgotten) shortestLoops(shown, graph, lessReduced(undefined));
  return { search, result, seconds, shown };
}
