// The syntax of DOT: quoting, attributes, statements. Everything that comes from a model passes through `quoted()`, or
// through `named()` where it is the name of a graph or a node: Graphviz knows escapes in labels, and in names none but that
// of the quote.

import { printableLines } from '../text/width.ts';

export type Attributes = Readonly<Record<string, string | number>>;

/** A label in one line. */
export function quoted(text: string): string {
  return inQuotes(escaped(inOneLine(text)));
}

/** A name of a graph or a node, which a picture shows as a tooltip. */
export function named(text: string): string {
  // Before a quote backslashes come in pairs, or they would take it with them.
  const paired = inOneLine(text).replace(/(?<!\\)(?:\\\\)*\\(?=["]|$)/g, '$&\\');
  return inQuotes(paired.replaceAll('"', '\\"').replaceAll('&', '&amp;'));
}

/** A label of several lines, each aligned to the left. */
export function leftAligned(lines: readonly string[]): string {
  return inQuotes(aligned(lines));
}

/** A heading, and lines below it that are aligned to the left. */
export function headed(heading: string, lines: readonly string[]): string {
  return inQuotes(`${escaped(inOneLine(heading))}\\n${aligned(lines)}`);
}

function aligned(lines: readonly string[]): string {
  return lines.map((line) => `${escaped(inOneLine(line))}\\l`).join('');
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
  return [`digraph ${named(name)} {`, ...settings, ...body, '}', ''].join('\n');
}

function attributeList(attributes: Attributes): string {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return '';
  return ` [${entries.map(([name, value]) => `${name}=${value}`).join(', ')}]`;
}

function inOneLine(text: string): string {
  return printableLines(text).join(' ');
}

/**
 * Graphviz takes no more than 16,381 bytes in a row; a backslash at the end of a line goes on in the next. So rows have at
 * most 3,000 letters or escapes, of five bytes at most.
 */
const ROWS = /(?:\\.|[^\\]){1,3000}/gsu;

function inQuotes(text: string): string {
  return `"${(text.match(ROWS) ?? ['']).join('\\\n')}"`;
}

/**
 * Graphviz reads `\\n`, `\\N` and the like inside of quotes, and `&copy;`: neither a backslash nor an ampersand of a name
 * must start one.
 */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;');
}
