// Every reachable state of a system, with no reduction: for those who look at states and not at properties.

import { UsageError } from '../base/errors.ts';
import { type Figures, Progress } from '../base/progress.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import type { SearchResult } from '../graph/finding.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import { compileSystem } from './compile-system.ts';
import { Search } from './search.ts';

/** How far it came where it was asked to stop. */
export interface Unfinished {
  readonly figures: Figures;
}

export interface WholeGraphOptions {
  readonly maxStates: number;
  /** Bytes. */
  readonly memoryBytes: number;
  /** What the states are too many for. */
  readonly purpose: string;
  readonly shared?: SharedArrayBuffer | undefined;
}

export interface WholeGraph {
  readonly search: Search;
  /** What was found of the properties; each is searched for until all states are known. */
  readonly result: SearchResult;
}

/** Searched breadth-first. Throws a UsageError where there are too many states. */
export function wholeGraph(
  model: ModelDefinition,
  parameters: ParameterValues,
  properties: Properties,
  { maxStates, memoryBytes, purpose, shared }: WholeGraphOptions,
): WholeGraph | Unfinished {
  const progress = new Progress(shared);
  const system = compileSystem(model.system(parameters), properties, progress);
  const search = new Search(system, new Monitor(system, properties), properties, {
    order: 'bfs',
    maxStates: maxStates + 1,
    maxDepth: Number.POSITIVE_INFINITY,
    memoryBytes,
    progress,
    exhaustive: true,
  });
  const result = search.runOrExplain();
  const { limit, error } = result;
  // What was found before does not make a picture of states that no step leads to.
  if (error !== undefined) throw error;
  if (limit === 'states') {
    throw new UsageError(
      `${model.name} has more than ${maxStates} ${maxStates === 1 ? 'state' : 'states'}: too many ${purpose}. Choose smaller parameters, or raise --max-states`,
    );
  }
  if (limit === 'memory') {
    throw new UsageError(
      `the states of ${model.name} take more than ${memoryBytes / 2 ** 20} MiB: too many ${purpose}. Choose smaller parameters`,
    );
  }
  if (limit && limit !== 'constraint') return { figures: progress.figures() };
  return { search, result };
}
