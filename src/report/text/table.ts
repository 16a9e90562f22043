// A table as text: headings broken to the width of their columns and standing on a rule, cells
// aligned to the left.

import { fitColumns } from './fit-columns.ts';
import { renderLine } from './line.ts';
import type { Paint, Style } from './style.ts';
import { textWidth, widest } from './width.ts';

const GAP = 2;

export interface TableCell {
  readonly text: string;
  readonly paint: Paint;
}
export interface TableColumn {
  readonly heading: string;
  readonly cells: readonly TableCell[];
}

export interface Table {
  readonly lines: readonly string[];
  /** Whether it keeps to the width that was available: cells are never broken. */
  readonly fits: boolean;
}

export function table(
  columns: readonly TableColumn[],
  indent: number,
  available: number,
  style: Style,
): Table {
  const room = available - indent - GAP * (columns.length - 1);
  const wanted = columns.map(columnWidth);
  const fitted = fitColumns(wanted, room);
  const widths = fitted ?? wanted.map(({ least }) => least);
  const starts = widths.map(
    (_, k) => indent + widths.slice(0, k).reduce((sum, width) => sum + width + GAP, 0),
  );
  const headings = columns.map(({ heading }, k) => headingLines(heading, widths[k]));
  const height = Math.max(...headings.map((heading) => heading.length));
  const line = (cellOf: (k: number) => TableCell) =>
    renderLine(starts.map((column, k) => ({ column, ...cellOf(k) })));
  const lines = [
    ...Array.from({ length: height }, (_, row) =>
      line((k) => ({ text: headingLine(headings[k], row, height), paint: style.strong })),
    ),
    line((k) => ({ text: '-'.repeat(widths[k]), paint: style.faint })),
    ...(columns[0]?.cells ?? []).map((_, row) => line((k) => columns[k].cells[row])),
  ];
  return { lines, fits: fitted !== undefined };
}

/** A column is never narrower than its cells or the longest part of its heading. */
function columnWidth({ heading, cells }: TableColumn) {
  const content = widest(cells.map(({ text }) => text));
  const least = Math.max(content, widest(partsOf(heading)));
  return { natural: Math.max(content, textWidth(heading)), comfortable: least, least };
}

/** `no-missed-` over `zone`. */
function headingLines(heading: string, width: number): string[] {
  const lines: string[] = [];
  for (const part of partsOf(heading)) {
    const joined = (lines.at(-1) ?? '') + part;
    if (lines.length > 0 && textWidth(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines;
}

function partsOf(heading: string): string[] {
  return heading.split(/(?<=[-_])/);
}

/** Short headings stand on the rule, not in the air above it. */
function headingLine(heading: readonly string[], row: number, height: number): string {
  return heading[row - (height - heading.length)] ?? '';
}
