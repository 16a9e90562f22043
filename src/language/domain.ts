// Finite domains: the values that one cell element or one local can hold.
//
// A domain is plain data, so that the layout, the generated code and the reference explorer can each interpret it on
// their own. `codes(domain)` values are numbered 0 .. size-1 in a fixed order; the first value is the initial one.

import { ModelError } from '../base/errors.ts';
import { inWords } from '../base/given.ts';

/** Absence of an id or of a value. One symbol per process, also when the library is loaded twice. */
export const none: unique symbol = Symbol.for('mmcheck.none') as never;
export type None = typeof none;

/** An id of a kind. At run time a number 0 .. size-1, so that it can index an array over its kind. */
export type Id<N extends string = string> = number & { readonly __id: N };

/** Any process of the system: `me.self`, and what a lock remembers as its owner. */
export type ProcessId = number & { readonly __process: true };

export interface Typed<out T> {
  readonly __value?: T;
}

export interface BoolDomain extends Typed<boolean> {
  readonly type: 'bool';
}
export interface RangeDomain extends Typed<number> {
  readonly type: 'range';
  readonly low: number;
  readonly high: number;
}
export interface OneOfDomain<V extends string = string> extends Typed<V> {
  readonly type: 'oneOf';
  readonly values: readonly V[];
}
/** Interchangeable things (cpus, zones, pages, tasks), unless they are named, which tells them apart. */
export interface Kind<N extends string = string> extends Typed<Id<N>> {
  readonly type: 'id';
  readonly name: N;
  readonly size: number;
  /** All ids of the kind, in order. */
  readonly ids: readonly Id<N>[];
  /** Names of distinguished ids; absent where the ids are interchangeable. */
  readonly names?: readonly string[];
}
export interface ProcessDomain extends Typed<ProcessId> {
  readonly type: 'process';
}
export interface OrNoneDomain<T = unknown> extends Typed<T | None> {
  readonly type: 'orNone';
  readonly inner: ValueDomain;
}

export type ValueDomain =
  | BoolDomain
  | RangeDomain
  | OneOfDomain
  | Kind
  | ProcessDomain
  | OrNoneDomain;

/** A domain whose values have type `T`. */
export type Domain<T> = ValueDomain & Typed<T>;
export type ValueOf<D> = D extends Typed<infer T> ? T : never;

/** The largest number of values of one domain: a field has at most 16 bits. */
const MAX_SIZE = 65_536;

/** true or false; starts as false. */
export const bool: BoolDomain = { type: 'bool' };

/** Any process of the system; the type of `me.self`. */
export const anyProcess: ProcessDomain = { type: 'process' };

/** Whole numbers 0 .. n, both included; starts as 0. */
export function upTo(n: number): RangeDomain {
  if (!Number.isInteger(n) || n < 0) {
    throw new ModelError(`upTo(n) needs a whole number that is not negative, not ${inWords(n)}`);
  }
  return range(0, n);
}

/** Whole numbers low .. high, both included; starts as low. */
export function range(low: number, high: number): RangeDomain {
  if (!Number.isInteger(low) || !Number.isInteger(high) || high < low) {
    throw new ModelError(
      `range(low, high) needs two whole numbers, the smaller one first, not ${inWords(low)} and ${inWords(high)}`,
    );
  }
  if (high - low >= MAX_SIZE) {
    throw new ModelError(
      `range(${low}, ${high}): at most ${MAX_SIZE} values; choose a smaller bound`,
    );
  }
  return { type: 'range', low, high };
}

/** One of the given strings; starts as the first. */
export function oneOf<const V extends readonly string[]>(...values: V): OneOfDomain<V[number]> {
  if (values.length === 0) throw new ModelError('oneOf() needs at least one value');
  const wrong = values.find((value) => typeof value !== 'string');
  if (wrong !== undefined) {
    throw new ModelError(
      `oneOf('a', 'b') takes texts, not ${inWords(wrong)}; for numbers there are upTo(n) and range(a, b)`,
    );
  }
  checkDistinct('oneOf()', values);
  return { type: 'oneOf', values };
}

/** Two things of one name could not be told apart. */
function checkDistinct(what: string, names: readonly string[]): void {
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw new ModelError(`${what}: '${twice}' is given twice`);
}

