// The label graph of a process: where each step may lead, and what can still come.
//
// A label of a process changes only by its own steps: what starts or resumes it (a pool, a work item, a call) writes
// a cell on which a step of it waits, so the graph leaves out nothing. 'done' has no step, and nothing starts it again.

import type { StepAccess } from '../../compile/access/access.ts';
import type { FlatLabel, FlatProcess } from '../../compile/layout/expand.ts';

export class LabelGraph {
  readonly #after: readonly (readonly number[])[];
  readonly #reach: (readonly number[])[] = [];

  constructor({ labels, done }: FlatProcess, accessOf: (label: FlatLabel) => StepAccess) {
    this.#after = labels.map((label) =>
      targetsOf(label, accessOf(label)).filter((code) => code !== done),
    );
  }

  /** All labels from which there is a step. */
  get codes(): readonly number[] {
    return [...this.#after.keys()];
  }

  /** The labels to which the step from a label may lead. */
  after(code: number): readonly number[] {
    return this.#after[code];
  }

  /** The labels from which a step may still be taken, this one first. */
  reach(code: number): readonly number[] {
    this.#reach[code] ??= this.#search(code);
    return this.#reach[code];
  }

  #search(code: number): number[] {
    const found = [code];
    const seen = new Set(found);
    for (let k = 0; k < found.length; k++) {
      for (const next of this.#after[found[k]]) {
        if (seen.has(next)) continue;
        seen.add(next);
        found.push(next);
      }
    }
    return found;
  }
}

/** The labels that a step may lead to. */
export function targetsOf({ enters, targets }: FlatLabel, { labels }: StepAccess): number[] {
  if (enters) return [enters.code];
  return Object.entries(targets)
    .filter(([to]) => labels === 'any' || labels.includes(to))
    .map(([, { code }]) => code);
}
