// Calls: tools, helpers, methods of views and items, methods of primitives, and plain functions, into which the analysis
// goes.
//
// Arrays and objects that code makes for itself are taken to stay what they were made as. Sound only if whatever changes
// one casts doubt on every kind, so that a function is either followed, or known to change nothing (pure.ts).

import type { AnyNode, CallExpression } from '../../model/access/function-source.ts';
import { functionSource } from '../../model/access/function-source.ts';
import { itemsMethod, itemsOf, membersOf } from './items.ts';
import type { Frame, Machine } from './machine.ts';
import { fieldOf } from './members.ts';
import { isPureFunction, isPureMethod } from './pure.ts';
import type { Scope } from './scope.ts';
import { NOTHING, NUMBER, over, PLAIN, type Value, type View, valueOf } from './values.ts';

export function callOf(m: Machine, node: CallExpression, frame: Frame, scope: Scope): Value {
  const callee = node.callee.type === 'ChainExpression' ? node.callee.expression : node.callee;
  const value = (inner: AnyNode): Value => m.evaluate(inner, frame, scope);
  const args = (): Value[] =>
    node.arguments.map((one) =>
      one.type === 'SpreadElement' ? itemsOf(m, value(one.argument), frame, one) : value(one),
    );
  // How many arguments a spread is, and which parameters come after it, is not known.
  const spreads = node.arguments.some(({ type }) => type === 'SpreadElement');
  if (callee.type === 'MemberExpression') {
    const base = value(callee.object);
    const name = callee.computed ? undefined : callee.property;
    const isExtreme = name?.type === 'Identifier' && ['max', 'min'].includes(name.name);
    if (spreads && !isExtreme) return unfollowed(m, frame, node);
    if (name?.type === 'Identifier') return method(m, base, name.name, args(), frame, node);
    return unfollowed(m, frame, node);
  }
  if (spreads) return unfollowed(m, frame, node);
  const target = value(callee);
  // What an assertion says about a false condition may name ids.
  if (target.type === 'tool' && target.name === 'assert') {
    m.test(args()[0] ?? NOTHING, frame, node);
    return NOTHING;
  }
  if (target.type === 'tool') {
    const { element } = itemsOf(m, args()[0] ?? NOTHING, frame, node);
    return element.type === 'plain' && element.known ? PLAIN : element;
  }
  return callValue(m, target, args(), frame, node);
}

function callValue(
  m: Machine,
  target: Value,
  args: readonly Value[],
  frame: Frame,
  node: AnyNode,
  self?: Value,
): Value {
  if (target.type === 'arrow') return m.callArrow(target, args, frame);
  if (target.type === 'helper') {
    const context: Value = { type: 'object', fields: m.setting.names };
    return m.call(m.setting.helpers[target.name], [context, ...args], frame, node);
  }
  const fn = target.type === 'plain' ? target.known?.value : undefined;
  if (typeof fn !== 'function') return unfollowed(m, frame, node);
  return functionSource(fn)
    ? m.call(fn, args, frame, node, self)
    : native(m, fn, args, frame, node);
}

/** What is called may change whatever it can reach. */
function unfollowed(m: Machine, frame: Frame, node: AnyNode): Value {
  return m.doubt(m.suspects.kinds, frame, node, 'calls something that is not followed');
}

/** Functions of JavaScript itself. */
function native(
  m: Machine,
  fn: object,
  args: readonly Value[],
  frame: Frame,
  node: AnyNode,
): Value {
  if (!isPureFunction(fn)) return unfollowed(m, frame, node);
  const [first] = args;
  m.handOver(args, frame, node);
  if (fn === Boolean) {
    const answer = m.truth(first ?? NOTHING, frame, node);
    return answer === undefined ? NUMBER : PLAIN;
  }
  if (fn === String) {
    const kinds = new Set(args.flatMap((arg) => [...m.kindsOfValue(arg)]));
    return kinds.size === 0 ? PLAIN : { type: 'tainted', kinds };
  }
  const isExtreme = fn === Math.max || fn === Math.min;
  for (const arg of args) {
    const isSpread = isExtreme && arg.type === 'items' && arg.element.type === 'plain';
    if (!isSpread) m.plain(arg, frame, node, 'calculates with an id');
  }
  const isNumeric =
    fn === Number ||
    Object.getOwnPropertyNames(Math).some((name) => Reflect.get(Math, name) === fn);
  return isNumeric ? NUMBER : PLAIN;
}

