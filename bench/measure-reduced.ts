// One reduced search in a process of its own: prints its figures as JSON. Only the search is measured: the model is
// loaded, its code generated and its accesses analysed before, as SPIN and Rumur generate and compile before they run.
//   node measure-reduced.js test/peer-models/phils.ts '{"N":11}' '{"reduction":["partial-order"],"maxStates":1e6}'
// A spec is searched with its safety properties.

import { DEFAULT_MEMORY } from '../src/check.ts';
import { loadFile } from '../src/load/load-model.ts';
import { CompiledSystem } from '../src/model/compile.ts';
import { type ParameterValues, resolveParameters } from '../src/model/define-model.ts';
import { Monitor, observerShapes } from '../src/property/monitor.ts';
import { soundReductions } from '../src/reduction/plan.ts';
import type { Reduction } from '../src/reduction/soundness.ts';
import { Explorer } from '../src/search/explore.ts';
import { Progress } from '../src/search/progress.ts';
import { safetyOf } from './safety.ts';

export interface ReducedSearch {
  readonly reduction: readonly Reduction[];
  readonly maxStates: number;
}
/** What any of the tools says of a search. */
export interface Figures {
  readonly states: number;
  readonly transitions: number;
  /** Of processor time, in user and system mode, all threads. */
  readonly seconds: number;
  /** False where a limit ended it: then there are at least so many states, and it takes at least so long. */
  readonly complete: boolean;
}

const [file, parameters, options] = process.argv.slice(2);
const { reduction, maxStates } = JSON.parse(options) as ReducedSearch;
const loaded = await loadFile(file);
const model = loaded.type === 'model' ? loaded.model : loaded.spec.model;
const values = resolveParameters(model, JSON.parse(parameters) as ParameterValues);
const properties = loaded.type === 'spec' ? safetyOf(loaded.spec.properties(values)) : {};
const system = new CompiledSystem(model.system(values), observerShapes(properties));
const monitor = new Monitor(system, properties);
const { symmetry, partialOrder } = soundReductions(system, monitor, properties, { reduction });
const search = new Explorer(system, monitor, properties, {
  order: 'bfs',
  maxStates,
  maxDepth: Number.POSITIVE_INFINITY,
  memoryBytes: DEFAULT_MEMORY,
  progress: new Progress(),
  ...(symmetry?.canonicalizer && { symmetry: symmetry.canonicalizer }),
  ...(partialOrder?.sets && { partialOrder: partialOrder.sets }),
});
const before = process.cpuUsage();
const { transitions, limit } = search.run();
const { user, system: kernel } = process.cpuUsage(before);
const figures: Figures = {
  states: search.visited.count,
  transitions,
  seconds: (user + kernel) / 1e6,
  complete: limit === undefined,
};
console.log(JSON.stringify(figures));
