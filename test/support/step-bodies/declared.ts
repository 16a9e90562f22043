// The fields that a body is declared to touch in a state, by the access analysis: an index that the
// state fixes is one element, any other is all of them.

import type { Access, StepAccess } from '../../../src/compile/access/access.ts';
import { indexValue } from '../../../src/compile/access/index-value.ts';
import { type Field, placeOf, readField } from '../../../src/compile/layout/field.ts';
import type { InstancePlan, Slots } from '../../../src/compile/layout/layout.ts';
import { fieldsOf, type Slot } from '../../../src/compile/layout/slot.ts';
import { decodeValue } from '../../../src/compile/layout/values.ts';
import { propertyViews } from '../../../src/compile/monitor/property-views.ts';
import type { Role } from './author.ts';
import { system } from './subject.ts';

export interface Declared {
  /** Places of fields: two layouts of one definition have different field objects. */
  readonly touched: ReadonlySet<number>;
  readonly written: ReadonlySet<number>;
}

type Path = Access['path'];

const { slots } = propertyViews(system);
const memory = system.layout.observers.watch;

export function declaredBy(
  access: StepAccess,
  role: Role,
  state: Int32Array,
  instance: InstancePlan,
): Declared {
  const touched = new Set<number>();
  const written = new Set<number>();
  const add = (fields: readonly Field[], write: boolean): void => {
    for (const field of fields) {
      touched.add(placeOf(field));
      if (write) written.add(placeOf(field));
    }
  };
  const isStep = ['step', 'frame', 'guard', 'args'].includes(role);
  const frame = instance.frames[role === 'frame' ? 'sub' : ''];
  const element = isStep ? elementIn(state, instance, frame) : () => undefined;
  for (const { cell, path, write } of access.accesses) {
    add(below(slots[cell], path, element), write);
  }
  for (const { path, write } of access.own) {
    add(
      below({ type: 'record', fields: memory }, path, () => undefined),
      write,
    );
  }
  const own = isStep ? frame : recordOf(instance);
  for (const local of access.locals.read) add(own[local] ? fieldsOf(own[local]) : [], false);
  for (const local of access.locals.written) add(own[local] ? fieldsOf(own[local]) : [], true);
  return { touched, written };
}

/** A process as a handler sees it. */
function recordOf({ process, id }: InstancePlan): Slots {
  const slot = slots[process.name];
  const element = slot.type === 'array' ? slot.elements[id] : undefined;
  return element?.type === 'record' ? element.fields : {};
}

type ElementOf = (index: Exclude<Path[number], { type: 'field' }>) => number | undefined;

function elementIn(state: Int32Array, instance: InstancePlan, frame: Slots): ElementOf {
  const valueOf = (name: string): unknown => {
    const slot = frame[name];
    return slot?.type === 'scalar'
      ? decodeValue(slot.domain, readField(state, slot.field))
      : undefined;
  };
  return (index) => indexValue(index, instance, valueOf);
}

function below(slot: Slot, path: Path, elementOf: ElementOf): Field[] {
  const [first, ...rest] = path;
  if (first === undefined) return fieldsOf(slot);
  switch (slot.type) {
    case 'array': {
      const k = first.type === 'field' ? undefined : elementOf(first);
      const elements = k === undefined ? slot.elements : slot.elements.slice(k, k + 1);
      return elements.flatMap((element) => below(element, rest, elementOf));
    }
    case 'record':
      return first.type === 'field'
        ? below(slot.fields[first.name], rest, elementOf)
        : fieldsOf(slot);
    default:
      return fieldsOf(slot);
  }
}
