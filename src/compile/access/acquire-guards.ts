// Acquire guards: methods that a step asks first, and that keep it from going on while they answer false. `lock.acquire(me)` in
//
//   lock: ({ lock, me }) => (lock.acquire(me) ? 'locked' : 'blocked')
//   lock: ({ lock, me }) => { if (!lock.acquire(me)) return 'blocked'; ... }
//
// and the question of a guard, `({ cpus, me }) => cpus[me.cpu].runsTask(me)`. What such a guard adds to what the step reads
// is who holds it up, where the primitive knows (Method.excludedBy).
//
// Sound only if the step does nothing else while the method answers false: so the question is the first thing that it
// does, for itself. What stood before it could fail, in an assertion or by an index outside of its array, where the step
// is said to wait.

import type { AnyNode, ArrowFunctionExpression, CallExpression } from 'acorn';
import type { Access, AcquireGuard, IndexAccess } from './access.ts';
import type { Bindings } from './bindings.ts';
import type { Places } from './places.ts';
import { calleeOf, methodCalled } from './property-name.ts';

/** Of a step; of a guard, whose answer is the method's, with `isGuard`. There is at most one. */
export function acquireGuardsOf(
  { body }: ArrowFunctionExpression,
  places: Places,
  bindings: Bindings,
  isGuard: boolean,
): AcquireGuard[] {
  const first = isGuard ? leftmost(body) : askedFirst(body);
  const guard = first && acquireGuardOf(first, places, bindings);
  return guard ? [guard] : [];
}

/** What is asked first in `a && b && c`. */
function leftmost(node: AnyNode): AnyNode {
  return node.type === 'LogicalExpression' && node.operator === '&&' ? leftmost(node.left) : node;
}

/** What has to be true for the step not to be blocked, where the step begins with it. */
function askedFirst(body: AnyNode): AnyNode | undefined {
  if (body.type !== 'BlockStatement') return askedBy(body);
  const [first] = body.body;
  if (first?.type === 'ReturnStatement' && first.argument) return askedBy(first.argument);
  if (first?.type !== 'IfStatement' || !blocks(first.consequent)) return undefined;
  const { test } = first;
  return test.type === 'UnaryExpression' && test.operator === '!'
    ? leftmost(test.argument)
    : undefined;
}

/** `test ? label : 'blocked'`. */
function askedBy(node: AnyNode): AnyNode | undefined {
  return node.type === 'ConditionalExpression' && isBlocked(node.alternate)
    ? leftmost(node.test)
    : undefined;
}

function blocks(node: AnyNode): boolean {
  const only = node.type === 'BlockStatement' && node.body.length === 1 ? node.body[0] : node;
  return only.type === 'ReturnStatement' && !!only.argument && isBlocked(only.argument);
}

function isBlocked(node: AnyNode): boolean {
  return node.type === 'Literal' && node.value === 'blocked';
}

function acquireGuardOf(
  node: AnyNode,
  places: Places,
  bindings: Bindings,
): AcquireGuard | undefined {
  if (node.type !== 'CallExpression' || !isForMe(node, bindings)) return undefined;
  const method = methodCalled(node);
  const place = places.ofObject(calleeOf(node));
  if (method === undefined || place?.root !== 'cell' || place.shape.type !== 'record')
    return undefined;
  return { cell: place.name, path: place.path.map(withoutParameter), method };
}

/** Called with `me` and, it may be, literals. */
function isForMe({ arguments: [first, ...rest] }: CallExpression, { of }: Bindings): boolean {
  const origin = first?.type === 'Identifier' ? of.get(first)?.origin : undefined;
  const isMe =
    origin?.type === 'named' && origin.named.kind === 'tool' && origin.named.key === 'me';
  return isMe && rest.every(({ type }) => type === 'Literal');
}

/** Only helpers have parameters that an index could name. */
function withoutParameter(step: { readonly type: string }): Access['path'][number] {
  return step.type === 'parameter' ? { type: 'any' } : (step as IndexAccess);
}
