// A doubt about a model: a local that is read and never assigned has in every state what it begins with. A line that assigns it
// is missing, or it is a constant and its author may say so.

import { type Shape, shapeOf } from '../../language/cell.ts';
import type { Field } from '../layout/field.ts';
import { firstInstances, type InstancePlan } from '../layout/layout.ts';
import { fieldsOf } from '../layout/slot.ts';
import type { CompiledSystem } from './compile.ts';

/** A sentence for each local of a process that is read; `begin` may give any local a value, so nothing is said where there is one. */
export function unassignedLocals(
  system: CompiledSystem,
  observed: (field: Field) => boolean,
): string[] {
  return firstInstances(system.layout)
    .filter(({ process }) => process.definition.begin === undefined)
    .flatMap((instance) => {
      const { name, definition } = instance.process;
      const { read, written } = used(system, instance);
      return Object.entries(definition.locals)
        .filter(([local, given]) => {
          const fields = fieldsOf(instance.frames[''][local]);
          const isRead = read.has(local) || fields.some(observed);
          return isRead && !fields.some((field) => written.has(field)) && !isSaid(shapeOf(given));
        })
        .map(
          ([local]) =>
            `${name}: no step assigns the local '${local}', so it stays what it begins with; is a line missing? If it is a constant, say what it begins with`,
        );
    });
}

/** The locals that steps of the process itself and its guard read, and the fields that steps write, results of procedures included. */
function used(system: CompiledSystem, instance: InstancePlan) {
  const read = new Set(system.guardAccess(instance)?.locals.read);
  const written = new Set<Field>();
  for (const label of instance.process.flat.labels) {
    for (const field of system.ownWrites(instance, label)) written.add(field);
    if (label.frame.name !== '') continue;
    for (const local of system.authoredAccess(instance, label).locals.read) read.add(local);
  }
  return { read, written };
}

/** Whether its author says what some part of it begins with. */
function isSaid(shape: Shape): boolean {
  if (shape.initial !== undefined) return true;
  if (shape.type === 'array') return isSaid(shape.element);
  return shape.type === 'record' && Object.values(shape.fields).some(isSaid);
}
