// What a body does in a state: all its runs, one for each sequence of choices, on views that are filled
// and packed leaf by leaf. Slow, and without anything that analyses code.

import type { FlatLabel } from '../../../src/compile/layout/expand.ts';
import { readField, writeField } from '../../../src/compile/layout/field.ts';
import { type InstancePlan, shapesOf } from '../../../src/compile/layout/layout.ts';
import { fieldsOf } from '../../../src/compile/layout/slot.ts';
import { writeSlot } from '../../../src/compile/layout/values.ts';
import { misplaced } from '../../../src/compile/monitor/conservation.ts';
import { AssertionFailure, assertingFor } from '../../../src/compile/program/assertion.ts';
import type { Leaf } from '../../../src/compile/program/leaf.ts';
import { fillLeaf, packLeaf } from '../../../src/compile/program/pack-leaf.ts';
import type { Call } from '../../../src/language/process.ts';
import { type Site, Stage } from './stage.ts';
import { CPU, type Subject, system } from './subject.ts';
import type { Outcome } from './symmetry.ts';
import { HELPERS, namesIn } from './world.ts';

/** Bodies with more runs than this in a state are not looked at. */
const MOST_RUNS = 200;

const PLAIN_STAGE = new Stage(system);

/** What is behind the names of a pattern, helpers followed: nothing else can be reached. */
function reached(code: string): string[] {
  return namesIn(code).flatMap((name) => (name in HELPERS ? reached(HELPERS[name]) : [name]));
}

export class Runs {
  readonly subject: Subject;
  /** Names of cells, processes and tools that the body can reach. */
  readonly names: ReadonlySet<string>;
  /** The leaves of the cells and processes among them. */
  readonly leaves: readonly Leaf[];
  readonly #stage: Stage;

  constructor(subject: Subject, stage = PLAIN_STAGE) {
    this.subject = subject;
    this.#stage = stage;
    this.names = new Set(reached(subject.body.code));
    this.leaves = stage.leavesOf(this.names);
  }

  /** Undefined where there are too many. */
  of(state: Int32Array, k: number, each?: (outcome: Outcome) => void): Outcome[] | undefined {
    const { chooser } = this.#stage.system;
    const found: Outcome[] = [];
    chooser.restart();
    do {
      if (found.length === MOST_RUNS) return undefined;
      const outcome = this.#run(state, k);
      found.push(outcome);
      each?.(outcome);
    } while (chooser.advance());
    return found;
  }

  #run(state: Int32Array, k: number): Outcome {
    try {
      return this.#once(state, this.#stage.system.layout.instances[k]);
    } catch (error) {
      return { what: error instanceof AssertionFailure ? `failed ${error.property}` : 'broken' };
    }
  }

  #once(state: Int32Array, instance: InstancePlan): Outcome {
    const { body, fn, label } = this.subject;
    const stage = this.#stage;
    for (const leaf of this.leaves) fillLeaf(leaf, state);
    switch (body.role) {
      case 'step':
      case 'frame': {
        const site = stage.siteOf(instance, body.role === 'frame');
        const to = this.#asked(site, state);
        return this.#after(state, instance, label as FlatLabel, site, to);
      }
      case 'args': {
        const given = this.#asked(stage.siteOf(instance, false), state);
        return entered(state, instance, label as FlatLabel, given as Record<string, unknown>);
      }
      case 'guard':
        return truth(this.#asked(stage.siteOf(instance, false), state));
      case 'predicate':
        return truth(stage.perform(() => fn(stage.views)));
      case 'count': {
        const wrong = stage.perform(() => misplaced(CPU, fn(stage.views)));
        return { what: wrong === undefined ? 'right' : 'wrong' };
      }
      case 'handler':
      case 'always':
        return this.#observed(state, instance);
    }
  }

  #asked({ context, leaves }: Site, state: Int32Array): unknown {
    for (const leaf of leaves) fillLeaf(leaf, state);
    return this.#stage.perform(() => this.subject.fn(context));
  }

  #after(
    state: Int32Array,
    instance: InstancePlan,
    label: FlatLabel,
    site: Site,
    to: unknown,
  ): Outcome {
    const after = state.slice();
    for (const leaf of this.leaves) packLeaf(leaf, after);
    for (const leaf of site.leaves) packLeaf(leaf, after);
    if (to === 'blocked') {
      const isUnchanged = after.every((word, w) => word === state[w]);
      return isUnchanged ? { what: 'blocked', to } : { what: 'broken' };
    }
    if (typeof to !== 'string' || !Object.hasOwn(label.targets, to)) return { what: 'broken' };
    const target = label.targets[to];
    for (const { frame } of target.leaves) {
      const fields = Object.values(instance.frames[frame.name]).flatMap(fieldsOf);
      for (const field of fields) writeField(after, field, 0);
    }
    writeField(after, instance.label, target.code);
    return { what: 'moved', state: after, to };
  }

  #observed(state: Int32Array, instance: InstancePlan): Outcome {
    const { process, id } = instance;
    const { views, my, myLeaves } = this.#stage;
    for (const leaf of this.#stage.leavesOf([process.name])) fillLeaf(leaf, state);
    for (const leaf of myLeaves) fillLeaf(leaf, state);
    const to = process.labelNames[readField(state, instance.label)];
    const step = { process: process.name, id, from: process.labelNames[0], to };
    const context = {
      ...views,
      me: views[process.name][id],
      my,
      step,
      assert: assertingFor(new Set(['claimed'])),
    };
    this.#stage.perform(() => this.subject.fn(context));
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
