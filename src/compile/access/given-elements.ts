// The list whose elements a callback is given one by one: `tasks` for the `one` of `tasks.some((one) => ...)`.

import type { AnyNode } from 'acorn';
import type { Origin } from './bindings.ts';
import { arrayMethod, elementPosition } from './methods.ts';
import { calleeOf, methodCalled } from './property-name.ts';

/** Undefined for what a callback is given besides, as an index, and where it is not a method of lists that calls it. */
export function listGivenFrom({
  call,
  position,
}: Extract<Origin, { type: 'callback' }>): AnyNode | undefined {
  const callee = calleeOf(call);
  const method = methodCalled(call);
  if (callee.type !== 'MemberExpression' || method === undefined) return undefined;
  const isElement =
    position === elementPosition(method) && arrayMethod(method, true) === 'callback';
  return isElement ? callee.object : undefined;
}
