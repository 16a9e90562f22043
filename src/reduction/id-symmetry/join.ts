// What either of two values may be: of variables that are assigned, branches that meet, functions
// with several returns. What must stay true: the joined type allows nothing that one of the two
// does not, so that types only ever grow and analyses that repeat themselves end.

import type { Iteration } from './iteration.ts';
import { type Absent, MOST_VALUES, PLAIN, type Plain, type Type } from './types.ts';

/** Undefined where no rule knows what both may be. */
export function join(a: Type, b: Type): Type | undefined {
  if (a === b) return a;
  if (a.type === 'absent' && b.type === 'absent') return { type: 'absent', ...allValues(a, b) };
  if (a.type === 'absent') return orAbsent(b);
  if (b.type === 'absent') return orAbsent(a);
  switch (a.type) {
    case 'plain':
      return b.type === 'plain' ? joinPlain(a, b) : undefined;
    case 'id':
      if (b.type !== 'id' || a.kind !== b.kind) return undefined;
      return { ...a, optional: a.optional || b.optional, own: common(a.own, b.own) };
    case 'process':
      if (b.type !== 'process') return undefined;
      return { ...a, optional: a.optional || b.optional, own: common(a.own, b.own) };
    case 'view': {
      const same = b.type === 'view' && a.shape === b.shape && a.root === b.root;
      return same && a.over.join() === b.over.join()
        ? { ...a, own: common(a.own, b.own) }
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

/** An id that may be none is still one; so is a process. Nothing else that may be absent is. */
function orAbsent(type: Type): Type | undefined {
  if (type.type === 'id' || type.type === 'process') return { ...type, optional: true };
  return type.type === 'plain' ? PLAIN : undefined;
}

function joinPlain(a: Plain, b: Plain): Type {
  return { type: 'plain', integer: a.integer && b.integer, ...allValues(a, b) };
}

type Valued = Plain | Absent;

function allValues(a: Valued, b: Valued): { readonly values?: readonly unknown[] } {
  if (!a.values || !b.values) return {};
  const values = [...new Set([...a.values, ...b.values])];
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

const NUMBERS = new WeakMap<object, number>();
let next = 0;

/** Objects that are compared by identity, as a number. */
function significant(key: string, value: unknown): unknown {
  if (['shape', 'scope', 'node', 'source', 'lookup', 'value'].includes(key)) return numberOf(value);
  if (key === 'own') return (value as object[]).map(numberOf);
  if (value instanceof Set) return [...value].sort();
  if (value instanceof Map) return [...value];
  return ['symbol', 'bigint', 'undefined'].includes(typeof value) ? String(value) : value;
}

function numberOf(value: unknown): unknown {
  if (typeof value !== 'object' && typeof value !== 'function') return String(value);
  const object = value as object;
  if (!NUMBERS.has(object)) NUMBERS.set(object, next++);
  return NUMBERS.get(object);
}
