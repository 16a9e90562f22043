// Observers: after each transition, never for an initial state, an observer sees the state after it
// and changes its own memory. `always` runs first, then the handler for the process that stepped
// and the label that it left.
//
// A failing assertion violates the observer's property. The memory stays as it was before the
// handler in which it failed; the other handler still runs, and the successor exists nevertheless.

import type { Handler, ObserverDefinition } from '../language/claims/property.ts';
import { recordShapeOf } from './contents.ts';
import { contextOf, openCells } from './context.ts';
import { assert, failureOf, located } from './failures.ts';
import { processView, processViews } from './property-views.ts';
import {
  type Fields,
  type Instance,
  placeOf,
  type Stack,
  type State,
  type World,
} from './state.ts';
import { closeRecord, openRecord } from './views.ts';

export type Observers = readonly (readonly [name: string, definition: ObserverDefinition])[];

export interface Observed {
  readonly state: State;
  /** The observers whose assertions failed. */
  readonly violated: readonly string[];
}

/** The state after a transition of `instance`, with every observer's memory of it. */
export function observe(
  world: World,
  observers: Observers,
  before: State,
  after: State,
  instance: Instance,
): Observed {
  const from = placeOf(before.processes.get(instance.self) as Stack);
  let state = after;
  const violated: string[] = [];
  for (const [name, definition] of observers) {
    for (const handler of handlersFor(definition, instance.process, from)) {
      const reaction = react(world, name, definition, handler, state, instance, from);
      if (reaction === undefined) violated.push(name);
      else state = state.setIn(['observers', name], reaction);
    }
  }
  return { state, violated };
}

function handlersFor({ always, on }: ObserverDefinition, process: string, from: string): Handler[] {
  const forProcess = Object.hasOwn(on, process) ? on[process] : undefined;
  const forLabel =
    typeof forProcess === 'object' && Object.hasOwn(forProcess, from)
      ? forProcess[from]
      : forProcess;
  return [always, forLabel].filter((handler) => typeof handler === 'function');
}

/** The observer's memory after one of its handlers; undefined if an assertion failed in it. */
function react(
  world: World,
  name: string,
  definition: ObserverDefinition,
  handler: Handler,
  state: State,
  instance: Instance,
  from: string,
): Fields | undefined {
  const processes = world.instances.length;
  const shape = recordShapeOf(definition.state);
  const memory = state.observers.get(name) as Fields;
  const my = openRecord(shape, memory, 'my', { processes, writable: true });
  const to = placeOf(state.processes.get(instance.self) as Stack);
  const step = { process: instance.process, id: instance.id, from, to };
  const me = processView(world, state, instance);
  const names = { ...processViews(world, state), my, me, step, assert };
  const context = contextOf(world, openCells(world, state.cells, false), names);
  return located({ property: name }, () =>
    failureOf(() => handler(context)) ? undefined : closeRecord(shape, my, 'my', processes),
  );
}
