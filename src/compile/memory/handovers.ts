// What one process gives back and another takes: locks, completions. Such a primitive has one state that all see at once; what a
// memory model adds is that who takes it sees all that was stored before it was given back.
//
// What must stay true: to take one is a method that answers false to who has to wait. Who only asks (`isHeld()`, `owner`) sees at
// once that it was given back, and is ordered with nothing.

import type { Slot } from '../layout/slot.ts';
import type { CalledMethod } from './behaviour.ts';
import { type NamedRecord, recordsOf } from './records.ts';

export function handoversOf(cells: Readonly<Record<string, Slot>>): NamedRecord[] {
  return recordsOf(cells).filter(isHandedOn);
}

export function isHandedOn({ slot: { methods = {}, words } }: Pick<NamedRecord, 'slot'>): boolean {
  return !words && Object.values(methods).some(({ order }) => order === 'release');
}

export function givesBack({ primitive, method }: CalledMethod): boolean {
  return !primitive.words && method.order === 'release';
}

export function takes({ primitive, method }: CalledMethod): boolean {
  const isTaken = method.acquires !== undefined || method.order === 'acquire';
  return !primitive.words && !method.pure && isTaken;
}
