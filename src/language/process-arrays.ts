// Arrays over processes (perProcess() in cell.ts) get their length here, where all processes are known: one element for
// each instance, in the order in which the layout numbers them.
//
// What must stay true: everything behind system() sees shapes of a known length, and none has another length than the
// system has instances; the layout refuses what came past this, as a local would.

import type { Cells, Shape } from './cell.ts';
import type { ProcessDefinition } from './process.ts';

export function withProcessArrays(
  cells: Cells,
  processes: Readonly<Record<string, ProcessDefinition>>,
): Cells {
  const total = instancesIn(processes);
  const sized = Object.entries(cells).map(([name, cell]) => [
    name,
    isSized(cell.shape) ? cell : { ...cell, shape: sizedShape(cell.shape, total) },
  ]);
  return Object.fromEntries(sized);
}

/** How many there are of all processes together. */
export function instancesIn(processes: Readonly<Record<string, ProcessDefinition>>): number {
  return Object.values(processes).reduce((sum, process) => sum + instancesOf(process), 0);
}

/** A count that is none is refused by the layout, which knows the name of the process. */
export function instancesOf({ count }: ProcessDefinition): number {
  const size = typeof count === 'number' ? count : count.size;
  return Number.isInteger(size) && size > 0 ? size : 0;
}

function isSized(shape: Shape): boolean {
  switch (shape.type) {
    case 'array':
      return !shape.processes && isSized(shape.element);
    case 'record':
      return Object.values(shape.fields).every(isSized);
    default:
      return true;
  }
}

function sizedShape(shape: Shape, total: number): Shape {
  if (isSized(shape)) return shape;
  switch (shape.type) {
    case 'array': {
      const length = shape.processes ? total : shape.length;
      return { ...shape, length, element: sizedShape(shape.element, total) };
    }
    case 'record': {
      const fields = Object.entries(shape.fields).map(([name, field]) => [
        name,
        sizedShape(field, total),
      ]);
      return { ...shape, fields: Object.fromEntries(fields) };
    }
    default:
      return shape;
  }
}
