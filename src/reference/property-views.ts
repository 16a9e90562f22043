// What properties see of processes: for each process an array of its instances, with label, id and
// locals. Within a called procedure the label reads `call/label`; the locals are those of the
// process itself.

import { variablesOf } from './frames.ts';
import { type Frame, type Instance, placeOf, type Stack, type State, type World } from './state.ts';
import { openRecord } from './views.ts';

export function processView(world: World, state: State, instance: Instance): object {
  const stack = state.processes.get(instance.self) as Stack;
  const { variables } = stack.first() as Frame;
  const access = { processes: world.instances.length, writable: false };
  const fixed = { at: placeOf(stack), id: instance.id, self: instance.self };
  return openRecord(variablesOf(instance.definition), variables, instance.name, access, fixed);
}

export function processViews(world: World, state: State): Record<string, readonly object[]> {
  const views: Record<string, object[]> = {};
  for (const process of Object.keys(world.definition.processes)) views[process] = [];
  for (const instance of world.instances) {
    views[instance.process].push(processView(world, state, instance));
  }
  return views;
}
