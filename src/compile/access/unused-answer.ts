// Calls of a primitive whose answer is thrown away: `lock.acquire(me);` goes on as if the lock were taken, and a question that
// is asked as a statement does nothing. Both are mistakes that hold for nothing.

import type { AnyNode, Pattern } from 'acorn';
import type { Method } from '../../language/method.ts';
import { functionSource } from '../../language/source/function-source.ts';
import { childrenOf } from '../../language/source/source.ts';
import type { Bindings } from './bindings.ts';

/** Whether a call of a method must do something with what it answers. */
export function mustUseAnswer(method: Method): boolean {
  const { pure, acquires, sleeps, excludedBy, mustCheck, run } = method;
  if (mustCheck) return true;
  const tells = pure || acquires !== undefined || sleeps === true || excludedBy !== undefined;
  const body = tells ? functionSource(run)?.node.body : undefined;
  if (body === undefined || isNothing(body)) return false;
  return body.type !== 'BlockStatement' || returnsValue(body);
}

/** The body of `() => undefined`, also as a bundler writes it: where a kernel is built without it, a method does nothing. */
function isNothing(body: AnyNode): boolean {
  if (body.type === 'UnaryExpression') return body.operator === 'void';
  return body.type === 'Identifier' && body.name === 'undefined';
}

/** Whether a function with this body returns something somewhere. */
export function returnsValue(node: AnyNode): boolean {
  if (node.type === 'ReturnStatement') return node.argument != null;
  const isFunction = /Function/.test(node.type);
  return !isFunction && childrenOf(node).some(returnsValue);
}

/** Whether what a name stands for is used nowhere. */
export function isNeverRead(id: Pattern, { of }: Bindings): boolean {
  const binding = id.type === 'Identifier' ? of.get(id) : undefined;
  return binding !== undefined && ![...of].some(([use, to]) => to === binding && use !== id);
}
