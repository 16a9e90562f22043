// Comparisons with a value that a domain does not have: `state.value === 'idel'`. They have the same answer always, so a
// property that makes one may hold for nothing.
//
// What must stay true: a comparison that is listed has one answer in this system, whatever the state, or compares a process with a
// number. Another variant of the model may give the domain more values, or have more processes, so who refuses it looks at all of
// them (check/refuse-impossible.ts).

import type { AnyNode } from 'acorn';
import { admits, none, type ValueDomain, valueDomain } from '../../language/domain.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import type { Compared, ImpossibleComparison } from './access.ts';
import { outsideValue } from './outside.ts';
import { fieldNamesOn } from './place.ts';
import { calleeOf, methodCalled } from './property-name.ts';
import { elementIn, type Names, valueOf } from './value-of.ts';
import { isWrittenBefore } from './written-before.ts';

/** Those below a node. */
export function impossibleIn(node: AnyNode, names: Names, source: Source): ImpossibleComparison[] {
  const found = comparedIn(node).flatMap(([one, other]) => [
    ...impossible(one, other, node, names, source),
    ...impossible(other, one, node, names, source),
  ]);
  const below = childrenOf(node).flatMap((child) => impossibleIn(child, names, source));
  return [...found, ...lookedFor(node, names, source), ...below];
}

/** The pairs of expressions that a node compares for being the same. */
function comparedIn(node: AnyNode): (readonly [AnyNode, AnyNode])[] {
  if (node.type === 'BinaryExpression') {
    return ['===', '!=='].includes(node.operator) ? [[node.left, node.right]] : [];
  }
  if (node.type === 'SwitchStatement') {
    return node.cases.flatMap(({ test }) => (test ? [[node.discriminant, test] as const] : []));
  }
  return node.type === 'CallExpression' ? includedIn(node) : [];
}

/** `['a', 'b'].includes(x)`. */
function includedIn(call: Extract<AnyNode, { type: 'CallExpression' }>): [AnyNode, AnyNode][] {
  const callee = calleeOf(call);
  if (callee.type !== 'MemberExpression' || methodCalled(call) !== 'includes') return [];
  const [value] = call.arguments;
  if (value === undefined || callee.object.type !== 'ArrayExpression') return [];
  return callee.object.elements.flatMap((element) => (element ? [[value, element]] : []));
}

/** `states.includes('x')`, `tasks.map(({ at }) => at).indexOf('x')`. */
function lookedFor(node: AnyNode, names: Names, source: Source): ImpossibleComparison[] {
  if (node.type !== 'CallExpression' || !LOOKS.includes(methodCalled(node) ?? '')) return [];
  const callee = calleeOf(node);
  const [value] = node.arguments;
  if (callee.type !== 'MemberExpression' || value === undefined) return [];
  const element = elementIn(callee.object, names);
  return impossible(callee.object, value, node, names, source, element);
}

const LOOKS: readonly string[] = ['includes', 'indexOf', 'lastIndexOf'];

function impossible(
  node: AnyNode,
  other: AnyNode,
  whole: AnyNode,
  names: Names,
  source: Source,
  place = valueOf(node, names),
): ImpossibleComparison[] {
  const value = valueIn(other, names, source);
  if (value === undefined) return [];
  if (place?.shape.type !== 'scalar' || place.constant || place.root === 'step') return [];
  const { domain } = place.shape;
  if (admits(domain, value) && !isNumbered(domain, value)) return [];
  if (typeof value === 'number' && isWrittenBefore(node, place, names, source)) return [];
  const { root, name } = place;
  const fields = fieldNamesOn(place);
  const texts = { place: source.textOf(node), text: textOf(whole, other, source) };
  return [{ root, name, fields, value, domain, ...texts }];
}

/** Whether there is a process of this number depends on the system. */
function isNumbered(domain: ValueDomain, value: Compared): boolean {
  return value !== none && valueDomain(domain).type === 'process';
}

/** Of a switch, the case. */
function textOf(whole: AnyNode, other: AnyNode, source: Source): string {
  return whole.type === 'SwitchStatement' ? `case ${source.textOf(other)}` : source.textOf(whole);
}

/** The value that stands in the text; names from around the code may stand for others in another variant. */
function valueIn(node: AnyNode, names: Names, source: Source): Compared | undefined {
  if (node.type === 'Literal') {
    const { value } = node;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : undefined;
  }
  if (node.type === 'UnaryExpression' && node.operator === '-') {
    const value = valueIn(node.argument, names, source);
    return typeof value === 'number' ? -value : undefined;
  }
  return outsideValue(node, source, names.bindings) === none ? none : undefined;
}
