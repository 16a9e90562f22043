// Who waits for what: the cells that a blocked step and its process's guard read, and whoever these cells say holds
// them. A primitive remembers its holder in a field whose values are processes; nothing else is known of locks here.

import type { Access, StepAccess } from '../model/access/access.ts';
import type { Shape } from '../model/cell.ts';
import type { CompiledSystem } from '../model/compile.ts';
import { none } from '../model/domain.ts';
import { decodeValue } from '../model/layout/codec.ts';
import { readField } from '../model/layout/field.ts';
import type { InstancePlan } from '../model/layout/layout.ts';
import { cellLeaves, type Leaf } from '../model/layout/leaf.ts';
import type { ScalarSlot } from '../model/layout/slot.ts';
import { idName } from '../trace/show-state.ts';

export interface Wait {
  readonly instance: InstancePlan;
  readonly label: string;
  readonly resources: readonly Resource[];
}
/** A cell, or an element of it, that a waiting process looks at. */
export interface Resource {
  /** `zone_lock`, `locks[1]`. */
  readonly name: string;
  readonly holders: readonly Holder[];
}
/** A process that the resource names: its owner, a reader, a writer that waits there. */
export interface Holder {
  /** `owner`; empty where the resource is nothing but the process. */
  readonly field: string;
  /** Where it could be named: the places of a list of readers are one. */
  readonly slots: readonly ScalarSlot[];
  readonly instance: number;
}

/** What an instance that cannot move waits for in a state. */
export function waitOf(system: CompiledSystem, state: Int32Array, instance: InstancePlan): Wait {
  const { process, label } = instance;
  const code = readField(state, label);
  const flat = process.flat.labels[code];
  const accesses = flat === undefined ? [] : readsOf(system, instance, code);
  const resources = new Map<string, Resource>();
  for (const { cell, path } of accesses) {
    const exact = path.map((step) => fixed(step, state, instance));
    const resource = { cell, path: upToRecord(exact) };
    const name = pathName(system, resource);
    resources.set(name, { name, holders: holdersOf(system, state, instance, resource) });
  }
  return { instance, label: process.labelNames[code], resources: [...resources.values()] };
}

/** What decides whether the step can be taken: everything that it or the guard reads. */
function readsOf(system: CompiledSystem, instance: InstancePlan, code: number): readonly Access[] {
  const step: StepAccess = system.accessOf(instance, instance.process.flat.labels[code]);
  const guard = system.guardAccess(instance);
  const reads = [...step.accesses, ...(guard?.accesses ?? [])].filter(({ write }) => !write);
  return reads.length > 0 ? reads : step.accesses;
}

/** An index by a local is, in this state, one element. */
function fixed(
  step: Access['path'][number],
  state: Int32Array,
  { frames, id }: InstancePlan,
): Access['path'][number] {
  if (step.type === 'own') return { type: 'constant', value: id };
  const slot = step.type === 'local' ? frames[''][step.name] : undefined;
  if (slot?.type !== 'scalar') return step;
  const value = decodeValue(slot.domain, readField(state, slot.field));
  return typeof value === 'number' ? { type: 'constant', value } : step;
}

/** The record that a field belongs to is what people wait for: the lock, not its `locked`. */
function upToRecord(path: Access['path']): Access['path'] {
  return path.slice(0, path.findLastIndex(({ type }) => type !== 'field') + 1);
}

function pathName({ definition }: CompiledSystem, { cell, path }: Pick<Access, 'cell' | 'path'>) {
  let shape: Shape | undefined = definition.cells[cell]?.shape;
  let name = cell;
  for (const step of path) {
    if (step.type === 'field') {
      name += `.${step.name}`;
      shape = shape?.type === 'record' ? shape.fields[step.name] : (undefined as never);
      continue;
    }
    const kind = shape?.type === 'array' ? shape.kind : undefined;
    if (step.type === 'constant') name += `[${kind ? idName(kind, step.value) : step.value}]`;
    shape = shape?.type === 'array' ? shape.element : (undefined as never);
  }
  return name;
}

function holdersOf(
  system: CompiledSystem,
  state: Int32Array,
  waiter: InstancePlan,
  { cell, path }: Pick<Access, 'cell' | 'path'>,
): Holder[] {
  const slot = system.layout.cells[cell];
  if (slot === undefined) return [];
  const fields = new Map<string, ScalarSlot[]>();
  for (const leaf of cellLeaves(slot, system.views[cell], cell, path, waiter.id)) {
    if (!namesProcess(leaf)) continue;
    const field = /\.(\w+)(?:\[\d+\])?$/.exec(leaf.name)?.[1] ?? '';
    fields.set(field, [...(fields.get(field) ?? []), leaf.slot]);
  }
  return [...fields].flatMap(([field, slots]) =>
    [...new Set(slots.flatMap((one) => processIn(one, state) ?? []))]
      .filter((instance) => instance !== waiter.index || isHold(field))
      .map((instance) => ({ field, slots, instance })),
  );
}

/** Whether a field of this name says who has the resource; any other says who has to do with it. */
export function isHold(field: string): boolean {
  return ['', 'owner', 'holder', 'readers', 'active'].includes(field);
}

function namesProcess(leaf: Leaf): leaf is Leaf & { slot: ScalarSlot } {
  if (leaf.slot.type !== 'scalar') return false;
  const { domain } = leaf.slot;
  return (domain.type === 'orNone' ? domain.inner : domain).type === 'process';
}

export function processIn({ domain, field }: ScalarSlot, state: Int32Array): number | undefined {
  const value = decodeValue(domain, readField(state, field));
  return value === none ? undefined : (value as number);
}
