// What a step does to the lengths of lists: what it may do, and what every run of it does. In a cycle of states a list that
// was made shorter is made longer again, and the other way round, so a step that always takes needs one that adds.
//
// Sound only if what is said to happen always does: in every run that is not blocked, to one list of those that are named,
// while the step does the opposite to none of them.

import type { Access, ListEnd } from '../../compile/access/access.ts';
import type { FlatLabel } from '../../compile/layout/expand.ts';
import type { Field } from '../../compile/layout/field.ts';
import type { InstancePlan } from '../../compile/layout/layout.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import { lengthFields } from './accessed-fields.ts';
import { elementIn } from './step-access.ts';

/** Lists are named by the fields of their lengths. */
export interface EndUse {
  /** Lists to which the step may add there, or from which it may take there. */
  readonly may: ReadonlySet<Field>;
  /** Of each of these, it does so to one whenever it is taken. */
  readonly always: readonly (readonly Field[])[];
}

/** Adding is at the back, taking at the front, and any other change is both. */
export type ListUse = Readonly<Record<ListEnd, EndUse>>;

export function listUse(system: CompiledSystem, one: InstancePlan, label: FlatLabel): ListUse {
  const elementOf = elementIn(one, one.frames[label.frame.name], () => undefined);
  const writes = system.accessOf(one, label).accesses.filter(({ write }) => write);
  const lengthsOf = ({ cell, path }: Access): Field[] =>
    lengthFields(system.layout.named[cell], path, elementOf);
  const mayAt = (end: ListEnd): Set<Field> =>
    new Set(writes.filter((access) => (access.end ?? end) === end).flatMap(lengthsOf));
  const may = { front: mayAt('front'), back: mayAt('back') };
  const alwaysAt = (end: ListEnd, other: ListEnd): Field[][] =>
    writes
      .filter((access) => access.end === end && access.always)
      .map(lengthsOf)
      .filter((lists) => !lists.some((list) => may[other].has(list)));
  return {
    front: { may: may.front, always: alwaysAt('front', 'back') },
    back: { may: may.back, always: alwaysAt('back', 'front') },
  };
}
