// Expressions. What must stay true: an expression of which no rule speaks is plain only if all that
// goes into it is; of anything else it rules out every kind that goes into it.

import type { AnyNode } from '../../language/source/function-source.ts';
import { assign, update } from './assignments.ts';
import { callOf } from './calls.ts';
import { elementsOf } from './collections.ts';
import { typeOfConstant } from './constants.ts';
import type { At, Context } from './context.ts';
import { join } from './join.ts';
import { member, orAbsent } from './members.ts';
import { conditionOf, keyOf } from './narrowing.ts';
import { calculate, compare, isText, textOf } from './operators.ts';
import { ABSENT, INTEGER, isInteger, PLAIN, plainOf, SUM, sumOf, type Type } from './types.ts';

type Node<T extends AnyNode['type']> = Extract<AnyNode, { type: T }>;

export function evaluate(c: Context, node: AnyNode, at: At): Type {
  switch (node.type) {
    case 'Literal':
      return 'regex' in node ? c.refuseAll(node, at, NO_RULE) : plainOf(node.value);
    case 'TemplateLiteral':
      return text(c, node.expressions, node, at);
    case 'Identifier':
      return identifier(c, node, at);
    case 'ThisExpression':
      return at.scope.find('this')?.type ?? c.refuseAll(node, at, NO_RULE);
    case 'MemberExpression':
      return narrowed(c, member(c, node, at), node, at);
    case 'ChainExpression':
      // Where one link is missing, so is all that comes behind it.
      return orAbsent(c, evaluate(c, node.expression, at), node, at);
    case 'CallExpression': {
      const type = callOf(c, node, at);
      return node.optional ? orAbsent(c, type, node, at) : type;
    }
    case 'ArrowFunctionExpression':
    case 'FunctionExpression': {
      if (node.async || node.generator || node.id) return c.refuseAll(node, at, NO_RULE);
      const { source, lookup } = at.frame;
      return { type: 'function', node, source, lookup, scope: at.scope };
    }
    case 'UnaryExpression':
      return unary(c, node, at);
    case 'BinaryExpression':
      return binary(c, node, at);
    case 'LogicalExpression':
      return logical(c, node, at);
    case 'ConditionalExpression': {
      const { type, present } = conditionOf(c, node.test, at);
      c.test(type, node.test, at);
      const branch = (isTrue: boolean, chosen: AnyNode): Type =>
        c.assuming(present(isTrue), () => evaluate(c, chosen, at));
      return c.join(branch(true, node.consequent), branch(false, node.alternate), node, at);
    }
    case 'AssignmentExpression':
      return assign(c, node, at, false);
    case 'UpdateExpression':
      return update(c, node, at, false);
    case 'SequenceExpression':
      return node.expressions.map((one) => evaluate(c, one, at)).at(-1) ?? ABSENT;
    case 'ObjectExpression':
      return objectOf(c, node, at);
    case 'ArrayExpression':
      return arrayOf(c, node, at);
    default:
      return c.refuseAll(node, at, NO_RULE);
  }
}

const NO_RULE = 'is an expression that no rule speaks of';

function identifier(c: Context, node: Node<'Identifier'>, at: At): Type {
  if (['arguments', 'eval'].includes(node.name)) return c.refuseAll(node, at, NO_RULE);
  const variable = at.scope.find(node.name);
  if (variable) {
    c.noteRead({ root: variable.root, own: [] }, variable.within);
    return narrowed(c, variable.type, node, at);
  }
  if (at.scope.isEarly(node.name)) {
    return c.refuseAll(node, at, 'is used before it is declared');
  }
  const found = at.frame.lookup(node.name);
  if (!found) return c.refuseAll(node, at, 'is a name that cannot be looked up');
  return typeOfConstant(found.value, c.candidates);
}

function text(c: Context, parts: readonly AnyNode[], node: AnyNode, at: At): Type {
  const types = parts.map((part) => evaluate(c, part, at));
  if (!types.every(isInteger)) c.noteFailure(node);
  return textOf(c, types, node, at);
}

