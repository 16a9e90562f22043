// What a step sees of a state: ordinary mutable JavaScript values, made afresh for one step and
// turned back into contents after it. An index outside an array, an unknown field or a full list is
// an error at once; a value is checked against its domain on the way back. Aggregates are copied
// when assigned, so that nothing is ever aliased.

import { List, Map, type Set } from 'immutable';
import type { ArrayShape, RecordShape, Shape } from '../model/cell.ts';
import { describeValue, none } from '../model/domain.ts';
import { ModelError } from '../model/errors.ts';
import { checkMember, checkValue, isWhole } from './contents.ts';
import type { Contents, Fields } from './state.ts';
import { ListOfValues, SetOfMembers } from './collections.ts';

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
      if (method !== undefined) return (...args: unknown[]) => method.run.apply(view, args);
      throw new ModelError(`${path} has no field '${key}'`);
    },
    set(target, key, value) {
      const field = typeof key === 'string' ? shape.fields[key] : undefined;
      if (field === undefined) throw new ModelError(`${path} has no field '${String(key)}' to set`);
      refuseUnlessWritable(access, path);
      return Reflect.set(target, key, copyOf(field, value, `${path}.${String(key)}`, access));
    },
    deleteProperty(_target, key) {
      throw new ModelError(`${path}.${String(key)} cannot be deleted`);
    },
  });
  return view;
}

function arrayView(shape: ArrayShape, views: unknown[], path: string, access: Access): unknown[] {
  return new Proxy(views, {
    get(target, key) {
      if (key === none) throw new ModelError(`${path}[none]: none is no index`);
      if (typeof key === 'string' && !(key in Array.prototype)) checkIndex(shape, key, path);
      return Reflect.get(target, key);
    },
    set(target, key, value) {
      checkIndex(shape, key, path);
      refuseUnlessWritable(access, path);
      return Reflect.set(
        target,
        key,
        copyOf(shape.element, value, `${path}[${String(key)}]`, access),
      );
    },
    deleteProperty() {
      throw new ModelError(`${path} always has ${shape.length} elements`);
    },
  });
}

function checkIndex(shape: ArrayShape, key: string | symbol, path: string): void {
  const index = typeof key === 'string' ? Number(key) : Number.NaN;
  if (!isWhole(index, 0, shape.length - 1) || String(index) !== key) {
    const last = shape.length - 1;
    throw new ModelError(`${path}[${String(key)}] is outside the array, which has 0..${last}`);
  }
}

function refuseUnlessWritable(access: Access, path: string): void {
  if (!access.writable) throw new ModelError(`${path} can only be read here`);
}

/**
 * A scalar as it is, to be checked after the step; an aggregate copied now, so that later writes
 * stay apart.
 */
function copyOf(shape: Shape, value: unknown, path: string, access: Access): unknown {
  if (shape.type === 'scalar') return value;
  return openView(shape, closeView(shape, value, path, access.processes), path, access);
}

/** Contents again, checked: a view, or whatever the author assigned in its place. */
export function closeView(shape: Shape, view: unknown, path: string, processes: number): Contents {
  switch (shape.type) {
    case 'scalar':
      return checkValue(shape.domain, view, processes, path);
    case 'array':
      if (!Array.isArray(view) || view.length !== shape.length) {
        throw new ModelError(`${path} needs an array of ${shape.length} elements`);
      }
      return List(view.map((e, k) => closeView(shape.element, e, `${path}[${k}]`, processes)));
    case 'record':
      return closeRecord(shape, view, path, processes);
    case 'set':
      if (!(view instanceof SetOfMembers)) throw new ModelError(`${path} needs a set`);
      return view.contents.map((member) => checkMember(member, shape.length, path));
    case 'list':
      if (!(view instanceof ListOfValues)) throw new ModelError(`${path} needs a list`);
      return view.contents.map((value) => checkValue(shape.domain, value, processes, path));
  }
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
