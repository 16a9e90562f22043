// Expressions with two operands.

import type { AnyNode } from '../../language/source/function-source.ts';
import { isNull, isUndefined, refuseNullish } from './nullish.ts';
import { refuseOddComparison } from './odd-comparisons.ts';
import type { Walker } from './walker.ts';

/** Comparing what `find` returned with undefined tells no more than whether it is there. */
export function walkBinary(operator: string, left: AnyNode, right: AnyNode, walk: Walker): void {
  const isIdentity = operator === '===' || operator === '!==';
  const asksForNull = [left, right].some(isNull);
  const isNothing = asksForNull || [left, right].some((one) => isUndefined(one, walk));
  refuseOddComparison(operator, left, right, walk);
  for (const node of [left, right]) {
    if (isNothing) refuseNullish(node, walk);
    if (isIdentity || asksForNull) walk.test(node);
    else walk.value(node);
  }
}
