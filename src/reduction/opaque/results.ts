// What code hands over as a whole: the arguments of a procedure, a procedure's results, the places
// of a conservation property. Each part must be of the kind that is expected there.

import type { Shape } from '../../model/cell.ts';
import { none } from '../../model/domain.ts';
import { initialContents } from '../../model/layout/initial.ts';
import type { Machine, Setting } from './machine.ts';
import { isNothing, kindsOfShape, over, type Suspects, type Value, valueOf } from './values.ts';

/** An object of values for some shapes. */
export function checkResults(
  given: Value,
  shapes: Readonly<Record<string, Shape>>,
  machine: Machine,
  doubt: Setting['doubt'],
  place: string,
): void {
  for (const [name, shape] of Object.entries(shapes)) {
    const value = given.type === 'object' ? (given.fields.get(name) ?? given) : given;
    if (!fits(shape, value, machine)) {
      const kinds = [...machine.kindsOf(shape), ...machine.kindsOfValue(value)];
      doubt(kinds, `${place}: '${name}' gets something that is no id of its kind`);
    }
  }
}

function fits(shape: Shape, value: Value, machine: Machine): boolean {
  if (value.type === 'view') return sameKinds(shape, value.shape);
  const kinds = new Set([...machine.kindsOf(shape), ...machine.kindsOfValue(value)]);
  if (kinds.size === 0) return true;
  return shape.type === 'scalar' && machine.fits(valueOf(shape.domain, machine.suspects), value);
}

/** Whether two shapes are over and hold the same kinds in the same places. */
function sameKinds(a: Shape, b: Shape): boolean {
  return JSON.stringify(a, significant) === JSON.stringify(b, significant);
}

function significant(key: string, value: unknown): unknown {
  return key === 'ids' || key === 'initial' || key === 'methods' || key === 'lock'
    ? undefined
    : value;
}

/** Ids of one kind, none, and sets, lists and arrays of them, in any order. */
export function checkPlaces(
  value: Value,
  kind: string,
  machine: Machine,
  doubt: Setting['doubt'],
  place: string,
): void {
  const { suspects } = machine;
  const check = (one: Value): boolean => {
    if (isNothing(one)) return true;
    if (one.type === 'id') return one.kind === kind;
    if (one.type === 'items') return check(one.element);
    if (one.type === 'tuple') return one.parts.every(check);
    if (one.type === 'plain') return !suspects.kinds.has(kind);
    return one.type === 'view' && checkShape(one.shape);
  };
  const checkShape = (shape: Shape): boolean => {
    switch (shape.type) {
      case 'scalar':
      case 'list':
        return check(valueOf(shape.domain, suspects));
      case 'set':
        return suspects.kinds.has(kind)
          ? over(shape, suspects).has(kind)
          : over(shape, suspects).size === 0;
      case 'array':
        return checkShape(shape.element);
      case 'record':
        return kindsOfShape(shape, suspects).size === 0 && !suspects.kinds.has(kind);
    }
  };
  if (!check(value)) {
    const kinds = suspects.kinds.has(kind) ? [kind] : [];
    doubt([...kinds, ...machine.kindsOfValue(value)], `${place}: counts something else than ids`);
  }
}

/**
 * The kinds whose ids are not all alike in what a shape starts with: what a procedure's locals hold
 * whenever it is entered, where an id that nobody chose is a constant.
 */
export function unlikeAtStart(shape: Shape, suspects: Suspects, given?: unknown): string[] {
  return unlike(shape, initialContents(shape, given), suspects);
}

function unlike(shape: Shape, contents: unknown, suspects: Suspects): string[] {
  const parts = Array.isArray(contents) ? contents : [];
  switch (shape.type) {
    case 'scalar':
      return contents === none ? [] : [...kindsOfShape(shape, suspects)];
    case 'list':
      return parts.length === 0 ? [] : [...kindsOfShape(shape, suspects)];
    case 'set':
      return parts.length % shape.length === 0 ? [] : [...over(shape, suspects)];
    case 'array': {
      const texts = new Set(parts.map((part) => JSON.stringify(part, absentAsText)));
      const own = texts.size > 1 ? over(shape, suspects) : [];
      return [...own, ...parts.flatMap((part) => unlike(shape.element, part, suspects))];
    }
    case 'record':
      return Object.entries(shape.fields).flatMap(([name, field]) =>
        unlike(field, Reflect.get(Object(contents), name), suspects),
      );
  }
}

function absentAsText(_key: string, value: unknown): unknown {
  return value === none ? '(none)' : value;
}
