// A doubt about a model: what begins below zero because that is the first value of its range, and nobody has said so. A
// counter that may be -1 is meant to begin with 0 more often than not.

import type { Shape } from '../../language/cell.ts';
import type { SystemDefinition } from '../../language/system.ts';
import { shapesOf } from '../layout/layout.ts';

/** A sentence for each cell and local; none of cells where an initial step may set them, nor of locals that `begin` may. */
export function unsaidFirstValues({ cells, processes, initial }: SystemDefinition): string[] {
  const ofCells = initial ? [] : named(shapesOf(cells), (name) => `cell '${name}'`);
  const ofLocals = Object.entries(processes).flatMap(([process, { locals, begin }]) =>
    begin ? [] : named(shapesOf(locals), (name) => `${process}: the local '${name}'`),
  );
  return [...ofCells, ...ofLocals];
}

function named(shapes: Readonly<Record<string, Shape>>, what: (name: string) => string): string[] {
  return Object.entries(shapes).flatMap(([name, shape]) => {
    const range = unsaidRange(shape);
    if (!range) return [];
    const [low, high] = range;
    return `${what(name)} begins with ${low}, the first value of range(${low}, ${high}); say what it begins with, if only that`;
  });
}

/** The bounds of a range below a shape that has negative values, and 0, and no first value. */
function unsaidRange(shape: Shape): readonly [number, number] | undefined {
  if (shape.initial !== undefined) return undefined;
  switch (shape.type) {
    case 'scalar': {
      const { domain } = shape;
      const isUnsaid = domain.type === 'range' && domain.low < 0 && domain.high >= 0;
      return isUnsaid ? [domain.low, domain.high] : undefined;
    }
    case 'array':
      return unsaidRange(shape.element);
    case 'record':
      return Object.values(shape.fields)
        .map(unsaidRange)
        .find((range) => range !== undefined);
    default:
      return undefined;
  }
}
