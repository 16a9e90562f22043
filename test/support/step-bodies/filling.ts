// Random contents for slots: any values that the domains allow.

import { domainSize, writeField } from '../../../src/compile/layout/field.ts';
import type { Slot } from '../../../src/compile/layout/slot.ts';
import type { ValueDomain } from '../../../src/language/domain.ts';
import type { Random } from './random.ts';

/** Fills slots of one state, with few things going on in it, or with many. */
export function filling(
  state: Int32Array,
  processes: number,
  random: Random,
): (slot: Slot) => void {
  const sparseness = random.of([0, 20, 50, 80]);
  const code = (size: number): number => (random.percent(sparseness) ? 0 : random.below(size));
  // An author tests for none before he uses an id; random code does not, and would break for ever.
  const absent = random.of([0, 5, 40]);
  const scalar = (domain: ValueDomain): number => {
    if (domain.type !== 'orNone') return code(domainSize(domain, processes));
    return random.percent(absent) ? 0 : 1 + code(domainSize(domain.inner, processes));
  };
  return function fill(slot: Slot): void {
    switch (slot.type) {
      case 'scalar':
        writeField(state, slot.field, scalar(slot.domain));
        return;
      case 'set':
        writeField(state, slot.field, code(1 << slot.length));
        return;
      case 'list': {
        const most = slot.items.length;
        const length = random.percent(absent) ? 0 : 1 + code(most);
        writeField(state, slot.length, length);
        for (const item of slot.items.slice(0, length)) writeField(state, item, code(slot.size));
        return;
      }
      case 'array':
        for (const element of slot.elements) fill(element);
        return;
      case 'record':
        for (const field of Object.values(slot.fields)) fill(field);
    }
  };
}
