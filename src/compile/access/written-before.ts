// Whether a step may have written a part of the state before it compares it. A value is looked at when the step has ended, so that in
// between it may be one that its domain does not have: `x.value += 1; if (x.value === 4) x.value = 0` of 0..3 is right.
//
// What must stay true: no write that may come first is left out. In a loop or a callback each may come before each.

import type { AnyNode } from 'acorn';
import { childrenOf, type Source } from '../../language/source/source.ts';
import { fieldNamesOn, type Place } from './place.ts';
import type { Names } from './value-of.ts';

export function isWrittenBefore(
  node: AnyNode,
  place: Place,
  names: Names,
  source: Source,
): boolean {
  return writesBelow(source.arrow.body).some(({ target, from }) => {
    const written = names.places.of(target);
    return from < node.start && written !== undefined && isPartOf(written, place);
  });
}

function isPartOf(written: Place, place: Place): boolean {
  if (written.root !== place.root || written.name !== place.name) return false;
  const [ours, theirs] = [fieldNamesOn(written), fieldNamesOn(place)];
  return ours.every((name, k) => k >= theirs.length || name === theirs[k]);
}

interface Write {
  readonly target: AnyNode;
  /** Where it may come first: where it stands, or the loop or callback that it stands in begins. */
  readonly from: number;
}

function writesBelow(node: AnyNode, repeated?: number): Write[] {
  const from = repeated ?? (REPEATING.includes(node.type) ? node.start : undefined);
  const target =
    node.type === 'AssignmentExpression'
      ? node.left
      : node.type === 'UpdateExpression'
        ? node.argument
        : undefined;
  const own = target ? [{ target, from: from ?? node.start }] : [];
  return [...own, ...childrenOf(node).flatMap((child) => writesBelow(child, from))];
}

const REPEATING: readonly AnyNode['type'][] = [
  'ForStatement',
  'ForOfStatement',
  'ForInStatement',
  'WhileStatement',
  'DoWhileStatement',
  'ArrowFunctionExpression',
];
