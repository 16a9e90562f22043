// The initial states of a system: what cells, locals and observers begin with; one state for each sequence of choices that
// locals begin with and that the initial step makes, where there is one. There may be millions, so they are made one by
// one, for a caller that goes through them to keep, to count, or to stop.

import { authored } from '../../base/author-code.ts';
import { ModelError, type ModelErrorPlace } from '../../base/errors.ts';
import { inWords, isRecord } from '../../base/given.ts';
import { suggest } from '../../base/near-name.ts';
import { initialContents } from '../../language/initial-contents.ts';
import type { AnyStep, Locals } from '../../language/process.ts';
import { writeField } from '../layout/field.ts';
import { type InstancePlan, type Slots, shapesOf } from '../layout/layout.ts';
import { writeSlot } from '../layout/values.ts';
import type { Chooser } from './choice.ts';
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
      const begin = choosesBegin(instance) ? {} : begun(instance, NO_CHOICE);
      write(instance.frames[''], shapesOf(process.locals), `${instance.name}.`, begin);
    }
    for (const [name, shapes] of Object.entries(observerShapes)) {
      write(layout.observers[name], shapesOf(shapes), `${name}.`);
    }
  });
  const choosing = layout.instances.filter(choosesBegin);
  const begin = (): void => {
    for (const instance of choosing) {
      const locals = shapesOf(instance.process.definition.locals);
      const given = begun(instance, system.chooser);
      write(instance.frames[''], locals, `${instance.name}.`, given);
    }
  };
  if (definition.initial) yield* prepared(system, begin, initialStep(system, definition.initial));
  else if (choosing.length > 0) yield* prepared(system, begin);
  else yield state.slice();
}

/** Whether the locals of an instance begin with a choice: it names what it chooses with. */
export function choosesBegin({ process: { definition } }: InstancePlan): boolean {
  return (definition.begin?.length ?? 0) > 1;
}

const NO_CHOICE: Pick<Chooser, 'choose'> = {
  choose: () => {
    throw new ModelError('name what it chooses with in its parameters: (id, { choose }) => ...');
  },
};

/** The locals that an instance begins with, as far as its author says. */
function begun(
  { process: { name, definition }, id }: InstancePlan,
  { choose }: Pick<Chooser, 'choose'>,
): Record<string, unknown> {
  const place = { process: name, step: 'begin' };
  const { begin } = definition;
  const given = begin ? authored<unknown>('it', () => begin(id, { choose }), place) : {};
  if (!isRecord(given)) {
    throw new ModelError(`it must return { local: value }, not ${inWords(given)}`, place);
  }
  const locals = Object.keys(definition.locals);
  const unknown = Object.keys(given).find((local) => !locals.includes(local));
  if (unknown !== undefined) {
    throw new ModelError(`there is no local '${unknown}'; ${suggest(unknown, locals)}`, place);
  }
  const missing = Object.keys(given).find((local) => given[local] === undefined);
  if (missing !== undefined) {
    throw new ModelError(
      `'${missing}' is undefined for ${name} ${id}; leave it out for its first value, or is an index too large?`,
      place,
    );
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

/** What runs the initial step on the working state. */
function initialStep(system: CompiledSystem, initial: AnyStep): () => void {
  const { state } = system;
  const leaves = system.everyCell();
  const place = { step: 'initial' };
  const context = system.initialContext(initial, place);
  return () => {
    for (const leaf of leaves) fillLeaf(leaf, state);
    checkNothing(
      authored('it', () => initial(context), place),
      place,
    );
    for (const leaf of leaves) packLeaf(leaf, state);
  };
}

/** Begins with the working state once for each sequence of choices. */
function* prepared(
  { state, chooser, aroundInitial }: CompiledSystem,
  begin: () => void,
  initial?: () => void,
): Generator<Int32Array, void, undefined> {
  const base = state.slice();
  const place = { step: initial ? 'initial' : 'begin' };
  const run = (): void => {
    begin();
    initial?.();
  };
  chooser.restart();
  let made = 0;
  do {
    state.set(base);
    aroundInitial(run);
    const prepared = state.slice();
    if (made++ < TWICE) {
      state.set(base);
      chooser.rewind();
      aroundInitial(run);
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
