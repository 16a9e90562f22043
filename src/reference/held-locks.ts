// What a process holds, counted afresh from the cells of a state, or as a step sees them in its middle.

import type { RecordShape, Shape } from '../language/cell.ts';
import { none } from '../language/domain.ts';
import type { LockInfo } from '../language/method.ts';
import type { SystemDefinition } from '../language/system.ts';
import type { Fields } from './state.ts';

/** Reads a cell, as it is in a state or as a step sees it in its middle. */
export type Look = (cell: string) => unknown;

/** All locks that a process holds. */
export function heldIn(
  { cells }: SystemDefinition,
  look: Look,
  self: number,
): [string, string, string][] {
  return Object.entries(cells).flatMap(([name, { shape }]) =>
    recordsIn(shape, look(name), name).flatMap(([{ lock }, view, path]) => {
      if (!lock) return [];
      return modesOf(lock, view, self).map((mode): [string, string, string] => [
        lock.class ?? path,
        lock.type,
        mode,
      ]);
    }),
  );
}

/** Every record of a cell, with its path without indices. */
export function recordsIn(
  shape: Shape,
  view: unknown,
  path: string,
): [RecordShape, unknown, string][] {
  if (shape.type === 'array') {
    const elements = Array.from({ length: shape.length }, (_, k) => part(view, k));
    return elements.flatMap((one) => recordsIn(shape.element, one, path));
  }
  if (shape.type !== 'record') return [];
  const below = Object.entries(shape.fields).flatMap(([name, field]) =>
    recordsIn(field, part(view, name), `${path}.${name}`),
  );
  return [[shape, view, path], ...below];
}

/** A part of contents, or of a view. */
export function part(whole: unknown, name: string | number): unknown {
  const isContents = typeof whole === 'object' && whole !== null && 'get' in whole;
  if (isContents) return (whole as Fields).get(name as string);
  return (whole as Record<string | number, unknown>)[name];
}

export function modesOf({ holders, granted }: LockInfo, view: unknown, self: number): string[] {
  if (granted !== undefined && part(view, granted) === true) return [];
  return Object.entries(holders).flatMap(([name, mode]) => {
    const field = part(view, name);
    const isArray = field !== none && typeof field !== 'number';
    const times = isArray ? Number([...(field as unknown[])][self]) : Number(field === self);
    return Array.from({ length: times }, () => (mode === 'write' ? 'E' : 'S'));
  });
}
