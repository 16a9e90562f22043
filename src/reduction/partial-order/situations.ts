// Situations: an instance at a label, with the values of the locals that say which elements it touches. For each there
// is what its next step touches, and what the instance may ever touch from there on.
//
// The next step's indices are those of the state. Later ones are known only through locals that no step on the way may
// assign: those have the value that they have now. A situation is numbered when it is first met; there are few, and
// everything that costs anything is done once for each.

import type { CompiledSystem } from '../../model/compile.ts';
import { decodeValue } from '../../model/layout/codec.ts';
import { type Field, maskOf, readField } from '../../model/layout/field.ts';
import type { InstancePlan, ProcessPlan } from '../../model/layout/layout.ts';
import type { ScalarSlot } from '../../model/layout/slot.ts';
import { meets, type Touched, union } from './field-set.ts';
import { LabelGraph } from './label-graph.ts';
import type { StepAccesses, StepTouched, ValueOf } from './step-access.ts';
import { stickyLabels } from './sticky.ts';

export interface Situation {
  readonly instance: number;
  /** What the next step touches. */
  readonly now: StepTouched;
  /** What the next step and all that may follow touch. */
  readonly later: Touched;
}

/** The situations of an instance at a label. */
interface Site {
  /** The locals whose values tell them apart. */
  readonly locals: readonly ScalarSlot[];
  readonly numbers: Int32Array;
}

const unknown: ValueOf = () => undefined;

/** More values of locals than this at one label are not told apart: then an index may be any element. */
const MOST_VALUES = 4096;

export class Situations {
  readonly all: Situation[] = [];
  readonly #instances: readonly InstancePlan[];
  readonly #accesses: StepAccesses;
  readonly #graphs: readonly LabelGraph[];
  readonly #sites: Site[][];
  readonly #sticky: readonly ReadonlySet<number>[];

  constructor(system: CompiledSystem, accesses: StepAccesses) {
    const { instances, processes } = system.layout;
    this.#instances = instances;
    this.#accesses = accesses;
    const graphs = new Map(
      processes.map((process) => {
        const one = instances.find((instance) => instance.process === process) as InstancePlan;
        return [process, new LabelGraph(process.flat, (label) => system.accessOf(one, label))];
      }),
    );
    this.#graphs = instances.map(({ process }) => graphs.get(process) as LabelGraph);
    this.#sites = instances.map(() => []);
    const sticky = new Map(
      processes.map((process) => [process, this.#stickyLabels(process)] as const),
    );
    this.#sticky = instances.map(({ process }) => sticky.get(process) as ReadonlySet<number>);
  }

  isSticky(k: number, code: number): boolean {
    return this.#sticky[k].has(code);
  }

  /** Those first that meet the most other instances. */
  #stickyLabels(process: ProcessPlan): Set<number> {
    const one = this.#instances.find((instance) => instance.process === process) as InstancePlan;
    const all = this.#instances.map((instance) =>
      union(
        instance.process.flat.labels.map((label) => this.#accesses.of(instance, label, unknown)),
      ),
    );
    return stickyLabels(this.#graphs[one.index], (code) => {
      const step = this.#accesses.of(one, process.flat.labels[code], unknown);
      return all.filter((other, k) => k !== one.index && meets(step, other)).length;
    });
  }

  /** The number of an instance's situation in a state; -1 where it is done. */
  of(state: Int32Array, k: number): number {
    const { label, process } = this.#instances[k];
    const code = readField(state, label);
    if (code === process.flat.done) return -1;
    const site = this.#sites[k][code] ?? this.#site(k, code);
    let values = 0;
    let unit = 0;
    for (const { field } of site.locals) {
      values |= ((state[field.word] >>> field.shift) & maskOf(field.bits)) << unit;
      unit += field.bits;
    }
    const number = site.numbers[values];
    return number >= 0 ? number : this.#number(site, k, code, state, values);
  }

  #site(k: number, code: number): Site {
    const instance = this.#instances[k];
    const { labels } = instance.process.flat;
    const stable = this.#stable(k, code);
    const now = this.#accesses.indexLocals(instance, labels[code]);
    const later = this.#graphs[k]
      .reach(code)
      .flatMap((next) => this.#accesses.indexLocals(instance, labels[next]))
      .filter(({ field }) => stable(field));
    const locals: ScalarSlot[] = [];
    let bits = 0;
    for (const slot of new Set([...now, ...later])) {
      if (2 ** (bits + slot.field.bits) > MOST_VALUES) continue;
      bits += slot.field.bits;
      locals.push(slot);
    }
    const site = { locals, numbers: new Int32Array(2 ** bits).fill(-1) };
    this.#sites[k][code] = site;
    return site;
  }

  /** Whether no step that may come from a label on assigns a local. */
  #stable(k: number, code: number): (local: Field) => boolean {
    const instance = this.#instances[k];
    const { labels } = instance.process.flat;
    const assigned = new Set(
      this.#graphs[k]
        .reach(code)
        .flatMap((next) => this.#accesses.privateWrites(instance, labels[next])),
    );
    return (local) => !assigned.has(local);
  }

  #number(site: Site, k: number, code: number, state: Int32Array, values: number): number {
    const instance = this.#instances[k];
    const { labels } = instance.process.flat;
    const stable = this.#stable(k, code);
    const valueOf: ValueOf = (slot) =>
      site.locals.includes(slot)
        ? decodeValue(slot.domain, readField(state, slot.field))
        : undefined;
    const lastingValueOf: ValueOf = (slot) => (stable(slot.field) ? valueOf(slot) : undefined);
    const now = this.#accesses.of(instance, labels[code], valueOf);
    const rest = this.#graphs[k]
      .reach(code)
      .map((next) => this.#accesses.of(instance, labels[next], lastingValueOf));
    site.numbers[values] = this.all.length;
    this.all.push({ instance: k, now, later: union([now, ...rest]) });
    return site.numbers[values];
  }
}
