// What the analysis knows of a value: how it changes when ids are permuted. A plain value stays the
// same, an id is mapped, a view shows the permuted state, items that come in the order of ids come
// in another order. Code keeps ids opaque if whatever it computes from permuted input is the
// permuted output; that is checked form by form, as scalarset types are in Murphi (Ip & Dill 1996,
// section 3).

import type { Lookup } from '../../model/access/closure.ts';
import type { AnyNode, FunctionNode, FunctionSource } from '../../model/access/function-source.ts';
import type { Shape } from '../../model/cell.ts';
import { none, type ValueDomain } from '../../model/domain.ts';
import type { Region } from './region.ts';
import type { Scope } from './scope.ts';

export interface Plain {
  readonly type: 'plain';
  /** Its value, where it is the same in every run. */
  readonly known?: { readonly value: unknown };
  /** A number or a boolean: `+` adds, whatever the order. */
  readonly numeric?: boolean;
}
export interface IdValue {
  readonly type: 'id';
  readonly kind: string;
  /** Loops of which it is the variable: another id in each turn. */
  readonly own: readonly Region[];
}
export interface View {
  readonly type: 'view';
  readonly shape: Shape;
  /** A scalar cell, whose value is in `.value`. */
  readonly boxed: boolean;
  /** The part of the state: `pages.state`, whatever the indices. */
  readonly root: string;
  /** Loops in each turn of which it is another part. */
  readonly own: readonly Region[];
}
export interface Items {
  readonly type: 'items';
  readonly element: Value;
  /**
   * The kinds in the order of whose ids the items come; none for a list whose order means
   * something.
   */
  readonly order: ReadonlySet<string>;
  /** No item is there twice. */
  readonly distinct: boolean;
}
export interface Arrow {
  readonly type: 'arrow';
  readonly node: FunctionNode;
  readonly scope: Scope;
  readonly source: FunctionSource;
  readonly lookup: Lookup;
}
export type Value =
  | Plain
  | IdValue
  /** A process instance, or none. */
  | { readonly type: 'process'; readonly own?: readonly Region[] }
  | View
  | Items
  | Arrow
  | { readonly type: 'object'; readonly fields: ReadonlyMap<string, Value> }
  /** A list of things that have nothing in common; a spread stands in it as items. */
  | { readonly type: 'tuple'; readonly parts: readonly Value[] }
  | { readonly type: 'tool'; readonly name: 'choose' | 'assert' }
  | { readonly type: 'helper'; readonly name: string }
  /** Text that names ids, or a position among unordered items: of no use but in messages. */
  | { readonly type: 'tainted'; readonly kinds: ReadonlySet<string> };

export const PLAIN: Plain = { type: 'plain' };
export const NUMBER: Plain = { type: 'plain', numeric: true };
export const NOTHING: Plain = known(undefined);

export function known(value: unknown): Plain {
  const numeric = typeof value === 'number' || typeof value === 'boolean';
  return { type: 'plain', known: { value }, ...(numeric && { numeric }) };
}

/** None, or what stands for nothing in JavaScript: may be where an id may be. */
export function isNothing(value: Value): boolean {
  return value.type === 'plain' && value.known !== undefined && isAbsent(value.known.value);
}

function isAbsent(value: unknown): boolean {
  return value === none || value === undefined || value === null;
}

/**
 * The kinds that may be interchangeable, and those of them that number the instances of a process.
 */
export interface Suspects {
  readonly kinds: ReadonlySet<string>;
  readonly counting: ReadonlySet<string>;
}

/** The value of a domain that a cell or local holds. */
export function valueOf(domain: ValueDomain, { kinds, counting }: Suspects): Value {
  const inner = domain.type === 'orNone' ? domain.inner : domain;
  if (inner.type === 'id' && kinds.has(inner.name))
    return { type: 'id', kind: inner.name, own: [] };
  if (inner.type === 'process' && counting.size > 0) return { type: 'process' };
  return inner.type === 'range' || inner.type === 'bool' ? NUMBER : PLAIN;
}

