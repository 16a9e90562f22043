// Members: fields of records, elements of arrays. An array over a kind is indexed by ids of that
// kind, any other by plain numbers.

import type { Shape } from '../../language/cell.ts';
import type { AnyNode, MemberExpression } from '../../language/source/function-source.ts';
import { constantAt, constantMember } from './constants.ts';
import type { At, Context } from './context.ts';
import { isText } from './operators.ts';
import {
  ABSENT,
  type Dimension,
  dimensionOf,
  type IdType,
  INTEGER,
  PLAIN,
  type ProcessType,
  plainOf,
  SUM,
  type Type,
  typeOf,
  type View,
} from './types.ts';

/** What a member is asked of: where it may be missing, asking may fail. */
export function baseOf(c: Context, node: MemberExpression, at: At): Type {
  const base = c.evaluate(node.object, at);
  noteMissing(c, base, node);
  return base;
}

export function noteMissing(c: Context, base: Type, node: AnyNode): void {
  if (base.type === 'view' && base.optional) c.noteFailure(node);
}

export function member(c: Context, node: MemberExpression, at: At): Type {
  const base = baseOf(c, node, at);
  if (node.computed) {
    const type = memberAt(c, base, c.evaluate(node.property, at), node, at);
    return node.optional ? orAbsent(c, type, node, at) : type;
  }
  if (node.property.type !== 'Identifier') return c.refuseAll(node, at, 'is private');
  const type = memberNamed(c, base, node.property.name, node, at);
  return node.optional ? orAbsent(c, type, node, at) : type;
}

export function orAbsent(c: Context, type: Type, node: AnyNode, at: At): Type {
  return c.join(type, ABSENT, node, at);
}

/** `base.name`, where it is not called. */
export function memberNamed(c: Context, base: Type, name: string, node: AnyNode, at: At): Type {
  switch (base.type) {
    case 'view': {
      const place = placeNamed(base, name);
      if (place) return read(c, place);
      return propertyOfView(c, base, name, node, at);
    }
    case 'object':
      return (
        base.fields.get(name) ??
        (name in Object.prototype ? c.refuseAll(node, at, 'is inherited') : plainOf(undefined))
      );
    case 'collection':
      if (name === 'length') return INTEGER;
      return c.refuseTypes([base], node, at, 'takes apart what comes in no order');
    case 'constant':
      return constantMember(c, base.value, name, node, at);
    case 'plain':
      c.noteFailure(node);
      return name === 'length' && isText(base) ? SUM : PLAIN;
    case 'absent':
      // None is a symbol, and has members.
      c.noteFailure(node);
      return PLAIN;
    default:
      return c.refuseTypes([base], node, at, 'asks an id for something');
  }
}

/** `base[key]`. */
export function memberAt(c: Context, base: Type, key: Type, node: AnyNode, at: At): Type {
  if (base.type === 'view') {
    if (base.shape.type === 'array') return read(c, element(c, base, key, node, at));
    return oneOfNames(c, base, key, node, at);
  }
  if (base.type === 'object') return oneOfNames(c, base, key, node, at);
  if (base.type === 'constant' && key.type === 'plain') {
    return namesIn(key) ? oneOfNames(c, base, key, node, at) : constantAt(c, base.value, node, at);
  }
  if (base.type === 'collection' && base.order.size === 0) {
    c.plain(key, node, at, 'indexes a list with an id');
    c.noteFailure(node);
    // Past the end there is nothing.
    return orAbsent(c, base.element, node, at);
  }
  if (base.type === 'plain' && (key.type === 'plain' || key.type === 'absent')) {
    c.noteFailure(node);
    return PLAIN;
  }
  return c.refuseTypes([base, key], node, at, 'indexes what is no array over the kind of an id');
}

function namesIn(key: Type): readonly string[] | undefined {
  const values = key.type === 'plain' ? key.values : undefined;
  return values?.every((value) => typeof value === 'string') ? (values as string[]) : undefined;
}

