// Calls: tools, helpers, methods of views and collections, methods of primitives, and functions,
// which are followed. What is neither followed nor known to change nothing is refused.

import type { AnyNode, CallExpression } from '../../language/source/function-source.ts';
import { functionSource } from '../../language/source/function-source.ts';
import { collectionMethod, disowned, elementsOf } from './collections.ts';
import { constantMember, isData } from './constants.ts';
import type { At, Context } from './context.ts';
import { baseOf } from './members.ts';
import { compare, textOf } from './operators.ts';
import { ABSENT, INTEGER, isInteger, isPlain, isSmall, PLAIN, SUM, type Type } from './types.ts';
import { unfollowed, viewMethod } from './view-methods.ts';

export function callOf(c: Context, node: CallExpression, at: At): Type {
  const callee = node.callee.type === 'ChainExpression' ? node.callee.expression : node.callee;
  if (node.arguments.some(({ type }) => type === 'SpreadElement')) return spread(c, node, at);
  const args = (): Type[] => node.arguments.map((one) => c.evaluate(one, at));
  if (callee.type !== 'MemberExpression') {
    return callFunction(c, c.evaluate(callee, at), args(), node, at);
  }
  const base = baseOf(c, callee, at);
  const { property } = callee;
  if (callee.computed || property.type !== 'Identifier') return unfollowed(c, node, at);
  const type = method(c, base, property.name, args(), node, at);
  return callee.optional ? c.join(type, ABSENT, node, at) : type;
}

/** `Math.max(...numbers)`: the one call that is known to ask for no order. */
function spread(c: Context, node: CallExpression, at: At): Type {
  const callee = c.evaluate(node.callee, at);
  const fn = callee.type === 'constant' ? callee.value : undefined;
  if (fn !== Math.max && fn !== Math.min) return unfollowed(c, node, at);
  const parts = node.arguments.map((one) =>
    one.type === 'SpreadElement'
      ? elementsOf(c, c.evaluate(one.argument, at), one, at).element
      : c.evaluate(one, at),
  );
  for (const part of parts) c.plain(part, node, at, 'calculates with an id');
  const whole = wholeOf(parts);
  // None is no number.
  if (whole === PLAIN) c.noteFailure(node);
  return whole;
}

/** What is no greater than the greatest of some values is. */
function wholeOf(types: readonly Type[]): Type {
  if (!types.every(isInteger)) return PLAIN;
  return types.every(isSmall) ? INTEGER : SUM;
}

export function callFunction(
  c: Context,
  target: Type,
  args: readonly Type[],
  node: AnyNode,
  at: At,
  self?: Type,
): Type {
  switch (target.type) {
    case 'function':
      return c.callInner(target, args, node, at, self);
    case 'helper': {
      const context: Type = { type: 'object', fields: c.setting.names };
      return c.call(c.setting.helpers[target.name], [context, ...args], node, at);
    }
    case 'tool':
      return target.name === 'choose' ? choose(c, args, node, at) : assertion(c, args, node, at);
    case 'constant':
      if (typeof target.value !== 'function') return unfollowed(c, node, at);
      return functionSource(target.value)
        ? c.call(target.value, args, node, at, self)
        : native(c, target.value, args, node, at);
    default:
      return unfollowed(c, node, at);
  }
}

/** A choice within an iteration would be numbered in the order of the turns. */
function choose(c: Context, [from = ABSENT]: readonly Type[], node: AnyNode, at: At): Type {
  const kinds = c.iterations.flatMap((iteration) => [...iteration.kinds]);
  c.refuse(kinds, node, at, 'chooses within what comes in no order');
  // A type of its own, by which it is known where it goes.
  const value = { ...disowned(elementsOf(c, from, node, at).element) };
  c.setting.choices?.chose(node, value);
  return value;
}

/** What an assertion says may name ids; which property it breaks stands in the text (compile/access/call-walk.ts). */
function assertion(c: Context, [condition = ABSENT]: readonly Type[], node: AnyNode, at: At): Type {
  c.test(condition, node, at);
  for (const iteration of c.iterations) iteration.assertion(brokenBy(node), c.spot(node));
  return ABSENT;
}

/** Where that is not a text, it is like no other. */
function brokenBy(node: AnyNode): unknown {
  const [, , property] = node.type === 'CallExpression' ? node.arguments : [];
  return property?.type === 'Literal' ? property.value : property;
}

