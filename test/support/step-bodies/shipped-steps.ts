// The steps of the shipped models, and the same with one wrong token: a second source of bodies, which
// no generator of ours has made up. What a step sees of its file is looked up, and given to the changed
// text as arguments.

import { ModelError } from '../../../src/base/errors.ts';
import { analyseStep } from '../../../src/compile/access/analyse.ts';
import type { FlatLabel } from '../../../src/compile/layout/expand.ts';
import { writeField } from '../../../src/compile/layout/field.ts';
import {
  type InstancePlan,
  type ProcessPlan,
  shapesOf,
} from '../../../src/compile/layout/layout.ts';
import { fieldsOf } from '../../../src/compile/layout/slot.ts';
import type { View } from '../../../src/compile/layout/views.ts';
import { AssertionFailure } from '../../../src/compile/program/assertion.ts';
import { CompiledSystem } from '../../../src/compile/program/compile.ts';
import { cellLeaves, type Leaf, recordLeaves } from '../../../src/compile/program/leaf.ts';
import { fillLeaf, packLeaf } from '../../../src/compile/program/pack-leaf.ts';
import { returnable } from '../../../src/compile/program/step-checks.ts';
import type { AnyStep } from '../../../src/language/process.ts';
import { closureOf } from '../../../src/language/source/closure.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { shippedRows } from '../shipped-rows.ts';
import { type Analysis, sizesOf } from './analysed.ts';
import { filling } from './filling.ts';
import type { Random } from './random.ts';
import { type Outcome, Symmetry, type Trial } from './symmetry.ts';
import { nodesOf } from './typos.ts';

/** A system of which single steps are tried. */
export class ShippedSystem {
  readonly name: string;
  readonly system: CompiledSystem;
  readonly symmetry: Symmetry;
  readonly steps: readonly ShippedStep[];

  constructor(name: string, definition: SystemDefinition) {
    this.name = name;
    this.system = new CompiledSystem(definition);
    this.symmetry = new Symmetry(this.system.layout);
    this.steps = this.system.layout.processes
      .filter(({ count }) => count > 0)
      .flatMap((process) =>
        process.flat.labels
          .filter(({ step }) => typeof step === 'function')
          .map((label) => new ShippedStep(this, process, label)),
      );
  }
}

/** One system of each shipped model that has kinds at all, in its first row. */
export async function shippedSystems(): Promise<ShippedSystem[]> {
  const rows = await shippedRows();
  const first = new Map(rows.toReversed().map((row) => [row.model.name, row]));
  return [...first.values()]
    .map(({ model, values }) => new ShippedSystem(model.name, model.system(values)))
    .filter(({ symmetry }) => symmetry.kinds.length > 0);
}

interface ShippedSite {
  readonly context: object;
  readonly leaves: readonly Leaf[];
}

export class ShippedStep {
  readonly of: ShippedSystem;
  readonly process: ProcessPlan;
  readonly label: FlatLabel;
  readonly text: string;
  readonly #names: readonly string[];
  readonly #values: readonly unknown[];
  readonly #instances: readonly InstancePlan[];

  constructor(of: ShippedSystem, process: ProcessPlan, label: FlatLabel) {
    this.of = of;
    this.process = process;
    this.label = label;
    this.#instances = of.system.layout.instances.filter((one) => one.process === process);
    const step = label.step as AnyStep;
    this.text = `(${Function.prototype.toString.call(step)})`;
    const words = (nodesOf(this.text) ?? []).flatMap((node) =>
      node.type === 'Identifier' ? [node.name] : [],
    );
    const seen = [...new Set(words)].flatMap((name) => {
      const found = name in globalThis ? undefined : closureOf(step)(name);
      return found ? [[name, found.value] as const] : [];
    });
    this.#names = seen.map(([name]) => name);
    this.#values = seen.map(([, value]) => value);
  }

