// The claim against ignoring: every cycle of a process's labels passes a sticky one
// (reduction/partial-order/sticky.ts). The analysis reads the edges off the source text; here they are those of steps
// that were really taken. A label may be spared where a list is always taken from, or added to, or a number always counted up
// or down (reduction/partial-order/cycle-proviso.ts); whether it is, and whether nobody does the opposite who is not known to,
// is seen in the states before and after.

import { type Field, readField } from '../compile/layout/field.ts';
import type { StubbornSets } from '../reduction/partial-order/stubborn.ts';
import type { TransitionLists } from '../transition/transition-lists.ts';
import type { Findings } from './findings.ts';

export class StickyLabelAudit {
  readonly #transitions: TransitionLists;
  readonly #sets: StubbornSets;
  readonly #findings: Findings;
  /** For each process, where steps from labels that are not sticky have led. */
  readonly #led = new Map<string, Map<number, Set<number>>>();

  constructor(transitions: TransitionLists, sets: StubbornSets, findings: Findings) {
    this.#transitions = transitions;
    this.#sets = sets;
    this.#findings = findings;
  }

  check(state: Int32Array): void {
    for (const { index, process } of this.#transitions.system.layout.instances) {
      const from = this.#transitions.labelOf(state, index);
      this.#checkCounting(state, index, from);
      if (this.#sets.isSticky(index, from) || this.#sets.proviso.isSpared(index, from)) continue;
      for (const { to } of this.#transitions.of(state, index)) {
        if (to) this.#edge(state, index, process.name, this.#transitions.labelOf(to, index));
      }
    }
  }

  #checkCounting(state: Int32Array, k: number, label: number): void {
    const { proviso } = this.#sets;
    const counting = proviso.countingOf(k, label);
    for (const { to } of this.#transitions.of(state, k)) {
      if (!to) continue;
      const grown = (field: Field): number => readField(to, field) - readField(state, field);
      const isTold = [...proviso.counted].every((field) => {
        const change = grown(field);
        return change === 0 || counting[change > 0 ? 'up' : 'down'].may.has(field);
      });
      const sum = (fields: readonly Field[]): number =>
        fields.reduce((all, field) => all + grown(field), 0);
      const isAlways =
        counting.down.always.every((fields) => sum(fields) < 0) &&
        counting.up.always.every((fields) => sum(fields) > 0);
      if (isTold && isAlways) continue;
      const step = this.#transitions.stepName(state, k);
      const message = isTold
        ? 'does not make more, or less, of what it is said to make more or less of in every run'
        : 'makes more of what it is said only to make less of, or less of what it counts up';
      this.#findings.add({ claim: 'stubborn-sets', step, message }, state);
    }
  }

  #edge(state: Int32Array, k: number, process: string, to: number): void {
    const from = this.#transitions.labelOf(state, k);
    const edges = this.#led.get(process) ?? new Map<number, Set<number>>();
    this.#led.set(process, edges);
    const known = edges.get(from) ?? new Set<number>();
    edges.set(from, known);
    if (known.has(to)) return;
    known.add(to);
    if (!leadsTo(edges, to, from)) return;
    const step = this.#transitions.stepName(state, k);
    const message =
      'closes a cycle of labels none of which is sticky: what is pruned may be pruned forever';
    this.#findings.add({ claim: 'stubborn-sets', step, message }, state);
  }
}

/** Whether edges lead from one label to another, or both are the same. */
function leadsTo(
  edges: ReadonlyMap<number, ReadonlySet<number>>,
  start: number,
  end: number,
): boolean {
  const found = [start];
  for (const label of found) {
    for (const next of edges.get(label) ?? []) if (!found.includes(next)) found.push(next);
  }
  return found.includes(end);
}
