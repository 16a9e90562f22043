// What stands around the code: objects and functions that are the same in every run. Of a kind,
// `ids` are all ids in no order; of plain data, every part is plain; functions are followed where
// they are called. What must stay true: a number that is found here is never an id.

import { types } from 'node:util';
import type { AnyNode } from '../../language/source/function-source.ts';
import type { At, Context } from './context.ts';
import {
  type Candidates,
  isAbsent,
  isSmallInteger,
  MOST_VALUES,
  PLAIN,
  type Plain,
  plainOf,
  type Type,
} from './types.ts';

/** The type of a value from around the code. */
export function typeOfConstant(value: unknown, candidates: Candidates): Type {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
    return plainOf(value);
  }
  const kind = kindOfIds(value, candidates);
  return kind === undefined ? { type: 'constant', value } : idsOf(kind);
}

/**
 * Sound only if they are all ids, since a kind of the same name may be smaller, and only if the array has the methods of all
 * arrays.
 */
function kindOfIds(value: object, { sizes }: Candidates): string | undefined {
  const kind = KINDS.get(value);
  const size = kind === undefined ? undefined : sizes.get(kind);
  if (!Array.isArray(value) || value.length !== size || !isPlainArray(value)) return undefined;
  return value.every((id, k) => id === k) ? kind : undefined;
}

/** Of elements alone, and without methods of its own. */
function isPlainArray(value: readonly unknown[]): boolean {
  const isArray = Object.getPrototypeOf(value) === Array.prototype;
  return isArray && Reflect.ownKeys(value).length === value.length + 1;
}

/** The name of the kind that an array was found to be the ids of. */
const KINDS = new WeakMap<object, string>();

function idsOf(kind: string): Type {
  const element: Type = { type: 'id', kind, optional: false, own: [] };
  return { type: 'collection', element, order: new Set([kind]), distinct: true };
}

/** Makes the arrays of a kind's ids known, under whatever name the code has them. */
export function meetKind(kind: { readonly name: string; readonly ids: readonly unknown[] }): void {
  KINDS.set(kind.ids, kind.name);
}

function isKind(value: object): value is { name: string; ids: readonly unknown[] } {
  if (types.isProxy(value)) return false;
  return Reflect.get(value, 'type') === 'id' && Array.isArray(Reflect.get(value, 'ids'));
}

/** `value.name`. */
export function constantMember(
  c: Context,
  value: object,
  name: string,
  node: AnyNode,
  at: At,
): Type {
  if (isKind(value)) meetKind(value);
  let owner: object | null = value;
  for (; owner !== null; owner = Object.getPrototypeOf(owner)) {
    if (types.isProxy(owner)) return c.refuseAll(node, at, 'asks what cannot be looked at');
    const found = Object.getOwnPropertyDescriptor(owner, name);
    if (!found) continue;
    if ('value' in found) return typeOfConstant(found.value, c.candidates);
    if (owner !== value || !isModule(value)) {
      return c.refuseAll(node, at, 'calls a getter, which is not followed');
    }
    return typeOfConstant(Reflect.get(value, name), c.candidates);
  }
  return plainOf(undefined);
}

/** What a loader makes of a module has getters for what the module exports. */
function isModule(owner: object): boolean {
  return (
    Reflect.get(owner, Symbol.toStringTag) === 'Module' || Reflect.get(owner, '__esModule') === true
  );
}

/** `value[key]` of a key that is not known, and that may lead to nothing. */
export function constantAt(c: Context, value: object, node: AnyNode, at: At): Type {
  if (isData(value, c.candidates)) return PLAIN;
  return c.refuseAll(node, at, 'takes something out of an object that is no plain data');
}

/** Any of the values that a list of plain data is walked through for. */
export function constantMembers(c: Context, value: object, node: AnyNode, at: At): Plain {
  if (!isData(value, c.candidates)) {
    c.refuseAll(node, at, 'takes something out of an object that is no plain data');
    return PLAIN;
  }
  // One with holes, or with more than elements, has others than it shows.
  const isWhole = Array.isArray(value) && isPlainArray(value);
  if (!isWhole || value.length === 0 || value.length > MOST_VALUES) return PLAIN;
  if (value.some((one) => typeof one === 'object' || isAbsent(one))) return PLAIN;
  return { type: 'plain', integer: value.every(isSmallInteger) && 'small', values: value };
}

/** Plain data that can be walked through. */
export function isList(value: unknown, candidates: Candidates): boolean {
  return Array.isArray(value) && isData(value, candidates);
}

const MOST_PARTS = 4096;

/** Whether an object leads to nothing but values that are the same in every run. */
export function isData(value: unknown, candidates: Candidates): boolean {
  let parts = 0;
  const seen = new Set<object>();
  const look = (one: unknown): boolean => {
    if (typeof one === 'function') return false;
    if (typeof one !== 'object' || one === null) return true;
    if (seen.has(one)) return true;
    seen.add(one);
    if (++parts > MOST_PARTS || types.isProxy(one) || !isPlainObject(one)) return false;
    if (isKind(one)) meetKind(one);
    if (kindOfIds(one, candidates) !== undefined) return false;
    return Reflect.ownKeys(one).every((key) => {
      const property = Object.getOwnPropertyDescriptor(one, key);
      return property !== undefined && 'value' in property && look(property.value);
    });
  };
  return look(value);
}

function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return [Object.prototype, Array.prototype, null].includes(prototype);
}
