// Stubborn sets that break one rule each, made of the product's own parts: one of them is replaced, or told less than
// the truth, so that nothing but the rule is missing. The rules are those of src/reduction/partial-order; what the
// names in this folder name is what is forgotten.

import type { Access, Manner, StepAccess } from '../../../src/compile/access/access.ts';
import type { Monitor } from '../../../src/compile/monitor/monitor.ts';
import type { CompiledSystem } from '../../../src/compile/program/compile.ts';
import { FieldNumbers } from '../../../src/reduction/partial-order/field-set.ts';
import { GuardOwners } from '../../../src/reduction/partial-order/guard-owners.ts';
import { ProcessStates } from '../../../src/reduction/partial-order/process-states.ts';
import { StepAccesses } from '../../../src/reduction/partial-order/step-access.ts';
import { ASK, StubbornSets } from '../../../src/reduction/partial-order/stubborn.ts';
import { Visibility } from '../../../src/reduction/partial-order/visibility.ts';
import type { Reducer } from '../reduced-search.ts';

export type Rules = Readonly<Record<string, Reducer>>;

/** The parts of which stubborn sets are made, any of them in another's place. */
export interface Parts {
  readonly Seen?: typeof Visibility;
  readonly Accesses?: typeof StepAccesses;
  readonly Keeping?: typeof GuardOwners;
  readonly Known?: typeof ProcessStates;
  readonly Sets?: MakeSets;
  /** What the parts are told of the system and of the properties. */
  readonly told?: (system: CompiledSystem) => CompiledSystem;
  readonly watched?: (monitor: Monitor) => Monitor;
}

type Given = ConstructorParameters<typeof StubbornSets>;
export type MakeSets = (system: CompiledSystem, ...given: Given) => StubbornSets;

export function dropping({
  Seen = Visibility,
  Accesses = StepAccesses,
  Keeping = GuardOwners,
  Known = ProcessStates,
  Sets = (_, ...given) => new StubbornSets(...given),
  told = (system) => system,
  watched = (monitor) => monitor,
}: Parts): Reducer {
  return {
    sets(real, monitor, isSteady) {
      const system = told(real);
      const numbers = new FieldNumbers();
      const owners = new Keeping(system, system.accesses());
      const seen = new Seen(system, watched(monitor), numbers, isSteady);
      const known = new Known(system, new Accesses(system, seen, numbers, owners));
      return Sets(system, known, owners, system.layout.instances.length);
    },
  };
}

/** Stubborn sets that are always chosen anew, so that `choose` is all there is to change. */
export class Chosen extends StubbornSets {
  /** The one that was looked at last. */
  state: Int32Array = new Int32Array();

  override look(state: Int32Array): number {
    super.look(state);
    this.state = state;
    return ASK;
  }
}

/** An object that says something else where it is asked for some of its members. */
export function telling<T extends object>(one: T, lies: Partial<T>): T {
  return new Proxy(one, {
    get(target, name) {
      if (Object.hasOwn(lies, name)) return Reflect.get(lies, name);
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** All accesses of steps are told in another way. */
export function accessesTold(lie: (access: Access) => Access): Reducer {
  return stepsTold((access) => ({ ...access, accesses: access.accesses.map(lie) }));
}

/** What is known of all writes to a local, likewise. */
export function writesOfLocalsTold(lie: (writes: readonly Manner[]) => readonly Manner[]): Reducer {
  return stepsTold(({ locals, ...access }) => {
    const manners = [...locals.manners].map(([local, writes]) => [local, lie(writes)] as const);
    return { ...access, locals: { ...locals, manners: new Map(manners) } };
  });
}

function stepsTold(lie: (access: StepAccess) => StepAccess): Reducer {
  return dropping({
    told: (system) =>
      telling(system, {
        accessOf: (instance, label) => lie(system.accessOf(instance, label)),
      }),
  });
}
