// Places: what part of the state an expression names, such as `pages[me.p].state`, and how a member leads from one
// place to the next. A place whose shape is scalar is a value when it is read; any other is a view.

import type { RecordShape, Shape } from '../../language/cell.ts';
import { anyProcess } from '../../language/domain.ts';
import type { FieldAccess } from './access.ts';
import { ANY, type Index } from './index-access.ts';
import type { Scope } from './pattern.ts';

export type Path = readonly (Index | FieldAccess)[];

export interface Place {
  readonly root: 'cell' | 'me' | 'my' | 'step';
  /** The cell; otherwise the root again. */
  readonly name: string;
  readonly path: Path;
  readonly shape: Shape;
  /** A scalar cell itself, whose value is in `.value`. */
  readonly boxed?: boolean;
  /** `me.id`, `me.self`, `step.to`: not part of what a step can change. */
  readonly constant?: boolean;
  /** What `find` returns: it may be undefined, so code may ask. */
  readonly maybe?: boolean;
  /** An array that `filter` made: the elements are those of the cell, their indices are not. */
  readonly copy?: boolean;
}

const VALUE: Shape = { type: 'scalar', domain: anyProcess };
/** What a process is known by among all. */
export const SELF: Shape = { type: 'scalar', domain: anyProcess };
const STEP_INFO = ['process', 'id', 'from', 'to'];

export function cellPlace(name: string, shape: Shape): Place {
  const place = { root: 'cell' as const, name, path: [], shape };
  return shape.type === 'scalar' ? { ...place, boxed: true } : place;
}

/** `me`, `my` or `step`; no other tool is a place. */
export function toolPlace(tool: string, scope: Scope): Place | undefined {
  if (tool === 'me') return rootRecord('me', { ...scope.locals, id: VALUE, self: SELF });
  if (tool === 'my') return rootRecord('my', scope.own ?? {});
  if (tool !== 'step') return undefined;
  return rootRecord('step', Object.fromEntries(STEP_INFO.map((name) => [name, VALUE])));
}

function rootRecord(root: 'me' | 'my' | 'step', fields: RecordShape['fields']): Place {
  return { root, name: root, path: [], shape: { type: 'record', fields } };
}

/** Whether reading the place gives a value rather than a view. */
export function isScalar(place: Place): boolean {
  return place.shape.type === 'scalar' && !place.boxed;
}

export function isScalarArray({ shape }: Place): boolean {
  return shape.type === 'array' && shape.element.type === 'scalar';
}

/** `me` itself, or `step`. */
export function isTool({ root, path, shape }: Place): boolean {
  return (root === 'me' || root === 'step') && path.length === 0 && shape.type === 'record';
}

export function elementOf(place: Place, index: Index): Place | undefined {
  const { root, name, path, shape, copy } = place;
  if (shape.type !== 'array') return undefined;
  return { root, name, path: [...path, copy ? ANY : index], shape: shape.element };
}

/** A field of a record, the value of a scalar cell; undefined where there is none. */
export function fieldOf(place: Place, field: string): Place | undefined {
  const { root, name, path, shape, boxed } = place;
  if (boxed) return field === 'value' ? { root, name, path, shape } : undefined;
  if (shape.type !== 'record' || !Object.hasOwn(shape.fields, field)) return undefined;
  const isConstant = root === 'step' || (root === 'me' && (field === 'id' || field === 'self'));
  return {
    root,
    name,
    path: [...path, { type: 'field', name: field }],
    shape: shape.fields[field],
    ...(isConstant && path.length === 0 ? { constant: true } : {}),
  };
}

/** Some field of a record, which one is not known: the whole record, if its fields are all scalars. */
export function someFieldOf(place: Place): Place | undefined {
  const { root, name, path, shape } = place;
  if (shape.type !== 'record' || shape.methods || root === 'step') return undefined;
  const fields = Object.values(shape.fields);
  if (fields.length === 0 || fields.some(({ type }) => type !== 'scalar')) return undefined;
  return { root, name, path, shape: fields[0] };
}

/** The fields on the way to a place, without the elements of arrays. */
export function fieldNamesOn({ path }: Place): string[] {
  return path.flatMap((entry) => (entry.type === 'field' ? [entry.name] : []));
}

/** The names of fields, for messages. */
export function fieldNames({ boxed, shape }: Place): string[] {
  if (boxed) return ['value'];
  return shape.type === 'record'
    ? [...Object.keys(shape.fields), ...Object.keys(shape.methods ?? {})]
    : [];
}
