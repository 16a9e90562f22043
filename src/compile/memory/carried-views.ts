// What carried locals bring along while a step of lkmm runs: the loads and stores that depend on one are not older than the load
// that was put into it, nor than what that comes after.
//
// What must stay true: a local that a step may have assigned, and not from a load that was seen, carries nothing.

import { type Dependence, NO_DEPENDENCE } from './dependencies.ts';
import { learn } from './histories.ts';
import type { Histories, View } from './history-system.ts';

export class CarriedViews {
  #dependence = NO_DEPENDENCE;
  /** The locals into which the step has put a load. */
  readonly #carrying = new Set<number>();

  enter(dependence: Dependence): void {
    this.#dependence = dependence;
  }

  /** The author's code begins, perhaps a second time. */
  begin(): void {
    this.#carrying.clear();
  }

  /** What a load of a word must not be older than, besides what none of the context may be. */
  boundOfLoad({ locals }: Histories, word: number, { loads }: { readonly loads: View }): View {
    return joined(loads, locals, this.#dependence.addresses.get(word));
  }

  boundOfStore({ locals }: Histories, word: number, { stores }: { readonly stores: View }): View {
    const { addresses, values } = this.#dependence;
    return joined(joined(stores, locals, addresses.get(word)), locals, values.get(word));
  }

  /** A load, which was bound by that, has shown this. */
  loaded(all: Histories, word: number, bound: View, shown: Parameters<typeof learn>[1]): void {
    for (const local of this.#dependence.loaded.get(word) ?? []) {
      this.#carrying.add(local);
      all.locals[local] = [...bound];
      learn(all.locals[local], shown);
    }
  }

  /** The step has ended. */
  settle({ locals }: Histories): void {
    for (const local of this.#dependence.assigned) {
      if (!this.#carrying.has(local)) locals[local].fill(0);
    }
  }
}

function joined(bound: View, locals: readonly View[], numbers: readonly number[] = []): View {
  const view = [...bound];
  for (const k of numbers) learn(view, { view: locals[k] });
  return view;
}
