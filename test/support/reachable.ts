// Everything that can be reached, as canonical texts: what the differential tests compare with the reference explorer.

import { Progress } from '../../src/base/progress.ts';
import { Search, type SearchOptions } from '../../src/check/search.ts';
import { Monitor, observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { pathTo } from '../../src/counterexample/path.ts';
import {
  assertedProperties,
  isPending,
  type Properties,
} from '../../src/language/claims/property.ts';
import type { Verdict } from '../../src/language/claims/verdict.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { StateDecoder } from '../../src/trace/show-state.ts';

export interface Reachable {
  /** The states as texts: JSON of { cells, processes, observers } with sorted names, as in reference/shown.ts. */
  readonly keys: Set<string>;
  readonly transitions: number;
  readonly depth: number;
  readonly verdicts: Record<string, { verdict: Verdict; depth?: number }>;
}

export function reachable(
  definition: SystemDefinition,
  properties: Properties,
  options: Partial<SearchOptions> = {},
): Reachable {
  const system = new CompiledSystem(
    definition,
    observerShapes(properties),
    undefined,
    assertedProperties(properties),
  );
  const monitor = new Monitor(system, properties);
  const search = new Search(system, monitor, properties, {
    order: 'bfs',
    maxStates: Number.POSITIVE_INFINITY,
    maxDepth: Number.POSITIVE_INFINITY,
    memoryBytes: 2 ** 28,
    progress: new Progress(),
    exhaustive: true,
    ...options,
  });
  const result = search.run();
  const { graph } = search;
  const decoder = new StateDecoder(system.layout);
  const keys = new Set<string>();
  for (let index = 0; index < graph.visited.count; index++) {
    keys.add(canonical(decoder.decode(graph.stateAt(index))));
  }
  const verdicts: Reachable['verdicts'] = {};
  const assertions = ['assertions', { kind: 'assertion' }] as const;
  for (const [name, property] of [...Object.entries(properties), assertions]) {
    const { kind } = property;
    const finding = result.findings.get(name);
    const found = kind === 'reachable' ? 'holds' : 'violated';
    const missed = kind === 'reachable' ? 'violated' : 'holds';
    verdicts[name] = finding
      ? { verdict: found, depth: pathTo(finding.graph ?? graph, finding).steps.length }
      : { verdict: isPending(property) ? 'pending' : missed };
  }
  return { keys, transitions: result.transitions, depth: result.depth, verdicts };
}

function canonical(state: object): string {
  return JSON.stringify(toPlain(state), (_name, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function toPlain(state: object): unknown {
  return Object.fromEntries(
    Object.entries(state).map(([name, map]) => [name, (map as { toJS(): unknown }).toJS()]),
  );
}
