// What a step does to what can be counted, the lengths of lists and numbers: what it may do, and what every run of it does.
// In a cycle of states what was made more is made less again, and the other way round, so a step that always takes from a
// list needs one that adds, and a step that always counts up one that counts down or stores another number.
//
// Sound only if what is said to happen always does: in every run that is not blocked, to one of those that are named,
// while the step does the opposite to none of them; and if whoever may do the opposite is said to.

import type { Access, Manner } from '../../compile/access/access.ts';
import { ADDS, TAKES } from '../../compile/access/commuting.ts';
import type { FlatLabel } from '../../compile/layout/expand.ts';
import type { Field } from '../../compile/layout/field.ts';
import type { InstancePlan } from '../../compile/layout/layout.ts';
import { fieldsOf } from '../../compile/layout/slot.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import { accessedFields, lengthFields } from './accessed-fields.ts';
import { elementIn } from './step-access.ts';

export type Direction = 'up' | 'down';

/** Lists are named by the fields of their lengths. */
export interface Change {
  /** What the step may make more of, or less. */
  readonly may: ReadonlySet<Field>;
  /** Of each of these, it does so to one whenever it is taken. */
  readonly always: readonly (readonly Field[])[];
}

export type Counting = Readonly<Record<Direction, Change>>;

const NOTHING: Change = { may: new Set(), always: [] };
export const NOTHING_COUNTED: Counting = { up: NOTHING, down: NOTHING };

/** What a step writes in one place of its text. */
interface Written extends Manner {
  readonly fields: readonly Field[];
}

export function countingOf(system: CompiledSystem, one: InstancePlan, label: FlatLabel): Counting {
  const writes = [...cellsWritten(system, one, label), ...localsWritten(system, one, label)];
  const mayGo = (direction: Direction): Set<Field> =>
    new Set(writes.filter((write) => goes(write, direction)).flatMap(({ fields }) => fields));
  const may = { up: mayGo('up'), down: mayGo('down') };
  const alwaysGoes = (direction: Direction, opposite: Direction): (readonly Field[])[] =>
    writes
      .filter((write) => write.always && goes(write, direction))
      .map(({ fields }) => fields)
      .filter((fields) => !fields.some((field) => may[opposite].has(field)));
  return {
    up: { may: may.up, always: alwaysGoes('up', 'down') },
    down: { may: may.down, always: alwaysGoes('down', 'up') },
  };
}

/** Adding is at the back of a list, taking at its front; of numbers the text says it; anything else may go both ways. */
function goes({ end, commutes }: Written, direction: Direction): boolean {
  const isUp = end ? end === 'back' : commutes === ADDS;
  const isDown = end ? end === 'front' : commutes === TAKES;
  if (isUp || isDown) return direction === (isUp ? 'up' : 'down');
  return true;
}

function cellsWritten(system: CompiledSystem, one: InstancePlan, label: FlatLabel): Written[] {
  const elementOf = elementIn(one, one.frames[label.frame.name], () => undefined);
  const { accesses } = system.accessOf(one, label);
  const fieldsOfAccess = ({ cell, path, end }: Access): Field[] =>
    (end ? lengthFields : accessedFields)(system.layout.named[cell], path, elementOf);
  return accesses
    .filter(({ write }) => write)
    .map((access) => ({ ...access, fields: fieldsOfAccess(access) }));
}

/** Its label, too, which may go anywhere, and the frames that it enters or leaves. */
function localsWritten(system: CompiledSystem, one: InstancePlan, label: FlatLabel): Written[] {
  const own = one.frames[label.frame.name];
  const { manners } = system.accessOf(one, label).locals;
  const locals = [...manners].flatMap(([local, writes]) =>
    writes.map((manner) => ({ ...manner, fields: fieldsOf(own[local]) })),
  );
  return [...locals, { fields: [one.label, ...system.frameWrites(one, label)] }];
}