const WHOLE: readonly unknown[] = [Math.abs, Math.max, Math.min, Math.sign, Number];
const CALCULATIONS: readonly unknown[] = [
  ...Object.getOwnPropertyNames(Math)
    .filter((name) => name !== 'random')
    .map((name) => Reflect.get(Math, name)),
  ...[Number, Number.isFinite, Number.isInteger, Number.isNaN, Number.parseInt],
  ...[Array.isArray, Object.keys, Object.values],
];

/** Functions of JavaScript itself that change nothing. */
function native(c: Context, fn: object, args: readonly Type[], node: AnyNode, at: At): Type {
  const [first = ABSENT, second = ABSENT] = args;
  if (fn === Boolean) {
    c.test(first, node, at);
    return INTEGER;
  }
  if (fn === String) return textOf(c, [first], node, at);
  if (fn === Object.is) return compare(c, first, second, node, at);
  if (!CALCULATIONS.includes(fn)) return unfollowed(c, node, at);
  if (!args.every(isInteger)) c.noteFailure(node);
  const isFine = (arg: Type): boolean =>
    isPlain(arg) || (arg.type === 'constant' && isData(arg.value, c.candidates));
  const wrong = args.filter((arg) => !isFine(arg));
  if (wrong.length > 0) return c.refuseTypes(wrong, node, at, 'calculates with an id');
  return WHOLE.includes(fn) ? wholeOf(args) : PLAIN;
}

function method(
  c: Context,
  base: Type,
  name: string,
  args: readonly Type[],
  node: AnyNode,
  at: At,
): Type {
  switch (base.type) {
    case 'view':
      return viewMethod(c, base, name, args, node, at);
    case 'collection':
      return collectionMethod(c, base, name, args, node, at) ?? unfollowed(c, node, at);
    case 'object': {
      const field = base.fields.get(name);
      return field ? callFunction(c, field, args, node, at, base) : unfollowed(c, node, at);
    }
    case 'function':
      return name === 'call'
        ? c.callInner(base, args.slice(1), node, at, args[0])
        : unfollowed(c, node, at);
    case 'constant':
      return constantMethod(c, base, name, args, node, at);
    case 'plain':
      return plainMethod(c, base, name, args, node, at);
    default:
      return unfollowed(c, node, at);
  }
}

function constantMethod(
  c: Context,
  base: Extract<Type, { type: 'constant' }>,
  name: string,
  args: readonly Type[],
  node: AnyNode,
  at: At,
): Type {
  const target = constantMember(c, base.value, name, node, at);
  const fn = target.type === 'constant' ? target.value : undefined;
  if (fn === Function.prototype.call && functionSource(base.value)) {
    return c.call(base.value, args.slice(1), node, at, args[0]);
  }
  if (
    typeof fn === 'function' &&
    (functionSource(fn) || CALCULATIONS.includes(fn) || fn === Object.is)
  ) {
    return callFunction(c, target, args, node, at, base);
  }
  return isData(base.value, c.candidates)
    ? plainMethod(c, PLAIN, name, args, node, at)
    : unfollowed(c, node, at);
}

/** Methods of texts, numbers and arrays of plain values that change nothing. */
const UNCHANGING: ReadonlySet<string> = new Set([
  ...['at', 'concat', 'flat', 'includes', 'indexOf', 'join', 'lastIndexOf', 'slice'],
  ...['charAt', 'charCodeAt', 'endsWith', 'padEnd', 'padStart', 'repeat', 'split', 'startsWith'],
  ...['substring', 'toFixed', 'toLowerCase', 'toString', 'toUpperCase', 'trim'],
]);

function plainMethod(
  c: Context,
  base: Type,
  name: string,
  args: readonly Type[],
  node: AnyNode,
  at: At,
): Type {
  c.noteFailure(node);
  if (args.some(({ type }) => type === 'function')) {
    return collectionMethod(c, base, name, args, node, at) ?? unfollowed(c, node, at);
  }
  if (!UNCHANGING.has(name)) return unfollowed(c, node, at);
  const wrong = args.filter((arg) => !isPlain(arg));
  if (wrong.length > 0) return c.refuseTypes(wrong, node, at, 'is handed ids and not followed');
  return PLAIN;
}
