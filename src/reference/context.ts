// What code of the model is handed: the cells it names, opened when it names them, and tools such
// as `me`. Whatever was opened for writing is turned back by `close`; everything else stays the
// very contents it was.

import { type List, Map } from 'immutable';
import { ModelError } from '../base/errors.ts';
import type { RecordShape, ScalarShape, Shape } from '../language/cell.ts';
import type { LabelsOf } from '../language/labels-of.ts';
import { type Contents, type Fields, placeOf, type Stack, type World } from './state.ts';
import { type Access, closeRecord, closeView, openRecord, openView } from './views.ts';

export type Names = Readonly<Record<string, unknown>>;

export interface CellViews {
  /** The view of a cell; the same one each time. */
  view(name: string): unknown;
  close(): Fields;
}

/** The cells; with the processes of a state, what steps may ask of them, too. */
export function openCells(
  world: World,
  cells: Fields,
  writable: boolean,
  processes?: List<Stack>,
): CellViews {
  const access: Access = { processes: world.instances.length, writable };
  const opened: Record<string, unknown> = {};
  const labels = world.definition.labels ?? {};
  const shapeOf = (name: string): Shape => world.definition.cells[name].shape;
  return {
    view(name) {
      if (processes && Object.hasOwn(labels, name)) return places(world, labels[name], processes);
      opened[name] ??= openCell(shapeOf(name), cells.get(name) as Contents, name, access);
      return opened[name];
    },
    close() {
      return Object.entries(opened).reduce(
        (all, [name, view]) =>
          all.set(name, closeCell(shapeOf(name), view, name, access.processes)),
        cells,
      );
    },
  };
}

/** Where each instance of a process stands. */
function places(world: World, { process }: LabelsOf, processes: List<Stack>): readonly string[] {
  const those = world.instances.filter((one) => one.process === process);
  return Object.freeze(those.map(({ self }) => placeOf(processes.get(self) as Stack)));
}

/** A scalar cell is seen as `{ value }`, every other cell as its shape says. */
function openCell(shape: Shape, contents: Contents, name: string, access: Access): unknown {
  if (shape.type !== 'scalar') return openView(shape, contents, name, access);
  return openRecord(boxOf(shape), Map({ value: contents }), name, access);
}

function closeCell(shape: Shape, view: unknown, name: string, processes: number): Contents {
  if (shape.type !== 'scalar') return closeView(shape, view, name, processes);
  return closeRecord(boxOf(shape), view, name, processes).get('value') as Contents;
}

function boxOf(shape: ScalarShape): RecordShape {
  return { type: 'record', fields: { value: shape } };
}

/**
 * The one argument of a step, helper, property or observer: cells, helpers and tools by name. A
 * name that is none of them is an error, so that a misspelt cell is never just undefined.
 */
export function contextOf(world: World, cells: CellViews, names: Names): Names {
  return new Proxy(names, {
    get(_target, name) {
      if (typeof name === 'string' && Object.hasOwn(names, name)) return names[name];
      const { cells: known, labels = {} } = world.definition;
      if (typeof name === 'string' && (Object.hasOwn(known, name) || Object.hasOwn(labels, name))) {
        return cells.view(name);
      }
      throw new ModelError(`there is no '${String(name)}' to name here`);
    },
  });
}

/** The helpers as steps call them: bound to the step's cells, and to the helpers defined before. */
export function helpersOf(world: World, cells: CellViews): Names {
  const bound: Record<string, unknown> = {};
  for (const [name, helper] of Object.entries(world.definition.helpers)) {
    const context = contextOf(world, cells, { ...bound });
    bound[name] = (...args: unknown[]) => helper(context, ...args);
  }
  return bound;
}
