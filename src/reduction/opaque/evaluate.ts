// Expressions: which of them keep ids opaque, form by form. Comparing for equality, storing,
// handing on, choosing between: yes. Truth of an id (id 0 is false), order, arithmetic, text: no.

import type { AnyNode } from '../../model/access/function-source.ts';
import { assign } from './assign.ts';
import { callOf } from './calls.ts';
import { itemsOf } from './items.ts';
import type { Frame, Machine } from './machine.ts';
import { fieldOf, indexOf } from './members.ts';
import type { Scope } from './scope.ts';
import { isNothing, join, known, NOTHING, NUMBER, PLAIN, type Value } from './values.ts';

export function evaluate(m: Machine, node: AnyNode, frame: Frame, scope: Scope): Value {
  const value = (inner: AnyNode): Value => evaluate(m, inner, frame, scope);
  switch (node.type) {
    case 'Literal':
      return known(node.value);
    case 'Identifier':
      if (node.name === 'arguments') return notFollowed(m, frame, node);
      return nameOf(m, node.name, frame, scope);
    case 'ThisExpression':
      return scope.find('this')?.value ?? PLAIN;
    case 'ChainExpression':
      return value(node.expression);
    case 'MemberExpression': {
      const base = value(node.object);
      if (node.property.type === 'PrivateIdentifier') return PLAIN;
      return node.computed
        ? indexOf(m, base, value(node.property), frame, node)
        : fieldOf(
            m,
            base,
            node.property.type === 'Identifier' ? node.property.name : '',
            frame,
            node,
          );
    }
    case 'CallExpression':
      return callOf(m, node, frame, scope);
    case 'ArrowFunctionExpression':
      return { type: 'arrow', node, scope, source: frame.source, lookup: frame.lookup };
    case 'AssignmentExpression':
      return assign(m, node.left, node.operator, value(node.right), frame, scope, node);
    case 'UpdateExpression':
      return assign(m, node.argument, '+=', NUMBER, frame, scope, node);
    case 'UnaryExpression':
      if (node.operator === 'delete') return notFollowed(m, frame, node);
      return unary(m, node.operator, value(node.argument), frame, node);
    case 'BinaryExpression':
      return binary(m, node.operator, value(node.left), value(node.right), frame, node);
    case 'LogicalExpression':
      return logical(m, node.operator, value(node.left), () => value(node.right), frame, node);
    case 'ConditionalExpression': {
      const answer = truth(m, value(node.test), frame, node.test);
      if (answer !== undefined) return value(answer ? node.consequent : node.alternate);
      return m.either(value(node.consequent), value(node.alternate), frame, node);
    }
    case 'SequenceExpression':
      return node.expressions.map(value).at(-1) ?? NOTHING;
    case 'TemplateLiteral':
      return text(node.expressions.map(value), m);
    case 'ArrayExpression':
      return arrayOf(m, node.elements, frame, scope);
    case 'ObjectExpression':
      return objectOf(m, node, frame, scope);
    case 'NewExpression': {
      const args = node.arguments.map((one) =>
        value(one.type === 'SpreadElement' ? one.argument : one),
      );
      const isError = node.callee.type === 'Identifier' && node.callee.name.endsWith('Error');
      return isError ? PLAIN : m.doubtValues(args, frame, node, 'makes an object of ids');
    }
    default:
      return notFollowed(m, frame, node);
  }
}

function notFollowed(m: Machine, frame: Frame, node: AnyNode): Value {
  return m.doubt(m.suspects.kinds, frame, node, 'is not understood');
}

/**
 * Whether a value is true or false in every run; undefined where it depends. An id must not be
 * asked.
 */
export function truth(m: Machine, value: Value, frame: Frame, node: AnyNode): boolean | undefined {
  if (value.type === 'plain') return value.known ? Boolean(value.known.value) : undefined;
  if (value.type === 'id' || value.type === 'process' || value.type === 'tainted') {
    m.doubtValues([value], frame, node, 'asks whether an id is true; the first one is not');
  }
  return undefined;
}

function nameOf(m: Machine, name: string, frame: Frame, scope: Scope): Value {
  const variable = scope.find(name);
  if (!variable) {
    const outside = frame.lookup(name);
    return outside ? known(outside.value) : PLAIN;
  }
  if (variable.mutable) {
    for (const region of m.regions.slice(variable.depth)) region.read(`let ${name}`, false);
  }
  return variable.value;
}

