// Whether the initial states are closed under a kind's permutations: then it does not matter which
// of them a search starts with the representative of. Sound only if every id is as good as any
// other at the start, too: an array that starts with `online[0]` set is enough to tell ids apart.
// Adjacent exchanges generate all permutations.

import type { Family } from './families.ts';
import type { Group, SymmetricKind } from './group.ts';
import { generatePermute } from './permute-code.ts';

/** More are not compared: it would take more than a second before the search begins. */
export const MOST_INITIAL = 2 ** 16;

/** A kind under whose permutations the initial states are not closed. */
export interface BrokenKind {
  readonly name: string;
  /** The initial state, where there is one alone, and what an exchange of two ids makes of it. */
  readonly only?: { readonly state: Int32Array; readonly moved: Int32Array };
}

/** Those of a group; undefined if there are too many initial states. */
export function brokenKinds(
  initial: Iterable<Int32Array>,
  families: readonly Family[],
  group: Group,
  most = MOST_INITIAL,
): BrokenKind[] | undefined {
  const states = new Map<string, Int32Array>();
  let made = 0;
  for (const state of initial) {
    if (++made > most) return undefined;
    states.set(state.join(), state);
  }
  const all = [...states.values()];
  const words = all[0].length;
  const permute = generatePermute(words, families, group);
  const instances = new Int32Array(group.instances.length);
  const into = new Int32Array(words);
  const leaves = (image: Int32Array): boolean =>
    all.some((state) => {
      permute(state, image, instances, into);
      return !states.has(into.join());
    });
  return group.kinds.flatMap((kind) => {
    if (!generators(kind, group).some(leaves)) return [];
    const [state] = all;
    const only = all.length === 1 ? { only: { state, moved: into.slice() } } : {};
    return [{ name: kind.name, ...only }];
  });
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
