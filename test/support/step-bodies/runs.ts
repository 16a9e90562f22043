// What a body does in a state: all its runs, one for each sequence of choices, on views that are filled
// and packed leaf by leaf. Slow, and without anything that analyses code.

import { AssertionFailure, assertTrue } from '../../../src/model/code/assertion.ts';
import { recordLeaves } from '../../../src/model/compile.ts';
import type { FlatLabel } from '../../../src/model/expand.ts';
import { fillLeaf, packLeaf, writeSlot } from '../../../src/model/layout/codec.ts';
import { readField, writeField } from '../../../src/model/layout/field.ts';
import { type InstancePlan, shapesOf } from '../../../src/model/layout/layout.ts';
import { cellLeaves, type Leaf } from '../../../src/model/layout/leaf.ts';
import { fieldsOf } from '../../../src/model/layout/slot.ts';
import { makeRecordView, type View } from '../../../src/model/layout/views.ts';
import type { Call } from '../../../src/model/process.ts';
import { misplaced } from '../../../src/property/conservation.ts';
import { propertyViews } from '../../../src/property/property-views.ts';
import { at, CPU, type Subject, system } from './subject.ts';
import { CELLS, HELPERS, namesIn, PROCESS_NAMES } from './world.ts';

export interface Outcome {
  /** Where it leads, or how it ends. */
  readonly what: string;
  /** The state after it; absent where nothing comes after. */
  readonly state?: Int32Array;
}

/** Bodies with more runs than this in a state are not looked at. */
export const MOST_RUNS = 200;

const { layout, views, chooser } = system;
const seen = propertyViews(system);
const my: View = makeRecordView(layout.observers.watch, 'my');
const myLeaves = recordLeaves(layout.observers.watch, my, 'my');

interface Site {
  readonly context: object;
  readonly leaves: readonly Leaf[];
}

/** The context of a frame of an instance, with the leaves of `me`. */
const sites = layout.instances.map((instance) => {
  const [own, inner] = ['b', 'called/b'].map((name) => {
    if (instance.process.name !== 'worker') return undefined;
    const label = at(name);
    const { context } = system.stepCode(instance, label);
    const { me } = context as { me: View };
    const leaves = recordLeaves(instance.frames[label.frame.name], me, 'me');
    return { context, leaves } satisfies Site;
  });
  return { own, inner };
});

const leavesOf = new Map<string, readonly Leaf[]>([
  ...Object.keys(CELLS).map(
    (name) => [name, cellLeaves(layout.cells[name], views[name], name)] as const,
  ),
  ...PROCESS_NAMES.map(
    (name) => [name, cellLeaves(seen.slots[name], seen.views[name], name)] as const,
  ),
]);

/** What is behind the names of a pattern, helpers followed: nothing else can be reached. */
function reached(code: string): string[] {
  return namesIn(code).flatMap((name) => (name in HELPERS ? reached(HELPERS[name]) : [name]));
}

export class Runs {
  readonly subject: Subject;
  /** Names of cells, processes and tools that the body can reach. */
  readonly names: ReadonlySet<string>;
  readonly #cells: readonly Leaf[];

  constructor(subject: Subject) {
    this.subject = subject;
    this.names = new Set(reached(subject.body.code));
    this.#cells = [...this.names].flatMap((name) => leavesOf.get(name) ?? []);
  }

  /** Undefined where there are too many. */
  of(state: Int32Array, k: number): Outcome[] | undefined {
    const found: Outcome[] = [];
    chooser.restart();
    do {
      if (found.length === MOST_RUNS) return undefined;
      found.push(this.#run(state, k));
    } while (chooser.advance());
    return found;
  }

  #run(state: Int32Array, k: number): Outcome {
    try {
      return this.#once(state, layout.instances[k]);
    } catch (error) {
      return { what: error instanceof AssertionFailure ? 'failed' : 'broken' };
    }
  }

  #once(state: Int32Array, instance: InstancePlan): Outcome {
    const { subject } = this;
    const { fn, label } = subject;
    const { role } = subject.body;
    const { own, inner } = sites[instance.index];
    for (const leaf of this.#cells) fillLeaf(leaf, state);
    switch (role) {
      case 'step':
      case 'frame': {
        const site = (role === 'step' ? own : inner) as Site;
        for (const leaf of site.leaves) fillLeaf(leaf, state);
        const to: unknown = fn(site.context);
        return this.#after(state, instance, label as FlatLabel, site, to);
      }
      case 'args': {
        const site = own as Site;
        for (const leaf of site.leaves) fillLeaf(leaf, state);
        return entered(state, instance, label as FlatLabel, fn(site.context));
      }
      case 'guard': {
        const site = own as Site;
        for (const leaf of site.leaves) fillLeaf(leaf, state);
        return truth(fn(site.context));
      }
      case 'predicate':
        return truth(fn(seen.views));
      case 'count':
        return { what: misplaced(CPU, fn(seen.views)) === undefined ? 'right' : 'wrong' };
      case 'handler':
      case 'always':
        return this.#observed(state, instance);
    }
  }

  #after(
    state: Int32Array,
    instance: InstancePlan,
    label: FlatLabel,
    site: Site,
    to: unknown,
  ): Outcome {
    const after = state.slice();
    for (const leaf of this.#cells) packLeaf(leaf, after);
    for (const leaf of site.leaves) packLeaf(leaf, after);
    if (to === 'blocked') {
      return after.every((word, w) => word === state[w]) ? { what: 'blocked' } : { what: 'broken' };
    }
    const target =
      typeof to === 'string' && Object.hasOwn(label.targets, to) ? label.targets[to] : undefined;
    if (!target) return { what: 'broken' };
    for (const { frame } of target.leaves) {
      const fields = Object.values(instance.frames[frame.name]).flatMap(fieldsOf);
      for (const field of fields) writeField(after, field, 0);
    }
    writeField(after, instance.label, target.code);
    return { what: 'moved', state: after };
  }

  #observed(state: Int32Array, instance: InstancePlan): Outcome {
    const { process, id } = instance;
    for (const leaf of leavesOf.get(process.name) ?? []) fillLeaf(leaf, state);
    for (const leaf of myLeaves) fillLeaf(leaf, state);
    const to = process.labelNames[readField(state, instance.label)];
    const step = { process: process.name, id, from: process.labelNames[0], to };
    const me = seen.views[process.name][id];
    this.subject.fn({ ...seen.views, me, my, step, assert: assertTrue });
    const after = state.slice();
    for (const leaf of myLeaves) packLeaf(leaf, after);
    return { what: 'seen', state: after };
  }
}

function truth(answer: unknown): Outcome {
  return { what: typeof answer === 'boolean' ? String(answer) : 'broken' };
}

/** A procedure's frame is entered with the parameters that the body returned. */
function entered(
  state: Int32Array,
  instance: InstancePlan,
  label: FlatLabel,
  given: Record<string, unknown>,
): Outcome {
  const enters = label.enters as NonNullable<FlatLabel['enters']>;
  const { params } = (label.step as Call).procedure;
  const after = state.slice();
  writeField(after, instance.label, enters.code);
  const slots = instance.frames[enters.frame.name];
  const names = Object.keys(shapesOf(params));
  if (Object.keys(given).some((name) => !names.includes(name))) return { what: 'broken' };
  for (const name of names) writeSlot(after, slots[name], given[name], name);
  return { what: 'moved', state: after };
}
