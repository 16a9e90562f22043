// What a shape can hold, and what it holds at first. The reference's own reading of domains and
// initial values.
//
// Initial values: what the outer shape gives replaces what the inner one carries. An array takes
// one value for all elements, a list of values, or a function of the index; a record takes some of
// its fields; a set and a list take their members. What nobody gives starts as the first of its
// domain.

import { List, Map, Set } from 'immutable';
import { ModelError } from '../base/errors.ts';
import type { RecordShape, Shape } from '../language/cell.ts';
import {
  describeDomain,
  describeValue,
  firstValue,
  none,
  type ValueDomain,
} from '../language/domain.ts';
import type { Locals } from '../language/process.ts';
import type { Contents, Fields, Value } from './state.ts';

/** Locals, parameters and results are together one record. */
export function recordShapeOf(...groups: readonly Locals[]): RecordShape {
  const elements = Object.entries(Object.assign({}, ...groups) as Locals);
  const shapes = elements.map(([name, element]): [string, Shape] => [
    name,
    'shape' in element ? element.shape : { type: 'scalar', domain: element },
  ]);
  return { type: 'record', fields: Object.fromEntries(shapes) };
}

/** The value, if the domain has it. `processes` is how many process instances the system has. */
export function checkValue(
  domain: ValueDomain,
  value: unknown,
  processes: number,
  path: string,
): Value {
  if (!contains(domain, value, processes)) {
    const shown = describeValue(value, domain);
    throw new ModelError(`${path} cannot be ${shown}; it is ${describeDomain(domain)}`);
  }
  return value;
}

function contains(domain: ValueDomain, value: unknown, processes: number): value is Value {
  switch (domain.type) {
    case 'bool':
      return typeof value === 'boolean';
    case 'range':
      return isWhole(value, domain.low, domain.high);
    case 'oneOf':
      return domain.values.includes(value as string);
    case 'id':
      return isWhole(value, 0, domain.size - 1);
    case 'process':
      return isWhole(value, 0, processes - 1);
    case 'orNone':
      return value === none || contains(domain.inner, value, processes);
  }
}

export function isWhole(value: unknown, low: number, high: number): value is number {
  return Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
}

export function initialContents(
  shape: Shape,
  processes: number,
  path: string,
  given?: unknown,
): Contents {
  const initial = given ?? shape.initial;
  switch (shape.type) {
    case 'scalar':
      return checkValue(shape.domain, initial ?? firstValue(shape.domain), processes, path);
    case 'array': {
      const elements = initialElements(initial, shape.length, path);
      return List(
        elements.map((one, k) => initialContents(shape.element, processes, `${path}[${k}]`, one)),
      );
    }
    case 'record':
      return initialFields(shape, processes, path, initial);
    case 'set':
      return Set(initialMembers(initial, path).map((one) => checkMember(one, shape.length, path)));
    case 'list': {
      const values = initialMembers(initial, path);
      if (values.length > shape.capacity) {
        throw new ModelError(
          `${path} has room for ${shape.capacity}, starts with ${values.length}`,
        );
      }
      return List(values.map((value) => checkValue(shape.domain, value, processes, path)));
    }
  }
}

export function initialFields(
  shape: RecordShape,
  processes: number,
  path: string,
  given?: unknown,
): Fields {
  const initial = (given ?? {}) as Record<string, unknown>;
  for (const name of Object.keys(initial)) {
    if (!Object.hasOwn(shape.fields, name)) {
      throw new ModelError(`${path} has no field '${name}' to start with`);
    }
  }
  return Map(
    Object.entries(shape.fields).map(([name, field]): [string, Contents] => [
      name,
      initialContents(field, processes, path === '' ? name : `${path}.${name}`, initial[name]),
    ]),
  );
}

export function checkMember(member: unknown, length: number, path: string): number {
  if (!isWhole(member, 0, length - 1)) {
    throw new ModelError(`${path} has members 0..${length - 1}, not ${describeValue(member)}`);
  }
  return member;
}

function initialElements(initial: unknown, length: number, path: string): unknown[] {
  if (Array.isArray(initial) && initial.length !== length) {
    throw new ModelError(`${path} has ${length} elements, starts with ${initial.length}`);
  }
  return Array.from({ length }, (_, k) => {
    if (typeof initial === 'function') return initial(k);
    return Array.isArray(initial) ? initial[k] : initial;
  });
}

function initialMembers(initial: unknown, path: string): readonly unknown[] {
  if (initial === undefined) return [];
  if (!Array.isArray(initial)) throw new ModelError(`${path} starts with an array of its members`);
  return initial;
}
