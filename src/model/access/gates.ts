// Gates: methods that a step asks first, and that keep it from going on while they answer false. `lock.acquire(me)` in
//
//   lock: ({ lock, me }) => (lock.acquire(me) ? 'locked' : 'blocked')
//   lock: ({ lock, me }) => { if (!lock.acquire(me)) return 'blocked'; ... }
//
// and the question of a guard, `({ cpus, me }) => cpus[me.cpu].runsTask(me)`. What a gate adds to what the step reads
// is who holds it up, where the primitive knows (Method.excludedBy).
//
// Sound only if the step is blocked whenever the method answers false: so nothing but declarations may stand before it,
// nothing may be asserted before it, and it must be asked for the process itself.

import type { AnyNode, ArrowFunctionExpression, CallExpression } from 'acorn';
import type { Access, IndexAccess } from './access.ts';
import type { Binding, Bindings } from './bindings.ts';
import type { Places } from './places.ts';
import { calleeOf, propertyName } from './property-name.ts';

/** A method of a record that lies at a path below a cell. */
export interface Gate {
  readonly cell: string;
  readonly path: Access['path'];
  readonly method: string;
}

/** Of a step; of a guard, whose answer is the method's, with `isGuard`. */
export function gatesOf(
  { body }: ArrowFunctionExpression,
  places: Places,
  bindings: Bindings,
  isGuard: boolean,
): Gate[] {
  const asked = isGuard
    ? body.type === 'BlockStatement'
      ? []
      : conjuncts(body)
    : askedFirst(body);
  return asked
    .filter((node) => !assertsBefore(node, bindings))
    .flatMap((node) => gateOf(node, places, bindings) ?? []);
}

/** An assertion can fail although the step would be blocked. */
function assertsBefore({ end }: AnyNode, { of }: Bindings): boolean {
  return [...of].some(([{ start }, binding]) => start < end && isTool(binding, 'assert'));
}

/** All that have to be true for `a && b && c`. */
function conjuncts(node: AnyNode): AnyNode[] {
  return node.type === 'LogicalExpression' && node.operator === '&&'
    ? [...conjuncts(node.left), ...conjuncts(node.right)]
    : [node];
}

/** What has to be true for the step not to be blocked. */
function askedFirst(body: AnyNode): AnyNode[] {
  if (body.type !== 'BlockStatement') return askedBy(body);
  const first = body.body.find(({ type }) => type !== 'VariableDeclaration');
  if (first?.type === 'ReturnStatement' && first.argument) return askedBy(first.argument);
  if (first?.type !== 'IfStatement' || !blocks(first.consequent)) return [];
  const { test } = first;
  return test.type === 'UnaryExpression' && test.operator === '!' ? conjuncts(test.argument) : [];
}

/** `test ? label : 'blocked'`. */
function askedBy(node: AnyNode): AnyNode[] {
  return node.type === 'ConditionalExpression' && isBlocked(node.alternate)
    ? conjuncts(node.test)
    : [];
}

function blocks(node: AnyNode): boolean {
  const only = node.type === 'BlockStatement' && node.body.length === 1 ? node.body[0] : node;
  return only.type === 'ReturnStatement' && !!only.argument && isBlocked(only.argument);
}

function isBlocked(node: AnyNode): boolean {
  return node.type === 'Literal' && node.value === 'blocked';
}

function gateOf(node: AnyNode, places: Places, bindings: Bindings): Gate | undefined {
  if (node.type !== 'CallExpression' || !isForMe(node, bindings)) return undefined;
  const callee = calleeOf(node);
  const method = callee.type === 'MemberExpression' ? propertyName(callee) : undefined;
  const place = places.ofObject(callee);
  if (method === undefined || place?.root !== 'cell' || place.shape.type !== 'record')
    return undefined;
  return { cell: place.name, path: place.path.map(withoutParameter), method };
}

function isForMe({ arguments: [first] }: CallExpression, bindings: Bindings): boolean {
  return first?.type === 'Identifier' && isTool(bindings.of.get(first), 'me');
}

function isTool(binding: Binding | undefined, tool: string): boolean {
  const origin = binding?.origin;
  return origin?.type === 'named' && origin.named.kind === 'tool' && origin.named.key === tool;
}

/** Only helpers have parameters that an index could name. */
function withoutParameter(step: { readonly type: string }): Access['path'][number] {
  return step.type === 'parameter' ? { type: 'any' } : (step as IndexAccess);
}
