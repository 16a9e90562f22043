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
import { blockingTests } from './blocking-tests.ts';
import type { Places } from './places.ts';
import { calleeOf, methodCalled } from './property-name.ts';

/** Of a step; of a guard, whose answer is the method's, with `isGuard`. There is at most one. */
export function acquireGuardsOf(
  { body }: ArrowFunctionExpression,
  places: Places,
  bindings: Bindings,
  isGuard: boolean,
): AcquireGuard[] {
  const [first] = blockingTests(body, isGuard, () => false);
  if (!first || first.blocksIf) return [];
  const guard = acquireGuardOf(first.node, places, bindings);
  return guard ? [guard] : [];
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
