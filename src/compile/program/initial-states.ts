// The initial states of a system: what cells, locals and observers begin with, and then, where the system has an
// initial step, one state for each sequence of its choices. There may be millions, so they are made one by one, for
// a caller that goes through them to keep, to count, or to stop.

import { authored } from '../../base/author-code.ts';
import { ModelError, type ModelErrorPlace } from '../../base/errors.ts';
import { inWords, isRecord } from '../../base/given.ts';
import { suggest } from '../../base/near-name.ts';
import { initialContents } from '../../language/initial-contents.ts';
import type { AnyStep, Locals } from '../../language/process.ts';
import { writeField } from '../layout/field.ts';
import { type InstancePlan, type Slots, shapesOf } from '../layout/layout.ts';
import { writeSlot } from '../layout/values.ts';
import type { CompiledSystem } from './compile.ts';
import { fillLeaf, packLeaf } from './pack-leaf.ts';

/**
 * All of them, one by one, some perhaps more than once; each is made in the working state. The shapes are those with
 * which the system was compiled.
 */
export function* initialStates(
  system: CompiledSystem,
  observerShapes: Readonly<Record<string, Locals>> = {},
): Generator<Int32Array, void, undefined> {
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
  system.aroundInitial(() => {
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
  });
  if (definition.initial) yield* prepared(system, definition.initial);
  else yield state.slice();
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
  const { actor } = definition;
  if (actor && (given[actor.local] ?? 0) !== actor.where(id)) {
    throw new ModelError(
      `it takes the place of that of ${actor.maker}(), so it must say ${actor.local}: ${actor.where(id)}, too`,
      place,
    );
  }
  return given;
}

/** Runs the initial step once for each sequence of its choices. */
function* prepared(
  system: CompiledSystem,
  initial: AnyStep,
): Generator<Int32Array, void, undefined> {
  const { state, chooser } = system;
  const base = state.slice();
  const leaves = system.everyCell();
  const place = { step: 'initial' };
  const context = system.initialContext(initial, place);
  const run = (): void => {
    for (const leaf of leaves) fillLeaf(leaf, state);
    checkNothing(
      authored('it', () => initial(context), place),
      place,
    );
    for (const leaf of leaves) packLeaf(leaf, state);
  };
  chooser.restart();
  let made = 0;
  do {
    state.set(base);
    system.aroundInitial(run);
    const prepared = state.slice();
    if (made++ < TWICE) {
      state.set(base);
      chooser.rewind();
      system.aroundInitial(run);
      if (state.some((word, w) => word !== prepared[w]))
        throw new ModelError(NOT_REPEATABLE, place);
    }
    yield prepared;
  } while (chooser.advance());
}

/** An author who returns 'blocked' means to leave this state out, and it would stay in. */
function checkNothing(answer: unknown, place: ModelErrorPlace): void {
  if (answer === undefined) return;
  throw new ModelError(
    `it must return nothing, not ${inWords(answer)}. It cannot leave a state out: choose only from the values that make a right one`,
    place,
  );
}

/** So many of the first are made twice: what a closure remembers shows at once. */
const TWICE = 64;
const NOT_REPEATABLE =
  'did not do the same when it was run twice from the same state. It may use only what its pattern names: no clock, no chance, nothing that a closure remembers.';
