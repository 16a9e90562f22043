// Cells: the shared state of a model, as plain data (`shape`) plus the type of the view that a step gets of it.
//
// A cell is scalar, an array, a record, a set, a list, or a record with methods (a primitive such as a lock); arrays
// and records nest. Every element has a finite domain, so that a state has a fixed number of bits.

import { ModelError } from '../base/errors.ts';
import { inWords, isRecord } from '../base/given.ts';
import {
  type Domain,
  describeValue,
  type Id,
  type Kind,
  type ValueDomain,
  type ValueOf,
} from './domain.ts';
import type { ContextInfo, LockInfo, Method } from './method.ts';

/** Initial contents: a value for a scalar; one value for all elements, a list or a function for an array; fields. */
export type Initial = unknown;

export interface ScalarShape {
  readonly type: 'scalar';
  readonly domain: ValueDomain;
  readonly initial?: Initial;
}
export interface ArrayShape {
  readonly type: 'array';
  readonly length: number;
  /** The kind whose ids index the array, where they do. */
  readonly kind?: Kind;
  /** Indexed by processes: the system gives it its length, one element for each instance. */
  readonly processes?: true;
  /** No cell, but where the instances of a process stand: see labels-of.ts. */
  readonly labelsOf?: string;
  readonly element: Shape;
  readonly initial?: Initial;
}
export interface RecordShape {
  readonly type: 'record';
  readonly fields: Readonly<Record<string, Shape>>;
  readonly methods?: Readonly<Record<string, Method>>;
  /** What the record is to a reader of reports, and to lock-order analysis, where it is a lock. */
  readonly lock?: LockInfo;
  /** Where the record is what runs on a cpu: its fields are those of kernel/contexts.ts. */
  readonly context?: ContextInfo;
  /** Steps may assign the fields of a record that has methods. */
  readonly assignable?: true;
  /** Its fields are words of memory, which its methods load and store as they say (`order`); else the record is one thing. */
  readonly words?: true;
  /** Of these fields that is so, and to load and then store one is no read-modify-write. */
  readonly plainWords?: readonly string[];
  /** What goes wrong stops nothing and is remembered in these fields, for claims to ask about. */
  readonly remembers?: readonly string[];
  readonly initial?: Initial;
}
export interface SetShape {
  readonly type: 'set';
  readonly length: number;
  readonly kind?: Kind;
  readonly initial?: Initial;
}
export interface ListShape {
  readonly type: 'list';
  readonly capacity: number;
  readonly domain: ValueDomain;
  readonly initial?: Initial;
}
export type Shape = ScalarShape | ArrayShape | RecordShape | SetShape | ListShape;

/** A piece of shared state whose view in a step has type `V`. */
export interface Cell<out V> {
  readonly shape: Shape;
  readonly __view?: V;
}
// biome-ignore lint/suspicious/noExplicitAny: any cell, whatever its view
export type Cells = Readonly<Record<string, Cell<any>>>;

/** What a scalar cell looks like in a step. */
export interface Scalar<T> {
  value: T;
}

/** What a set looks like in a step: a mask over a kind, or over 0 .. n-1. */
export interface SetView<T> {
  has(member: T): boolean;
  add(member: T): void;
  /** Whether it was a member. */
  delete(member: T): boolean;
  clear(): void;
  /** The members in ascending order. */
  values(): readonly T[];
  readonly size: number;
  readonly isEmpty: boolean;
}

/** What a list looks like in a step: bounded, first element first. Growing past the capacity is a model error. */
export interface ListView<T> {
  readonly length: number;
  readonly isEmpty: boolean;
  /** The first element; a model error on an empty list. */
  readonly first: T;
  at(index: number): T;
  includes(value: T): boolean;
  /** Where it first is; -1 where it is not. */
  indexOf(value: T): number;
  /** The elements as they are now. */
  values(): readonly T[];
  /** Goes through the elements as they are when it begins. */
  [Symbol.iterator](): Iterator<T>;
  /** Adds at the tail (list_add_tail). */
  push(value: T): void;
  /** Adds at the head (list_add). */
  unshift(value: T): void;
  /** Takes the first element; a model error on an empty list. */
  shift(): T;
  /** Takes the last element; a model error on an empty list. */
  pop(): T;
  /** Takes out the first occurrence (list_del); a model error if there is none. */
  remove(value: T): void;
  /** Takes out what is at a place from 0; a model error if nothing is. */
  removeAt(index: number): T;
  clear(): void;
}

type Member<K> = K extends Kind<infer N> ? Id<N> : number;
// biome-ignore lint/suspicious/noExplicitAny: a domain or a cell of any type
type Element = ValueDomain | Cell<any>;
export type ElementView<E> =
  E extends Cell<infer V> ? (V extends Scalar<infer T> ? T : V) : ValueOf<E>;
export type FieldViews<F> = { -readonly [K in keyof F]: ElementView<F[K]> };

/** One value. */
export function cell<T>(domain: Domain<T>, initial?: T): Cell<Scalar<T>> {
  return { shape: { type: 'scalar', domain: checkedDomain(domain), ...given(initial) } };
}

/** An array over a kind or over 0 .. n-1; with 0 it has no elements. */
export function array<E extends Element>(
  over: number | Kind,
  element: E,
  initial?: Initial,
): Cell<ElementView<E>[]> {
  return {
    shape: {
      type: 'array',
      ...extent(over, 0),
      element: shapeOf(element, 'array(n, elements)'),
      ...given(initial),
    },
  };
}

/**
 * A value for each process of the system, those of pools included, indexed by `me.self` and by
 * whatever names a process. It moves with its process where processes are interchangeable.
 */