function oneOfNames(c: Context, base: Type, key: Type, node: AnyNode, at: At): Type {
  const names = namesIn(key);
  if (!names) return c.refuseTypes([base, key], node, at, 'names a field that is not known');
  return names
    .map((name) => memberNamed(c, base, name, node, at))
    .reduce((a, b) => c.join(a, b, node, at));
}

/** The places that `base.name` or `base[key]` may be, where these are parts of the state. */
export function placesOf(c: Context, node: MemberExpression, at: At): readonly View[] | undefined {
  const base = baseOf(c, node, at);
  if (base.type !== 'view') return undefined;
  if (!node.computed) {
    const { property } = node;
    const place = property.type === 'Identifier' ? placeNamed(base, property.name) : undefined;
    return place && [place];
  }
  const key = c.evaluate(node.property, at);
  if (base.shape.type === 'array') return [element(c, base, key, node, at)];
  const places = namesIn(key)?.map((name) => placeNamed(base, name));
  return places?.every((place) => place !== undefined) ? (places as View[]) : undefined;
}

/** A field of a record, the value of a scalar cell. */
function placeNamed(base: View, name: string): View | undefined {
  const { shape, boxed, root } = base;
  if (boxed) return name === 'value' ? { ...base, boxed: false } : undefined;
  if (shape.type !== 'record' || !Object.hasOwn(shape.fields, name)) return undefined;
  return { ...base, shape: shape.fields[name], root: `${root}.${name}` };
}

/** An element of an array. */
export function element(c: Context, base: View, key: Type, node: AnyNode, at: At): View {
  const { shape } = base;
  if (shape.type !== 'array') throw new Error('only arrays have elements');
  const dimension = dimensionOf(shape, c.candidates);
  if (!dimension) {
    c.plain(key, node, at, 'indexes an array with an id that is not over its kind');
    if (!isWithin(key, shape.length)) c.noteFailure(node);
    return { ...base, shape: shape.element };
  }
  if (dimension.index.type === 'id') c.setting.choices?.belongs(key, dimension.index.kind);
  if ((key.type !== 'id' && key.type !== 'process') || !isIndex(key, dimension)) {
    const why = 'indexes an array over a kind with something that is no id of it';
    c.refuse(dimension.kinds, node, at, why);
    c.refuseTypes([key], node, at, why);
    return elementOver(base, shape.element, dimension, []);
  }
  if (key.optional) c.noteFailure(node);
  return elementOver(base, shape.element, dimension, key.own);
}

function isIndex(key: IdType | ProcessType, { index }: Dimension): boolean {
  if (key.type === 'process') return index.type === 'process';
  return index.type === 'id' && index.kind === key.kind;
}

/**
 * The element of an id. Of an array over the same kind within one over it, the place of the own id
 * may be either: then the element is no turn's own.
 */
export function elementOver(base: View, shape: Shape, { name }: Dimension, own: View['own']): View {
  const isNew = !base.over.includes(name);
  return {
    ...base,
    shape,
    own: isNew ? [...base.own, ...own] : base.own,
    over: [...base.over, name],
  };
}

function isWithin(key: Type, length: number): boolean {
  const values = key.type === 'plain' ? key.values : undefined;
  return !!values?.every((k) => Number.isInteger(k) && Number(k) >= 0 && Number(k) < length);
}

/** A place that is read: its value, or the view of it. */
export function read(c: Context, place: View): Type {
  if (place.shape.type !== 'scalar' || place.boxed) return place;
  c.noteRead(place);
  return c.held(place.root, typeOf(place.shape.domain, c.candidates));
}

function propertyOfView(c: Context, base: View, name: string, node: AnyNode, at: At): Type {
  const { shape } = base;
  if (name === 'length' && shape.type === 'array') return INTEGER;
  if (shape.type === 'set' && ['size', 'isEmpty'].includes(name)) {
    c.noteRead(base);
    return INTEGER;
  }
  if (shape.type === 'list' && ['length', 'isEmpty', 'first'].includes(name)) {
    c.noteRead(base);
    if (name !== 'first') return INTEGER;
    c.noteFailure(node);
    return c.held(base.root, typeOf(shape.domain, c.candidates));
  }
  return c.refuseAll(node, at, 'is a member that is not followed');
}
