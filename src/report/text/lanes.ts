// A trace as kernel changelogs draw races: one lane a context, time downward, the function that a
// context is in above its steps, and beside each step what it changed. Every line belongs to one
// step, so a name that is wider than its lane may run over those to its right, as it does in
// changelogs. Plain ASCII wherever the model is.

import type { Trace } from '../../trace/trace.ts';
import { fitColumns } from './fit-columns.ts';
import { type LaneRow, type LaneRows, rowsInLanes, rowsInOneLane } from './lane-rows.ts';
import { type Piece, renderLine } from './line.ts';
import { type Paint, plainStyle, type Style, type TextOptions } from './style.ts';
import { padStart, textWidth, widest, wrap } from './width.ts';

const GAP = 3;
const HANGING = 2;
/** Narrower, labels and changes fall apart into single words. */
const LEAST_LANE = 9;
const LEAST_CHANGES = 20;
/** The last lane has no other to its right that its labels can run over. */
const COMFORTABLE_LAST_LANE = 20;

interface Band {
  readonly column: number;
  readonly width: number;
}
interface Layout {
  readonly columns: number;
  readonly numberWidth: number;
  readonly lanes: readonly Band[];
  readonly changes: Band;
}

/**
 * The lines of the diagram, none longer than `columns` down to some 50; none at all for a run
 * without steps.
 */
export function laneDiagram(trace: Trace, options: TextOptions = {}): string[] {
  const { columns = 100, style = plainStyle } = options;
  if (trace.steps.isEmpty()) return [];
  let content = rowsInLanes(trace);
  let layout = layOut(content, columns);
  if (layout === undefined) {
    content = rowsInOneLane(trace);
    // Two columns at their least always fit into 50, whatever the number of steps.
    layout = layOut(content, Math.max(columns, 50)) as Layout;
  }
  const { titles, rows } = content;
  return [
    ...titleLines(titles, layout, style),
    ...rows.flatMap((row, k) => [
      ...(k === trace.loop ? [foreverLine('from here for ever:', layout, style)] : []),
      ...placeLines(row, layout, style),
      ...stepLines(row, layout, style, k === rows.length - 1),
    ]),
    ...(trace.loop === undefined
      ? []
      : [foreverLine(returnWords(trace.loop, rows.length), layout, style)]),
  ];
}

/** Where a run that never ends goes from its last step. */
function returnWords(loop: number, steps: number): string {
  return loop === steps ? 'and here it stays for ever' : `and again from step ${loop + 1}`;
}

/** Stands out from the steps, in every lane's way. */
function foreverLine(words: string, { columns }: Layout, style: Style): string {
  const text = `--- ${words} `;
  return style.bad(text + '-'.repeat(Math.max(3, Math.min(columns, 60) - text.length)));
}

function layOut({ titles, rows }: LaneRows, columns: number): Layout | undefined {
  const numberWidth = `${rows.length}.`.length;
  const laneColumns = titles.map((title, lane) => ({
    natural: widest([...title, ...labelsOf(rows, lane)]),
    comfortable: lane === titles.length - 1 ? COMFORTABLE_LAST_LANE : widest(title),
    least: LEAST_LANE,
  }));
  const natural = widest(rows.flatMap((row) => [...row.changes, row.own]));
  const changes = { natural, comfortable: natural, least: LEAST_CHANGES };
  const taken = numberWidth + 1 + GAP * titles.length;
  const widths = fitColumns([...laneColumns, changes], columns - taken);
  if (widths === undefined) return undefined;
  let column = numberWidth + 1;
  const bands = widths.map((width) => {
    const band = { column, width };
    column += width + GAP;
    return band;
  });
  return { columns, numberWidth, lanes: bands.slice(0, -1), changes: bands[titles.length] };
}

function labelsOf(rows: readonly LaneRow[], lane: number): string[] {
  return rows.filter((row) => row.lane === lane).map(({ label }) => label);
}

function titleLines(titles: LaneRows['titles'], { lanes }: Layout, style: Style): string[] {
  const wrapped = titles.map((title, k) => title.flatMap((line) => wrap(line, lanes[k].width)));
  const height = Math.max(...wrapped.map((title) => title.length));
  const line = (text: (title: readonly string[]) => string, paint: Paint) =>
    renderLine(wrapped.map((title, k) => ({ column: lanes[k].column, text: text(title), paint })));
  return [
    ...Array.from({ length: height }, (_, k) => line((title) => title[k] ?? '', style.strong)),
    line((title) => '-'.repeat(widest(title)), style.faint),
  ];
}

function placeLines({ place, lane, enters }: LaneRow, layout: Layout, style: Style): string[] {
  if (!enters || place === undefined) return [];
  const { column } = layout.lanes[lane];
  return wrap(place, layout.columns - column, HANGING).map((text) =>
    renderLine([{ column, text, paint: style.faint }]),
  );
}

function stepLines(row: LaneRow, layout: Layout, style: Style, last: boolean): string[] {
  const number = padStart(`${row.number}.`, layout.numberWidth);
  const label = labelPieces(row, layout, last ? style.bad : style.strong);
  const beside = besidePieces(row, label, layout, style);
  return Array.from({ length: Math.max(label.length, beside.length) }, (_, k) =>
    renderLine(
      [
        k === 0 ? { column: 0, text: number, paint: style.faint } : undefined,
        label[k],
        beside[k],
      ].filter((piece) => piece !== undefined),
    ),
  );
}

/** From its lane on, up to where the changes begin. */
function labelPieces({ label, lane }: LaneRow, { lanes, changes }: Layout, paint: Paint): Piece[] {
  const { column } = lanes[lane];
  const indent = label.length - label.trimStart().length;
  const lines = wrap(label, changes.column - GAP - column, indent + HANGING);
  return lines.map((text) => ({ column, text, paint }));
}

function besidePieces(
  row: LaneRow,
  label: readonly Piece[],
  layout: Layout,
  style: Style,
): Piece[] {
  const pieces: Piece[] = [];
  const free = () => {
    const beside = label[pieces.length];
    return GAP + (beside ? beside.column + textWidth(beside.text) : layout.numberWidth);
  };
  const add = (text: string, paint: Paint) => {
    // What would be broken beside the label stands below it in one piece.
    const start = Math.min(layout.changes.column, layout.columns - textWidth(text));
    while (start < free() && start >= layout.numberWidth + GAP && label[pieces.length]) {
      pieces.push({ column: 0, text: '', paint });
    }
    pieces.push(...changePieces(text, free(), layout, paint));
  };
  for (const text of row.changes) add(text, (shown) => shown);
  if (row.own !== '') add(row.own, style.faint);
  return pieces;
}

/** In the column of the changes; what is wider moves to the left where that saves breaking it. */
function changePieces(text: string, from: number, layout: Layout, paint: Paint): Piece[] {
  const { columns, changes } = layout;
  const start = Math.min(changes.column, columns - textWidth(text));
  const column = start >= from ? start : changes.column;
  const lines = wrap(text, columns - column, HANGING);
  return lines.map((line) => ({ column, text: line, paint }));
}
