// Which operation on a field commutes with itself, system-wide. The operations are those that the access analysis has
// seen (compile/access/commuting.ts); of several on one field the most frequent is chosen, and all others are plain writes.
//
// Sound only if every access of the chosen kind commutes with every other of it, wherever it stands: then two steps that
// write the field in no other way, and do not read it, leave it the same in both orders, and fail in both or in none.

import type { Field } from '../../compile/layout/field.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import { accessedFields } from './accessed-fields.ts';

/** The name of the operation, of each field that has one. */
export type CommutingFields = ReadonlyMap<Field, string>;

export function commutingFields(system: CompiledSystem): CommutingFields {
  const counts = new Map<Field, Map<string, number>>();
  for (const { cell, path, write, commutes } of system.accesses()) {
    if (!write || commutes === undefined) continue;
    for (const field of accessedFields(system.layout.named[cell], path, () => undefined)) {
      const known = counts.get(field) ?? new Map<string, number>();
      counts.set(field, known.set(commutes, (known.get(commutes) ?? 0) + 1));
    }
  }
  return new Map([...counts].map(([field, known]) => [field, mostFrequent(known)]));
}

/** The first of those that come equally often. */
function mostFrequent(counts: ReadonlyMap<string, number>): string {
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
