// The order in which the steps of a system can be seen that somebody watches, over all of its runs: those that an observer has
// handlers for, or those of a process, of each of its instances by itself.
//
// What must stay true: it is the order of a finished search in which the property holds; what a monitor made of it reports has
// no run of the model.

import { type Automaton, automatonOf } from '../automaton/automaton.ts';
import { UsageError } from '../base/errors.ts';
import { type Figures, Progress } from '../base/progress.ts';
import type { ProcessPlan } from '../compile/layout/layout.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import type { Properties, PropertyDefinition } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import { cName } from './c-name.ts';
import { compileSystem } from './compile-system.ts';
import { Search } from './search.ts';
import { type EventOf, watchedGraph } from './watched-graph.ts';

/** A property, or a process. */
export type Subject = { readonly property: string } | { readonly process: string };

export interface OrderOptions {
  readonly maxStates: number;
  readonly memoryBytes: number;
  readonly shared?: SharedArrayBuffer;
}

/** Throws a UsageError where there is no such order. */
export function watchedOrder(
  model: ModelDefinition,
  parameters: ParameterValues,
  properties: Properties,
  subject: Subject,
  { maxStates, memoryBytes, shared }: OrderOptions,
): Automaton | { readonly figures: Figures } {
  const claims = 'property' in subject ? claimOf(properties, subject.property) : {};
  const progress = new Progress(shared);
  const system = compileSystem(model.system(parameters), claims, progress);
  const { processes } = system.layout;
  const eventOf = eventsOf(subject, claims, processes);
  const search = new Search(system, new Monitor(system, claims), claims, {
    order: 'bfs',
    maxStates: maxStates + 1,
    maxDepth: Number.POSITIVE_INFINITY,
    memoryBytes,
    progress,
    exhaustive: true,
  });
  const { findings, limit } = search.run();
  if (limit === 'time' || limit === 'interrupted') return { figures: progress.figures() };
  if (limit !== undefined) {
    throw new UsageError(
      `${model.name} was not searched to its end (${limit}), so no order is proved: choose smaller parameters, or raise --max-states`,
    );
  }
  const [broken] = findings.keys();
  if (broken !== undefined) {
    throw new UsageError(
      `${broken} is violated in ${model.name} with these parameters: there is no order to watch`,
    );
  }
  return automatonOf(watchedGraph(search.graph, eventOf, 'process' in subject));
}

function claimOf(properties: Properties, name: string): Record<string, PropertyDefinition> {
  const property = properties[name];
  if (property.kind === 'observer' && property.always === undefined) return { [name]: property };
  throw new UsageError(
    `${name} is no observer of certain steps, so it does not say what to watch; name a process with --process`,
  );
}

function eventsOf(
  subject: Subject,
  claims: Properties,
  processes: readonly ProcessPlan[],
): EventOf {
  if ('process' in subject) {
    return ({ process }, label) => (process.name === subject.process ? cName(label) : undefined);
  }
  const { [subject.property]: property } = claims;
  const on = property.kind === 'observer' ? property.on : {};
  const several = processes.filter(({ name }) => Object.hasOwn(on, name)).length > 1;
  return ({ process: { name } }, label) => {
    const handlers = Object.hasOwn(on, name) ? on[name] : undefined;
    const isSeen = typeof handlers === 'function' || Object.hasOwn(handlers ?? {}, label);
    if (!isSeen) return undefined;
    return several ? cName(`${name}_${label}`) : cName(label);
  };
}
