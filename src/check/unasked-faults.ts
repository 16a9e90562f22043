// A doubt about primitives that remember what goes wrong, where nobody asks: memory is used after it is freed, no claim is
// about that, and the model holds.

import type { Field } from '../compile/layout/field.ts';
import { firstInstances } from '../compile/layout/layout.ts';
import { fieldsOf, type Slot } from '../compile/layout/slot.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { type Shape, shapeOf } from '../language/cell.ts';

/** `claimed` says which fields properties look at; a step that asserts one itself has asked. */
export function unaskedFaults(
  system: CompiledSystem,
  claimed: (field: Field) => boolean,
): string[] {
  return Object.entries(system.definition.cells).flatMap(([cell, declared]) => {
    const faults = faultsOf(shapeOf(declared));
    const slot = system.layout.cells[cell];
    const isAsked = faultFields(slot, faults).some(claimed) || isReadInStep(system, cell, faults);
    if (faults.length === 0 || isAsked) return [];
    return [
      `cell '${cell}' remembers what goes wrong (${faults.join(', ')}), and no claim asks: ` +
        `claim that it stays away, as in unreachable('...', ({ ${cell} }) => ${cell}.${faults[0]})`,
    ];
  });
}

function faultsOf(shape: Shape): readonly string[] {
  return shape.type === 'record' ? (shape.remembers ?? []) : [];
}

function faultFields(slot: Slot, faults: readonly string[]): Field[] {
  return slot.type === 'record' ? faults.flatMap((name) => fieldsOf(slot.fields[name])) : [];
}

function isReadInStep(system: CompiledSystem, cell: string, faults: readonly string[]): boolean {
  return firstInstances(system.layout).some((instance) =>
    instance.process.flat.labels.some((label) =>
      system
        .authoredAccess(instance, label)
        .accesses.some(
          ({ cell: touched, path: [part] }) =>
            touched === cell && part?.type === 'field' && faults.includes(part.name),
        ),
    ),
  );
}
