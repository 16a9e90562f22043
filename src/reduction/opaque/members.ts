// Members: fields of records, elements of arrays. An array over a kind is indexed by ids of that
// kind; any other array by plain numbers.

import type { AnyNode } from '../../model/access/function-source.ts';
import type { Frame, Machine } from './machine.ts';
import { known, NOTHING, NUMBER, over, PLAIN, type Value, type View, valueOf } from './values.ts';

/** `base.name`, where it is not called. */
export function fieldOf(m: Machine, base: Value, name: string, frame: Frame, node: AnyNode): Value {
  switch (base.type) {
    case 'plain':
      return knownField(m, base.known?.value, name);
    case 'object':
      return base.fields.get(name) ?? NOTHING;
    case 'view':
      return viewField(m, base, name);
    case 'items':
      if (name === 'length') return NUMBER;
      return m.doubtValues(
        [base],
        frame,
        node,
        'takes a list of ids apart in a way that is not followed',
      );
    default:
      return m.doubtValues([base], frame, node, 'asks an id for something');
  }
}

/** `base[index]`. */
export function indexOf(m: Machine, base: Value, index: Value, frame: Frame, node: AnyNode): Value {
  const name = index.type === 'plain' ? index.known?.value : undefined;
  if (typeof name === 'string') return fieldOf(m, base, name, frame, node);
  if (base.type === 'tuple' && typeof name === 'number') {
    const known = base.parts.slice(0, name + 1);
    // After a spread nobody knows which is which.
    if (!known.some(({ type }) => type === 'items')) return known[name] ?? NOTHING;
  }
  if (base.type === 'view') {
    const place = placeOf(m, base, index, frame, node);
    return place ? m.read(place) : PLAIN;
  }
  if (base.type === 'items' && base.order.size === 0) {
    m.plain(index, frame, node, 'indexes a list with an id');
    return base.element;
  }
  if (base.type === 'plain' && index.type === 'plain') {
    return typeof name === 'number' ? knownField(m, base.known?.value, String(name)) : PLAIN;
  }
  const why =
    'indexes something with an id, or ids with something, that is no array over their kind';
  return m.doubtValues([base, index], frame, node, why);
}

/** An item of a list that is taken apart. */
export function itemOf(m: Machine, base: Value, k: number, frame: Frame, node: AnyNode): Value {
  return indexOf(m, base, known(k), frame, node);
}

/** The place that a member names; undefined where it is no part of the state. */
export function placeOf(
  m: Machine,
  base: Value,
  key: Value | AnyNode,
  frame: Frame,
  node: AnyNode,
): View | undefined {
  if (base.type !== 'view') return undefined;
  const { shape, boxed } = base;
  if (boxed) return { ...base, boxed: false };
  if (shape.type === 'array') {
    return 'start' in key ? undefined : elementPlace(m, base, key, frame, node);
  }
  if (shape.type !== 'record') return undefined;
  const name = 'start' in key ? nameOf(key) : key.type === 'plain' ? key.known?.value : undefined;
  if (typeof name === 'string') return fieldPlace(base, name);
  m.doubt(m.kindsOf(shape), frame, node, 'names a field that is not known');
  return undefined;
}

function nameOf(node: AnyNode): string | undefined {
  return node.type === 'Identifier' ? node.name : undefined;
}

export function elementPlace(
  m: Machine,
  base: View,
  index: Value,
  frame: Frame,
  node: AnyNode,
): View | undefined {
  const { shape, root, own } = base;
  if (shape.type !== 'array') return undefined;
  const kinds = over(shape, m.suspects);
  if (shape.processes && index.type === 'process') {
    const turns = [...own, ...(index.own ?? [])];
    return { type: 'view', shape: shape.element, boxed: false, root, own: turns };
  }
  const isOwnKind = !shape.processes && index.type === 'id' && kinds.has(index.kind);
  if (!isOwnKind && (kinds.size > 0 || index.type !== 'plain')) {
    const why =
      kinds.size > 0
        ? 'indexes an array over a kind with something that is no id of it'
        : 'indexes an array with an id that is not over its kind';
    m.doubt([...kinds, ...m.kindsOfValue(index)], frame, node, why);
  }
  const turns = isOwnKind ? [...own, ...index.own] : own;
  return { type: 'view', shape: shape.element, boxed: false, root, own: turns };
}

export function fieldPlace({ shape, root, own }: View, name: string): View | undefined {
  const field = shape.type === 'record' ? shape.fields[name] : undefined;
  return field && { type: 'view', shape: field, boxed: false, root: `${root}.${name}`, own };
}

function viewField(m: Machine, base: View, name: string): Value {
  const { shape, boxed } = base;
  if (boxed) return name === 'value' ? m.load(base) : PLAIN;
  switch (shape.type) {
    case 'record': {
      const place = fieldPlace(base, name);
      return place ? m.read(place) : PLAIN;
    }
    case 'array':
      return NUMBER;
    case 'set':
      m.noteRead(base);
      return NUMBER;
    case 'list':
      m.noteRead(base);
      return name === 'first' ? valueOf(shape.domain, m.suspects) : NUMBER;
    default:
      return PLAIN;
  }
}

/**
 * A property of a value that is the same in every run. `kind.ids` are all ids of the kind, in no
 * order.
 */
function knownField(m: Machine, value: unknown, name: string): Value {
  if (value === undefined || value === null) return name === 'length' ? NUMBER : PLAIN;
  if (name === 'ids' && isKind(value) && m.suspects.kinds.has(value.name)) {
    const element: Value = { type: 'id', kind: value.name, own: [] };
    return { type: 'items', element, order: new Set([value.name]), distinct: true };
  }
  try {
    return known(Reflect.get(Object(value), name));
  } catch {
    return PLAIN;
  }
}

function isKind(value: unknown): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'type') === 'id';
}
