// The claim of owners: while a guard is owned, no process gets past it but its owner, and none stops owning it but
// by a step of its own (reduction/partial-order/guard-owners.ts). The primitives say so of their methods; this looks.
//
// A guard may have several owners, and an owner may name several processes, all the readers of a lock: what counts is
// who owns the guard.

import type { GuardOwners } from '../reduction/partial-order/guard-owners.ts';
import type { ProcessStates } from '../reduction/partial-order/process-states.ts';
import type { TransitionLists } from '../transition/transition-lists.ts';
import type { Findings } from './findings.ts';

export class GuardOwnerAudit {
  readonly #transitions: TransitionLists;
  readonly #processStates: ProcessStates;
  readonly #owners: GuardOwners;
  readonly #findings: Findings;

  constructor(
    transitions: TransitionLists,
    processStates: ProcessStates,
    owners: GuardOwners,
    findings: Findings,
  ) {
    this.#transitions = transitions;
    this.#processStates = processStates;
    this.#owners = owners;
    this.#findings = findings;
  }

  check(state: Int32Array): void {
    const { instances } = this.#transitions.system.layout;
    for (const { index } of instances) {
      const number = this.#processStates.of(state, index);
      const guards = number < 0 ? 0 : this.#processStates.all[number].guards;
      for (const holder of this.#holders(state, guards)) {
        if (holder !== index) this.#staysOut(state, index, holder);
        for (const { index: other } of instances) {
          if (other !== holder) this.#leavesIt(state, other, holder, guards);
        }
      }
    }
  }

  #staysOut(state: Int32Array, k: number, holder: number): void {
    if (this.#transitions.of(state, k).length === 0) return;
    this.#report(state, k, `is taken, though ${this.#nameOf(holder)} is said to keep others out`);
  }

  #leavesIt(state: Int32Array, k: number, holder: number, guards: number): void {
    for (const { to } of this.#transitions.of(state, k)) {
      if (!to || this.#holders(to, guards).has(holder)) continue;
      this.#report(state, k, `lets go for ${this.#nameOf(holder)}, which is said to do so itself`);
    }
  }

  /** The owners of some of the guards. */
  #holders(state: Int32Array, guards: number): ReadonlySet<number> {
    const holders = new Set<number>();
    for (let owner = 0; owner < this.#owners.count; owner++) {
      if ((guards & (1 << owner)) === 0) continue;
      for (const holder of this.#owners.holders(state, owner)) holders.add(holder);
    }
    return holders;
  }

  #nameOf(k: number): string {
    return this.#transitions.system.layout.instances[k].name;
  }

  #report(state: Int32Array, k: number, what: string): void {
    const step = this.#transitions.stepName(state, k);
    const message = `${what}: see excludedBy of the methods that it calls`;
    this.#findings.add({ claim: 'exclusion', step, message }, state);
  }
}
