// Rules about what a set is made of.

import type { Access } from '../../../src/compile/access/access.ts';
import type { FlatLabel } from '../../../src/compile/layout/expand.ts';
import type { InstancePlan } from '../../../src/compile/layout/layout.ts';
import type { CompiledSystem } from '../../../src/compile/program/compile.ts';
import { PartialOrder } from '../../../src/reduction/partial-order/expansion.ts';
import { ProcessStates } from '../../../src/reduction/partial-order/process-states.ts';
import {
  StepAccesses,
  type StepAccessSet,
  type ValueOf,
} from '../../../src/reduction/partial-order/step-access.ts';
import type { Visitor } from '../../../src/transition/transitions.ts';
import { Chosen, dropping, type Rules, telling } from './parts.ts';

class Remembering extends Chosen {
  /** Whether something was pruned in the state that was looked at last. */
  isPart = false;

  override choose(enabled: number, satisfiesProviso: number): number {
    const chosen = super.choose(enabled, satisfiesProviso);
    this.isPart = chosen !== enabled;
    return chosen;
  }
}

/** Takes only the first choice of a step where something is pruned. */
class FirstChoice extends PartialOrder {
  readonly #sets: Remembering;

  constructor(...given: ConstructorParameters<typeof PartialOrder>) {
    super(...given);
    this.#sets = given[1] as Remembering;
  }

  override expandAgain(visitor: Visitor): boolean {
    return super.expandAgain({
      stayed: (instance, from) => visitor.stayed(instance, from),
      violated: (...said) => visitor.violated(...said),
      moved: (instance, from, to, choice) => {
        if (choice === 0 || !this.#sets.isPart) visitor.moved(instance, from, to, choice);
      },
    });
  }
}

/** Whoever comes first, without those on whom it depends. */
class AnyOne extends Chosen {
  override choose(enabled: number, satisfiesProviso: number): number {
    return satisfiesProviso === 0 ? enabled : satisfiesProviso & -satisfiesProviso;
  }
}

class Deaf extends StepAccesses {
  override of(instance: InstancePlan, label: FlatLabel, valueOf: ValueOf): StepAccessSet {
    const touched = super.of(instance, label, valueOf);
    return { ...touched, uses: touched.writes };
  }
}

/** Whatever an operation does, it is taken for one of a kind with all others that commute among themselves. */
function alike(system: CompiledSystem): CompiledSystem {
  const one = ({ commutes, ...access }: Access): Access =>
    commutes === undefined ? access : { ...access, commutes: 'operates' };
  return telling(system, {
    accesses: () => system.accesses().map(one),
    accessOf: (...given) => {
      const access = system.accessOf(...given);
      return { ...access, accesses: access.accesses.map(one) };
    },
  });
}

/** Every step is taken for one that has a successor, and so is taken alone where it meets nobody. */
class Credulous extends ProcessStates {
  override of(state: Int32Array, k: number): number {
    const number = super.of(state, k);
    if (number >= 0) this.all[number] = { ...this.all[number], isSure: true };
    return number;
  }
}

export const SETS: Rules = {
  'all choices of a step': {
    ...dropping({ Sets: (_, ...given) => new Remembering(...given) }),
    expansion: (sets, isSteady) => (stepper) => new FirstChoice(stepper, sets, isSteady),
  },
  'those on whom a step depends': dropping({
    Sets: (_, ...given) => new AnyOne(...given),
  }),
  'what a step reads': dropping({ Accesses: Deaf }),
  'kinds of operations that commute': dropping({ told: alike }),
  'steps that may have no successor': dropping({ Known: Credulous }),
};
