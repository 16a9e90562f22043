// Items: arrays over a kind, ids of a kind, members of a set, and what is made of them. They come
// in the order of ids, which means nothing, so only what does not depend on the order may be asked
// of them: some, every, how many, a sum, or to choose among them. Lists and arrays over plain
// numbers have an order that everybody agrees on.

import type { AnyNode } from '../../model/access/function-source.ts';
import { childrenOf } from '../../model/access/function-source.ts';
import type { Frame, Machine } from './machine.ts';
import type { Region } from './region.ts';
import {
  type Arrow,
  type Items,
  NOTHING,
  NUMBER,
  over,
  PLAIN,
  type Value,
  valueOf,
} from './values.ts';

const NO_ORDER: ReadonlySet<string> = new Set();

/** A value as items, wherever they come from. */
export function itemsOf(m: Machine, value: Value, frame: Frame, node: AnyNode): Items {
  const items = (element: Value, order = NO_ORDER, distinct = false): Items => ({
    type: 'items',
    element,
    order,
    distinct,
  });
  if (value.type === 'items') return value;
  if (value.type === 'plain') return items(plainItem(value.known?.value));
  if (value.type === 'view') {
    const { shape, root, own } = value;
    if (shape.type === 'array') {
      const element = m.read({ type: 'view', shape: shape.element, boxed: false, root, own });
      return items(element, over(shape, m.suspects), shape.element.type !== 'scalar');
    }
    if (shape.type === 'list') return items(valueOf(shape.domain, m.suspects));
  }
  m.doubtValues([value], frame, node, 'is walked through in a way that is not followed');
  return items(PLAIN);
}

function plainItem(list: unknown): Value {
  const isNumbers = Array.isArray(list) && list.every((one) => typeof one === 'number');
  return isNumbers ? NUMBER : PLAIN;
}

/** The members of a set. */
export function membersOf(m: Machine, shape: { kind?: { name: string } }): Items {
  const [kind] = over(shape, m.suspects);
  const element: Value = kind === undefined ? NUMBER : { type: 'id', kind, own: [] };
  return { type: 'items', element, order: over(shape, m.suspects), distinct: true };
}

/**
 * Goes through items: `turn` gets an item and its index, and the loop if their order means nothing.
 */
export function eachItem<T>(
  m: Machine,
  value: Value,
  frame: Frame,
  node: AnyNode,
  turn: (item: Value, index: Value, region: Region | undefined) => T,
): T {
  const { element, order, distinct } = itemsOf(m, value, frame, node);
  if (order.size === 0) return turn(element, NUMBER, undefined);
  return m.unordered(order, frame, (region) => {
    const [kind] = order;
    if (value.type === 'view' && value.shape.type === 'array') {
      const own = [...value.own, region];
      const { shape, root } = value;
      const item = m.read({ type: 'view', shape: shape.element, boxed: false, root, own });
      const isProcess = value.shape.processes === true;
      return turn(
        item,
        isProcess ? { type: 'process', own: [region] } : { type: 'id', kind, own: [region] },
        region,
      );
    }
    const isOwn = distinct && (element.type === 'id' || element.type === 'view');
    const item = isOwn ? { ...element, own: [...element.own, region] } : element;
    return turn(item, { type: 'tainted', kinds: order }, region);
  });
}

/** A method of items; undefined where there is none of this name. */
export function itemsMethod(
  m: Machine,
  base: Value,
  name: string,
  args: readonly Value[],
  frame: Frame,
  node: AnyNode,
): Value | undefined {
  const [first, second] = args;
  const call = (turn: (result: Value, region: Region | undefined) => Value): Value => {
    if (first?.type !== 'arrow') {
      return m.doubt(m.suspects.kinds, frame, node, 'calls back what is not followed');
    }
    return eachItem(m, base, frame, node, (item, index, region) =>
      turn(m.callArrow(first, [item, index, base], frame), region),
    );
  };
  const tested = (turn: (region: Region | undefined) => Value): Value =>
    call((result, region) => {
      m.test(result, frame, node);
      return turn(region);
    });
  const items = itemsOf(m, base, frame, node);
  const refuse = (): Value => m.doubt(items.order, frame, node, 'depends on the order of ids');
  const isOrdered = items.order.size === 0;
  switch (name) {
    case 'some':
    case 'every':
      return tested((region) => {
        region?.exit(true, node);
        return NUMBER;
      });
    case 'filter':
      return tested(() => items);
    case 'forEach':
      return call(() => NOTHING);
    case 'map':
      return call((element) => ({ type: 'items', element, order: items.order, distinct: false }));
    case 'find':
    case 'findLast':
      return isOrdered ? tested(() => items.element) : refuse();
    case 'findIndex':
    case 'findLastIndex':
      return isOrdered ? tested(() => NUMBER) : refuse();
    case 'includes':
      return holds(m, items, first, frame, node);
    case 'indexOf':
    case 'lastIndexOf':
      return isOrdered ? holds(m, items, first, frame, node) : refuse();
    case 'at':
      if (!isOrdered) return refuse();
      m.plain(first ?? NOTHING, frame, node, 'indexes a list with an id');
      return items.element;
    case 'slice':
      for (const arg of args) m.plain(arg, frame, node, 'cuts a list at an id');
      return isOrdered ? items : refuse();
    case 'reduce':
      return first?.type === 'arrow' && second
        ? sum(m, base, items, first, second, frame, node)
        : refuse();
    default:
      return undefined;
  }
}

function holds(
  m: Machine,
  { element }: Items,
  wanted: Value | undefined,
  frame: Frame,
  node: AnyNode,
): Value {
  if (!wanted || !(m.fits(element, wanted) || m.fits(wanted, element))) {
    m.doubtValues(
      [element, wanted ?? NOTHING],
      frame,
      node,
      'looks for something that is no id of the kind',
    );
  }
  return NUMBER;
}

/** `reduce((sum, item) => sum + ..., 0)`; of ordered items any reduction. */
function sum(
  m: Machine,
  base: Value,
  items: Items,
  arrow: Arrow,
  start: Value,
  frame: Frame,
  node: AnyNode,
): Value {
  if (items.order.size === 0) {
    const once = m.callArrow(arrow, [start, items.element, NUMBER, base], frame);
    const all = m.either(start, once, frame, node);
    return m.either(
      all,
      m.callArrow(arrow, [all, items.element, NUMBER, base], frame),
      frame,
      node,
    );
  }
  const [total] = arrow.node.params;
  const { body } = arrow.node;
  const adds =
    total?.type === 'Identifier' &&
    body.type === 'BinaryExpression' &&
    body.operator === '+' &&
    body.left.type === 'Identifier' &&
    body.left.name === total.name &&
    !mentions(body.right, total.name);
  if (!adds) return m.doubt(items.order, frame, node, 'depends on the order of ids');
  return eachItem(m, base, frame, node, (item, index) => {
    const added = m.callArrow(arrow, [start, item, index], frame);
    const isNumber = added.type === 'plain' && added.numeric === true;
    return isNumber ? NUMBER : m.doubt(items.order, frame, node, 'adds up what are no numbers');
  });
}

function mentions(node: AnyNode, name: string): boolean {
  if (node.type === 'Identifier' && node.name === name) return true;
  return childrenOf(node).some((child) => mentions(child, name));
}
