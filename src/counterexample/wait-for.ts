// Who waits for what: the cells that a blocked step and its process's guard read, and the processes that these cells
// name. A primitive remembers its holder in a field whose values are processes, and says in which mode; nothing else is
// known of locks here. What is kept for each process (its state, its signals) says nothing of who is in the way.

import type { Access } from '../compile/access/access.ts';
import { readField } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import { type NamingPlace, namedAt, namingPlaces } from '../compile/layout/named.ts';
import { fieldsOf, type Slot } from '../compile/layout/slot.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { pathIn, pathName, placesAt } from '../trace/access-path.ts';
import { blockingResources } from './blocking-condition.ts';
import type { Resource, Role } from './resource.ts';

export interface Wait {
  readonly instance: InstancePlan;
  readonly label: string;
  readonly resources: readonly Resource[];
}
/** What an instance that cannot move waits for in the last state of a run, as far as that decides it. */
export function waitOf(
  system: CompiledSystem,
  states: readonly Int32Array[],
  instance: InstancePlan,
): Wait {
  const state = states[states.length - 1];
  const { process } = instance;
  const code = readField(state, instance.label);
  const label = process.flat.labels[code];
  const resources = new Map<string, Resource>();
  for (const access of label === undefined ? [] : readsOf(system, state, instance, code)) {
    const resource = resourceOf(system, state, instance, access);
    resources.set(resource.name, resource);
  }
  return {
    instance,
    label: process.labelNames[code],
    resources:
      label === undefined
        ? []
        : blockingResources({ system, state, free: states[0], instance, label }, [
            ...resources.values(),
          ]),
  };
}

/** What decides whether the step can be taken: everything that it or the guard reads. */
function readsOf(
  system: CompiledSystem,
  state: Int32Array,
  instance: InstancePlan,
  code: number,
): Access[] {
  const label = instance.process.flat.labels[code];
  const { accesses } = system.accessOf(instance, label);
  const guard = system.guardAccess(instance)?.accesses ?? [];
  const inFrame = (frame: string) => (access: Access) => ({
    ...access,
    path: pathIn(state, instance, frame, access.path),
  });
  const all = [...accesses.map(inFrame(label.frame.name)), ...guard.map(inFrame(''))];
  const reads = all.filter(({ write }) => !write);
  return reads.length > 0 ? reads : all;
}

/** The record that a field belongs to is what people wait for, if it names processes: the lock, not its `locked`. */
function resourceOf(
  system: CompiledSystem,
  state: Int32Array,
  waiter: InstancePlan,
  { cell, path }: Pick<Access, 'cell' | 'path'>,
): Resource {
  const cut = path.findLastIndex(({ type }) => type === 'field');
  const isField = cut >= 0 && cut === path.length - 1;
  const candidates = isField ? [path.slice(0, cut), path] : [path];
  const reads = asksToRead(system, state, waiter, cell);
  const resources = candidates.map((way): Resource => {
    const slots = placesAt(system.layout, cell, way).map(({ slot }) => slot);
    return {
      name: pathName(system.layout, cell, way),
      fields: slots.flatMap(fieldsOf),
      roles: rolesOf(slots, state, waiter, reads),
    };
  });
  return resources.find(({ roles }) => roles.length > 0) ?? resources[resources.length - 1];
}

/** The processes that the slots name, but the waiter itself where that only says that it waits. */
function rolesOf(
  slots: readonly Slot[],
  state: Int32Array,
  waiter: InstancePlan,
  reads: boolean,
): Role[] {
  const named = new Map<string, NamingPlace[]>();
  for (const slot of slots) {
    const fields = slot.type === 'record' ? Object.entries(slot.fields) : [['', slot] as const];
    const modes = (slot.type === 'record' ? slot.lock?.holders : undefined) ?? {};
    const isLock = Object.keys(modes).length > 0;
    for (const [name, field] of fields) {
      // No reader waits for a reader.
      if (reads && modes[name] === 'read') continue;
      const isForEach = field.type === 'array' && field.processes === true;
      // Who stands in line before a lock is in the way; who sleeps on the same queue is not.
      const mayHinder = modes[name] !== undefined || isHolder(name) || (isWaiter(name) && isLock);
      if (isForEach && !mayHinder) continue;
      const known = named.get(name) ?? [];
      named.set(name, [...known, ...namingPlaces(field)]);
    }
  }
  return [...named].flatMap(([name, places]) => {
    const instances = [...new Set(places.map((place) => namedAt(place, state)))].filter(
      (instance) => instance >= 0 && (instance !== waiter.index || isHold(name)),
    );
    return instances.length > 0 ? [{ name, places, instances }] : [];
  });
}

/** Whether the step that is blocked asks a lock in the cell to let it read. */
function asksToRead(
  system: CompiledSystem,
  state: Int32Array,
  waiter: InstancePlan,
  cell: string,
): boolean {
  const label = waiter.process.flat.labels[readField(state, waiter.label)];
  return system.accessOf(waiter, label).acquireGuards.some((guard) => {
    const methods = placesAt(system.layout, guard.cell, guard.path).map(({ slot }) =>
      slot.type === 'record' ? slot.methods?.[guard.method]?.acquires : undefined,
    );
    return (
      guard.cell === cell && methods.some((mode) => mode === 'read' || mode === 'recursive-read')
    );
  });
}

/** Whether a role of this name is to have the resource; any other is to have to do with it. */
export function isHold(role: string): boolean {
  return role === '' || isHolder(role);
}

function isHolder(field: string): boolean {
  return ['owner', 'holder', 'readers', 'active'].includes(field);
}

/** Whether a role of this name is to stand in line. */
export function isWaiter(role: string): boolean {
  return role === 'waiting';
}
