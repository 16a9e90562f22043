// Generated code leaf by leaf: filling views from the state, packing them back.

import { fieldsOf } from '../layout/slot.ts';
import { type Constants, decode, encode, type Packed, readWords } from './emit.ts';
import type { Leaf } from './leaf.ts';

/** Statements that read the words of the leaves, and fill them. */
export function fillLeaves(leaves: readonly Leaf[], state: string, constants: Constants): string {
  return `${readWords(wordsOf(leaves), state)}\n${fillCode(leaves, constants)}`;
}

/** Statements that fill the leaves from word variables. */
export function fillCode(leaves: readonly Leaf[], constants: Constants): string {
  return leaves
    .map((leaf) => decode(leaf.slot, leaf.view, placeOf(leaf, constants), constants))
    .join('\n');
}

/** The checked codes of all fields of the leaves. */
export function packCode(leaves: readonly Leaf[], constants: Constants): Packed[] {
  return leaves.flatMap((leaf) =>
    encode(leaf.slot, leaf.view, placeOf(leaf, constants), leaf.name, constants),
  );
}

export function wordsOf(leaves: readonly Leaf[]): Set<number> {
  return new Set(leaves.flatMap((leaf) => fieldsOf(leaf.slot).map(({ word }) => word)));
}

function placeOf({ container, key, view }: Leaf, constants: Constants): string {
  if (view !== undefined) return '';
  const name = constants.name(container);
  return typeof key === 'number' ? `${name}[${key}]` : `${name}.${key}`;
}
