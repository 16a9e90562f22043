// The syntax of DOT: quoting, attributes, statements. Everything that comes from a model passes
// through `quoted()`.

import { printableLines } from './text-width.ts';

export type Attributes = Readonly<Record<string, string | number>>;

/** A quoted id or label in one line. */
export function quoted(text: string): string {
  return `"${escaped(printableLines(text).join(' '))}"`;
}

/** A label of several lines, each aligned to the left. */
export function leftAligned(lines: readonly string[]): string {
  return `"${lines.map((line) => `${escaped(printableLines(line).join(' '))}\\l`).join('')}"`;
}

export function node(name: string, attributes: Attributes = {}): string {
  return `  ${name}${attributeList(attributes)};`;
}

export function edge(from: string, to: string, attributes: Attributes = {}): string {
  return `  ${from} -> ${to}${attributeList(attributes)};`;
}

export function sameRank(names: readonly string[]): string {
  return `  { rank=same; ${names.join('; ')}; }`;
}

/**
 * A whole digraph; the values of attributes, here as everywhere, are quoted already where they need
 * it.
 */
export function digraph(
  name: string,
  settings: readonly string[],
  body: readonly string[],
): string {
  return [`digraph ${quoted(name)} {`, ...settings, ...body, '}', ''].join('\n');
}

function attributeList(attributes: Attributes): string {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return '';
  return ` [${entries.map(([name, value]) => `${name}=${value}`).join(', ')}]`;
}

/**
 * Graphviz reads `\\n`, `\\N` and the like inside of quotes: a backslash of a name must not start
 * one.
 */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
