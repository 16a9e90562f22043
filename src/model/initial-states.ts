// The initial states of a system: what cells, locals and observers begin with, and then, where the system has an initial
// step, one state for each sequence of its choices.

import { suggest } from './access/near-names.ts';
import { authored } from './author-code.ts';
import type { CompiledSystem } from './compile.ts';
import { ModelError, type ModelErrorPlace } from './errors.ts';
import { inWords, isRecord } from './given.ts';
import { fillLeaf, packLeaf, writeSlot } from './layout/codec.ts';
import { writeField } from './layout/field.ts';
import { initialContents } from './layout/initial.ts';
import { type InstancePlan, type Slots, shapesOf } from './layout/layout.ts';
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
    const begin = begun(instance);
    write(instance.frames[''], shapesOf(process.locals), `${instance.name}.`, begin);
  }
  for (const [name, shapes] of Object.entries(observerShapes)) {
    write(layout.observers[name], shapesOf(shapes), `${name}.`);
  }
  return definition.initial ? prepared(system, definition.initial) : [state.slice()];
}

/** The locals that an instance begins with, as far as its author says. */
function begun({ process: { name, definition }, id }: InstancePlan): Record<string, unknown> {
  const place = { process: name, step: 'begin' };
  const given = authored('it', () => definition.begin?.(id) ?? {}, place);
  if (!isRecord(given)) {
    throw new ModelError(`it must return { local: value }, not ${inWords(given)}`, place);
  }
  const locals = Object.keys(definition.locals);
  const unknown = Object.keys(given).find((local) => !locals.includes(local));
  if (unknown !== undefined) {
    throw new ModelError(`there is no local '${unknown}'; ${suggest(unknown, locals)}`, place);
  }
  return given;
}

/** Runs the initial step once for each sequence of its choices. */
function prepared(system: CompiledSystem, initial: AnyStep): Int32Array[] {
  const { state, chooser, names } = system;
  const base = state.slice();
  const leaves = system.everyCell();
  const place = { step: 'initial' };
  const context = namesOnly({ ...names, choose: chooser.choose }, place);
  const states = new Map<string, Int32Array>();
  chooser.restart();
  do {
    state.set(base);
    for (const leaf of leaves) fillLeaf(leaf, state);
    authored('it', () => initial(context), place);
    for (const leaf of leaves) packLeaf(leaf, state);
    states.set(state.join(), state.slice());
  } while (chooser.advance());
  return [...states.values()];
}

/** What the initial step may name: no analysis has looked at it, as at other steps. */
function namesOnly(context: object, place: ModelErrorPlace): object {
  return new Proxy(context, {
    get(names, name, receiver) {
      if (typeof name === 'symbol' || name in names) return Reflect.get(names, name, receiver);
      const known = Object.keys(names);
      throw new ModelError(`there is no cell or helper '${name}'; ${suggest(name, known)}`, place);
    },
  });
}
