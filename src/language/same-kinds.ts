// A kind is known by its name: two of one name are one kind, wherever they are made. Of two sizes, the ids of the larger
// would be read as none of the smaller's, or as another's.

import { ModelError } from '../base/errors.ts';
import type { Kind } from './domain.ts';

/** Throws where two kinds of one name anywhere in the data are of two sizes. */
export function checkKinds(data: unknown): void {
  const known = new Map<string, Kind>();
  for (const kind of kindsIn(data)) {
    const first = known.get(kind.name) ?? kind;
    known.set(kind.name, first);
    if (first.size === kind.size) continue;
    throw new ModelError(
      `the kind '${kind.name}' is made twice, with ${first.size} and with ${kind.size} ids; ` +
        'make it once and use it in both places, or give one of them another name',
    );
  }
}

/** All kinds in data, which may share parts. */
export function* kindsIn(data: unknown, seen: Set<object> = new Set()): Generator<Kind> {
  if (typeof data !== 'object' || data === null || seen.has(data)) return;
  seen.add(data);
  if ('type' in data && data.type === 'id') yield data as Kind;
  else for (const part of Object.values(data)) yield* kindsIn(part, seen);
}
