// Who waits for what: the cells that a blocked step and its process's guard read, and whoever these cells name. A
// primitive remembers its holder in a field whose values are processes; nothing else is known of locks here.

import type { Access } from '../compile/access/access.ts';
import { readField } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import { type NamingPlace, namedAt, namingPlaces } from '../compile/layout/named.ts';
import { fieldsOf, type Slot } from '../compile/layout/slot.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { pathIn, pathName, placesAt } from '../trace/access-path.ts';
import { decisive } from './decisive.ts';
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
        : decisive({ system, state, free: states[0], instance, label }, [...resources.values()]),
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
  const candidates = path.slice(cut).length === 1 ? [path.slice(0, cut), path] : [path];
  const resources = candidates.map((way): Resource => {
    const slots = placesAt(system.layout, cell, way).map(({ slot }) => slot);
    return {
      name: pathName(system.layout, cell, way),
      fields: slots.flatMap(fieldsOf),
      roles: rolesOf(slots, state, waiter),
    };
  });
  return resources.find(({ roles }) => roles.length > 0) ?? resources[resources.length - 1];
}

/** Whoever the slots name, but the waiter itself where that only says that it waits. */
function rolesOf(slots: readonly Slot[], state: Int32Array, waiter: InstancePlan): Role[] {
  const named = new Map<string, NamingPlace[]>();
  for (const slot of slots) {
    const fields = slot.type === 'record' ? Object.entries(slot.fields) : [['', slot] as const];
    for (const [name, field] of fields) {
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

/** Whether a role of this name is to have the resource; any other is to have to do with it. */
export function isHold(role: string): boolean {
  return ['', 'owner', 'holder', 'readers', 'active'].includes(role);
}
