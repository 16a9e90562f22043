// What primitives always begin with: the lock is free, nothing is queued. It would fill the beginning of a trace and tell
// nothing. A primitive that begins otherwise, a refcount of 2, a cpu that is up, says so by these fields alone.

import { readField } from '../compile/layout/field.ts';
import type { Layout } from '../compile/layout/layout.ts';
import { fieldsOf, type Slot } from '../compile/layout/slot.ts';

/** The paths in a state, without indices: `zones.lock` is there where it holds for all zones. Parts of a path are left out. */
export function atRest({ cells }: Layout, state: Int32Array): string[] {
  return Object.entries(cells).flatMap(([name, slot]) => quietPaths([slot], name, false, state));
}

/** Of slots that have one path. */
function quietPaths(
  slots: readonly Slot[],
  path: string,
  inside: boolean,
  state: Int32Array,
): string[] {
  const elements = slots.flatMap((slot) => (slot.type === 'array' ? slot.elements : []));
  if (elements.length > 0) return quietPaths(elements, path, inside, state);
  const records = slots.filter((slot) => slot.type === 'record');
  const [first] = records;
  if (!first) {
    const isQuiet = slots.flatMap(fieldsOf).every((field) => readField(state, field) === 0);
    return inside && isQuiet ? [path] : [];
  }
  const isPrimitive = inside || first.methods !== undefined;
  const paths = Object.keys(first.fields).map((field) => `${path}.${field}`);
  const quiet = Object.keys(first.fields).flatMap((field) =>
    quietPaths(
      records.map(({ fields }) => fields[field]),
      `${path}.${field}`,
      isPrimitive,
      state,
    ),
  );
  return paths.every((one) => quiet.includes(one)) ? [path] : quiet;
}
