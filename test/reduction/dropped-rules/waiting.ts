// Rules about what a blocked step waits for.

import type { AcquireGuard, StepAccess } from '../../../src/compile/access/access.ts';
import type { FlatLabel } from '../../../src/compile/layout/expand.ts';
import type { InstancePlan } from '../../../src/compile/layout/layout.ts';
import type { CompiledSystem } from '../../../src/compile/program/compile.ts';
import type { ElementOf } from '../../../src/reduction/partial-order/accessed-fields.ts';
import { GuardOwners } from '../../../src/reduction/partial-order/guard-owners.ts';
import { ProcessStates } from '../../../src/reduction/partial-order/process-states.ts';
import {
  StepAccesses,
  type StepAccessSet,
  type ValueOf,
} from '../../../src/reduction/partial-order/step-access.ts';
import { dropping, type Rules, telling } from './parts.ts';

/** A step that is blocked waits for nobody. */
class Impatient extends StepAccesses {
  override of(instance: InstancePlan, label: FlatLabel, valueOf: ValueOf): StepAccessSet {
    return { ...super.of(instance, label, valueOf), waits: 0n };
  }
}

/** A blocked step is taken for one that no owner keeps blocked. */
class Unowned extends ProcessStates {
  override of(state: Int32Array, k: number): number {
    const number = super.of(state, k);
    if (number >= 0) this.all[number] = { ...this.all[number], guards: 0 };
    return number;
  }
}

const unguarded = (system: CompiledSystem): CompiledSystem =>
  telling(system, { guardAccess: () => undefined });

/** A step that is blocked by its process's guard waits for nobody. */
class Unguarded extends StepAccesses {
  readonly #own: StepAccesses;

  constructor(...[system, ...rest]: ConstructorParameters<typeof StepAccesses>) {
    super(system, ...rest);
    this.#own = new StepAccesses(unguarded(system), ...rest);
  }

  override of(instance: InstancePlan, label: FlatLabel, valueOf: ValueOf): StepAccessSet {
    const { waits } = this.#own.of(instance, label, valueOf);
    return { ...super.of(instance, label, valueOf), waits };
  }
}

/** A system whose steps and guards do not touch a cell. */
function without(cell: string): (system: CompiledSystem) => CompiledSystem {
  const rest = (access: StepAccess): StepAccess => ({
    ...access,
    accesses: access.accesses.filter((one) => one.cell !== cell),
  });
  return (system) =>
    telling(system, {
      accessOf: (instance, label) => rest(system.accessOf(instance, label)),
      guardAccess(instance) {
        const guard = system.guardAccess(instance);
        return guard && rest(guard);
      },
    });
}

/** A step that looks whether it gets the lock is taken for one that waits for it. */
const tryingWaits = (system: CompiledSystem): CompiledSystem =>
  telling(system, {
    accessOf(instance, label) {
      const access = system.accessOf(instance, label);
      const touches = access.accesses.some(({ cell }) => cell === 'lock');
      const guard = { cell: 'lock', path: [], method: 'acquire' };
      return touches ? { ...access, acquireGuards: [guard] } : access;
    },
  });

/** A method keeps out those whom another one keeps out. */
const likeAnother = (method: string, other: string): typeof GuardOwners =>
  class extends GuardOwners {
    override of(guard: AcquireGuard, elementOf: ElementOf): number {
      return super.of(guard.method === method ? { ...guard, method: other } : guard, elementOf);
    }
  };

export const WAITING: Rules = {
  'that a trylock does not wait': dropping({ told: tryingWaits }),
  'that irqs get through to a task': dropping({ Keeping: likeAnother('runsIrq', 'runsTask') }),
  'that readers let readers in': dropping({
    Keeping: likeAnother('acquireRead', 'acquireWrite'),
  }),
  'what a blocked step reads': dropping({ Accesses: Impatient }),
  'who keeps a blocked step': dropping({ Accesses: Impatient, Known: Unowned }),
  'what a guard reads': dropping({ told: unguarded }),
  'what a blocking guard reads': dropping({ Accesses: Unguarded }),
  'the contexts of cpus': dropping({ told: without('cpus') }),
  'the phases of stop_machine': dropping({ told: without('stop') }),
};