export function perProcess<T>(domain: Domain<T>, initial?: T): Cell<T[]> {
  if (Array.isArray(initial) || typeof initial === 'function') {
    throw new ModelError('perProcess: all processes start with the same; give one value for all');
  }
  const element: Shape = { type: 'scalar', domain: checkedDomain(domain) };
  return { shape: { type: 'array', length: 0, processes: true, element, ...given(initial) } };
}

/** A record of fields. */
export function record<F extends Readonly<Record<string, Element>>>(
  fields: F,
  initial?: { readonly [K in keyof F]?: unknown },
): Cell<FieldViews<F>> {
  return { shape: { type: 'record', fields: fieldShapes(fields), ...given(initial) } };
}

/** An array of records: `pages: table(page, { state: oneOf(...), ref: upTo(2) })`. */
export function table<F extends Readonly<Record<string, Element>>>(
  over: number | Kind,
  fields: F,
  initial?: Initial,
): Cell<FieldViews<F>[]> {
  if (isRecord(over) && typeof over.type !== 'string') {
    throw new ModelError(
      'table: first the kind or how many there are, then the fields, as in table(page, { ref: upTo(2) })',
    );
  }
  return array(over, record(fields), initial) as Cell<FieldViews<F>[]>;
}

/** A set of ids of a kind, or of numbers 0 .. n-1; starts empty, or with the given members. */
export function set<const K extends number | Kind>(
  over: K,
  initial?: readonly Member<K>[],
): Cell<SetView<Member<K>>> {
  checkMembers('set', initial);
  const members = initial ?? [];
  const twice = members.find((one, k) => members.indexOf(one) !== k);
  if (twice !== undefined) {
    throw new ModelError(`set: ${describeValue(twice)} is given twice; a set has it once`);
  }
  return { shape: { type: 'set', ...extent(over), ...given(initial) } };
}

function checkMembers(what: string, initial: unknown): void {
  if (initial === undefined || Array.isArray(initial)) return;
  throw new ModelError(
    `${what}: what it begins with comes last, and is a list, as in [0], or page.ids of a kind; this is ${inWords(initial)}`,
  );
}

/** A list of at most `capacity` elements; starts empty, or with the given ones. */
export function list<T>(
  capacity: number,
  domain: Domain<T>,
  initial?: readonly T[],
): Cell<ListView<T>> {
  if (typeof capacity !== 'number') {
    throw new ModelError(
      `list: first how many elements it has at most, then what they are, as in list(2, upTo(3)); the first is ${inWords(capacity)}`,
    );
  }
  checkExtent(capacity);
  checkMembers('list', initial);
  const elements = checkedDomain(domain, 'list(n, elements)');
  return { shape: { type: 'list', capacity, domain: elements, ...given(initial) } };
}

/** A record whose view has methods: how a lock, a completion or another primitive is made. */
export function primitive<F extends Readonly<Record<string, Element>>, M>(
  fields: F,
  methods: Readonly<Record<keyof M & string, Method>>,
): Cell<M> {
  return { shape: { type: 'record', fields: fieldShapes(fields), methods } };
}

/** Whether it is a cell, whatever its view. */
// biome-ignore lint/suspicious/noExplicitAny: any cell
export function isCell(given: unknown): given is Cell<any> {
  return typeof given === 'object' && given !== null && 'shape' in given;
}

/** Whether it may stand where a domain or a cell is asked for. */
export function isElement(given: unknown): given is Element {
  return isCell(given) || (typeof given === 'object' && given !== null && 'type' in given);
}

/** `of` is what it is of, for a message. */
export function shapeOf(element: Element, of?: string): Shape {
  return isCell(element) ? element.shape : { type: 'scalar', domain: checkedDomain(element, of) };
}

/** JavaScript lets a number pass where only the types ask for a domain. */
function checkedDomain(domain: ValueDomain, of?: string): ValueDomain {
  if (typeof domain === 'object' && domain !== null && 'type' in domain) return domain;
  const words = isCell(domain)
    ? 'this is a cell already; leave out the cell(...) around it'
    : `${inWords(domain)} is no domain; upTo(n), range(a, b), bool, oneOf(...), orNone(...) and kinds are`;
  throw new ModelError(of === undefined ? words : `${of}: ${words}`);
}

function fieldShapes(fields: Readonly<Record<string, Element>>): Record<string, Shape> {
  // A field may be called `type`, but is no text.
  const isDomain = isRecord(fields) && typeof fields.type === 'string';
  if (!isRecord(fields) || isDomain) {
    const words = isDomain ? 'a domain' : inWords(fields);
    throw new ModelError(
      `the fields of a record or table are { name: domain }, and not ${words}; elements without fields are those of array(...)`,
    );
  }
  const shapes = Object.entries(fields).map(([name, field]) => [
    name,
    shapeOf(field, `the field '${name}'`),
  ]);
  return Object.fromEntries(shapes);
}

function extent(over: number | Kind, least = 1): { length: number; kind?: Kind } {
  if (typeof over === 'object' && over !== null) {
    if (over.type === 'id') return { length: over.size, kind: over };
    throw new ModelError(
      'an array, set or table is over a kind or a number of elements, and this is a domain; ' +
        'over the numbers 0 .. n-1 it is array(n, ...)',
    );
  }
  if (typeof over !== 'number') {
    throw new ModelError(
      `an array, set or table is over a kind or a number of elements, which come first; it is ${inWords(over)}`,
    );
  }
  checkExtent(over, least);
  return { length: over };
}

function checkExtent(length: number, least = 1): void {
  if (!Number.isInteger(length) || length < least || length > 1024) {
    const what = least === 0 ? 'an array or table has' : 'a set or list has';
    throw new ModelError(`${length} elements: ${what} ${least} to 1024`);
  }
}

function given(initial: Initial): { initial?: Initial } {
  return initial === undefined ? {} : { initial };
}
