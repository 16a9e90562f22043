// The methods and properties of views that the analysis knows. A method that is not listed is refused: what it does to
// the cell could not be told.

import type { Shape } from '../../language/cell.ts';

export interface Effect {
  readonly read: boolean;
  readonly write: boolean;
}
/** What a method does to a set or a list, and how many values it takes: more would be dropped without a word. */
export interface WholeMethod extends Effect {
  readonly takes?: number;
}
export const READ: Effect = { read: true, write: false };
export const WRITE: Effect = { read: false, write: true };
export const UPDATE: Effect = { read: true, write: true };

const SET_METHODS: Readonly<Record<string, WholeMethod>> = {
  has: { ...READ, takes: 1 },
  values: { ...READ, takes: 0 },
  add: { ...UPDATE, takes: 1 },
  delete: { ...UPDATE, takes: 1 },
  clear: { ...WRITE, takes: 0 },
};
const LIST_METHODS: Readonly<Record<string, WholeMethod>> = {
  at: { ...READ, takes: 1 },
  includes: { ...READ, takes: 1 },
  indexOf: { ...READ, takes: 1 },
  values: { ...READ, takes: 0 },
  push: { ...UPDATE, takes: 1 },
  unshift: { ...UPDATE, takes: 1 },
  shift: { ...UPDATE, takes: 0 },
  pop: { ...UPDATE, takes: 0 },
  remove: { ...UPDATE, takes: 1 },
  removeAt: { ...UPDATE, takes: 1 },
  clear: { ...WRITE, takes: 0 },
};

/** Methods that call their first argument with each element. */
const CALLBACKS: readonly string[] = [
  'some',
  'every',
  'find',
  'findLast',
  'findIndex',
  'findLastIndex',
  'filter',
  'map',
  'flatMap',
  'forEach',
  'reduce',
  'reduceRight',
];
/** Further methods of an array of scalars, whose results hold values and no view. */
const SCALAR_READS: readonly string[] = [
  'slice',
  'includes',
  'indexOf',
  'lastIndexOf',
  'join',
  'concat',
  'entries',
  'keys',
  'values',
  'toSorted',
  'toReversed',
];
/** Further methods of an array of records, sets, ..., whose results the analysis can follow. */
const VIEW_READS: readonly string[] = ['slice'];
/** Methods that return one of the elements, and those that return a new array of them. */
const FINDERS: readonly string[] = ['find', 'findLast'];
const SELECTORS: readonly string[] = ['filter', 'slice'];

export type ArrayMethod = 'callback' | 'read' | 'fill';

/** What a method of an array does; undefined where it is not known. */
export function arrayMethod(name: string, ofScalars: boolean): ArrayMethod | undefined {
  if (CALLBACKS.includes(name)) return 'callback';
  if (ofScalars && name === 'fill') return 'fill';
  return (ofScalars ? SCALAR_READS : VIEW_READS).includes(name) ? 'read' : undefined;
}

export function arrayMethodNames(ofScalars: boolean): readonly string[] {
  return [...CALLBACKS, ...(ofScalars ? [...SCALAR_READS, 'fill'] : VIEW_READS)];
}

export function isFinder(method: string): boolean {
  return FINDERS.includes(method);
}
export function isSelector(method: string): boolean {
  return SELECTORS.includes(method);
}

/** Where a callback gets the element; the index and then the array itself follow. */
export function elementPosition(method: string): number {
  return isReduction(method) ? 1 : 0;
}
export function isReduction(method: string): boolean {
  return method === 'reduce' || method === 'reduceRight';
}

/** Methods of sets, lists and primitives, each with what it does to the whole of it. */
export function wholeMethods(shape: Shape): Readonly<Record<string, WholeMethod>> {
  switch (shape.type) {
    case 'set':
      return SET_METHODS;
    case 'list':
      return LIST_METHODS;
    case 'record':
      return Object.fromEntries(
        Object.entries(shape.methods ?? {}).map(([name, { pure }]) => [name, pure ? READ : UPDATE]),
      );
    default:
      return {};
  }
}

/** Properties that are read like fields but belong to the whole. */
export function wholeProperties(shape: Shape): readonly string[] {
  if (shape.type === 'set') return ['size', 'isEmpty'];
  return shape.type === 'list' ? ['length', 'isEmpty', 'first'] : [];
}
