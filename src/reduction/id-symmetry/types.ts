// The types of the checker: how a value changes when the ids of a kind are permuted.
//
// A plain value stays the same, an id is mapped, a view shows the permuted state, the elements of a
// collection come in another order (scalarset types as in Murphi: Ip & Dill, Better Verification
// Through Symmetry, FMSD 1996, section 3). What must stay true: a type that is known too little of
// can only be refused; no rule accepts one that it does not name.

import type { Shape } from '../../language/cell.ts';
import { none, type ValueDomain } from '../../language/domain.ts';
import type { Lookup } from '../../language/source/closure.ts';
import type { FunctionNode, FunctionSource } from '../../language/source/function-source.ts';
import type { Iteration } from './iteration.ts';
import type { Scope } from './scope.ts';

export interface Plain {
  readonly type: 'plain';
  /**
   * A whole number or a boolean; `small` of at most 2^16, so that a sum of them is exact and does not depend on the order.
   * Sound only if no step adds more than 2^37 times, which would take minutes: a step that does not return is ended.
   */
  readonly integer: false | 'small' | 'sum';
  /** All that it can be, where that is known: names of fields, indices, constants. */
  readonly values?: readonly unknown[];
}
/**
 * none, undefined or null. Sound only if it is never said of what may be there: it may stand where
 * an id belongs, and be compared with one.
 */
export interface Absent {
  readonly type: 'absent';
  /** Which of them it can be, where that is known. */
  readonly values?: readonly unknown[];
}
/** Whether a value may be none as well, or none, undefined or null: what it indexes may fail. */
export type Optional = false | 'none' | 'any';

export interface IdType {
  readonly type: 'id';
  readonly kind: string;
  readonly optional: Optional;
  /** Iterations in each turn of which it is another id. */
  readonly own: readonly Iteration[];
}
export interface ProcessType {
  readonly type: 'process';
  readonly optional: Optional;
  readonly own: readonly Iteration[];
}
export interface View {
  readonly type: 'view';
  readonly shape: Shape;
  /** A scalar cell, whose value is in `.value`. */
  readonly boxed: boolean;
  /** The part of the state: `pages.state`, whatever the indices. */
  readonly root: string;
  /** Iterations in each turn of which it is another part. */
  readonly own: readonly Iteration[];
  /** The dimensions that index it, by name, outermost first. */
  readonly over: readonly string[];
  /** May be undefined instead: what looked for it may have found nothing. */
  readonly optional?: true;
}
export interface Collection {
  readonly type: 'collection';
  readonly element: Type;
  /** The kinds in the order of whose ids the elements come; none where their order is state. */
  readonly order: ReadonlySet<string>;
  /** No element is there twice. */
  readonly distinct: boolean;
}
export interface FunctionType {
  readonly type: 'function';
  readonly node: FunctionNode;
  readonly scope: Scope<Type>;
  readonly source: FunctionSource;
  readonly lookup: Lookup;
}
export type Type =
  | Plain
  | Absent
  /** An object or a function from around the code. */
  | { readonly type: 'constant'; readonly value: object }
  | IdType
  | ProcessType
  | View
  | Collection
  | FunctionType
  | { readonly type: 'object'; readonly fields: ReadonlyMap<string, Type> }
  /** A list of things that have nothing in common: good for counting what is where only. */
  | { readonly type: 'mixed'; readonly parts: readonly Type[] }
  | { readonly type: 'tool'; readonly name: 'choose' | 'assert' }
  | { readonly type: 'helper'; readonly name: string }
  /** Text that names ids, a position among unordered elements: good for messages only. */
  | { readonly type: 'tainted'; readonly kinds: ReadonlySet<string> };

export const PLAIN: Plain = { type: 'plain', integer: false };
/** A small whole number, or a boolean. */
export const INTEGER: Plain = { type: 'plain', integer: 'small' };
export const SUM: Plain = { type: 'plain', integer: 'sum' };
export const ABSENT: Absent = { type: 'absent' };

/** What leads to no part of the state, and to no code. */
export function isValue({ type }: Type): boolean {
  return ['plain', 'absent', 'id', 'process', 'tainted'].includes(type);
}

/** A value that is the same in every run, or nothing. */
export function isPlain({ type }: Type): boolean {
  return type === 'plain' || type === 'absent';
}

/** What may be anything: good for messages only. */
export function anything({ kinds }: Candidates): Type {
  return { type: 'tainted', kinds };
}

export function isAbsent(value: unknown): boolean {
  return value === none || value === undefined || value === null;
}

/** The type of a primitive value that is the same in every run. */
export function plainOf(value: unknown): Type {
  if (isAbsent(value)) return { type: 'absent', values: [value] };
  return {
    type: 'plain',
    integer: isSmallInteger(value) && 'small',
    values: [value],
  };
}

export function isSmallInteger(value: unknown): boolean {
  if (typeof value === 'boolean') return true;
  return Number.isInteger(value) && Math.abs(value as number) <= 2 ** 16;
}

/** A whole number or a boolean. */
export function isInteger(type: Type): boolean {
  return type.type === 'plain' && type.integer !== false;
}

