// The quotient of states that differ in dead locals only: its representative has the code 0 in all of them. The code is
// generated: for each word one mask an instance, looked up by its label.
//
// What must stay true: a value that names an id, or a process, without being able to be none is left as it is, for code 0
// is one of them, and a permutation of ids would make it another. So it does not matter whether dead locals are forgotten
// before ids are permuted or after.

import type { Field } from '../../compile/layout/field.ts';
import { fieldBits, maskOf } from '../../compile/layout/field.ts';
import type { InstancePlan, Layout } from '../../compile/layout/layout.ts';
import type { Slot } from '../../compile/layout/slot.ts';
import { fieldsOf } from '../../compile/layout/slot.ts';
import type { Quotient } from '../../transition/reduced.ts';
import type { SlotSet } from './live-locals.ts';
import { localsOf } from './readers.ts';

/** The fields of dead locals that are forgotten where an instance stands at each label; 'done' is the last. */
export type DeadFields = readonly (readonly Field[])[];

export function deadFields(instance: InstancePlan, live: readonly SlotSet[]): DeadFields {
  const slots = localsOf(instance).map(({ slot }) => slot);
  return live.map((kept) =>
    slots
      .flatMap((slot) => (kept.has(slot) ? [] : forgettable(slot)))
      .filter(({ bits }) => bits > 0),
  );
}

function forgettable(slot: Slot): Field[] {
  switch (slot.type) {
    case 'scalar':
      return slot.domain.type === 'id' || slot.domain.type === 'process' ? [] : [slot.field];
    case 'array':
      return slot.elements.flatMap(forgettable);
    case 'record':
      return Object.values(slot.fields).flatMap(forgettable);
    default:
      return fieldsOf(slot);
  }
}

export interface Forgetting extends Quotient {
  /** Whether any state had something to forget. */
  readonly hasForgotten: boolean;
}

/** `dead` is by instance; undefined where nothing is ever dead. */
export function forgetting(
  { instances, words }: Layout,
  dead: readonly DeadFields[],
): Forgetting | undefined {
  const tables: Int32Array[] = [];
  const lines = Array.from({ length: words }, (_, w) => {
    const masks = instances.flatMap(({ index, label }) => {
      const table = Int32Array.from(dead[index], (fields) => ~fieldBits(fields, words)[w]);
      if (table.every((mask) => mask === -1)) return [];
      const name = `t${tables.push(table) - 1}`;
      return [`${name}[(state[${label.word}] >>> ${label.shift}) & ${maskOf(label.bits)}]`];
    });
    if (masks.length === 0) return '';
    // Labels are no locals, so no word is masked by what another has lost.
    return `kept = state[${w}] & ${masks.join(' & ')}; lost |= state[${w}] ^ kept; state[${w}] = kept;`;
  });
  if (tables.length === 0) return undefined;
  const body = `let lost = 0;
  return {
    canonicalize(state) { let kept; ${lines.join(' ')} },
    hasForgotten: () => lost !== 0,
  };`;
  const names = tables.map((_, k) => `t${k}`);
  const { canonicalize, hasForgotten } = new Function(...names, body)(...tables) as {
    canonicalize: Quotient['canonicalize'];
    hasForgotten: () => boolean;
  };
  return {
    canonicalize,
    moves: false,
    get hasForgotten() {
      return hasForgotten();
    },
    renaming(state, moved) {
      canonicalize(state);
      for (let k = 0; k < moved.length; k++) moved[k] = k;
    },
  };
}
