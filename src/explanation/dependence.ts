// Which steps of a run depend on which: those of one process on each other, and those of two where both touch a field and one
// stores it. What a step touches is recorded as it runs (tracing-views.ts), its guard included; nothing is read off its text.
//
// A linear order of the steps that keeps every dependent pair as it is leads to the same state (Mazurkiewicz, Trace Theory,
// 1987); so only dependent pairs are worth turning round.

import { placeOf } from '../compile/layout/field.ts';
import type { Path } from '../counterexample/run.ts';
import { FieldNames } from '../trace/field-names.ts';
import { TracingViews } from '../trace/tracing-views.ts';
import type { Stepper } from '../transition/stepper.ts';

interface Touched {
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
}

export class Dependence {
  readonly #instances: readonly number[];
  readonly #touched: readonly Touched[];
  readonly #names = new Map<number, string>();
  /** By step: the earlier steps that it depends on, also by way of others. */
  readonly #before: readonly ReadonlySet<number>[];

  constructor(stepper: Stepper, { initial, steps }: Path) {
    const { definition, observers } = stepper.system;
    const views = new TracingViews(definition, observers);
    const names = new FieldNames(views.layout);
    this.#instances = steps.map(({ instance }) => instance);
    this.#touched = steps.map(({ instance, choice }, k) => {
      const before = k === 0 ? initial : steps[k - 1].state;
      const recorded = views.of(before, instance)[choice];
      const placesOf = (fields: (typeof recorded)['reads'] = []): Set<number> => {
        const seen = fields.filter(({ bits }) => bits > 0);
        for (const field of seen) this.#names.set(placeOf(field), names.at(field).name);
        return new Set(seen.map(placeOf));
      };
      return { reads: placesOf(recorded?.reads), writes: placesOf(recorded?.writes) };
    });
    const before: Set<number>[] = [];
    for (const k of steps.keys()) {
      before.push(new Set());
      for (let i = k - 1; i >= 0; i--) {
        if (before[k].has(i) || !this.#depends(i, k)) continue;
        before[k].add(i);
        for (const earlier of before[i]) before[k].add(earlier);
      }
    }
    this.#before = before;
  }

  /** What two steps touch in common, where one of them stores it. */
  sharedBy(i: number, j: number): string[] {
    const [one, other] = [this.#touched[i], this.#touched[j]];
    const places = new Set(
      [...one.writes].filter((place) => other.reads.has(place) || other.writes.has(place)),
    );
    for (const place of other.writes) if (one.reads.has(place)) places.add(place);
    return [...new Set([...places].map((place) => this.#names.get(place) as string))].sort();
  }

  /** Pairs of different processes that depend on each other directly, and not also by way of a third step. */
  immediatePairs(): [number, number][] {
    const pairs: [number, number][] = [];
    for (const [j, before] of this.#before.entries()) {
      for (const i of [...before].sort((a, b) => a - b)) {
        if (this.#instances[i] === this.#instances[j] || !this.#depends(i, j)) continue;
        const between = [...before].some((k) => k > i && this.#before[k].has(i));
        if (!between) pairs.push([i, j]);
      }
    }
    return pairs;
  }

  /** All steps in an order in which `j` comes before `i`, and every other dependent pair as it was, as far as that can be. */
  withTurned(i: number, j: number): number[] {
    const needed = this.#before[j];
    const steps = [...this.#before.keys()];
    const first = steps.filter((k) => k < i || (k < j && needed.has(k) && k !== i));
    const rest = steps.filter((k) => k !== j && !first.includes(k));
    return [...first, j, ...rest];
  }

  #depends(i: number, j: number): boolean {
    if (this.#instances[i] === this.#instances[j]) return true;
    const [one, other] = [this.#touched[i], this.#touched[j]];
    const meets = (places: ReadonlySet<number>, { reads, writes }: Touched): boolean =>
      [...places].some((place) => reads.has(place) || writes.has(place));
    return meets(one.writes, other) || meets(other.writes, one);
  }
}
