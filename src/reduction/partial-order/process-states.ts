// Process states: an instance at a label, with the values of the locals that say which elements it touches. For each
// there is what its next step touches, and what the instance may ever touch from there on.
//
// The next step's indices are those of the state. Later ones are known only through locals that no step on the way may
// assign: those have the value that they have now. A process state is numbered when it is first met; there are few, and
// everything that costs anything is done once for each.

import type { FlatLabel } from '../../compile/layout/expand.ts';
import { type Field, maskOf, readField } from '../../compile/layout/field.ts';
import type { InstancePlan, ProcessPlan } from '../../compile/layout/layout.ts';
import type { ScalarSlot } from '../../compile/layout/slot.ts';
import { decodeValue } from '../../compile/layout/values.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import { CycleProviso } from './cycle-proviso.ts';
import { type AccessSet, areDependent, FieldNumbers, type FieldSet, union } from './field-set.ts';
import { FutureAccesses, type FutureStep } from './future-accesses.ts';
import { LabelGraph, targetsOf } from './label-graph.ts';
import { mayBlock, type StepAccesses, type StepAccessSet, type ValueOf } from './step-access.ts';

export interface ProcessState {
  readonly instance: number;
  /** The label, by its code. */
  readonly code: number;
  /** Whether the next step has a successor in every state: it is never blocked, and asserts nothing. */
  readonly isSure: boolean;
  /** What the next step touches. */
  readonly now: StepAccessSet;
  /** Who has to let the next step past, as bits of owners. */
  readonly guards: number;
  /** What the next step and all that may follow touch. */
  readonly future: FutureAccesses;
}

/** A step of an instance, with what is known of the locals that pick elements. */
interface KnownStep extends FutureStep {
  readonly touched: StepAccessSet;
}

/** The process states of an instance at a label. */
interface Site {
  /** The locals whose values tell them apart. */
  readonly locals: readonly ScalarSlot[];
  /** Whether no step that may come from here on assigns a local. */
  readonly isStable: (local: Field) => boolean;
  readonly numbers: Int32Array;
}

const ALL_OWNERS = -1;
const unknown: ValueOf = () => undefined;

/** More values of locals than this at one label are not told apart: then an index may be any element. */
const MOST_VALUES = 4096;

export class ProcessStates {
  readonly all: ProcessState[] = [];
  readonly proviso: CycleProviso;
  readonly #system: CompiledSystem;
  readonly #instances: readonly InstancePlan[];
  readonly #accesses: StepAccesses;
  readonly #graphs: readonly LabelGraph[];
  readonly #sites: Site[][];
  readonly #done: Int32Array;
  /** Steps by what is known of them: there are few, and a process state needs all that may come. */
  readonly #known: Map<string, KnownStep>[][];
  readonly #indexLocals: readonly (readonly ScalarSlot[][])[];
  readonly #ownFields = new FieldNumbers();
  readonly #assigned: FieldSet[][];
  /** What each step touches, whatever its locals are. */
  readonly #steps: readonly (readonly StepAccessSet[])[];
  /** What may be touched from each label on without going past any guard, whatever the locals are. */
  readonly #least: AccessSet[][];
  /** Of each step that may be part of a chain, by other instance and its label, whether the two miss each other. */
  readonly #apart: (readonly (readonly boolean[])[])[][];

  constructor(system: CompiledSystem, accesses: StepAccesses) {
    const { instances } = system.layout;
    this.#system = system;
    this.#instances = instances;
    this.#accesses = accesses;
    const graphs = forEachProcess(
      instances,
      (one) => new LabelGraph(one.process.flat, (label) => system.accessOf(one, label)),
    );
    this.#graphs = instances.map(({ process }) => graphs.get(process) as LabelGraph);
    this.#sites = instances.map(() => []);
    this.#done = Int32Array.from(instances, ({ process }) => process.flat.done);
    this.#indexLocals = instances.map((one) =>
      one.process.flat.labels.map((label) => accesses.indexLocals(one, label)),
    );
    this.#assigned = instances.map(() => []);
    this.#known = instances.map(({ process }) => process.flat.labels.map(() => new Map()));
    const steps = instances.map(({ index, process }) =>
      process.flat.labels.map((_, code) => this.#stepAt(index, code, unknown).touched),
    );
    const all = steps.map(union);
    this.proviso = new CycleProviso(system, this.#graphs, (k, code) =>
      metBy(steps[k][code], k, all),
    );
    this.#steps = steps;
    this.#least = instances.map(() => []);
    this.#apart = instances.map(() => []);
  }

