// How properties and observers see a system: the cells, and each process as an array of records with its label (`at`),
// its id and its locals. The slots are those of the layout, so what a property reads is known field by field.

import type { Shape } from '../../language/cell.ts';
import { SELF } from '../access/place.ts';
import { type Layout, type ProcessPlan, shapesOf } from '../layout/layout.ts';
import type { ArraySlot, RecordSlot, Slot } from '../layout/slot.ts';
import { makeView, type View } from '../layout/views.ts';
import type { CompiledSystem } from '../program/compile.ts';

export interface PropertyViews {
  /** Shapes, slots and views of cells and processes, by name. */
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly slots: Readonly<Record<string, Slot>>;
  readonly views: Readonly<Record<string, View>>;
  /** The locals of a process as its record shows them. */
  readonly records: Readonly<Record<string, Readonly<Record<string, Shape>>>>;
}

export function propertyViews(system: CompiledSystem): PropertyViews {
  const { layout, definition, views } = system;
  const records = Object.fromEntries(
    layout.processes.map((process) => [process.name, recordShapes(process)]),
  );
  const shapes: Record<string, Shape> = shapesOf(definition.cells);
  const slots: Record<string, Slot> = { ...layout.cells };
  const all: Record<string, View> = { ...views };
  for (const process of layout.processes) {
    const element: Shape = { type: 'record', fields: records[process.name] };
    const over = process.kind ? { kind: process.kind } : {};
    shapes[process.name] = { type: 'array', length: process.count, element, ...over };
    slots[process.name] = processSlot(layout, process);
    all[process.name] = makeView(slots[process.name], process.name);
  }
  return { shapes, slots, views: all, records };
}

function recordShapes(process: ProcessPlan): Record<string, Shape> {
  return {
    at: { type: 'scalar', domain: { type: 'oneOf', values: process.labelNames } },
    id: { type: 'scalar', domain: { type: 'range', low: 0, high: Math.max(0, process.count - 1) } },
    self: SELF,
    ...shapesOf(process.definition.locals),
  };
}

function processSlot(layout: Layout, process: ProcessPlan): ArraySlot {
  const elements = layout.instances
    .filter((instance) => instance.process === process)
    .map(({ id, index, label, frames }): RecordSlot => {
      const names = { type: 'oneOf', values: process.labelNames } as const;
      const nowhere = { word: label.word, shift: 0, bits: 0 };
      const always = (value: number): Slot => {
        const domain = { type: 'range', low: value, high: value } as const;
        return { type: 'scalar', domain, size: 1, field: nowhere };
      };
      return {
        type: 'record',
        fields: {
          at: { type: 'scalar', domain: names, size: names.values.length, field: label },
          id: always(id),
          self: always(index),
          ...frames[''],
        },
      };
    });
  return { type: 'array', elements, ...(process.kind ? { kind: process.kind } : {}) };
}
