// Conditions of steps that compare a number of the state with one beyond its range: `me.tries > 3` of 0..3. The branch that they are
// for is never taken.
//
// What must stay true: a comparison that is listed has one answer in this system, whatever the state. Another variant of the model may
// have another range, so who warns of it looks at all of them (check/one-sided.ts).

import type { AnyNode, ArrowFunctionExpression } from 'acorn';
import type { ValueDomain } from '../../language/domain.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import type { OneSidedComparison } from './access.ts';
import { answerOf, UNKNOWN } from './answer.ts';
import { askedIn } from './contradictions.ts';
import { fieldNamesOn } from './place.ts';
import { type Names, valueOf } from './value-of.ts';
import { isWrittenBefore } from './written-before.ts';

/** In the conditions of a step; what claims ask, and assertions, is told by constant-conditions.ts. */
export function oneSidedIn(
  arrow: ArrowFunctionExpression,
  names: Names,
  source: Source,
): OneSidedComparison[] {
  if (source.of === 'property') return [];
  return askedIn(arrow.body)
    .flatMap(comparisonsIn)
    .flatMap((one) => oneSided(one, names, source));
}

/** The parts of a condition that `&&`, `||` and `!` join. */
function comparisonsIn(node: AnyNode): Extract<AnyNode, { type: 'BinaryExpression' }>[] {
  if (node.type === 'BinaryExpression') return ORDERING.includes(node.operator) ? [node] : [];
  const isJoined = node.type === 'LogicalExpression' || node.type === 'UnaryExpression';
  return isJoined ? childrenOf(node).flatMap(comparisonsIn) : [];
}

const ORDERING: readonly string[] = ['<', '<=', '>', '>='];

function oneSided(
  whole: Extract<AnyNode, { type: 'BinaryExpression' }>,
  names: Names,
  source: Source,
): OneSidedComparison[] {
  const sides: AnyNode[] = [whole.left, whole.right];
  const node = sides.find((one) => valueOf(one, names));
  if (node === undefined) return [];
  const place = valueOf(node, names);
  if (place?.shape.type !== 'scalar' || place.constant || place.maybe || place.root === 'step') {
    return [];
  }
  if (isWrittenBefore(node, place, names, source)) return [];
  const answerIn = (domain: ValueDomain): boolean | undefined => {
    if (domain.type !== 'range') return undefined;
    const [least, most] = [domain.low, domain.high].map((value) =>
      answerOf(whole, (one) => (one === node ? value : UNKNOWN)),
    );
    return least === most && least !== UNKNOWN ? least : undefined;
  };
  const { domain } = place.shape;
  const answer = answerIn(domain);
  if (answer === undefined) return [];
  const { root, name } = place;
  const texts = { place: source.textOf(node), text: source.textOf(whole) };
  return [{ root, name, fields: fieldNamesOn(place), domain, answer, answerIn, ...texts }];
}
