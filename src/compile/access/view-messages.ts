// What is said where a view stands and only a value can, and what to write instead.

import { isTool, type Place } from './place.ts';

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

function copyOf({ shape }: Place, text: string): string | undefined {
  if (shape.type === 'set' || shape.type === 'list') return `${text}.values()`;
  return shape.type === 'array' && shape.element.type === 'scalar' ? `[...${text}]` : undefined;
}