/**
 * A kind of things: `kind('cpu', 3)` for interchangeable ones, `kind('zone', ['Normal', 'Movable'])` for things that
 * are told apart by name. The kind is also the domain of its ids.
 */
export function kind<const N extends string>(
  name: N,
  sizeOrNames: number | readonly string[],
): Kind<N> {
  checkKindArguments(name, sizeOrNames);
  const size = typeof sizeOrNames === 'number' ? sizeOrNames : sizeOrNames.length;
  if (!Number.isInteger(size) || size < 1 || size > 255) {
    throw new ModelError(`kind('${name}', ${size}): needs 1 to 255 ids`);
  }
  if (typeof sizeOrNames !== 'number') checkDistinct(`kind('${name}')`, sizeOrNames);
  const ids = Array.from({ length: size }, (_, k) => k as Id<N>);
  return typeof sizeOrNames === 'number'
    ? { type: 'id', name, size, ids }
    : { type: 'id', name, size, ids, names: sizeOrNames };
}

/** JavaScript lets pass what only the types refuse. */
function checkKindArguments(name: unknown, given: unknown): void {
  const isNames = Array.isArray(given) && given.every((one) => typeof one === 'string');
  if (typeof name === 'string' && name !== '' && (typeof given === 'number' || isNames)) return;
  throw new ModelError(
    "kind: give its name, then how many there are or what they are called: kind('cpu', 2), kind('zone', ['Normal', 'Movable'])",
  );
}

/** A value of the domain, or `none`; starts as `none`. */
export function orNone<T>(inner: Domain<T>): OrNoneDomain<T> {
  if (typeof inner !== 'object' || inner === null || !('type' in inner)) {
    throw new ModelError(
      `orNone(domain) takes a domain, as in orNone(upTo(2)), not ${inWords(inner)}`,
    );
  }
  if (inner.type === 'orNone') throw new ModelError('orNone(orNone(...)): none is none once');
  return { type: 'orNone', inner };
}

/** The value that a domain starts with. */
export function firstValue(domain: ValueDomain): unknown {
  switch (domain.type) {
    case 'bool':
      return false;
    case 'range':
      return domain.low;
    case 'oneOf':
      return domain.values[0];
    case 'id':
    case 'process':
      return 0;
    case 'orNone':
      return none;
  }
}

/** Whether something of the domain may be the value; which processes there are is not known here. */
export function admits(domain: ValueDomain, value: unknown): boolean {
  switch (domain.type) {
    case 'bool':
      return typeof value === 'boolean';
    case 'range':
      return isWhole(value) && value >= domain.low && value <= domain.high;
    case 'oneOf':
      return domain.values.includes(value as string);
    case 'id':
      return isWhole(value) && value >= 0 && value < domain.size;
    case 'process':
      return isWhole(value) && value >= 0;
    case 'orNone':
      return value === none || admits(domain.inner, value);
  }
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

/** A domain without its `none`. */
export function valueDomain(domain: ValueDomain): ValueDomain {
  return domain.type === 'orNone' ? domain.inner : domain;
}

/** How a domain reads in a message: `0..3`, `'a' | 'b'`, `a zone or none`. */
export function describeDomain(domain: ValueDomain): string {
  switch (domain.type) {
    case 'bool':
      return 'true or false';
    case 'range':
      return `a whole number ${domain.low}..${domain.high}`;
    case 'oneOf':
      return domain.values.map((value) => `'${value}'`).join(' | ');
    case 'id':
      return `a ${domain.name} (${describeIds(domain)})`;
    case 'process':
      return 'a process';
    case 'orNone':
      return `${describeDomain(domain.inner)} or none`;
  }
}

/** The ids of a kind, by their names where it has names. */
export function describeIds({ names, size }: Pick<Kind, 'names' | 'size'>): string {
  return names?.join(', ') ?? `0..${size - 1}`;
}

/** How a value reads in a message or a trace. */
export function describeValue(value: unknown, domain?: ValueDomain): string {
  if (value === none) return 'none';
  if (domain?.type === 'orNone') return describeValue(value, domain.inner);
  if (domain?.type === 'id' && typeof value === 'number') {
    return domain.names?.[value] ?? `${domain.name}${value}`;
  }
  if (domain?.type === 'oneOf' && typeof value === 'string' && domain.values.includes(value))
    return value;
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
