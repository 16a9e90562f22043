// Which locals hold what was read of a cell, and where their values go, as far as the text of a step shows it:
//
//   look:  ({ head, me }) => { me.p = head.read(); ... }       p holds what head held
//   link:  ({ next, me }) => { next.set(me.p); ... }           next is given what p holds
//
// A memory model keeps such a load before what depends on its value (compile/memory/dependencies.ts).
//
// What must stay true: of these nothing is told that might not be so. So the value must be read and passed on as it is, with
// nothing worked out of it; the cell must stand nowhere else in the step, so that whatever it loads or stores of that is this;
// and what is fetched without READ_ONCE() begins nothing, for a compiler may fetch it again.

import type { AnyNode, ArrowFunctionExpression, CallExpression, Identifier } from 'acorn';
import type { Method } from '../../language/method.ts';
import { childrenOf } from '../../language/source/source.ts';
import type { DataFlow, HelperAccess } from './access.ts';
import type { Bindings } from './bindings.ts';
import { indexAccess } from './index-access.ts';
import { isScalar } from './place.ts';
import type { Places } from './places.ts';
import { methodOf } from './primitive-method.ts';
import { calleeOf, methodCalled, propertyName } from './property-name.ts';

interface Given {
  readonly places: Places;
  readonly bindings: Bindings;
  /** Those that the step may call. */
  readonly helpers: readonly HelperAccess[];
}

export function dataFlowIn({ body }: ArrowFunctionExpression, given: Given): DataFlow {
  const loaded = new Map<string, string>();
  const stored = new Map<string, string>();
  for (const node of takenOnce(body, given.bindings)) {
    const [local, from] = loadInto(node, given) ?? [];
    if (local !== undefined && from !== undefined) loaded.set(local, from);
    const [cell, value] = storeOf(node, given) ?? [];
    if (cell !== undefined && value !== undefined) stored.set(cell, value);
  }
  return { loaded, stored };
}

/** All nodes but those in loops, callbacks and whatever else may run more than once, or in another order. */
function takenOnce(node: AnyNode, bindings: Bindings): AnyNode[] {
  const { regions, nestedFunctions } = bindings;
  if (regions.includes(node) || nestedFunctions.includes(node)) return [];
  return [node, ...childrenOf(node).flatMap((child) => takenOnce(child, bindings))];
}

/** `me.p = head.read()`: the local and the cell. */
function loadInto(node: AnyNode, given: Given): readonly [string, string] | undefined {
  if (node.type !== 'AssignmentExpression' || node.operator !== '=') return undefined;
  const { left, right } = node;
  const isOfMe = left.type === 'MemberExpression' && given.places.of(left)?.root === 'me';
  const local = isOfMe ? propertyName(left) : undefined;
  const method = right.type === 'CallExpression' ? wordMethod(right, given) : undefined;
  if (local === undefined || !method?.pure) return undefined;
  const isOnlyTarget =
    given.bindings.localTargets.filter(({ target }) =>
      [local, undefined].includes(propertyName(target)),
    ).length === 1;
  const cell = isOnlyTarget ? onlyUse(calleeOf(right as CallExpression), given) : undefined;
  return cell === undefined ? undefined : [local, cell];
}

/** `next.set(me.p)` and `next.value = me.p`: the cell and the local. */
function storeOf(node: AnyNode, given: Given): readonly [string, string] | undefined {
  if (node.type === 'CallExpression') {
    const [value, ...others] = node.arguments;
    const method = wordMethod(node, given);
    if (!method || method.pure || !value || others.length > 0) return undefined;
    return fromLocal(calleeOf(node), value, given);
  }
  if (node.type !== 'AssignmentExpression' || node.operator !== '=') return undefined;
  const place = given.places.of(node.left);
  const isWord = place?.root === 'cell' && isScalar(place);
  return isWord ? fromLocal(node.left, node.right, given) : undefined;
}

function fromLocal(
  target: AnyNode,
  value: AnyNode,
  given: Given,
): readonly [string, string] | undefined {
  const index = indexAccess(value, given.bindings);
  const cell = onlyUse(target, given);
  return cell !== undefined && index.type === 'local' ? [cell, index.name] : undefined;
}

/** A method that loads one word, or stores one, and that alone. */
function wordMethod(call: CallExpression, { places }: Given): Method | undefined {
  const place = places.ofObject(calleeOf(call));
  const isWord = place?.root === 'cell' && place.shape.type === 'record' && place.shape.words;
  const method = isWord ? methodOf(place.shape, methodCalled(call) ?? '') : undefined;
  return ['relaxed', 'acquire', 'release'].includes(method?.order ?? '') ? method : undefined;
}

/** The cell at the beginning of a chain of members, if the step uses it there only. */
function onlyUse(node: AnyNode, given: Given): string | undefined {
  if (node.type === 'MemberExpression') return onlyUse(node.object, given);
  const { bindings, helpers } = given;
  const cell = node.type === 'Identifier' ? cellNamed(node, bindings) : undefined;
  const uses = [...bindings.of.keys()].filter((name) => cellNamed(name, bindings) === cell);
  const isOfHelper = helpers.some(({ accesses }) => accesses.some((one) => one.cell === cell));
  return uses.length === 1 && !isOfHelper ? cell : undefined;
}

function cellNamed(name: Identifier, { of }: Bindings): string | undefined {
  const origin = of.get(name)?.origin;
  const isCell = origin?.type === 'named' && origin.named.kind === 'cell';
  return isCell ? origin.named.key : undefined;
}
