// What properties add to the accesses of steps, so that no reordering changes what they see.
//
// Each state property is read as an assertion at the end of every step that writes something it names: such a step
// reads, and in the eyes of others writes, a mark of the property, so the steps that a property can see keep their order
// among each other. A trace of the reduced search then has the same sequence of values of what the property names, and
// asks it of the same ones: that is stronger than the visibility of stubborn sets (Valmari 1992), and finer, because
// each property keeps only its own steps in order.
//
// An observer is part of the steps that it reacts to: they touch what its handlers touch, its memory included, and
// their assertions are assertions of the step. What it does after every step is part of those steps only that write
// something it reads. Sound only if it is steady: after a step that no handler of its own follows and that writes
// nothing it reads it would do nothing. Whether it is follows from what it reads and remembers, so that is treated as
// a property: the steps that may change it keep their order, and each state that is expanded is asked
// (Monitor.isSteady). Where one is not, the search is done again with an observer that all steps wake (`isSteady` is
// false).

import type { FlatLabel } from '../../compile/layout/expand.ts';
import type { Field } from '../../compile/layout/field.ts';
import type { InstancePlan } from '../../compile/layout/layout.ts';
import type { CompiledObserver } from '../../compile/monitor/compile-observer.ts';
import { labelsOfProperty } from '../../compile/monitor/labels-of-property.ts';
import type { Monitor } from '../../compile/monitor/monitor.ts';
import type { StateCheck } from '../../compile/monitor/state-checks.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import { type AccessSet, type FieldNumbers, NOTHING, union } from './field-set.ts';
import { targetsOf } from './label-graph.ts';

interface VisibleProperty {
  readonly mark: bigint;
  readonly reads: ReadonlySet<Field>;
  /** The labels that it tells apart from all others; undefined where that may be every one. */
  readonly labels: ReadonlySet<string> | undefined;
}

/** What properties add to a step. */
export interface Seen extends AccessSet {
  /** Whether a property or an observer may notice the step. */
  readonly isSeen: boolean;
}

const UNSEEN: Seen = { ...NOTHING, isSeen: false };

export class Visibility {
  readonly #system: CompiledSystem;
  readonly #monitor: Monitor;
  readonly #numbers: FieldNumbers;
  readonly #properties: readonly VisibleProperty[];
  readonly #isSteady: boolean;

  constructor(system: CompiledSystem, monitor: Monitor, numbers: FieldNumbers, isSteady: boolean) {
    this.#isSteady = isSteady;
    this.#system = system;
    this.#monitor = monitor;
    this.#numbers = numbers;
    this.#properties = monitor.stateProperties.map((check) => this.#visible(check));
  }

  /** What is added to a step that writes some fields. */
  ofStep(instance: InstancePlan, label: FlatLabel, writes: ReadonlySet<Field>): Seen {
    const seen = this.#properties
      .filter((property) => this.#sees(property, instance, label, writes))
      .map(({ mark }) => ({ uses: mark, writes: mark, isSeen: true }));
    const observed = this.#monitor.observers.map((observer) =>
      this.#ofObserver(observer, instance, label, writes),
    );
    const all = [...seen, ...observed];
    return { ...union(all), isSeen: all.some(({ isSeen }) => isSeen) };
  }

  #ofObserver(
    observer: CompiledObserver,
    instance: InstancePlan,
    label: FlatLabel,
    written: ReadonlySet<Field>,
  ): Seen {
    const { always } = observer;
    const handled = observer.touchedAfter(instance, label.name);
    const wakes = always && (!this.#isSteady || always.reads.some((field) => written.has(field)));
    if (!handled && !wakes) return UNSEEN;
    const reads = [...(handled?.reads ?? []), ...(wakes ? always.reads : [])];
    const writes = [...(handled?.writes ?? []), ...(wakes ? always.writes : [])];
    // Whether the observer is steady depends on its memory, too.
    const depends = [...(always?.reads ?? []), ...(always?.writes ?? [])];
    const unsettles = wakes || depends.some((field) => handled?.writes.includes(field));
    const mark = unsettles ? this.#numbers.mark(`observer ${observer.name}`) : 0n;
    return {
      uses: this.#numbers.of([...reads, ...writes]) | mark,
      writes: this.#numbers.of(writes) | mark,
      isSeen: true,
    };
  }

  #visible(check: StateCheck): VisibleProperty {
    return {
      mark: this.#numbers.mark(`property ${check.name}`),
      reads: check.reads,
      labels: labelsOfProperty(this.#system.layout, check),
    };
  }

  #sees(
    { reads, labels }: VisibleProperty,
    instance: InstancePlan,
    label: FlatLabel,
    writes: ReadonlySet<Field>,
  ): boolean {
    for (const field of writes) {
      if (field !== instance.label && reads.has(field)) return true;
    }
    return reads.has(instance.label) && this.#tellsApart(labels, instance, label);
  }

  /** Whether a property that names these labels can see the label change. */
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
