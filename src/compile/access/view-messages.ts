// What is said where a view stands and only a value can, and what to write instead.

import type { AnyNode } from 'acorn';
import { isScalar, isTool, type Place } from './place.ts';
import type { Walker } from './walker.ts';

/** How to walk through what is no array, where there is a way. */
export function wayThrough({ shape }: Place, text: string): string {
  return shape.type === 'set' || shape.type === 'list' ? `; use ${text}.values()` : '';
}

export function whyNotAValue(text: string, place: Place): string {
  if (place.boxed) return `'${text}' is a scalar cell; use ${text}.value`;
  if (isTool(place)) return `'${place.name}' is used through its members, such as ${place.name}.id`;
  const copied = copyOf(place, text);
  const what = 'a view must not leave the step, and here it would; use its fields or elements';
  const instead = copied === undefined ? '' : `, or copy the values: ${copied}`;
  return `${what}, name it with \`const x = ...\`${instead}`;
}

/** What a condition asks for as a whole, where it means nothing. */
export function refuseWhole(node: AnyNode, { places, source }: Walker): void {
  const place = places.of(node);
  if (!place || isScalar(place) || place.boxed || place.maybe || isTool(place)) return;
  source.fail(
    node,
    `is no condition: it counts as true, whatever is in it; ask for ${partOf(place)}`,
  );
}

function partOf({ shape: { type } }: Place): string {
  if (type === 'set' || type === 'list') return 'its isEmpty';
  return type === 'array' ? 'one of its elements, or some(...)' : 'one of its fields';
}

function copyOf({ shape }: Place, text: string): string | undefined {
  if (shape.type === 'set' || shape.type === 'list') return `${text}.values()`;
  return shape.type === 'array' && shape.element.type === 'scalar' ? `[...${text}]` : undefined;
}
