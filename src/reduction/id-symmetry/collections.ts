// Collections: what is walked through, in the order of the state or in no order, and the methods
// that walk through it. In no order are: the ids of a kind, arrays over a kind, members of a set.

import type { AnyNode } from '../../language/source/function-source.ts';
import { childrenOf } from '../../language/source/function-source.ts';
import { constantMembers, isList } from './constants.ts';
import type { At, Context } from './context.ts';
import type { Iteration } from './iteration.ts';
import { isSame, MOST_ROUNDS } from './join.ts';
import { elementOver, noteMissing, orAbsent, read } from './members.ts';
import { Scope } from './scope.ts';
import { isStorable } from './storing.ts';
import {
  ABSENT,
  anything,
  between,
  type Collection,
  dimensionOf,
  INTEGER,
  isInteger,
  isSmall,
  PLAIN,
  SUM,
  type Type,
  typeOf,
  type View,
} from './types.ts';

const ASKS_ORDER = 'depends on the order of ids';
const NO_ORDER: ReadonlySet<string> = new Set();

function ordered(element: Type): Collection {
  return { type: 'collection', element, order: NO_ORDER, distinct: false };
}

/** What a value is a collection of. */
export function elementsOf(c: Context, value: Type, node: AnyNode, at: At): Collection {
  if (value.type === 'collection') return value;
  noteMissing(c, value, node);
  if (value.type === 'plain') {
    c.noteFailure(node);
    return ordered(PLAIN);
  }
  if (value.type === 'constant' && isList(value.value, c.candidates)) {
    return ordered(constantMembers(c, value.value, node, at));
  }
  if (value.type === 'view') {
    const { shape } = value;
    if (shape.type === 'array') return elementsOfArray(c, value);
    if (shape.type === 'list') {
      c.noteRead(value);
      return ordered(c.held(value.root, typeOf(shape.domain, c.candidates)));
    }
  }
  return ordered(
    c.refuseTypes([value], node, at, 'is walked through in a way that is not followed'),
  );
}

function elementsOfArray(c: Context, base: View): Collection {
  const { shape } = base;
  if (shape.type !== 'array') throw new Error('only arrays have elements');
  const dimension = dimensionOf(shape, c.candidates);
  const place = dimension
    ? elementOver(base, shape.element, dimension, [])
    : { ...base, shape: shape.element };
  return {
    type: 'collection',
    element: read(c, place),
    order: dimension?.kinds ?? NO_ORDER,
    distinct: shape.element.type !== 'scalar',
  };
}

/** The members of a set. */
export function membersOf(c: Context, base: View): Collection {
  const { shape } = base;
  if (shape.type !== 'set') throw new Error('only sets have members');
  const dimension = dimensionOf(shape, c.candidates);
  c.noteRead(base);
  if (!dimension) return ordered(between(0, shape.length - 1));
  const { index: element, kinds: order } = dimension;
  return { type: 'collection', element, order, distinct: true };
}

type Turn = (element: Type, index: Type, iteration: Iteration | undefined) => void;

/** Goes through the turns of a collection: those of an iteration where it has no order. */
export function eachTurn(c: Context, value: Type, node: AnyNode, at: At, turn: Turn): void {
  noteMissing(c, value, node);
  const array = value.type === 'view' && value.shape.type === 'array' ? value.shape : undefined;
  const dimension = array && dimensionOf(array, c.candidates);
  if (array && dimension) {
    c.unordered(dimension.kinds, node, at, (iteration) => {
      const own = [iteration];
      const place = elementOver(value as View, array.element, dimension, own);
      turn(read(c, place), { ...dimension.index, own }, iteration);
    });
    return;
  }
  const { element, order, distinct } = elementsOf(c, value, node, at);
  if (order.size === 0) {
    const index = array ? between(0, array.length - 1) : INTEGER;
    c.repeat(() => turn(element, index, undefined), node, at);
    return;
  }
  c.unordered(order, node, at, (iteration) => {
    const item = distinct ? owned(element, iteration) : element;
    turn(item, { type: 'tainted', kinds: order }, iteration);
  });
}

/** An element that is another one in each turn. */
function owned(element: Type, iteration: Iteration): Type {
  if (element.type === 'id') return { ...element, own: [...element.own, iteration] };
  if (element.type !== 'view') return element;
  const innermost = element.over.at(-1);
  const isOnce = element.over.filter((name) => name === innermost).length === 1;
  return isOnce ? { ...element, own: [...element.own, iteration] } : element;
}

const MOST_ARGUMENTS: Readonly<Record<string, number>> = { slice: 2, reduce: 2 };