/** One that may be added in any order. */
export function isSmall(type: Type): boolean {
  return type.type === 'plain' && type.integer === 'small';
}

/**
 * What two whole numbers add up to. Two sums make a number of any size: a sum that is added to itself a few times is not
 * exact any more.
 */
export function sumOf(a: Type, b: Type): Plain {
  return isInteger(a) && isInteger(b) && (isSmall(a) || isSmall(b)) ? SUM : PLAIN;
}

/** The kinds that may be interchangeable, and those of them that number processes' instances. */
export interface Candidates {
  readonly kinds: ReadonlySet<string>;
  readonly counting: ReadonlySet<string>;
  /** How many ids each of them has. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** The type of what a cell or local of a domain holds. */
export function typeOf(domain: ValueDomain, { kinds, counting }: Candidates): Type {
  const optional = domain.type === 'orNone' && 'none';
  const inner = domain.type === 'orNone' ? domain.inner : domain;
  if (inner.type === 'id' && kinds.has(inner.name)) {
    return { type: 'id', kind: inner.name, optional, own: [] };
  }
  if (inner.type === 'process' && counting.size > 0) return { type: 'process', optional, own: [] };
  // None is no number.
  return optional ? PLAIN : plainIn(inner);
}

/** The most values that are kept of a plain one. */
export const MOST_VALUES = 8;

/** Whole numbers from one to another, both included. */
export function between(low: number, high: number): Plain {
  if (!isSmallInteger(low) || !isSmallInteger(high)) return PLAIN;
  // An array of no elements has no places.
  if (high < low || high - low >= MOST_VALUES) return INTEGER;
  const values = Array.from({ length: high - low + 1 }, (_, k) => low + k);
  return { type: 'plain', integer: 'small', values };
}

function plainIn(domain: ValueDomain): Plain {
  switch (domain.type) {
    case 'bool':
      return { type: 'plain', integer: 'small', values: [false, true] };
    case 'range':
      return between(domain.low, domain.high);
    case 'oneOf': {
      const { values } = domain;
      return values.length > MOST_VALUES ? PLAIN : { type: 'plain', integer: false, values };
    }
    default:
      return PLAIN;
  }
}

/** The one value that something is, where there is only one. */
export function constantOf(type: Type): { readonly value: unknown } | undefined {
  const values = type.type === 'plain' || type.type === 'absent' ? type.values : undefined;
  return values?.length === 1 ? { value: values[0] } : undefined;
}

/** What indexes an array or a set, where its ids may be interchangeable. */
export interface Dimension {
  /** The kind, or `processes`. */
  readonly name: string;
  /** The kinds under whose permutations elements move. */
  readonly kinds: ReadonlySet<string>;
  /** What finds an element. */
  readonly index: IdType | ProcessType;
}

/** Undefined where elements stay where they are. */
export function dimensionOf(
  shape: { readonly kind?: { readonly name: string }; readonly processes?: true },
  { kinds, counting }: Candidates,
): Dimension | undefined {
  if (shape.processes) {
    const index: ProcessType = { type: 'process', optional: false, own: [] };
    return counting.size > 0 ? { name: 'processes', kinds: counting, index } : undefined;
  }
  const name = shape.kind?.name;
  if (name === undefined || !kinds.has(name)) return undefined;
  const index: IdType = { type: 'id', kind: name, optional: false, own: [] };
  return { name, kinds: new Set([name]), index };
}

/** All candidates whose ids a value holds, leads to, or could hold. */
export function kindsIn(type: Type, candidates: Candidates): ReadonlySet<string> {
  switch (type.type) {
    case 'plain':
    case 'absent':
    case 'tool':
      return new Set();
    case 'id':
      return new Set([type.kind]);
    case 'process':
      return candidates.counting;
    case 'view':
      return new Set([
        ...type.over.flatMap((name) => [...(name === 'processes' ? candidates.counting : [name])]),
        ...kindsOfShape(type.shape, candidates),
      ]);
    case 'collection':
      return new Set([...type.order, ...kindsIn(type.element, candidates)]);
    case 'object':
      return new Set([...type.fields.values()].flatMap((one) => [...kindsIn(one, candidates)]));
    case 'mixed':
      return new Set(type.parts.flatMap((part) => [...kindsIn(part, candidates)]));
    case 'tainted':
      return type.kinds;
    case 'constant':
    case 'function':
    case 'helper':
      return candidates.kinds;
  }
}

export function kindsOfShape(shape: Shape, candidates: Candidates): ReadonlySet<string> {
  const own = 'length' in shape ? (dimensionOf(shape, candidates)?.kinds ?? []) : [];
  switch (shape.type) {
    case 'scalar':
    case 'list':
      return kindsIn(typeOf(shape.domain, candidates), candidates);
    case 'set':
      return new Set(own);
    case 'array':
      return new Set([...own, ...kindsOfShape(shape.element, candidates)]);
    case 'record':
      return new Set(
        Object.values(shape.fields).flatMap((field) => [...kindsOfShape(field, candidates)]),
      );
  }
}
