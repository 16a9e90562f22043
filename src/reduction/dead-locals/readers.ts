// Who else reads locals besides the steps of their process: state properties, claims of the finished graph, the constraint,
// and observers. What they read keeps a local alive.
//
// Sound only if a read of one instance's local counts for all instances of its process: a permutation of ids makes one of
// another. What an observer reads after each step, or of another process than stepped, it may read in any state.

import type { FlatLabel } from '../../compile/layout/expand.ts';
import type { Field } from '../../compile/layout/field.ts';
import type { InstancePlan } from '../../compile/layout/layout.ts';
import { fieldsOf, type Slot } from '../../compile/layout/slot.ts';
import type { Monitor } from '../../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';

interface Local {
  readonly instance: InstancePlan;
  readonly frame: string;
  readonly name: string;
}

/** All locals of an instance, those of its frames included. */
export function localsOf(instance: InstancePlan): (Local & { readonly slot: Slot })[] {
  return Object.entries(instance.frames).flatMap(([frame, slots]) =>
    Object.entries(slots).map(([name, slot]) => ({ instance, frame, name, slot })),
  );
}

export class Readers {
  readonly #owners = new Map<Field, Local>();
  /** By process, the locals that are read in any state, and by label those that are read after its step. */
  readonly #always = new Map<string, Local[]>();
  readonly #after = new Map<FlatLabel, Local[]>();

  constructor({ layout }: CompiledSystem, monitor: Monitor) {
    for (const local of layout.instances.flatMap(localsOf)) {
      for (const field of fieldsOf(local.slot)) this.#owners.set(field, local);
    }
    const checks = [...monitor.stateProperties, ...monitor.graphChecks()];
    this.#inAnyState(checks.flatMap(({ reads }) => [...reads]));
    this.#inAnyState(monitor.observers.flatMap(({ always }) => always?.reads ?? []));
    for (const instance of layout.instances) {
      for (const label of instance.process.flat.labels) {
        const read = monitor.observers.flatMap(
          (one) => one.touchedAfter(instance, label.name)?.reads ?? [],
        );
        this.#afterStep(instance, label, read);
      }
    }
  }

  /** The locals of an instance that may be read in any state. */
  always(instance: InstancePlan): Slot[] {
    return slotsIn(instance, this.#always.get(instance.process.name));
  }

  /** Those that observers may read when it has taken its step from a label. */
  after(instance: InstancePlan, label: FlatLabel): Slot[] {
    return slotsIn(instance, this.#after.get(label));
  }

  #inAnyState(fields: readonly Field[]): void {
    for (const local of fields.flatMap((field) => this.#owners.get(field) ?? [])) {
      const { name } = local.instance.process;
      this.#always.set(name, [...(this.#always.get(name) ?? []), local]);
    }
  }

  #afterStep(instance: InstancePlan, label: FlatLabel, fields: readonly Field[]): void {
    for (const field of fields) {
      const local = this.#owners.get(field);
      if (local?.instance !== instance) this.#inAnyState([field]);
      else this.#after.set(label, [...(this.#after.get(label) ?? []), local]);
    }
  }
}

function slotsIn({ frames }: InstancePlan, locals: readonly Local[] = []): Slot[] {
  return [...new Set(locals.map(({ frame, name }) => frames[frame][name]))];
}
