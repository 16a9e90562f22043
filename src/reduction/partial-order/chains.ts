// Chains: steps of one process that are one transition for the visited set. Where a process goes on with a step that
// conflicts with nothing that the others may still do, that takes place whatever happens, that makes no choice and that
// no property notices, the state before that step is left at once: it is neither stored nor expanded.
//
// Sound only if
//   - the process is a stubborn set by itself in each state that is passed over, so that its one step would be all that
//     is taken there (reduction/partial-order/stubborn.ts);
//   - no property tells that state from the next, and no observer reacts to the step between them: whatever they would say
//     of the one they say of the other;
//   - a chain ends: no label in it is sticky, so it comes to no state twice (reduction/partial-order/cycle-proviso.ts); where it
//     counts in a loop it is ended once it has as many steps as the process has labels;
//   - it does not come back to the state from which it began, but for what observers remember, which would look as if
//     nothing had moved (change.ts): then it ends a step before;
//   - whether it goes on depends on the states and on the process that has just stepped, so that a process that takes the same
//     transition again gets to the same end.

import { copyState } from '../../compile/layout/field.ts';
import { progressMasks } from '../../transition/change.ts';
import type { Stepper } from '../../transition/stepper.ts';
import type { Visitor } from '../../transition/transitions.ts';
import type { StubbornSets } from './stubborn.ts';

export class Chains implements Visitor {
  /** How many states were passed over. */
  skipped = 0;
  readonly #stepper: Stepper;
  readonly #sets: StubbornSets;
  /** Of each instance and label, whether its step may be part of a chain. */
  readonly #links: readonly (readonly boolean[])[];
  readonly #hasLinks: boolean;
  readonly #source: Int32Array;
  readonly #before: Int32Array;
  readonly #progress: Int32Array;
  #visitor: Visitor | undefined;
  readonly #skip = (): void => {
    this.skipped++;
  };

  constructor(stepper: Stepper, sets: StubbornSets) {
    this.#stepper = stepper;
    this.#sets = sets;
    this.#source = new Int32Array(stepper.system.layout.words);
    this.#before = new Int32Array(stepper.system.layout.words);
    this.#progress = progressMasks(stepper.system.layout);
    this.#links = stepper.system.layout.instances.map(({ process, index }) =>
      process.labelNames.map((_, code) => sets.isQuiet(index, code)),
    );
    this.#hasLinks = this.#links.some((labels) => labels.includes(true));
  }

  /** What shows a visitor, of each transition out of the working state, where the chain ends that begins with it. */
  endsFor(visitor: Visitor): Visitor {
    if (!this.#hasLinks) return visitor;
    copyState(this.#stepper.system.state, this.#source);
    this.#visitor = visitor;
    return this;
  }

  moved(instance: number, from: number, to: number, choice: number): void {
    const end = this.#follow(instance, to, this.#skip);
    (this.#visitor as Visitor).moved(instance, from, end, choice);
  }

  stayed(instance: number, from: number): void {
    (this.#visitor as Visitor).stayed(instance, from);
  }

  violated(...said: Parameters<Visitor['violated']>): void {
    (this.#visitor as Visitor).violated(...said);
  }

  /**
   * The chain that begins with the step of an instance from one state to another and its label there: `taken` is told of
   * each further step while the working state is the state that it made.
   */
  follow(
    source: Int32Array,
    instance: number,
    next: { readonly state: Int32Array; readonly label: number },
    taken: (from: number, to: number) => void,
  ): void {
    this.#source.set(source);
    this.#stepper.system.state.set(next.state);
    this.#follow(instance, next.label, taken);
  }

  /** Leaves the working state at the end of the chain; its label. */
  #follow(instance: number, label: number, taken: (from: number, to: number) => void): number {
    const { state } = this.#stepper.system;
    let at = label;
    for (let left = this.#links[instance].length; left > 0 && this.#goesOn(instance, at); left--) {
      copyState(state, this.#before);
      const to = this.#stepper.step(instance, at);
      if (this.#isBack(state)) {
        copyState(this.#before, state);
        break;
      }
      taken(at, to);
      at = to;
    }
    return at;
  }

  #isBack(state: Int32Array): boolean {
    for (let w = 0; w < state.length; w++) {
      if (((state[w] ^ this.#source[w]) & this.#progress[w]) !== 0) return false;
    }
    return true;
  }

  #goesOn(instance: number, label: number): boolean {
    const { state } = this.#stepper.system;
    return this.#links[instance][label] && this.#sets.isAlone(state, instance, label);
  }
}
