// The claim of symmetry reduction: permuting ids commutes with stepping and leaves every property's answer as it is. The
// analysis (reduction/id-symmetry) says as much of all states; where it is wrong, this says of which step or property.
//
// What must stay true: it shares nothing with the analysis. It permutes, steps, and compares
// (symmetry-watch/exchanges.ts).

import type { Canonicalizer } from '../reduction/canonical.ts';
import { type Exchange, Exchanges } from '../symmetry-watch/exchanges.ts';
import type { TransitionLists } from '../transition/transition-lists.ts';
import type { Findings } from './findings.ts';

export class SymmetryAudit {
  readonly #transitions: TransitionLists;
  readonly #findings: Findings;
  readonly #exchanges: Exchanges;

  constructor(transitions: TransitionLists, symmetry: Canonicalizer, findings: Findings) {
    this.#transitions = transitions;
    this.#findings = findings;
    this.#exchanges = new Exchanges(transitions, symmetry);
  }

  /** Returns how many images of the state were looked at. */
  check(state: Int32Array): number {
    const { generators } = this.#exchanges;
    for (const exchange of generators) this.#exchange(state, exchange);
    return generators.length;
  }

  #exchange(state: Int32Array, exchange: Exchange): void {
    const { kind, moved } = exchange;
    const other = this.#exchanges.imageOf(state, exchange);
    const message = `tells ${kind.name} ids apart`;
    for (const check of this.#transitions.monitor.stateProperties) {
      if (this.#exchanges.saysTheSame(check, state, other)) continue;
      this.#findings.add({ claim: 'symmetry', step: `property ${check.name}`, message }, state);
    }
    for (const k of moved.keys()) {
      if (this.#exchanges.commutes(state, other, k, exchange)) continue;
      const step = this.#transitions.stepName(state, k);
      this.#findings.add({ claim: 'symmetry', step, message }, state);
    }
  }
}
