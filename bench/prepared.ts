// A search that only has to run: its model is loaded, its accesses are analysed and its code is generated, as `spin -a`,
// rumur and gcc do before SPIN and Rumur run. What is measured is `run()` alone, on either side; steps are still
// generated as they are met, and V8 compiles while it runs.

import { DEFAULT_MEMORY } from '../src/base/limits.ts';
import { Progress } from '../src/base/progress.ts';
import type { StoreName } from '../src/base/stores.ts';
import { planReductions } from '../src/check/reductions.ts';
import { Search } from '../src/check/search.ts';
import { Monitor, observerShapes } from '../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../src/compile/program/compile.ts';
import type { Properties } from '../src/language/claims/property.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  resolveParameters,
} from '../src/language/define-model.ts';
import { loadFile } from '../src/load/load-model.ts';
import type { ReductionName } from '../src/outcome/reduction-names.ts';
import { layersOf } from '../src/reduction/layers.ts';

/** What is searched: a model with values of its parameters, and the properties of its spec, where the file is one. */
export interface Subject {
  readonly model: ModelDefinition;
  readonly values: ParameterValues;
  readonly specified: Properties;
}

export async function subjectIn(file: string, parameters: string): Promise<Subject> {
  const loaded = await loadFile(file);
  const model = loaded.type === 'model' ? loaded.model : loaded.spec.model;
  const values = resolveParameters(model, JSON.parse(parameters) as ParameterValues);
  return { model, values, specified: loaded.type === 'spec' ? loaded.spec.properties(values) : {} };
}

export interface Preparation {
  readonly reduction: readonly ReductionName[];
  readonly maxStates?: number;
  readonly memoryBytes?: number;
  readonly progress?: Progress;
  readonly store?: StoreName;
  /** Whether observers are taken to be steady, as they are at first. */
  readonly isSteady?: boolean;
  /** Goes on where all properties are decided: what is left of the states can only be told of whole searches. */
  readonly exhaustive?: boolean;
}

export function prepare(
  { model, values }: Pick<Subject, 'model' | 'values'>,
  properties: Properties,
  {
    reduction,
    maxStates = Number.POSITIVE_INFINITY,
    memoryBytes = DEFAULT_MEMORY,
    progress = new Progress(),
    store,
    isSteady = true,
    exhaustive = false,
  }: Preparation,
): Search {
  const system = new CompiledSystem(model.system(values), observerShapes(properties));
  const monitor = new Monitor(system, properties);
  const plans = planReductions({ system, monitor, properties, isSteady }, reduction);
  return new Search(system, monitor, properties, {
    order: 'bfs',
    store,
    maxStates,
    maxDepth: Number.POSITIVE_INFINITY,
    memoryBytes,
    progress,
    exhaustive,
    ...layersOf(Object.values(plans)),
  });
}

/** Of processor time since a mark, in user and system mode, all threads. */
export function secondsSince(mark?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(mark);
  return (user + system) / 1e6;
}
