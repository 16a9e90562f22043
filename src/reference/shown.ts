// A canonical text for a state, so that states of the reference can be compared with states of the
// engine.
//
// The text is the JSON of { cells, processes, observers } with the names within each object in
// alphabetical order:
//
// - cells by name; processes by the name of the instance (`alloc0`, or `hotplug` where there is
//   one), each an object of `at` and its locals; observers by the name of the property;
// - the variables of a called procedure stand beside the locals under `call/name`, nested ones
//   under `a/b/name`, as its labels do, and only while the frame is there;
// - true, false, numbers and the strings of oneOf as they are; `none` as null; ids as they read in
//   a trace (`cpu0`, or the id's name); a process by the name of its instance;
// - arrays over processes as objects, by process, of the values that are not the first of their domain; of booleans
//   as the array of the processes for which they are true;
// - cells that are records without fields, as barriers are, are left out;
// - arrays and lists as arrays, sets as the array of their members in ascending order, records as
//   objects.

import type { List, Set } from 'immutable';
import type { RecordShape, Shape } from '../language/cell.ts';
import type { Kind, ValueDomain } from '../language/domain.ts';
import { firstValue, none } from '../language/domain.ts';
import { recordShapeOf } from './contents.ts';
import { codesOf, variablesOf } from './frames.ts';
import type { Observers } from './observers.ts';
import type { Contents, Fields, Instance, Stack, State, Value, World } from './state.ts';
import { placeOf } from './state.ts';

export type Shown = boolean | number | string | null | Shown[] | { [name: string]: Shown };

export function keyOf(world: World, observers: Observers, state: State): string {
  const { definition, instances } = world;
  const cells: RecordShape = {
    type: 'record',
    fields: Object.fromEntries(
      Object.entries(definition.cells)
        .map(([name, { shape }]) => [name, shape] as const)
        .filter(([, shape]) => shape.type !== 'record' || Object.keys(shape.fields).length > 0),
    ),
  };
  const memories = observers.map(([name, observer]) => {
    const memory = state.observers.get(name) as Fields;
    return [name, showFields(world, recordShapeOf(observer.state), memory)];
  });
  return canonicalJson({
    cells: showFields(world, cells, state.cells),
    processes: Object.fromEntries(
      instances.map((instance) => [instance.name, showProcess(world, state, instance)]),
    ),
    observers: Object.fromEntries(memories),
  });
}

function showProcess(world: World, state: State, instance: Instance): Shown {
  const stack = state.processes.get(instance.self) as Stack;
  const shown: Record<string, Shown> = { at: placeOf(stack) };
  let prefix = '';
  codesOf(instance, stack).forEach((code, k) => {
    const frame = stack.get(k);
    if (frame === undefined) return;
    const variables = showFields(world, variablesOf(code), frame.variables);
    for (const [name, value] of Object.entries(variables)) shown[prefix + name] = value;
    prefix += `${frame.label}/`;
  });
  return shown;
}

function showFields(world: World, shape: RecordShape, fields: Fields): Record<string, Shown> {
  const entries = Object.entries(shape.fields);
  return Object.fromEntries(
    entries.map(([name, field]) => [name, show(world, field, fields.get(name) as Contents)]),
  );
}

function show(world: World, shape: Shape, contents: Contents): Shown {
  switch (shape.type) {
    case 'scalar':
      return showValue(world, shape.domain, contents as Value);
    case 'array':
      if (shape.processes) return showProcesses(world, shape.element, contents as List<Contents>);
      return (contents as List<Contents>).toArray().map((e) => show(world, shape.element, e));
    case 'record':
      return showFields(world, shape, contents as Fields);
    case 'set': {
      const members = (contents as Set<number>).toArray().sort((a, b) => a - b);
      return members.map((member) => (shape.kind ? showId(shape.kind, member) : member));
    }
    case 'list': {
      const values = (contents as List<Value>).toArray();
      return values.map((value) => showValue(world, shape.domain, value));
    }
  }
}

/** By the name of the instance, those whose value is not the first of the domain; names alone for booleans. */
function showProcesses(world: World, element: Shape, contents: List<Contents>): Shown {
  if (element.type !== 'scalar') throw new Error('an array over processes holds plain values');
  const first = firstValue(element.domain);
  const said = contents
    .toArray()
    .map((one, k) => [world.instances[k].name, one as Value] as const)
    .filter(([, one]) => one !== first);
  const isMember = element.domain.type === 'bool';
  return isMember
    ? said.map(([name]) => name)
    : Object.fromEntries(said.map(([name, one]) => [name, showValue(world, element.domain, one)]));
}

function showValue(world: World, domain: ValueDomain, value: Value): Shown {
  if (value === none) return null;
  switch (domain.type) {
    case 'orNone':
      return showValue(world, domain.inner, value);
    case 'id':
      return showId(domain, value as number);
    case 'process':
      return world.instances[value as number].name;
    default:
      return value as Shown;
  }
}

function showId(kind: Kind, id: number): string {
  return kind.names?.[id] ?? `${kind.name}${id}`;
}

export function canonicalJson(shown: Shown): string {
  return JSON.stringify(shown, (_name, value: Shown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
