// What RCU is to memory: its domains, those of SRCU among them. Each has one state that all see at once, which says who is in a read
// section and which grace period waits for whom; what a memory model adds is which loads and stores these order.

import type { InstancePlan } from '../layout/layout.ts';
import type { ArraySlot, RecordSlot, Slot } from '../layout/slot.ts';
import type { View } from '../layout/views.ts';
import { type NamedRecord, recordsOf } from './records.ts';

export interface RcuDomain {
  /** As messages call it: `rcu`. */
  readonly name: string;
  readonly slot: RecordSlot;
  /** How many grace periods may be under way at once. */
  readonly graces: number;
}

export function rcuDomainsOf(cells: Readonly<Record<string, Slot>>): RcuDomain[] {
  return recordsOf(cells)
    .filter(isRcuDomain)
    .map(({ name, slot }) => ({
      name,
      slot,
      graces: (slot.fields.graces as ArraySlot).elements.length,
    }));
}

export function isRcuDomain({ slot: { methods = {} } }: NamedRecord): boolean {
  return Object.values(methods).some(({ rcu }) => rcu !== undefined);
}

/**
 * Whether a section that begins is part of one that runs already: of the same process, or, in a handler, of whom it has
 * interrupted. `context`: all that run on the cpu.
 */
export function isNested(
  instance: InstancePlan,
  context: readonly InstancePlan[],
  { readers, sched }: View,
): boolean {
  const { actor } = instance.process.definition;
  const isHandler = actor !== undefined && actor.maker !== 'task';
  return context.some(
    (one) => (one === instance || isHandler) && (readers[one.index] > 0 || sched[one.index] > 0),
  );
}

/** The grace periods that wait for a process until its read section ends. */
export class Awaited {
  #before: readonly number[] = [];

  /** Before the section ends. */
  begin(instance: InstancePlan, view: View): void {
    this.#before = waitingFor(instance, view);
  }

  /** Afterwards: those that wait for it no more. */
  released(instance: InstancePlan, view: View): number[] {
    const still = waitingFor(instance, view);
    return this.#before.filter((k) => !still.includes(k));
  }
}

function waitingFor({ index }: InstancePlan, { awaited, schedAwaited }: View): number[] {
  const all: number[] = [...awaited.keys()];
  return all.filter((k) => awaited[k][index] || schedAwaited[k][index]);
}
