// Where a state names the processes that have a cpu: the fields of kernel/contexts.ts, wherever its records are nested.

import type { RecordSlot, ScalarSlot, Slot } from './slot.ts';

export interface NamingField {
  /** As messages call it: `cpus[0].task`. */
  readonly name: string;
  readonly slot: ScalarSlot;
}

const NAMING = ['task', 'softirq', 'irq'];

/** The fields below a slot that name who runs on a cpu. */
export function namingFields(slot: Slot, name: string): NamingField[] {
  if (slot.type === 'array') {
    return slot.elements.flatMap((element, k) => namingFields(element, `${name}[${k}]`));
  }
  if (slot.type !== 'record') return [];
  const nested = Object.entries(slot.fields).flatMap(([field, inner]) =>
    namingFields(inner, `${name}.${field}`),
  );
  return [...(slot.context ? ownFields(slot, name) : []), ...nested];
}

function ownFields({ fields }: RecordSlot, name: string): NamingField[] {
  return NAMING.map((field) => ({ name: `${name}.${field}`, slot: fields[field] as ScalarSlot }));
}