function method(
  m: Machine,
  base: Value,
  name: string,
  args: readonly Value[],
  frame: Frame,
  node: AnyNode,
): Value {
  switch (base.type) {
    case 'view':
      return viewMethod(m, base, name, args, frame, node);
    case 'items':
      return (
        itemsMethod(m, base, name, args, frame, node) ??
        someMethod(m, [base, ...args], name, frame, node)
      );
    case 'object':
      return callValue(m, base.fields.get(name) ?? PLAIN, args, frame, node);
    case 'plain':
      return plainMethod(m, base, name, args, frame, node);
    default:
      return someMethod(m, [base, ...args], name, frame, node);
  }
}

/** A method of which no more is known than its name. */
function someMethod(
  m: Machine,
  values: readonly Value[],
  name: string,
  frame: Frame,
  node: AnyNode,
): Value {
  if (!isPureMethod(name)) return unfollowed(m, frame, node);
  m.handOver(values, frame, node);
  return m.doubtValues(values, frame, node, 'does something with ids that is not followed');
}

function plainMethod(
  m: Machine,
  base: Value,
  name: string,
  args: readonly Value[],
  frame: Frame,
  node: AnyNode,
): Value {
  const target = fieldOf(m, base, name, frame, node);
  const owner = base.type === 'plain' ? base.known?.value : undefined;
  if (typeof owner === 'function' && name === 'call') {
    return callValue(m, base, args.slice(1), frame, node, args[0]);
  }
  const fn = target.type === 'plain' ? target.known?.value : undefined;
  if (typeof fn === 'function' && (functionSource(fn) || isPureFunction(fn))) {
    return callValue(m, target, args, frame, node, base);
  }
  const takesArrow = args.some(({ type }) => type === 'arrow');
  const result = takesArrow ? itemsMethod(m, base, name, args, frame, node) : undefined;
  return result ?? someMethod(m, args, name, frame, node);
}

function viewMethod(
  m: Machine,
  base: View,
  name: string,
  args: readonly Value[],
  frame: Frame,
  node: AnyNode,
): Value {
  const { shape } = base;
  const [first = NOTHING] = args;
  switch (shape.type) {
    case 'record': {
      const run = shape.methods?.[name]?.run;
      return run ? m.call(run, args, frame, node, base) : PLAIN;
    }
    case 'set':
      return setMethod(m, base, shape, name, first, frame, node);
    case 'list': {
      const reads = ['at', 'includes'].includes(name);
      m.noteRead(base);
      if (!reads) m.noteWrite(base, 'set', PLAIN, node);
      if (['push', 'unshift', 'remove'].includes(name)) m.store(shape.domain, first, frame, node);
      if (name === 'includes') return itemsMethod(m, base, name, args, frame, node) as Value;
      if (name === 'at') m.plain(first, frame, node, 'indexes a list with an id');
      return ['at', 'shift', 'pop'].includes(name) ? valueOf(shape.domain, m.suspects) : NOTHING;
    }
    case 'array': {
      if (name === 'fill' && shape.element.type === 'scalar' && args.length === 1) {
        m.noteWrite(base, 'set', first, node);
        m.store(shape.element.domain, first, frame, node);
        return base;
      }
      return (
        itemsMethod(m, base, name, args, frame, node) ??
        m.doubtValues([base, ...args], frame, node, 'does something with ids that is not followed')
      );
    }
    default:
      return PLAIN;
  }
}

function setMethod(
  m: Machine,
  base: View,
  shape: { kind?: { name: string } },
  name: string,
  member: Value,
  frame: Frame,
  node: AnyNode,
): Value {
  const kinds = over(shape, m.suspects);
  if (name === 'values') {
    m.noteRead(base);
    return membersOf(m, shape);
  }
  if (name === 'clear') {
    m.noteWrite(base, 'set', PLAIN, node);
    return NOTHING;
  }
  const isOwnKind = member.type === 'id' && kinds.has(member.kind);
  if (!isOwnKind && (kinds.size > 0 || member.type !== 'plain')) {
    const why = 'asks a set of a kind for something that is no id of it, or another set for an id';
    m.doubt([...kinds, ...m.kindsOfValue(member)], frame, node, why);
  }
  const part = { root: base.root, own: isOwnKind ? [...base.own, ...member.own] : base.own };
  if (name === 'has') m.noteRead(part);
  else m.noteWrite(part, 'set', PLAIN, node);
  return name === 'has' ? NUMBER : NOTHING;
}