function unary(m: Machine, operator: string, value: Value, frame: Frame, node: AnyNode): Value {
  if (operator === 'void') return NOTHING;
  if (operator === '!') {
    const answer = truth(m, value, frame, node);
    return answer === undefined ? NUMBER : known(!answer);
  }
  if (operator === 'typeof') return PLAIN;
  m.plain(value, frame, node, 'calculates with an id');
  return NUMBER;
}

const EQUALITY = ['===', '!==', '==', '!='];
const COMPARISON = ['<', '>', '<=', '>='];

function binary(
  m: Machine,
  operator: string,
  left: Value,
  right: Value,
  frame: Frame,
  node: AnyNode,
): Value {
  if (EQUALITY.includes(operator)) return equality(m, operator, left, right, frame, node);
  const why = COMPARISON.includes(operator) ? 'asks for the order of ids' : 'calculates with an id';
  m.plain(left, frame, node, why);
  m.plain(right, frame, node, why);
  if (operator !== '+') return NUMBER;
  const adds = left.type === 'plain' && right.type === 'plain' && left.numeric && right.numeric;
  return adds ? NUMBER : PLAIN;
}

function equality(
  m: Machine,
  operator: string,
  left: Value,
  right: Value,
  frame: Frame,
  node: AnyNode,
): Value {
  if (left.type === 'plain' && right.type === 'plain') {
    if (!left.known || !right.known) return NUMBER;
    const same = left.known.value === right.known.value;
    return known(same === (operator[0] === '='));
  }
  const isLoose = operator.length === 2 && !isNothing(left) && !isNothing(right);
  if (isLoose || !(m.fits(left, right) || m.fits(right, left) || isView(left, right))) {
    m.doubtValues(
      [left, right],
      frame,
      node,
      'compares an id with something that is no id of its kind',
    );
  }
  return NUMBER;
}

/** What `find` returned is compared with undefined. */
function isView(left: Value, right: Value): boolean {
  const [view, other] = left.type === 'plain' ? [right, left] : [left, right];
  return isNothing(other) && ['view', 'items', 'object'].includes(view.type);
}

function logical(
  m: Machine,
  operator: string,
  left: Value,
  right: () => Value,
  frame: Frame,
  node: AnyNode,
): Value {
  if (operator === '??') {
    if (left.type === 'plain' && left.known) {
      const { value } = left.known;
      return value === undefined || value === null ? right() : left;
    }
    return m.either(left, right(), frame, node);
  }
  const answer = truth(m, left, frame, node);
  if (answer !== undefined) return answer === (operator === '&&') ? right() : left;
  return m.either(left, right(), frame, node);
}

/** Text made of ids may be shown, and nothing else. */
function text(parts: readonly Value[], m: Machine): Value {
  const kinds = new Set(parts.flatMap((part) => [...m.kindsOfValue(part)]));
  return kinds.size === 0 ? PLAIN : { type: 'tainted', kinds };
}

function arrayOf(
  m: Machine,
  elements: readonly (AnyNode | null)[],
  frame: Frame,
  scope: Scope,
): Value {
  const constant = constantArray(elements);
  if (constant) return constant;
  const parts = elements.flatMap((one) => {
    if (one === null) return [NOTHING];
    if (one.type !== 'SpreadElement') return [evaluate(m, one, frame, scope)];
    return [itemsOf(m, evaluate(m, one.argument, frame, scope), frame, one)];
  });
  const spread = elements.map((one) => one?.type === 'SpreadElement');
  const each = parts.map((part, k) => (spread[k] && part.type === 'items' ? part.element : part));
  const element = each.reduce<Value | undefined>((all, one) => all && join(all, one), NOTHING);
  if (!element) return { type: 'tuple', parts };
  const order = parts.flatMap((part, k) =>
    spread[k] && part.type === 'items' ? [...part.order] : [],
  );
  return { type: 'items', element, order: new Set(order), distinct: false };
}

/** `[1, 2]`, `['take', 'give']`. */
function constantArray(elements: readonly (AnyNode | null)[]): Value | undefined {
  const values = elements.map((one) => (one?.type === 'Literal' ? one : undefined));
  return values.includes(undefined) ? undefined : known(values.map((one) => one?.value));
}

function objectOf(
  m: Machine,
  node: Extract<AnyNode, { type: 'ObjectExpression' }>,
  frame: Frame,
  scope: Scope,
): Value {
  const fields = new Map<string, Value>();
  for (const property of node.properties) {
    const { type } = property;
    if (type === 'SpreadElement' || property.computed) {
      return m.doubt(m.suspects.kinds, frame, node, 'makes an object that cannot be followed');
    }
    const { key } = property;
    const name =
      key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
    fields.set(name, evaluate(m, property.value, frame, scope));
  }
  return { type: 'object', fields };
}