/** A method of a collection; undefined where there is none of this name that a rule speaks of. */
export function collectionMethod(
  c: Context,
  base: Type,
  name: string,
  args: readonly Type[],
  node: AnyNode,
  at: At,
): Type | undefined {
  const [first = ABSENT, second] = args;
  // What no rule names, such as where to begin or what `this` is.
  if (args.length > (MOST_ARGUMENTS[name] ?? 1)) return undefined;
  // What comes first by one kind's order may be an id of another.
  const refuseOrder = (): Type =>
    c.refuseTypes([elementsOf(c, base, node, at), ...args], node, at, ASKS_ORDER);
  const isOrdered = (): boolean => elementsOf(c, base, node, at).order.size === 0;
  switch (name) {
    case 'some':
    case 'every':
      walk(c, base, first, node, at, (result, iteration) => {
        c.test(result, node, at);
        iteration?.end({ by: name }, c.spot(node));
      });
      return INTEGER;
    case 'filter':
      walk(c, base, first, node, at, (result) => c.test(result, node, at));
      return elementsOf(c, base, node, at);
    case 'forEach':
      walk(c, base, first, node, at, () => {});
      return ABSENT;
    case 'map': {
      let element: Type | undefined;
      walk(c, base, first, node, at, (result) => {
        const bare = disowned(result);
        element = element ? c.join(element, bare, node, at) : bare;
      });
      const { order } = elementsOf(c, base, node, at);
      return { type: 'collection', element: element ?? ABSENT, order, distinct: false };
    }
    case 'find':
    case 'findLast':
    case 'findIndex':
    case 'findLastIndex':
      walk(c, base, first, node, at, (result) => c.test(result, node, at));
      if (!isOrdered()) return refuseOrder();
      if (name.endsWith('Index')) return INTEGER;
      return c.join(elementsOf(c, base, node, at).element, ABSENT, node, at);
    case 'includes':
      return included(c, base, first, node, at);
    case 'indexOf':
    case 'lastIndexOf':
      return isOrdered() ? included(c, base, first, node, at) : refuseOrder();
    case 'at':
      if (!isOrdered()) return refuseOrder();
      c.plain(first, node, at, 'indexes a list with an id');
      c.noteFailure(node);
      // Past the end there is nothing.
      return orAbsent(c, elementsOf(c, base, node, at).element, node, at);
    case 'slice':
      if (!isOrdered()) return refuseOrder();
      for (const arg of args) c.plain(arg, node, at, 'cuts a list at an id');
      return elementsOf(c, base, node, at);
    case 'reduce':
      return second === undefined ? undefined : reduced(c, base, first, second, node, at);
    default:
      return undefined;
  }
}

/** What was another element in each turn is one of many where turns are over. */
export function disowned(type: Type): Type {
  return type.type === 'id' || type.type === 'process' || type.type === 'view'
    ? { ...type, own: [] }
    : type;
}

function walk(
  c: Context,
  base: Type,
  callback: Type,
  node: AnyNode,
  at: At,
  use: (result: Type, iteration: Iteration | undefined) => void,
): void {
  // The collection itself is handed over, too; code that looks at it from within is refused.
  const whole = anything(c.candidates);
  eachTurn(c, base, node, at, (element, index, iteration) => {
    use(c.callFunction(callback, [element, index, whole], node, at), iteration);
  });
}

function included(c: Context, base: Type, wanted: Type, node: AnyNode, at: At): Type {
  const { element } = elementsOf(c, base, node, at);
  if (isStorable(element, wanted) || isStorable(wanted, element)) return INTEGER;
  return c.refuseTypes(
    [element, wanted],
    node,
    at,
    'looks for something that is no id of the kind',
  );
}

/** `reduce((sum, x) => sum + ..., 0)` of whole numbers; of what has an order, any. */
function reduced(c: Context, base: Type, callback: Type, start: Type, node: AnyNode, at: At): Type {
  if (elementsOf(c, base, node, at).order.size === 0) {
    return folded(c, base, callback, start, node, at);
  }
  const term = callback.type === 'function' ? addedBy(callback.node) : undefined;
  if (!term || !isInteger(start) || callback.type !== 'function') {
    return c.refuseAll(node, at, ASKS_ORDER);
  }
  const { source, lookup, scope, node: arrow } = callback;
  eachTurn(c, base, node, at, (element) => {
    const [, parameter] = arrow.params;
    const inner: At = {
      frame: { source, lookup, result: undefined, depth: c.iterations.length, breakables: [] },
      scope: new Scope(scope),
    };
    if (parameter?.type === 'Identifier') c.declare(parameter.name, element, inner.scope, false);
    if (!isSmall(c.evaluate(term, inner))) {
      c.refuseAll(term, inner, 'adds up what may be no small whole numbers');
    }
  });
  return SUM;
}

/** The total that a turn gets is what another returned, so they come again until it is the same. */
function folded(c: Context, base: Type, callback: Type, start: Type, node: AnyNode, at: At): Type {
  const whole = anything(c.candidates);
  let total = start;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = total;
    eachTurn(c, base, node, at, (element) => {
      const next = c.callFunction(callback, [total, element, INTEGER, whole], node, at);
      total = c.join(total, next, node, at);
    });
    if (isSame(before, total)) return total;
  }
  return c.refuseAll(node, at, 'changes its total too often to be followed');
}

/** Of `(sum, x) => sum + term`, the term, which says nothing of the sum. */
function addedBy({
  params,
  body,
}: {
  params: readonly AnyNode[];
  body: AnyNode;
}): AnyNode | undefined {
  const [total, item] = params;
  const isPlain = total?.type === 'Identifier' && params.length <= 2;
  if (!isPlain || (item && item.type !== 'Identifier')) return undefined;
  if (body.type !== 'BinaryExpression' || body.operator !== '+') return undefined;
  const { left, right } = body;
  if (left.type !== 'Identifier' || left.name !== total.name) return undefined;
  return mentions(right, total.name) ? undefined : right;
}

function mentions(node: AnyNode, name: string): boolean {
  if (node.type === 'Identifier' && node.name === name) return true;
  return childrenOf(node).some((child) => mentions(child, name));
}
