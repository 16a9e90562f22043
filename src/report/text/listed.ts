// A title and what it introduces, an item a line or several.

import { printableLines, wrap } from './width.ts';

/** Nothing where there are no items. */
export function listed(title: string, items: readonly string[], columns: number): string[] {
  if (items.length === 0) return [];
  const lines = items.flatMap((item) => {
    const [first = '', ...rest] = printableLines(item);
    return [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
  });
  return [`${title}:`, ...lines.flatMap((line) => wrap(line, columns, 4))];
}
