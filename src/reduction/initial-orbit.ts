// Whether the initial states are closed under a kind's permutations: then it does not matter which
// of them a search starts with the representative of. Sound only if every id is as good as any
// other at the start, too: an array that starts with `online[0]` set is enough to tell ids apart.
// Adjacent exchanges generate all permutations.

import type { Family } from './families.ts';
import type { Group, SymmetricKind } from './group.ts';
import { generatePermute } from './permute-code.ts';

/** The kinds of a group under whose permutations a set of states is not closed. */
export function brokenKinds(
  states: readonly Int32Array[],
  families: readonly Family[],
  group: Group,
): SymmetricKind[] {
  if (states.length === 0) return [];
  const permute = generatePermute(states[0].length, families, group);
  const known = new Set(states.map((state) => state.join()));
  const instances = new Int32Array(group.instances.length);
  const into = new Int32Array(states[0].length);
  const isClosed = (image: Int32Array): boolean =>
    states.every((state) => {
      permute(state, image, instances, into);
      return known.has(into.join());
    });
  return group.kinds.filter((kind) => !generators(kind, group).every(isClosed));
}

/** Exchanges of neighbours, as images of all ids. */
export function generators(kind: SymmetricKind, group: Group): Int32Array[] {
  return Array.from({ length: kind.size - 1 }, (_, k) => {
    const image = identity(group);
    image[kind.offset + k] = k + 1;
    image[kind.offset + k + 1] = k;
    return image;
  });
}

export function identity({ kinds, elements }: Group): Int32Array {
  const image = new Int32Array(elements);
  for (const { offset, size } of kinds) for (let k = 0; k < size; k++) image[offset + k] = k;
  return image;
}
