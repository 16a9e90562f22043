// The cycle proviso: a few steps, by the label that they leave, such that every cycle of states has one of them. Every cycle
// of a process's labels passes a sticky one (sticky.ts); but not every cycle of labels is part of a cycle of states by itself.
// Whoever takes a message in it needs somebody who sends one in the same cycle (counting.ts), so in a ring it is
// enough that one process has sticky labels: the others cannot go round without it. Whoever counts up in it needs
// somebody who stores a smaller number, so a loop that only counts needs no sticky label at all.
//
// Sound because of this: the steps of a cycle of states that leaves no sticky label
//   - take each process that moves round cycles of its labels, so each of the labels lies on one that is made of labels in the set;
//   - leave every list as long as it was, and every number as large, so for each that always makes one of some lists shorter
//     there is one that may make one of these longer, and the other way round; of numbers likewise.
// The largest set of labels outside of the sticky ones of which both is true contains them all: it has to be empty.
//
// Under symmetry, too: a cycle of orbits, gone round often enough, is a cycle of states, and instances that may be exchanged,
// those of a process that is counted by a kind, have the same sticky labels.

import type { Field } from '../../compile/layout/field.ts';
import type { InstancePlan } from '../../compile/layout/layout.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import {
  type Change,
  type Counting,
  countingOf,
  type Direction,
  NOTHING_COUNTED,
} from './counting.ts';
import type { LabelGraph } from './label-graph.ts';
import { onCycles, stickyLabels } from './sticky.ts';

/** How little is lost if a label is sticky. */
export type Cost = (instance: number, code: number) => number;

/** Labels of one instance, or of all that may be exchanged. */
interface Candidate {
  readonly instances: readonly number[];
  readonly code: number;
}

export class CycleProviso {
  /** The lists and numbers of which some step always makes more, or less. */
  readonly counted: ReadonlySet<Field>;
  readonly #graphs: readonly LabelGraph[];
  readonly #counting: readonly (readonly Counting[])[];
  /** By instance: labels that each of its cycles of labels passes, and those of them that have to be sticky. */
  readonly #cut: readonly ReadonlySet<number>[];
  readonly #sticky: readonly Set<number>[];

  constructor(system: CompiledSystem, graphs: readonly LabelGraph[], cost: Cost) {
    const { instances } = system.layout;
    this.#graphs = graphs;
    // What a flush does to what a step has changed is not proved.
    const countingAt = system.definition.memory ? () => NOTHING_COUNTED : countingOf;
    this.#counting = instances.map((one) =>
      one.process.flat.labels.map((label) => countingAt(system, one, label)),
    );
    const always = ({ up, down }: Counting): Field[] => [...up.always, ...down.always].flat();
    this.counted = new Set(this.#counting.flat().flatMap(always));
    const first = (one: InstancePlan): number =>
      instances.findIndex(({ process }) => process === one.process);
    const cuts = new Map(
      instances.map(first).map((k) => [k, stickyLabels(graphs[k], (code) => cost(k, code))]),
    );
    this.#cut = instances.map((one) => cuts.get(first(one)) as Set<number>);
    this.#sticky = this.#cut.map((labels) => new Set(labels));
    if (this.counted.size > 0) this.#spare(candidates(instances, this.#cut), cost);
  }

  /** Whether every cycle of states that passes this label may rely on it to be fully expanded. */
  isSticky(k: number, code: number): boolean {
    return this.#sticky[k].has(code);
  }

  /** Whether the label need not be sticky because there is no cycle of states through it without another that is. */
  isSpared(k: number, code: number): boolean {
    return this.#cut[k].has(code) && !this.isSticky(k, code);
  }

  countingOf(k: number, code: number): Counting {
    return this.#counting[k][code];
  }

  #spare(all: readonly Candidate[], cost: Cost): void {
    const dearness = ({ instances: [k], code }: Candidate): number => cost(k, code);
    for (const one of all.toSorted((a, b) => dearness(a) - dearness(b))) {
      for (const k of one.instances) this.#sticky[k].delete(one.code);
      if (this.#hasCycle()) for (const k of one.instances) this.#sticky[k].add(one.code);
    }
  }

  /** Whether the labels that are not sticky may be enough for a cycle of states. */
  #hasCycle(): boolean {
    const left = this.#graphs.map(
      ({ codes }, k) => new Set(codes.filter((code) => !this.isSticky(k, code))),
    );
    const sizeOf = () => left.reduce((sum, labels) => sum + labels.size, 0);
    for (let size = -1; size !== sizeOf(); ) {
      size = sizeOf();
      for (const [k, labels] of left.entries()) {
        const without = this.#graphs[k].codes.filter((code) => !labels.has(code));
        left[k] = new Set(onCycles(this.#graphs[k], new Set(without)));
      }
      const all = left.flatMap((labels, k) => [...labels].map((code) => this.#counting[k][code]));
      for (const [k, labels] of left.entries()) {
        for (const code of labels)
          if (!isMadeGood(this.#counting[k][code], all)) labels.delete(code);
      }
    }
    return sizeOf() > 0;
  }
}

function candidates(
  instances: readonly InstancePlan[],
  cut: readonly ReadonlySet<number>[],
): Candidate[] {
  return instances.flatMap(({ index, id, process }) => {
    if (process.kind && id > 0) return [];
    const alike = process.kind ? instances.filter((one) => one.process === process) : [];
    const together = alike.length > 0 ? alike.map((one) => one.index) : [index];
    return [...cut[index]].map((code) => ({ instances: together, code }));
  });
}

/** Whether what a step always makes more or less may be undone by some step of these. */
function isMadeGood(one: Counting, all: readonly Counting[]): boolean {
  const isUndone = ({ always }: Change, by: Direction): boolean =>
    always.every((fields) => all.some((other) => fields.some((field) => other[by].may.has(field))));
  return isUndone(one.up, 'down') && isUndone(one.down, 'up');
}