  /**
   * Whether the next step of an instance is, wherever it is taken, one transition that always comes and that no property
   * or observer notices; and whether each of the others can be where it conflicts with none of what may still come.
   */
  isQuiet(k: number, code: number): boolean {
    const instance = this.#instances[k];
    const label = instance.process.flat.labels[code];
    if (label === undefined || !this.#isSure(instance, label)) return false;
    if (this.#system.chooses(instance, label) || this.#steps[k][code].isSeen) return false;
    return this.#instances.every(({ index, process: { flat } }) => {
      if (index === k) return true;
      const missed = this.#missedBy(k, code, index);
      return flat.labels.some(
        (other, at) => missed[at] || this.#mayEnd(this.#instances[index], other),
      );
    });
  }

  /**
   * Whether no other instance stands where it is sure to conflict with the step of one from a label, whatever it keeps.
   * The labels tell that fast, and nearly always no; where locals pick what is touched, they do not tell.
   */
  areOthersApart(state: Int32Array, k: number, code: number): boolean {
    this.#apart[k][code] ??= this.#instances.map(({ index }) =>
      index === k
        ? []
        : this.#missedBy(k, code, index).map(
            (missed, at) => missed || this.#dependsOnLocals(k, code, index, at),
          ),
    );
    const missed = this.#apart[k][code];
    for (let other = 0; other < missed.length; other++) {
      if (other === k) continue;
      const at = readField(state, this.#instances[other].label);
      if (at !== this.#done[other] && !missed[other][at]) return false;
    }
    return true;
  }

  /** By label, whether another instance conflicts with this step no more as long as it is kept from all guards. */
  #missedBy(k: number, code: number, other: number): boolean[] {
    return this.#instances[other].process.flat.labels.map(
      (_, at) => !areDependent(this.#steps[k][code], this.#leastFuture(other, at)),
    );
  }

  /** Whether what a step touches, or another instance may from a label on, depends on the values of locals. */
  #dependsOnLocals(k: number, code: number, other: number, from: number): boolean {
    const picks = (instance: number, at: number) => this.#indexLocals[instance][at].length > 0;
    return picks(k, code) || this.#graphs[other].reach(from).some((at) => picks(other, at));
  }

  #mayEnd(instance: InstancePlan, label: FlatLabel): boolean {
    const { done } = instance.process.flat;
    return targetsOf(label, this.#system.accessOf(instance, label)).includes(done);
  }

  #leastFuture(k: number, code: number): AccessSet {
    this.#least[k][code] ??= new FutureAccesses(this.#graphs[k], code, (next) =>
      this.#stepAt(k, next, unknown),
    ).touched(ALL_OWNERS);
    return this.#least[k][code];
  }

  /** The number of an instance's process state in a state; -1 where it is done. */
  of(state: Int32Array, k: number): number {
    const { label } = this.#instances[k];
    const code = (state[label.word] >>> label.shift) & maskOf(label.bits);
    if (code === this.#done[k]) return -1;
    const site = this.#sites[k][code] ?? this.#site(k, code);
    const { locals, numbers } = site;
    let values = 0;
    let unit = 0;
    for (let i = 0; i < locals.length; i++) {
      const { field } = locals[i];
      values |= ((state[field.word] >>> field.shift) & maskOf(field.bits)) << unit;
      unit += field.bits;
    }
    const number = numbers[values];
    return number >= 0 ? number : this.#number(site, k, code, state, values);
  }

  #isSure(instance: InstancePlan, label: FlatLabel): boolean {
    const access = this.#system.accessOf(instance, label);
    const asserts = access.tools.includes('assert');
    return !mayBlock(label, access) && !asserts && !this.#system.guardAccess(instance);
  }

  #site(k: number, code: number): Site {
    const isStable = this.#stableFrom(k, code);
    const now = this.#indexLocals[k][code];
    const later = this.#graphs[k]
      .reach(code)
      .flatMap((next) => this.#indexLocals[k][next])
      .filter(({ field }) => isStable(field));
    const locals: ScalarSlot[] = [];
    let bits = 0;
    for (const slot of new Set([...now, ...later])) {
      if (2 ** (bits + slot.field.bits) > MOST_VALUES) continue;
      bits += slot.field.bits;
      locals.push(slot);
    }
    const site = { locals, isStable, numbers: new Int32Array(2 ** bits).fill(-1) };
    this.#sites[k][code] = site;
    return site;
  }

  #stableFrom(k: number, code: number): (local: Field) => boolean {
    const assigned = this.#graphs[k]
      .reach(code)
      .reduce((set, next) => set | this.#assignedBy(k, next), 0n);
    return (local) => (this.#ownFields.of([local]) & assigned) === 0n;
  }

  /** The fields of its own that a step of an instance assigns. */
  #assignedBy(k: number, code: number): FieldSet {
    const instance = this.#instances[k];
    this.#assigned[k][code] ??= this.#ownFields.of(
      this.#system.ownWrites(instance, instance.process.flat.labels[code]),
    );
    return this.#assigned[k][code];
  }

  /** The step of an instance from a label, where the values of some locals are known. */
  #stepAt(k: number, code: number, valueOf: ValueOf): KnownStep {
    const locals = this.#indexLocals[k][code];
    const values = locals.map(valueOf);
    const key = JSON.stringify(values.map((value) => [typeof value, String(value)]));
    const known = this.#known[k][code].get(key);
    if (known) return known;
    const instance = this.#instances[k];
    const label = instance.process.flat.labels[code];
    const keyedValueOf: ValueOf = (slot) => values[locals.indexOf(slot)];
    const step = {
      touched: this.#accesses.of(instance, label, keyedValueOf),
      guards: this.#accesses.guards(instance, label, keyedValueOf),
    };
    this.#known[k][code].set(key, step);
    return step;
  }

  #number(site: Site, k: number, code: number, state: Int32Array, values: number): number {
    const instance = this.#instances[k];
    const { labels } = instance.process.flat;
    const valueOf: ValueOf = (slot) =>
      site.locals.includes(slot)
        ? decodeValue(slot.domain, readField(state, slot.field))
        : undefined;
    const lastingValueOf: ValueOf = (slot) =>
      site.isStable(slot.field) ? valueOf(slot) : undefined;
    const { touched: now, guards } = this.#stepAt(k, code, valueOf);
    // The next step is known better than as one of those that may come again.
    const future = new FutureAccesses(this.#graphs[k], code, (next) => {
      const later = this.#stepAt(k, next, lastingValueOf);
      return next === code ? { ...later, touched: union([later.touched, now]) } : later;
    });
    site.numbers[values] = this.all.length;
    this.all.push({
      instance: k,
      code,
      isSure: this.#isSure(instance, labels[code]),
      now,
      guards,
      future,
    });
    return site.numbers[values];
  }
}

/** Something for each process that has an instance, made for its first. */
function forEachProcess<T>(
  instances: readonly InstancePlan[],
  make: (one: InstancePlan) => T,
): Map<ProcessPlan, T> {
  const made = new Map<ProcessPlan, T>();
  for (const one of instances) if (!made.has(one.process)) made.set(one.process, make(one));
  return made;
}

/** How many other instances a step may conflict with. */
function metBy(step: AccessSet, own: number, all: readonly AccessSet[]): number {
  return all.filter((other, k) => k !== own && areDependent(step, other)).length;
}
