// What a step of an instance touches, field by field: its own accesses and its guard's, its label, its locals and the
// frames that it enters or leaves, and what properties add.
//
// Sound only if nothing is left out: a field that the step reads unseen, or writes, would be swapped with a step of
// another process that writes or reads it. The accesses come from the step's source (model/access); that they hold for
// what really runs is what `--audit` checks.

import type { Access, IndexAccess } from '../../model/access/access.ts';
import type { CompiledSystem } from '../../model/compile.ts';
import type { FlatLabel } from '../../model/expand.ts';
import type { Field } from '../../model/layout/field.ts';
import type { InstancePlan, Slots } from '../../model/layout/layout.ts';
import { fieldsOf, type ScalarSlot } from '../../model/layout/slot.ts';
import { accessedFields, type ElementOf } from './accessed-fields.ts';
import type { FieldNumbers, FieldSet, Touched } from './field-set.ts';
import type { Visibility } from './visibility.ts';

/** The value of a local where it is known. */
export type ValueOf = (local: ScalarSlot) => unknown;

export interface StepTouched extends Touched {
  /** What decides whether the step can be taken: a step that is blocked stays so until one of these is written. */
  readonly waits: FieldSet;
}

export class StepAccesses {
  readonly #system: CompiledSystem;
  readonly #visibility: Visibility;
  readonly #numbers: FieldNumbers;

  constructor(system: CompiledSystem, visibility: Visibility, numbers: FieldNumbers) {
    this.#system = system;
    this.#visibility = visibility;
    this.#numbers = numbers;
  }

  of(instance: InstancePlan, label: FlatLabel, valueOf: ValueOf): StepTouched {
    const own = this.#system.accessOf(instance, label).accesses;
    const guard = this.#system.guardAccess(instance)?.accesses ?? [];
    const inFrame = (frame: Slots): ElementOf => elementIn(instance, frame, valueOf);
    const stepFields = (write: boolean): Field[] =>
      this.#fields(own, write, inFrame(instance.frames[label.frame.name]));
    const waits = this.#numbers.of([
      ...stepFields(false),
      ...this.#fields(guard, false, inFrame(instance.frames[''])),
    ]);
    const written = new Set([...stepFields(true), ...this.privateWrites(instance, label)]);
    const seen = this.#visibility.ofStep(instance, label, written);
    return {
      waits,
      reads: waits | seen.reads,
      writes: this.#numbers.of(written) | seen.writes,
    };
  }

  /** The locals, by their slots, that pick elements of what a step touches. */
  indexLocals(instance: InstancePlan, label: FlatLabel): ScalarSlot[] {
    const guard = this.#system.guardAccess(instance)?.accesses ?? [];
    return [
      ...localsIn(
        this.#system.accessOf(instance, label).accesses,
        instance.frames[label.frame.name],
      ),
      ...localsIn(guard, instance.frames['']),
    ];
  }

  /** The fields of the instance itself that a step may write; no other instance touches them. */
  privateWrites(instance: InstancePlan, label: FlatLabel): Field[] {
    const own = new Set([instance.label, ...Object.values(instance.frames).flatMap(fieldsIn)]);
    return [...this.#system.writtenFields(instance, label)].filter((field) => own.has(field));
  }

  #fields(accesses: readonly Access[], write: boolean, elementOf: ElementOf): Field[] {
    return accesses
      .filter((access) => access.write === write)
      .flatMap(({ cell, path }) =>
        accessedFields(this.#system.layout.cells[cell], path, elementOf),
      );
  }
}

function elementIn(instance: InstancePlan, frame: Slots, valueOf: ValueOf): ElementOf {
  return (index: IndexAccess) => {
    switch (index.type) {
      case 'constant':
        return index.value;
      case 'own':
        return instance.id;
      case 'local': {
        const slot = frame[index.name];
        const value = slot?.type === 'scalar' ? valueOf(slot) : undefined;
        return typeof value === 'number' ? value : undefined;
      }
      case 'any':
        return undefined;
    }
  };
}

function localsIn(accesses: readonly Access[], frame: Slots): ScalarSlot[] {
  return accesses
    .flatMap(({ path }) => path)
    .flatMap((index) => (index.type === 'local' ? [frame[index.name]] : []))
    .filter((slot): slot is ScalarSlot => slot?.type === 'scalar');
}

function fieldsIn(slots: Slots): Field[] {
  return Object.values(slots).flatMap(fieldsOf);
}
