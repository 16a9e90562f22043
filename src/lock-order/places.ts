// Where the locks and the contexts of a system are: every record that says it is one, wherever it is nested.

import type { Field } from '../compile/layout/field.ts';
import { shapesOf } from '../compile/layout/layout.ts';
import { type NamingPlace, namingPlaces } from '../compile/layout/named.ts';
import type { RecordSlot, ScalarSlot, Slot } from '../compile/layout/slot.ts';
import type { View } from '../compile/layout/views.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { Shape } from '../language/cell.ts';
import type { LockInfo, Method } from '../language/method.ts';
import type { Held } from '../outcome/lock-order.ts';

/** A lock: one instance of its class. */
export interface LockPlace {
  /** Its number among the locks. */
  readonly number: number;
  /** The cell that it is in, or a part of. */
  readonly cell: string;
  readonly class: string;
  readonly info: LockInfo;
  readonly methods: Readonly<Record<string, Method>>;
  readonly view: View;
  /** Each place of the state that can name a holder, and how that one holds the lock. */
  readonly holders: readonly { readonly place: NamingPlace; readonly held: Held }[];
  /** A bit that says that the owner does not know yet. */
  readonly granted?: Field;
  /** A number that is odd while a process holds it that need not be named. */
  readonly odd?: Field;
}
/** What runs on a cpu. */
export interface ContextPlace {
  readonly cell: string;
  readonly rt: boolean;
  readonly fields: Readonly<Record<string, ScalarSlot>>;
}
export interface Places {
  readonly locks: readonly LockPlace[];
  readonly contexts: readonly ContextPlace[];
}

export function placesOf({ definition, layout, views }: CompiledSystem): Places {
  const locks: LockPlace[] = [];
  const contexts: ContextPlace[] = [];
  const visit = (cell: string, path: string, shape: Shape, slot: Slot, view: View): void => {
    if (shape.type === 'array' && slot.type === 'array') {
      for (const [k, element] of slot.elements.entries()) {
        visit(cell, path, shape.element, element, view?.[k]);
      }
    }
    if (shape.type !== 'record' || slot.type !== 'record') return;
    if (shape.lock) locks.push(lockPlace(locks.length, cell, path, shape.lock, slot, view));
    if (shape.context) {
      const fields = slot.fields as ContextPlace['fields'];
      contexts.push({ cell, rt: shape.context.preemption === 'rt', fields });
    }
    for (const [name, field] of Object.entries(shape.fields)) {
      visit(cell, `${path}.${name}`, field, slot.fields[name], view?.[name]);
    }
  };
  for (const [name, shape] of Object.entries(shapesOf(definition.cells))) {
    visit(name, name, shape, layout.cells[name], views[name]);
  }
  return { locks, contexts };
}

function lockPlace(
  number: number,
  cell: string,
  path: string,
  info: LockInfo,
  { fields, methods = {} }: RecordSlot,
  view: View,
): LockPlace {
  const holders = Object.entries(info.holders).flatMap(([name, mode]) => {
    const held: Held = mode === 'write' ? 'E' : 'S';
    return namingPlaces(fields[name]).map((place) => ({ place, held }));
  });
  const fieldOf = (name: string | undefined): Field | undefined => {
    const slot = name === undefined ? undefined : fields[name];
    return slot?.type === 'scalar' ? slot.field : undefined;
  };
  const granted = fieldOf(info.granted);
  const odd = fieldOf(info.odd);
  return {
    number,
    cell,
    class: info.class ?? path,
    info,
    methods,
    view,
    holders,
    ...(granted && { granted }),
    ...(odd && { odd }),
  };
}