  /** The step with this text; undefined where it is none. */
  load(text: string): AnyStep | undefined {
    try {
      const fn = new Function(...this.#names, `'use strict'; return ${text};`)(...this.#values);
      if (typeof fn !== 'function' || !this.#isAllowed(fn)) return undefined;
      return fn;
    } catch {
      return undefined;
    }
  }

  #isAllowed(fn: AnyStep): boolean {
    const { system } = this.of;
    const scope = {
      cells: shapesOf(system.definition.cells),
      helpers: system.helperAccess,
      locals: shapesOf(this.label.frame.locals),
      tools: ['me', 'choose', 'assert'],
      readOnly: false,
      labels: returnable(this.label),
    };
    try {
      analyseStep(fn, scope, { process: this.process.name, step: this.label.name });
      return true;
    } catch (error) {
      if (error instanceof ModelError) return false;
      throw error;
    }
  }

  /** What the analysis says of a system in which nothing but this step is done. */
  reasons(fn: AnyStep, analysis: Analysis): Map<string, string> {
    const { definition, layout } = this.of.system;
    const processes = layout.processes.map((process): ProcessPlan => {
      const labels = process === this.process ? [{ ...this.label, step: fn }] : [];
      const { guard: _, ...rest } = process.definition;
      return {
        ...process,
        definition: { ...rest, steps: process === this.process ? { [this.label.name]: fn } : {} },
        flat: { ...process.flat, labels },
      };
    });
    const instances = layout.instances.map((instance) => ({
      ...instance,
      process: processes[layout.processes.indexOf(instance.process)],
    }));
    const definitions = processes.map((one) => [one.name, one.definition] as const);
    return analysis(
      { ...definition, processes: Object.fromEntries(definitions) },
      { ...layout, processes, instances },
      {},
      sizesOf(layout),
    );
  }

  trial(fn: AnyStep, random: Random): Trial {
    const { layout, views, chooser } = this.of.system;
    const reached = this.#reached(fn);
    const cells = reached.flatMap((name) => cellLeaves(layout.cells[name], views[name], name));
    const sites = new Map(this.#instances.map((one) => [one.index, this.#siteOf(one)]));
    return {
      draw: () => ({
        state: this.#draw(random, reached),
        instance: random.of(this.#instances).index,
      }),
      run: (state, k) => {
        const { context, leaves } = sites.get(k) as ShippedSite;
        const found: Outcome[] = [];
        chooser.restart();
        do {
          if (found.length === 100) return undefined;
          found.push(this.#run(fn, context, [...cells, ...leaves], layout.instances[k], state));
        } while (chooser.advance());
        return found;
      },
    };
  }

  /** The cells that a step can reach: those that it names, or all, where it names a helper. */
  #reached(fn: AnyStep): string[] {
    const { definition, layout } = this.of.system;
    const words = new Set(Function.prototype.toString.call(fn).match(/\w+/g));
    const all = Object.keys(layout.cells);
    return Object.keys(definition.helpers).some((name) => words.has(name))
      ? all
      : all.filter((name) => words.has(name));
  }

  #siteOf(instance: InstancePlan): ShippedSite {
    const { context } = this.of.system.stepCode(instance, this.label);
    const { me } = context as { me: View };
    const frame = instance.frames[this.label.frame.name];
    return { context, leaves: recordLeaves(frame, me, 'me') };
  }

  /** Every instance of the process stands at the step, all others anywhere; their frames are empty. */
  #draw(random: Random, reached: readonly string[]): Int32Array {
    const { layout } = this.of.system;
    const state = new Int32Array(layout.words);
    const fill = filling(state, layout.instances.length, random);
    for (const name of reached) fill(layout.cells[name]);
    for (const { process, label, frames } of layout.instances) {
      const isOwn = process === this.process;
      const roots = process.flat.labels.filter(({ frame }) => frame.name === '');
      writeField(state, label, isOwn ? this.label.code : random.of(roots).code);
      const active = isOwn ? this.label.active.map(({ name }) => name) : [''];
      for (const name of active) for (const slot of Object.values(frames[name])) fill(slot);
    }
    return state;
  }

  #run(
    fn: AnyStep,
    context: object,
    leaves: readonly Leaf[],
    instance: InstancePlan,
    state: Int32Array,
  ): Outcome {
    try {
      for (const leaf of leaves) fillLeaf(leaf, state);
      const to: unknown = fn(context);
      const after = state.slice();
      for (const leaf of leaves) packLeaf(leaf, after);
      if (to === 'blocked') {
        return { what: after.every((word, w) => word === state[w]) ? 'blocked' : 'broken' };
      }
      const { targets } = this.label;
      if (typeof to !== 'string' || !Object.hasOwn(targets, to)) return { what: 'broken' };
      for (const { frame } of targets[to].leaves) {
        const fields = Object.values(instance.frames[frame.name]).flatMap(fieldsOf);
        for (const field of fields) writeField(after, field, 0);
      }
      writeField(after, instance.label, targets[to].code);
      return { what: 'moved', state: after };
    } catch (error) {
      return { what: error instanceof AssertionFailure ? `failed ${error.property}` : 'broken' };
    }
  }
}
