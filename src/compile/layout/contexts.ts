// Where a state names processes that must not end so: who has a cpu, in the fields of kernel/contexts.ts, and who owns a
// mutex, wherever their records are nested.

import type { RecordSlot, ScalarSlot, Slot } from './slot.ts';

export interface NamingField {
  /** As messages call it: `cpus[0].task`. */
  readonly name: string;
  readonly slot: ScalarSlot;
  /** Why no process may end while it names it, and what to do before. */
  readonly why: string;
}

const CPU =
  "the cpu is nobody else's for ever. Switch on before the end what is off (irqs, preemption, softirqs), and leave the handler";
const MUTEX = 'nobody else ever gets the mutex. Release it before the end';

/** The fields below a slot that name who must not end. */
export function namingFields(slot: Slot, name: string): NamingField[] {
  if (slot.type === 'array') {
    return slot.elements.flatMap((element, k) => namingFields(element, `${name}[${k}]`));
  }
  if (slot.type !== 'record') return [];
  const nested = Object.entries(slot.fields).flatMap(([field, inner]) =>
    namingFields(inner, `${name}.${field}`),
  );
  return [...ownFields(slot, name), ...nested];
}

function ownFields({ fields, context, lock }: RecordSlot, name: string): NamingField[] {
  const naming = (names: readonly string[], why: string): NamingField[] =>
    names.map((field) => ({ name: `${name}.${field}`, slot: fields[field] as ScalarSlot, why }));
  if (context) return naming(['task', 'softirq', 'irq'], CPU);
  return lock?.type === 'mutex' ? naming(Object.keys(lock.holders), MUTEX) : [];
}
