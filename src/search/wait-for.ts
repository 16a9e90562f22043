// Who waits for what: the cells that a blocked step and its process's guard read, and whoever these cells say holds
// them. A primitive remembers its holder in a field whose values are processes; nothing else is known of locks here.

import type { Access, StepAccess } from '../model/access/access.ts';
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
export interface Holder {
  /** The field that names the process: `owner`. */
  readonly slot: ScalarSlot;
  readonly field: string;
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
  let shape = definition.cells[cell]?.shape;
  let name = cell;
  for (const step of path) {
    if (step.type === 'field') {
      name += `.${step.name}`;
      shape = shape?.type === 'record' ? shape.fields[step.name] : undefined as never;
      continue;
    }
    const kind = shape?.type === 'array' ? shape.kind : undefined;
    if (step.type === 'constant') name += `[${kind ? idName(kind, step.value) : step.value}]`;
    shape = shape?.type === 'array' ? shape.element : undefined as never;
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
  return cellLeaves(slot, system.views[cell], cell, path, waiter.id).flatMap((leaf) => {
    const instance = holderIn(leaf, state);
    if (instance === undefined) return [];
    const field = typeof leaf.key === 'string' ? leaf.key : '';
    return [{ slot: leaf.slot as ScalarSlot, field, instance }];
  });
}

function holderIn({ slot }: Leaf, state: Int32Array): number | undefined {
  if (slot.type !== 'scalar') return undefined;
  const { domain } = slot;
  const inner = domain.type === 'orNone' ? domain.inner : domain;
  if (inner.type !== 'process') return undefined;
  const value = decodeValue(domain, readField(state, slot.field));
  return value === none ? undefined : (value as number);
}
