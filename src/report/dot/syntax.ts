// The syntax of DOT: quoting, attributes, statements. Everything that comes from a model passes
// through `quoted()`.

import { printableLines } from '../text/width.ts';

export type Attributes = Readonly<Record<string, string | number>>;

/** A quoted id or label in one line. */
export function quoted(text: string): string {
  return `"${escaped(printableLines(text).join(' '))}"`;
}

/** A label of several lines, each aligned to the left. */
export function leftAligned(lines: readonly string[]): string {
  return `"${lines.map((line) => `${escaped(printableLines(line).join(' '))}\\l`).join('')}"`;
}

/** A heading, and lines below it that are aligned to the left. */
export function headed(heading: string, lines: readonly string[]): string {
  return `${quoted(heading).slice(0, -1)}\\n${leftAligned(lines).slice(1)}`;
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
 * Graphviz reads `\\n`, `\\N` and the like inside of quotes, and `&copy;`: neither a backslash nor an ampersand of a name
 * must start one.
 */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;');
}
