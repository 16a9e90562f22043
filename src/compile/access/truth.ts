// Whether an id is true tells nothing: the first id of a kind is the number 0, which is false, and none is a symbol, which is
// true. Code that asks so means `none`, and a property that does may hold vacuously; so it is refused.

import type { AnyNode } from 'acorn';
import { childrenOf, type Source } from '../../language/source/source.ts';
import { conditionOf } from './conditions.ts';
import { isScalar, type Place } from './place.ts';
import type { Places } from './places.ts';

/** Looks at every condition below a node: of `if`, loops and `?:`, what `!` negates, and the left of `&&` and `||`. */
export function refuseTruthOfIds(node: AnyNode, places: Places, source: Source): void {
  const condition = askedIn(node);
  if (condition) refuseTruth(condition, places, source);
  for (const child of childrenOf(node)) refuseTruthOfIds(child, places, source);
}

/** What decides on its truth which value an expression has is one, too. */
function askedIn(node: AnyNode): AnyNode | null | undefined {
  if (node.type !== 'LogicalExpression') return conditionOf(node);
  return node.operator === '??' ? undefined : node.left;
}

function refuseTruth(node: AnyNode, places: Places, source: Source): void {
  const place = places.of(node);
  if (!place || !isScalar(place) || place.maybe || place.constant || place.root === 'step') return;
  const why = whyNoTruth(place);
  if (why === undefined) return;
  const text = source.textOf(node);
  source.fail(node, `is no condition: ${why}; write ${text} !== none, or compare it with an id`);
}

function whyNoTruth({ shape }: Place): string | undefined {
  if (shape.type !== 'scalar') return undefined;
  if (shape.domain.type === 'orNone') return 'none counts as true';
  return ['id', 'process'].includes(shape.domain.type) ? 'the first id counts as false' : undefined;
}
