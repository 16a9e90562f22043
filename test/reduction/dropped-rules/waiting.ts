// Rules about what a blocked step waits for.

import type { StepAccess } from '../../../src/model/access/access.ts';
import type { CompiledSystem } from '../../../src/model/compile.ts';
import type { FlatLabel } from '../../../src/model/expand.ts';
import type { InstancePlan } from '../../../src/model/layout/layout.ts';
import {
  StepAccesses,
  type StepTouched,
  type ValueOf,
} from '../../../src/reduction/partial-order/step-access.ts';
import { dropping, type Rules, telling } from './parts.ts';

/** A step that is blocked waits for nobody. */
class Impatient extends StepAccesses {
  override of(instance: InstancePlan, label: FlatLabel, valueOf: ValueOf): StepTouched {
    return { ...super.of(instance, label, valueOf), waits: 0n };
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

  override of(instance: InstancePlan, label: FlatLabel, valueOf: ValueOf): StepTouched {
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

export const WAITING: Rules = {
  'what a blocked step reads': dropping({ Accesses: Impatient }),
  'what a guard reads': dropping({ told: unguarded }),
  'what a blocking guard reads': dropping({ Accesses: Unguarded }),
  'the contexts of cpus': dropping({ told: without('cpus') }),
  'the phases of stop_machine': dropping({ told: without('stop') }),
};
