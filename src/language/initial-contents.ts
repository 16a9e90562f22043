// Initial contents: what a cell or local holds before the first step. An outer initial value overrides an inner one;
// what nobody gives is the first value of the domain, and an empty set or list.

import { ModelError } from '../base/errors.ts';
import { isRecord } from '../base/given.ts';
import type { Shape } from './cell.ts';
import { firstValue } from './domain.ts';

/** Plain contents of a shape, complete. `given` comes from the shape around it. */
export function initialContents(shape: Shape, given?: unknown): unknown {
  const own = given === undefined ? shape.initial : given;
  switch (shape.type) {
    case 'scalar':
      return own === undefined ? firstValue(shape.domain) : own;
    case 'array':
      if (Array.isArray(own) && own.length !== shape.length) return own;
      return Array.from({ length: shape.length }, (_, k) =>
        initialContents(shape.element, elementOf(own, k)),
      );
    case 'record': {
      if (own !== undefined && !isRecord(own)) return own;
      const fields = (own ?? {}) as Record<string, unknown>;
      const known = Object.entries(shape.fields).map(
        ([name, field]) => [name, initialContents(field, fields[name])] as const,
      );
      return { ...fields, ...Object.fromEntries(known) };
    }
    case 'set':
    case 'list':
      return own ?? [];
  }
}

/** Array contents are given as a list, as a function of the index, or as one value for all elements. */
function elementOf(own: unknown, k: number): unknown {
  if (Array.isArray(own)) return own[k];
  if (typeof own !== 'function') return own;
  const value: unknown = own(k);
  if (value !== undefined) return value;
  throw new ModelError(
    `the function that gives initial contents returned nothing for element ${k}; return a value for each`,
  );
}
