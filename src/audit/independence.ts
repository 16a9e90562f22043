// The second claim: steps of different processes that are said to be independent can be taken in either order, and a
// blocked step is woken only by steps that write what it waits for.

import { areDependent } from '../reduction/partial-order/field-set.ts';
import type { ProcessState, ProcessStates } from '../reduction/partial-order/process-states.ts';
import type { TransitionLists } from '../transition/transition-lists.ts';
import type { Clash, Diamonds } from './diamonds.ts';
import type { Findings } from './findings.ts';

export class IndependenceAudit {
  readonly #transitions: TransitionLists;
  readonly #processStates: ProcessStates;
  readonly #diamonds: Diamonds;
  readonly #findings: Findings;

  constructor(
    transitions: TransitionLists,
    processStates: ProcessStates,
    diamonds: Diamonds,
    findings: Findings,
  ) {
    this.#transitions = transitions;
    this.#processStates = processStates;
    this.#diamonds = diamonds;
    this.#findings = findings;
  }

  /** Returns how many pairs of instances were said to be independent. */
  check(state: Int32Array): number {
    const { instances } = this.#transitions.system.layout;
    const located = instances.map((_, k) => this.#processState(state, k));
    const enabled = instances.map((_, k) => this.#transitions.of(state, k).length > 0);
    let pairs = 0;
    for (const [a, one] of located.entries()) {
      for (const [b, other] of located.entries()) {
        if (!one || !other || a === b || !enabled[a]) continue;
        if (enabled[b]) {
          if (b < a || areDependent(one.now, other.now)) continue;
          this.#report(state, a, b, this.#diamonds.clash(state, a, b));
        } else {
          if ((one.now.writes & other.now.waits) !== 0n) continue;
          this.#report(state, a, b, this.#diamonds.disturbance(state, a, b));
        }
        pairs++;
      }
    }
    return pairs;
  }

  #processState(state: Int32Array, k: number): ProcessState | undefined {
    const number = this.#processStates.of(state, k);
    return number < 0 ? undefined : this.#processStates.all[number];
  }

  #report(state: Int32Array, a: number, b: number, clash: Clash | undefined): void {
    if (!clash) return;
    const [step, other] = [a, b].map((k) => this.#transitions.stepName(state, k));
    const message = `${clash.message}, though nothing they touch is said to meet${whose(this.#findings, [step, other])}`;
    this.#findings.add({ claim: 'independence', step, cells: clash.cells, message }, state);
  }
}

/** Who has to do something about it, as far as that is known. */
export function whose(findings: Findings, steps: readonly string[]): string {
  const blamed = steps.find((step) => findings.blames(step));
  return blamed === undefined
    ? '; no access is known to be missing, so this is a mistake of mmcheck: please report it with the model'
    : `; see what ${blamed} touches unseen`;
}
