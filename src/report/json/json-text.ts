// JSON for scripts that people read too: what fits on a line stays on one, so that a change, a
// state or a row of a result can be taken in at a glance. On a terminal nothing in it acts.

import { printableJson } from '../text/width.ts';

const WIDTH = 100;

/**
 * The value as JSON text that ends in a newline. Members that are undefined are left out, as JSON
 * does.
 */
export function jsonText(value: unknown): string {
  return `${jsonWithin(value, '')}\n`;
}

/** The value as it stands within another, so indented; its first line is not. */
export function jsonWithin(value: unknown, indent: string): string {
  return lines(JSON.parse(JSON.stringify(value)), indent, indent.length);
}

/** `taken` columns of the value's first line are in use: the indentation, its key and a comma. */
function lines(value: unknown, indent: string, taken: number): string {
  const flat = onOneLine(value);
  if (typeof value !== 'object' || value === null || taken + flat.length <= WIDTH) return flat;
  const inner = `${indent}  `;
  const list = Array.isArray(value);
  const members = Object.entries(value).map(([key, member]) => {
    const start = list ? inner : `${inner}${literal(key)}: `;
    return start + lines(member, inner, start.length + 1);
  });
  const [open, close] = list ? '[]' : '{}';
  return `${open}\n${members.join(',\n')}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return literal(value);
  const members = Object.entries(value).map(([k, v]) => `${literal(k)}: ${onOneLine(v)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function literal(value: unknown): string {
  return printableJson(JSON.stringify(value));
}
