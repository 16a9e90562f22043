// What a step of an instance touches, field by field: its own accesses and its guard's, its label, its locals and the
// frames that it enters or leaves, and what properties add.
//
// Sound only if nothing is pruned: a field that the step reads unseen, or writes, would be swapped with a step of
// another process that writes or reads it. What commutes with itself is said in commuting-fields.ts. The accesses come
// from the step's source (compile/access); that they hold for what really runs is what `--audit` checks.

import type { Access, StepAccess } from '../../compile/access/access.ts';
import { alwaysChanges } from '../../compile/access/commuting.ts';
import { indexValue } from '../../compile/access/index-value.ts';
import type { FlatLabel } from '../../compile/layout/expand.ts';
import type { Field } from '../../compile/layout/field.ts';
import type { InstancePlan, Slots } from '../../compile/layout/layout.ts';
import type { ScalarSlot } from '../../compile/layout/slot.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import { accessedFields, type ElementOf, endFields } from './accessed-fields.ts';
import { type CommutingFields, commutingFields } from './commuting-fields.ts';
import type { AccessSet, FieldNumbers, FieldSet } from './field-set.ts';
import type { GuardOwners } from './guard-owners.ts';
import { targetsOf } from './label-graph.ts';
import type { Visibility } from './visibility.ts';

/** The value of a local where it is known. */
export type ValueOf = (local: ScalarSlot) => unknown;

export interface StepAccessSet extends AccessSet {
  /** What decides whether the step can be taken: a step that is blocked stays so until one of these is written. */
  readonly waits: FieldSet;
  /** Whether a property or an observer may notice the step. */
  readonly isSeen: boolean;
}

export class StepAccesses {
  readonly #system: CompiledSystem;
  readonly #visibility: Visibility;
  readonly #numbers: FieldNumbers;
  readonly #owners: GuardOwners;
  readonly #commuting: CommutingFields;

  constructor(
    system: CompiledSystem,
    visibility: Visibility,
    numbers: FieldNumbers,
    owners: GuardOwners,
  ) {
    this.#system = system;
    this.#visibility = visibility;
    this.#numbers = numbers;
    this.#owners = owners;
    this.#commuting = commutingFields(system);
  }

  of(instance: InstancePlan, label: FlatLabel, valueOf: ValueOf): StepAccessSet {
    const access = this.#system.accessOf(instance, label);
    const blocks = mayBlock(label, access);
    const staysHere = targetsOf(label, access).includes(label.code);
    const own = this.#fields(
      access.accesses,
      elementIn(instance, instance.frames[label.frame.name], valueOf),
      (operation) => !blocks && (!staysHere || alwaysChanges(operation)),
    );
    const guard = this.#fields(
      this.#system.guardAccess(instance)?.accesses ?? [],
      elementIn(instance, instance.frames[''], valueOf),
      () => false,
    );
    // Whether a step that stays at its label is progress depends on what it finds, so it is no operation that commutes.
    // Whether a step is blocked, or broken because it has changed something before, depends on what it changes.
    const asked = this.#numbers.of([...own.read, ...guard.read, ...(blocks ? own.written : [])]);
    const waits = asked | this.#numbers.of([...own.awaited, ...guard.awaited]);
    const plain = [...own.changed, ...this.#system.ownWrites(instance, label)];
    const written = new Set([...own.written, ...plain]);
    const seen = this.#visibility.ofStep(instance, label, written);
    return {
      waits,
      isSeen: seen.isSeen,
      uses: asked | this.#numbers.of(plain) | seen.uses,
      writes: this.#numbers.of(written) | seen.writes,
    };
  }

  /** Who has to let the step past, as bits of owners. */
  guards(instance: InstancePlan, label: FlatLabel, valueOf: ValueOf): number {
    const guardsIn = (access: StepAccess | undefined, frame: Slots): number[] =>
      (access?.acquireGuards ?? []).map((guard) =>
        this.#owners.of(guard, elementIn(instance, frame, valueOf)),
      );
    return [
      ...guardsIn(this.#system.accessOf(instance, label), instance.frames[label.frame.name]),
      ...guardsIn(this.#system.guardAccess(instance), instance.frames['']),
    ].reduce((bits, one) => bits | one, 0);
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

  /**
   * What is read, what is written, what of that is changed in a way that does not commute with all others, and what else
   * may unblock a step that is blocked.
   */
  #fields(
    accesses: readonly Access[],
    elementOf: ElementOf,
    mayCommute: (operation: string) => boolean,
  ) {
    const read: Field[] = [];
    const written: Field[] = [];
    const changed: Field[] = [];
    const awaited: Field[] = [];
    for (const { cell, path, write, commutes, end, awaits } of accesses) {
      const slot = this.#system.layout.named[cell];
      if (awaits) awaited.push(...endFields(slot, path, elementOf, awaits));
      const fields = end
        ? endFields(slot, path, elementOf, end)
        : accessedFields(slot, path, elementOf);
      for (const field of fields) {
        if (write) written.push(field);
        const operation = this.#commuting.get(field);
        if (operation !== undefined && operation === commutes && mayCommute(operation)) continue;
        (write ? changed : read).push(field);
      }
    }
    return { read, written, changed, awaited };
  }
}

/** Whether a step may be blocked in some state, its guard aside. */
export function mayBlock({ enters }: FlatLabel, { labels }: StepAccess): boolean {
  return !enters && (labels === 'any' || labels.includes('blocked'));
}

/** The elements that indices name where some locals are known. */
export function elementIn(instance: InstancePlan, frame: Slots, valueOf: ValueOf): ElementOf {
  const localValue = (name: string): unknown => {
    const slot = frame[name];
    return slot?.type === 'scalar' ? valueOf(slot) : undefined;
  };
  return (index) => indexValue(index, instance, localValue);
}

function localsIn(accesses: readonly Access[], frame: Slots): ScalarSlot[] {
  return accesses
    .flatMap(({ path }) => path)
    .flatMap((index) => {
      if (index.type === 'local') return [frame[index.name]];
      return index.type === 'computed' ? index.locals.map((name) => frame[name]) : [];
    })
    .filter((slot): slot is ScalarSlot => slot?.type === 'scalar');
}
