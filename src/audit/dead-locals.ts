// The claim of dead-local reduction: a state and the one that is stored for it, in which dead locals are forgotten, have the
// same steps of the same instances, which lead to states that are stored as one, and properties say the same of both. The
// analysis (reduction/dead-locals) says as much of all states; where it is wrong, this says of which step or property.
//
// What must stay true: it shares nothing with the analysis. It forgets, steps, and compares. States that a search kept have
// nothing to forget, so it looks at those, too, that their steps make.

import type { StateCheck } from '../compile/monitor/state-checks.ts';
import { progressMasks } from '../transition/change.ts';
import type { Quotient } from '../transition/reduced.ts';
import {
  sameState,
  type Transition,
  type TransitionLists,
} from '../transition/transition-lists.ts';
import type { Findings } from './findings.ts';

export class DeadLocalsAudit {
  readonly #transitions: TransitionLists;
  readonly #quotient: Quotient;
  readonly #findings: Findings;
  readonly #masks: Int32Array;

  constructor(transitions: TransitionLists, quotient: Quotient, findings: Findings) {
    this.#transitions = transitions;
    this.#quotient = quotient;
    this.#findings = findings;
    this.#masks = progressMasks(transitions.system.layout);
  }

  check(state: Int32Array): void {
    this.#compare(state);
    for (const { index } of this.#transitions.system.layout.instances) {
      for (const { to } of this.#transitions.of(state, index)) if (to) this.#compare(to);
    }
  }

  #compare(state: Int32Array): void {
    const stored = this.#stored(state);
    if (sameState(stored, state)) return;
    const { monitor, system } = this.#transitions;
    for (const { index } of system.layout.instances) {
      const [here, there] = [state, stored].map((one) => this.#endsOf(one, index));
      if (here === there) continue;
      const step = this.#transitions.stepName(state, index);
      this.#tell(step, 'depends on a local that is taken to be dead', state);
    }
    for (const check of monitor.stateProperties) {
      if (this.#answer(check, state) === this.#answer(check, stored)) continue;
      this.#tell(`property ${check.name}`, 'reads a local that is taken to be dead', state);
    }
  }

  #tell(step: string, message: string, state: Int32Array): void {
    this.#findings.add({ claim: 'dead-locals', step, message }, state);
  }

  /** Each choice of a step, whether it is progress, who objects, and the state that is stored for where it ends. */
  #endsOf(state: Int32Array, k: number): string {
    const ends = this.#transitions.of(state, k).map(({ choice, to, violations }: Transition) => {
      const isProgress = to?.some((word, w) => ((word ^ state[w]) & this.#masks[w]) !== 0);
      const objecting = violations.map(({ property, message }) => `${property}: ${message}`);
      return [choice, isProgress, ...objecting, to && this.#stored(to).join()].join(' ');
    });
    return ends.join('; ');
  }

  #stored(state: Int32Array): Int32Array {
    const stored = state.slice();
    this.#quotient.canonicalize(stored);
    return stored;
  }

  #answer(check: StateCheck, state: Int32Array): string | undefined {
    this.#transitions.system.state.set(state);
    try {
      return check.problem();
    } catch {
      return 'throws';
    }
  }
}
