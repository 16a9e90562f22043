// What a step sees of a state: ordinary mutable JavaScript values, made afresh for one step and
// turned back into contents after it. An index outside an array, an unknown field or a full list is
// an error at once; a value is checked against its domain on the way back. An aggregate cannot be
// assigned as a whole, so that nothing is ever aliased.

import { List, Map, Set } from 'immutable';
import { ModelError } from '../base/errors.ts';
import type { ArrayShape, RecordShape, Shape } from '../language/cell.ts';
import { describeValue, none } from '../language/domain.ts';
import { ListOfValues, SetOfMembers } from './collections.ts';
import { checkMember, checkValue, isWhole } from './contents.ts';
import type { Contents, Fields } from './state.ts';

/**
 * How views are opened: the number of process instances (a domain), and whether writing is allowed.
 */
export interface Access {
  readonly processes: number;
  readonly writable: boolean;
}

export function openView(shape: Shape, contents: Contents, path: string, access: Access): unknown {
  switch (shape.type) {
    case 'scalar':
      return contents;
    case 'array': {
      const elements = (contents as List<Contents>).toArray();
      const views = elements.map((e, k) => openView(shape.element, e, `${path}[${k}]`, access));
      return arrayView(shape, views, path, access);
    }
    case 'record':
      return openRecord(shape, contents as Fields, path, access);
    case 'set':
      return new SetOfMembers(contents as Set<number>, shape.length, path, access.writable);
    case 'list':
      return new ListOfValues(contents as List<Contents>, shape.capacity, path, access.writable);
  }
}

/**
 * A record's view: its fields, its methods if it is a primitive, and `fixed` names that are only
 * read.
 */
export function openRecord(
  shape: RecordShape,
  contents: Fields,
  path: string,
  access: Access,
  fixed: Readonly<Record<string, unknown>> = {},
): object {
  const fields: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape.fields)) {
    fields[name] = openView(field, contents.get(name) as Contents, `${path}.${name}`, access);
  }
  const view: object = new Proxy(fields, {
    get(target, key) {
      if (typeof key === 'symbol' || Object.hasOwn(target, key)) return Reflect.get(target, key);
      if (Object.hasOwn(fixed, key)) return fixed[key];
      const method = shape.methods?.[key];
      if (method !== undefined) {
        return (...args: unknown[]) =>
          checkAnswer(method.run.apply(view, args), `${path}.${key}()`);
      }
      throw new ModelError(`${path} has no field '${key}'`);
    },
    set(target, key, value) {
      if (typeof key === 'symbol' || !Object.hasOwn(shape.fields, key)) {
        throw new ModelError(`${path} has no field '${String(key)}' to set`);
      }
      checkAssignable(shape.fields[key], `${path}.${key}`, access);
      return Reflect.set(target, key, value);
    },
    deleteProperty(_target, key) {
      throw new ModelError(`${path}.${String(key)} cannot be deleted`);
    },
  });
  return view;
}

/** A method answers with a value, or an array of values that is none of the state's. */
function checkAnswer(answer: unknown, path: string): unknown {
  const values = Array.isArray(answer) && !arrayViews.has(answer) ? answer : [answer];
  const isObject = (one: unknown): boolean =>
    typeof one === 'function' || (typeof one === 'object' && one !== null);
  if (values.some(isObject)) throw new ModelError(`${path} returned an object`);
  return answer;
}

const arrayViews = new WeakSet<object>();

function arrayView(shape: ArrayShape, views: unknown[], path: string, access: Access): unknown[] {
  const view = new Proxy(views, {
    get(target, key) {
      if (key === none) throw new ModelError(`${path}[none]: none is no index`);
      if (typeof key === 'string' && !(key in Array.prototype)) checkIndex(shape, key, path);
      return Reflect.get(target, key);
    },
    set(target, key, value) {
      checkIndex(shape, key, path);
      checkAssignable(shape.element, `${path}[${String(key)}]`, access);
      return Reflect.set(target, key, value);
    },
    deleteProperty() {
      throw new ModelError(`${path} always has ${shape.length} elements`);
    },
  });
  arrayViews.add(view);
  return view;
}

function checkIndex(shape: ArrayShape, key: string | symbol, path: string): void {
  const index = typeof key === 'string' ? Number(key) : Number.NaN;
  if (!isWhole(index, 0, shape.length - 1) || String(index) !== key) {
    const last = shape.length - 1;
    throw new ModelError(`${path}[${String(key)}] is outside the array, which has 0..${last}`);
  }
}

function checkAssignable(shape: Shape, path: string, { writable }: Access): void {
  if (!writable) throw new ModelError(`${path} can only be read here`);
  if (shape.type !== 'scalar') {
    throw new ModelError(`${path} cannot be assigned as a whole; assign what is in it`);
  }
}

/** Contents again, checked: of a view, or of plain values as the arguments of a call. */
export function closeView(shape: Shape, view: unknown, path: string, processes: number): Contents {
  switch (shape.type) {
    case 'scalar':
      return checkValue(shape.domain, view, processes, path);
    case 'array':
      return closeArray(shape, elementsOf(view, path), path, processes);
    case 'record':
      return closeRecord(shape, view, path, processes);
    case 'set': {
      const members = view instanceof SetOfMembers ? view.contents : Set(elementsOf(view, path));
      return members.map((member) => checkMember(member, shape.length, path));
    }
    case 'list': {
      const values = view instanceof ListOfValues ? view.contents : List(elementsOf(view, path));
      return values.map((value) => checkValue(shape.domain, value, processes, path));
    }
  }
}

function closeArray(
  shape: ArrayShape,
  views: readonly unknown[],
  path: string,
  processes: number,
): Contents {
  if (views.length !== shape.length) {
    throw new ModelError(`${path} needs an array of ${shape.length} elements`);
  }
  return List(views.map((e, k) => closeView(shape.element, e, `${path}[${k}]`, processes)));
}

function elementsOf(view: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(view)) throw new ModelError(`${path} cannot be ${describeValue(view)}`);
  return view;
}

export function closeRecord(
  shape: RecordShape,
  view: unknown,
  path: string,
  processes: number,
): Fields {
  if (typeof view !== 'object' || view === null) {
    throw new ModelError(`${path} needs a record, not ${describeValue(view)}`);
  }
  const record = view as Record<string, unknown>;
  const stranger = Object.keys(record).find((name) => !Object.hasOwn(shape.fields, name));
  if (stranger !== undefined) throw new ModelError(`${path} has no field '${stranger}' to set`);
  return Map(
    Object.entries(shape.fields).map(([name, field]): [string, Contents] => [
      name,
      closeView(field, record[name], `${path}.${name}`, processes),
    ]),
  );
}