function unary(c: Context, node: Node<'UnaryExpression'>, at: At): Type {
  const type = evaluate(c, node.argument, at);
  switch (node.operator) {
    case '!':
      c.test(type, node.argument, at);
      return INTEGER;
    case 'void':
      return ABSENT;
    case 'typeof':
      return type.type === 'tainted' ? c.refuseTypes([type], node, at, 'asks for the type') : PLAIN;
    case 'delete':
      return c.refuseAll(node, at, NO_RULE);
    default:
      return calculate(c, [type], node, at, type);
  }
}

const SUMS = ['+', '-'];
const PRODUCTS = ['*', '/', '%', '**'];
/** Whole numbers of 32 bits, whatever they are made of. */
const BITWISE = ['|', '&', '^', '<<', '>>'];
const COMPARISONS = ['<', '>', '<=', '>='];

function binary(c: Context, node: Node<'BinaryExpression'>, at: At): Type {
  const { operator } = node;
  if (node.left.type === 'PrivateIdentifier') return c.refuseAll(node, at, NO_RULE);
  const a = evaluate(c, node.left, at);
  const b = evaluate(c, node.right, at);
  if (operator === '===' || operator === '!==') return compare(c, a, b, node, at);
  if (operator === '+' && (isText(a) || isText(b))) {
    // None cannot be made text.
    if (![a, b].every((type) => isInteger(type) || isText(type))) c.noteFailure(node);
    return textOf(c, [a, b], node, at);
  }
  if (COMPARISONS.includes(operator)) {
    return calculate(c, [a, b], node, at, INTEGER, 'asks for the order of ids');
  }
  if (SUMS.includes(operator)) return calculate(c, [a, b], node, at, sumOf(a, b));
  if (PRODUCTS.includes(operator)) return calculate(c, [a, b], node, at, PLAIN);
  if (!BITWISE.includes(operator)) return c.refuseAll(node, at, NO_RULE);
  return calculate(c, [a, b], node, at, [a, b].every(isInteger) ? SUM : PLAIN);
}

function logical(c: Context, node: Node<'LogicalExpression'>, at: At): Type {
  const { type: left, present } = conditionOf(c, node.left, at);
  const isNullish = node.operator === '??';
  if (!isNullish) c.test(left, node.left, at);
  const known = isNullish ? [] : present(node.operator === '&&');
  const right = c.assuming(known, () => evaluate(c, node.right, at));
  return c.join(left, right, node, at);
}

/** None is gone; what may be undefined besides still may. */
function asPresent(type: Type): Type {
  const isId = type.type === 'id' || type.type === 'process';
  return isId && type.optional === 'none' ? { ...type, optional: false } : type;
}

function narrowed(c: Context, type: Type, node: AnyNode, at: At): Type {
  return c.isPresent(keyOf(node, at)) ? asPresent(type) : type;
}

function objectOf(c: Context, node: Node<'ObjectExpression'>, at: At): Type {
  const fields = new Map<string, Type>();
  for (const property of node.properties) {
    const isField = property.type === 'Property' && property.kind === 'init' && !property.computed;
    const key = isField && property.key.type === 'Identifier' ? property.key.name : undefined;
    // The prototype is no field, though it is written as one.
    if (!isField || key === undefined || key === '__proto__') {
      return c.refuseAll(node, at, 'is an object whose fields are not followed');
    }
    fields.set(key, evaluate(c, property.value, at));
  }
  return { type: 'object', fields };
}

/** A list of values of one type; with what comes in no order spread into it, one without order. */
function arrayOf(c: Context, node: Node<'ArrayExpression'>, at: At): Type {
  const parts: Type[] = [];
  const order = new Set<string>();
  for (const one of node.elements) {
    if (!one) return c.refuseAll(node, at, 'is an array with holes');
    if (one.type === 'SpreadElement') {
      const spread = elementsOf(c, evaluate(c, one.argument, at), one, at);
      // A copy of a collection.
      if (node.elements.length === 1) return spread;
      for (const kind of spread.order) order.add(kind);
      parts.push(spread.element);
    } else parts.push(evaluate(c, one, at));
  }
  const [first = ABSENT, ...rest] = parts;
  const element = rest.reduce<Type | undefined>((a, b) => a && join(a, b), first);
  if (!element) return { type: 'mixed', parts };
  return { type: 'collection', element, order, distinct: false };
}
