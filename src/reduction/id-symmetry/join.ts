// What either of two values may be: of variables that are assigned, branches that meet, functions
// with several returns. What must stay true: the joined type allows nothing that one of the two
// does not, so that types only ever grow and analyses that repeat themselves end.

import { none } from '../../language/domain.ts';
import type { Iteration } from './iteration.ts';
import { type Absent, MOST_VALUES, type Optional, PLAIN, type Plain, type Type } from './types.ts';

/** Code that may come again is gone through so often at most, until its types grow no more. */
export const MOST_ROUNDS = 12;

/** Undefined where no rule knows what both may be. */
export function join(a: Type, b: Type): Type | undefined {
  if (a === b) return a;
  if (a.type === 'absent' && b.type === 'absent') return { type: 'absent', ...allValues(a, b) };
  if (a.type === 'absent') return orAbsent(b, a);
  if (b.type === 'absent') return orAbsent(a, b);
  switch (a.type) {
    case 'plain':
      return b.type === 'plain' ? joinPlain(a, b) : undefined;
    case 'id':
      if (b.type !== 'id' || a.kind !== b.kind) return undefined;
      return { ...a, optional: either(a.optional, b.optional), own: common(a.own, b.own) };
    case 'process':
      if (b.type !== 'process') return undefined;
      return { ...a, optional: either(a.optional, b.optional), own: common(a.own, b.own) };
    case 'view': {
      const same = b.type === 'view' && a.shape === b.shape && a.root === b.root;
      return same && a.over.join() === b.over.join()
        ? { ...(b.optional ? b : a), own: common(a.own, b.own) }
        : undefined;
    }
    case 'collection': {
      if (b.type !== 'collection') return undefined;
      const element = join(a.element, b.element);
      const order = new Set([...a.order, ...b.order]);
      return element && { ...a, element, order, distinct: a.distinct && b.distinct };
    }
    case 'constant':
      return b.type === 'constant' && a.value === b.value ? a : undefined;
    case 'tainted':
      return b.type === 'tainted'
        ? { type: 'tainted', kinds: new Set([...a.kinds, ...b.kinds]) }
        : undefined;
    default:
      return undefined;
  }
}

/** An id that may be none is still one, and so is a process; a view may be undefined. */
function orAbsent(type: Type, { values }: Absent): Type | undefined {
  if (type.type === 'id' || type.type === 'process') {
    const isNone = values?.every((value) => value === none);
    return { ...type, optional: either(type.optional, isNone ? 'none' : 'any') };
  }
  if (type.type === 'view') return { ...type, optional: true };
  return type.type === 'plain' ? PLAIN : undefined;
}

function either(a: Optional, b: Optional): Optional {
  return a === 'any' || b === 'any' ? 'any' : a || b;
}

function joinPlain(a: Plain, b: Plain): Type {
  const integer = a.integer && b.integer && (a.integer === b.integer ? a.integer : 'sum');
  return { type: 'plain', integer, ...allValues(a, b) };
}

type Valued = Plain | Absent;

function allValues(a: Valued, b: Valued): { readonly values?: readonly unknown[] } {
  if (!a.values || !b.values) return {};
  // Not a set, in which 0 and -0 are one.
  const { values: some } = a;
  const values = [
    ...some,
    ...b.values.filter((one) => !some.some((other) => Object.is(one, other))),
  ];
  return values.length <= MOST_VALUES ? { values } : {};
}

function common(a: readonly Iteration[], b: readonly Iteration[]): readonly Iteration[] {
  return a.filter((one) => b.includes(one));
}

/** Whether joining has come to its end. */
export function isSame(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.type !== b.type) return false;
  return JSON.stringify(a, significant) === JSON.stringify(b, significant);
}

/** Objects and symbols are compared by identity, as a number. */
function significant(key: string, value: unknown): unknown {
  if (['shape', 'scope', 'node', 'source', 'lookup', 'value'].includes(key)) return numberOf(value);
  if (key === 'own') return (value as object[]).map(numberOf);
  if (key === 'values') return (value as unknown[] | undefined)?.map(numberOf);
  if (value instanceof Set) return [...value].sort();
  return value instanceof Map ? [...value] : value;
}

const NUMBERS = new Map<symbol, number>();
const VIOLATES = new WeakMap<object, number>();
let next = 0;

function numberOf(value: unknown): string {
  if (typeof value === 'symbol') return `symbol ${numbered(NUMBERS, value)}`;
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    return `object ${numbered(VIOLATES, value)}`;
  }
  return Object.is(value, -0) ? '-0' : `${typeof value} ${String(value)}`;
}

interface Numbers<T> {
  get(key: T): number | undefined;
  set(key: T, number: number): unknown;
}

function numbered<T>(known: Numbers<T>, value: T): number {
  const number = known.get(value) ?? next++;
  known.set(value, number);
  return number;
}
