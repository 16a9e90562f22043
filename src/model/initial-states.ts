// The initial states of a system: what cells, locals and observers begin with, and then, where the system has an initial
// step, one state for each sequence of its choices.

import type { CompiledSystem } from './compile.ts';
import { fillLeaf, packLeaf, writeSlot } from './layout/codec.ts';
import { writeField } from './layout/field.ts';
import { initialContents } from './layout/initial.ts';
import { type Slots, shapesOf } from './layout/layout.ts';
import type { AnyStep, Locals } from './process.ts';

/** All of them, each once; uses the working state. The shapes are those with which the system was compiled. */
export function initialStates(
  system: CompiledSystem,
  observerShapes: Readonly<Record<string, Locals>> = {},
): Int32Array[] {
  const { state, layout, definition } = system;
  const write = (
    slots: Slots,
    shapes: ReturnType<typeof shapesOf>,
    prefix: string,
    given: Readonly<Record<string, unknown>> = {},
  ): void => {
    for (const [name, slot] of Object.entries(slots)) {
      writeSlot(state, slot, initialContents(shapes[name], given[name]), prefix + name);
    }
  };
  state.fill(0);
  write(layout.cells, shapesOf(definition.cells), '');
  for (const instance of layout.instances) {
    const { definition: process, flat } = instance.process;
    writeField(state, instance.label, flat.start);
    const begin = process.begin?.(instance.id) ?? {};
    write(instance.frames[''], shapesOf(process.locals), `${instance.name}.`, begin);
  }
  for (const [name, shapes] of Object.entries(observerShapes)) {
    write(layout.observers[name], shapesOf(shapes), `${name}.`);
  }
  return definition.initial ? prepared(system, definition.initial) : [state.slice()];
}

/** Runs the initial step once for each sequence of its choices. */
function prepared(system: CompiledSystem, initial: AnyStep): Int32Array[] {
  const { state, chooser, names } = system;
  const base = state.slice();
  const leaves = system.everyCell();
  const context = { ...names, choose: chooser.choose };
  const states = new Map<string, Int32Array>();
  chooser.restart();
  do {
    state.set(base);
    for (const leaf of leaves) fillLeaf(leaf, state);
    initial(context);
    for (const leaf of leaves) packLeaf(leaf, state);
    states.set(state.join(), state.slice());
  } while (chooser.advance());
  return [...states.values()];
}
