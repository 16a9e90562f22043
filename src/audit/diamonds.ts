// Diamonds: what independence means, by taking two steps in both orders.
//
// Steps of two instances commute in a state if neither makes the other impossible or possible, or changes its choices or
// what it violates; if both orders end in the same state, observers' memory included; and if every property about
// states gives the same sequence of answers along both, not counting repetitions. (Godefroid, LNCS 1032, definition
// 3.1; the sequences are what a reduced search must keep: Peled & Wilke 1997.)

import type { StateCheck } from '../compile/monitor/state-checks.ts';
import type { FieldNames } from '../trace/field-names.ts';
import {
  sameViolations,
  type Transition,
  type TransitionLists,
  violationOf,
} from '../transition/transition-lists.ts';

export interface Clash {
  /** `task0/store disables task1/load`. */
  readonly message: string;
  /** Where both orders end differently: in what. */
  readonly cells: readonly string[];
}

export class Diamonds {
  readonly #transitions: TransitionLists;
  readonly #names: FieldNames;

  constructor(transitions: TransitionLists, names: FieldNames) {
    this.#transitions = transitions;
    this.#names = names;
  }

  /** What is wrong with taking the steps of two instances in either order; undefined if nothing is. */
  clash(state: Int32Array, a: number, b: number): Clash | undefined {
    return (
      this.disturbance(state, a, b) ?? this.disturbance(state, b, a) ?? this.#orders(state, a, b)
    );
  }

  /** What a step of one instance does to the next step of another. */
  disturbance(state: Int32Array, a: number, b: number): Clash | undefined {
    const before = this.#transitions.of(state, b);
    for (const { to } of this.#transitions.of(state, a)) {
      const how = to && difference(before, this.#transitions.of(to, b));
      if (how === undefined) continue;
      const [one, other] = [this.#transitions.takes(state, a), this.#transitions.takes(state, b)];
      return { message: `${one} ${how} ${other}`, cells: [] };
    }
    return undefined;
  }

  #orders(state: Int32Array, a: number, b: number): Clash | undefined {
    const others = this.#transitions.of(state, b);
    for (const x of this.#transitions.of(state, a)) {
      for (const y of others) {
        const clash = x.to && y.to && this.#corner(state, a, x, b, y);
        if (!clash) continue;
        const [one, other] = [this.#transitions.takes(state, a), this.#transitions.takes(state, b)];
        return { ...clash, message: `${one} and ${other} ${clash.message}` };
      }
    }
    return undefined;
  }

  /** Neither step disturbs the other, so what was possible at first still is. */
  #corner(
    state: Int32Array,
    a: number,
    x: Transition,
    b: number,
    y: Transition,
  ): Clash | undefined {
    const [viaX, viaY] = [x.to as Int32Array, y.to as Int32Array];
    const afterX = withChoice(this.#transitions.of(viaX, b), y.choice);
    const afterY = withChoice(this.#transitions.of(viaY, a), x.choice);
    if (!afterX?.to || !afterY?.to) return undefined;
    const fields = this.#names.differing(afterX.to, afterY.to);
    if (fields.length > 0) {
      return {
        message: 'end in different states in different orders',
        cells: this.#names.namesOf(fields),
      };
    }
    const one = [state, viaX, afterX.to];
    const other = [state, viaY, afterX.to];
    const check = this.#transitions.monitor.stateProperties.find(
      (check) => this.#answers(check, one) !== this.#answers(check, other),
    );
    return check && { message: `show '${check.name}' different states on the way`, cells: [] };
  }

  /** What a property says along a run, without repetitions. */
  #answers(check: StateCheck, states: readonly Int32Array[]): string {
    const answers = states.map((state) => {
      this.#transitions.system.state.set(state);
      try {
        return check.problem() ?? 'as claimed';
      } catch (error) {
        return violationOf(error).message;
      }
    });
    return answers.filter((answer, k) => answer !== answers[k - 1]).join('; ');
  }
}

function withChoice(all: readonly Transition[], choice: number): Transition | undefined {
  return all.find((one) => one.choice === choice);
}

/** How the transitions of a step changed because another was taken. */
function difference(
  before: readonly Transition[],
  after: readonly Transition[],
): string | undefined {
  if (before.length > 0 && after.length === 0) return 'disables';
  if (before.length === 0 && after.length > 0) return 'enables';
  if (before.length !== after.length) return 'changes the choices of';
  const changed = before.some((one, n) => {
    const other = after[n];
    const ends = (one.to === undefined) !== (other.to === undefined);
    return one.choice !== other.choice || ends || !sameViolations(one, other);
  });
  return changed ? 'changes what is objected to in' : undefined;
}
