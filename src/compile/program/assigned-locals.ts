// Which locals of a process get a value besides the one that every local begins with: by a step, by what a procedure hands back,
// by `begin`, or because its author says what it begins with. Of another one a line may be missing (access/lints.ts).

import { type Shape, shapeOf } from '../../language/cell.ts';
import type { InstancePlan } from '../layout/layout.ts';
import { fieldsOf } from '../layout/slot.ts';
import type { CompiledSystem } from './compile.ts';

/** All of them where the process has `begin`, which may give any a value. */
export function assignedLocals(system: CompiledSystem, instance: InstancePlan): Set<string> {
  const { flat, definition } = instance.process;
  const written = new Set(flat.labels.flatMap((label) => system.ownWrites(instance, label)));
  const isWritten = (local: string): boolean =>
    fieldsOf(instance.frames[''][local]).some((field) => written.has(field));
  const assigned = Object.entries(definition.locals).filter(
    ([local, given]) => definition.begin || isSaid(shapeOf(given)) || isWritten(local),
  );
  return new Set(assigned.map(([local]) => local));
}

/** Whether its author says what some part of it begins with. */
function isSaid(shape: Shape): boolean {
  if (shape.initial !== undefined) return true;
  if (shape.type === 'array') return isSaid(shape.element);
  return shape.type === 'record' && Object.values(shape.fields).some(isSaid);
}