/** All kinds whose ids a value holds or leads to. */
export function kindsIn(value: Value, suspects: Suspects): ReadonlySet<string> {
  switch (value.type) {
    case 'plain':
    case 'tool':
      return new Set();
    case 'id':
      return new Set([value.kind]);
    case 'process':
      return suspects.counting;
    case 'view':
      return kindsOfShape(value.shape, suspects);
    case 'items':
      return new Set([...value.order, ...kindsIn(value.element, suspects)]);
    case 'object':
      return new Set([...value.fields.values()].flatMap((field) => [...kindsIn(field, suspects)]));
    case 'tuple':
      return new Set(value.parts.flatMap((part) => [...kindsIn(part, suspects)]));
    case 'tainted':
      return value.kinds;
    case 'arrow':
    case 'helper':
      return suspects.kinds;
  }
}

export function kindsOfShape(shape: Shape, suspects: Suspects): ReadonlySet<string> {
  switch (shape.type) {
    case 'scalar':
    case 'list':
      return kindsIn(valueOf(shape.domain, suspects), suspects);
    case 'set':
      return over(shape, suspects);
    case 'array':
      return new Set([...over(shape, suspects), ...kindsOfShape(shape.element, suspects)]);
    case 'record':
      return new Set(
        Object.values(shape.fields).flatMap((field) => [...kindsOfShape(field, suspects)]),
      );
  }
}

/** The kinds that index an array or a set, if they are suspects: of an array over processes all that count instances. */
export function over(
  shape: { kind?: { name: string }; processes?: true },
  { kinds, counting }: Suspects,
): Set<string> {
  if (shape.processes) return new Set(counting);
  return new Set(shape.kind && kinds.has(shape.kind.name) ? [shape.kind.name] : []);
}

/** What either of two values may be; undefined where no such thing is known. */
export function join(a: Value, b: Value): Value | undefined {
  if (a === b) return a;
  if (isNothing(a) && b.type !== 'plain') return b;
  if (isNothing(b) && a.type !== 'plain') return a;
  if (a.type === 'plain' && b.type === 'plain') {
    if (a.known && b.known && Object.is(a.known.value, b.known.value)) return a;
    return a.numeric && b.numeric ? NUMBER : PLAIN;
  }
  if (a.type === 'id' && b.type === 'id' && a.kind === b.kind) {
    return { ...a, own: a.own.filter((region) => b.own.includes(region)) };
  }
  if (a.type === 'process' && b.type === 'process') {
    return { type: 'process', own: a.own?.filter((region) => b.own?.includes(region)) ?? [] };
  }
  if (a.type === 'view' && b.type === 'view' && a.shape === b.shape && a.root === b.root) {
    return { ...a, own: a.own.filter((region) => b.own.includes(region)) };
  }
  if (a.type === 'items' && b.type === 'items') {
    const element = join(a.element, b.element);
    const order = new Set([...a.order, ...b.order]);
    return element && { type: 'items', element, order, distinct: a.distinct && b.distinct };
  }
  if (a.type === 'tainted' && b.type === 'tainted') {
    return { type: 'tainted', kinds: new Set([...a.kinds, ...b.kinds]) };
  }
  if (a.type === 'tainted' && b.type === 'plain') return a;
  return b.type === 'tainted' && a.type === 'plain' ? b : undefined;
}

/** Whether two values tell the same: then what is known of the state has not grown. */
export function sameValue(a: Value, b: Value): boolean {
  return JSON.stringify(a, shallow) === JSON.stringify(b, shallow);
}

function shallow(key: string, value: unknown): unknown {
  if (key === 'known') return 'known';
  if (['shape', 'scope', 'node', 'source', 'own', 'lookup'].includes(key)) return undefined;
  if (value instanceof Set) return [...value].sort();
  if (value instanceof Map) return [...value];
  return typeof value === 'object' ? value : String(value);
}

export type { AnyNode };
