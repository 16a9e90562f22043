// What properties add to the accesses of steps, so that no reordering changes what they see.
//
// Each claim about states is read as an assertion at the end of every step that writes something it names: such a step
// reads, and in the eyes of others writes, a mark of the claim, so the steps that a claim can see keep their order
// among each other. A trace of the reduced search then has the same sequence of values of what the claim names, and
// asks it of the same ones: that is stronger than the visibility of stubborn sets (Valmari 1992), and finer, because
// each claim keeps only its own steps in order. An observer is part of the steps that it reacts to: they read what its
// handlers read, and keep their order among each other because they write its memory.

import type { FlatLabel } from '../../compile/layout/expand.ts';
import type { Field } from '../../compile/layout/field.ts';
import type { InstancePlan } from '../../compile/layout/layout.ts';
import { labelsOfClaim } from '../../compile/monitor/labels-of-claim.ts';
import type { Monitor, StateCheck } from '../../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import { type FieldNumbers, type Touched, union } from './field-set.ts';
import { targetsOf } from './label-graph.ts';

interface Claim {
  readonly mark: bigint;
  readonly reads: ReadonlySet<Field>;
  /** The labels that it tells apart from all others; undefined where that may be every one. */
  readonly labels: ReadonlySet<string> | undefined;
}

export class Visibility {
  readonly #system: CompiledSystem;
  readonly #monitor: Monitor;
  readonly #numbers: FieldNumbers;
  readonly #claims: readonly Claim[];

  constructor(system: CompiledSystem, monitor: Monitor, numbers: FieldNumbers) {
    this.#system = system;
    this.#monitor = monitor;
    this.#numbers = numbers;
    this.#claims = monitor.claims.map((check) => this.#claim(check));
  }

  /** What is added to a step that writes some fields. */
  ofStep(instance: InstancePlan, label: FlatLabel, writes: ReadonlySet<Field>): Touched {
    const seen = this.#claims
      .filter((claim) => this.#sees(claim, instance, label, writes))
      .map(({ mark }) => ({ uses: mark, writes: mark }));
    const observed = this.#monitor.observers.flatMap((observer) => {
      const reads = observer.readsAfter(instance, label.name);
      if (!reads) return [];
      const mark = this.#numbers.mark(`observer ${observer.name}`);
      return [{ uses: mark | this.#numbers.of(reads), writes: mark }];
    });
    return union([...seen, ...observed]);
  }

  #claim(check: StateCheck): Claim {
    return {
      mark: this.#numbers.mark(`claim ${check.name}`),
      reads: check.reads,
      labels: labelsOfClaim(this.#system.layout, check),
    };
  }

  #sees(
    { reads, labels }: Claim,
    instance: InstancePlan,
    label: FlatLabel,
    writes: ReadonlySet<Field>,
  ): boolean {
    for (const field of writes) {
      if (field !== instance.label && reads.has(field)) return true;
    }
    return reads.has(instance.label) && this.#tellsApart(labels, instance, label);
  }

  /** Whether a claim that names these labels can see the label change. */
  #tellsApart(
    labels: ReadonlySet<string> | undefined,
    instance: InstancePlan,
    label: FlatLabel,
  ): boolean {
    if (!labels) return true;
    const { labelNames } = instance.process;
    const targets = targetsOf(label, this.#system.accessOf(instance, label));
    const around = [label.name, ...targets.map((code) => labelNames[code])];
    return around.some((name) => labels.has(name)) && around.some((name) => name !== label.name);
  }
}
