// A counterexample as DOT: the text lanes as a picture. A rank is a moment, so the nodes of a lane
// stand below each other and time runs downward; dotted lines are the lanes, arrows the order of
// the steps where it leaves a lane. Above it all stands where the run starts.

import type { Trace } from '../../trace/trace.ts';
import { type LaneRow, rowsInLanes } from '../text/lane-rows.ts';
import { showParameters } from '../text/show-value.ts';
import { startTexts } from '../text/state.ts';
import { printable, printableLines, spaced, wrap } from '../text/width.ts';
import { digraph, edge, headed, leftAligned, node, quoted, sameRank } from './syntax.ts';

const TEXT_WIDTH = 60;
const START_WIDTH = 100;
const RED = '"#c01c28"';
const GREY = '"#77767b"';
// Courier: all monospaced fonts have its width, so boxes fit their text also where another one
// stands in.
const SETTINGS = [
  '  graph [rankdir=TB, nodesep=0.5, ranksep=0.2, labelloc=t, fontname="Courier"];',
  '  node [shape=box, style=rounded, fontname="Courier", fontsize=11, margin="0.12,0.06"];',
  '  edge [fontname="Courier", fontsize=10, arrowsize=0.7];',
];

export function traceDot(trace: Trace): string {
  const { titles, rows } = rowsInLanes(trace);
  const lanes = titles.map((_, lane) => lane);
  const heads = lanes.map((lane) => `lane${lane}`);
  const title = `${trace.model} ${showParameters(trace.parameters)}`;
  // A picture is as wide as its widest line.
  const [head = '', ...parameters] = wrap(title, START_WIDTH, 2);
  const start = `Initially ${startTexts(trace).join(', ')}`;
  return digraph(trace.property.name, SETTINGS, [
    `  graph [label=${headed(head, [...parameters, ...wrap(start, START_WIDTH, 2)])}];`,
    ...lanes.map((lane) => headNode(lane, titles[lane])),
    ...rows.map((row, k) => stepNode(row, k === rows.length - 1)),
    ...lanes.map((lane) => endNode(lane)),
    verdictNode(trace),
    ...legend(rows),
    ...(lanes.length === 0 ? [] : [sameRank(heads), sameRank(lanes.map((lane) => `end${lane}`))]),
    ...heads.slice(1).map((head, k) => edge(heads[k], head, { style: 'invis' })),
    ...lanes.map((lane) => lifeline(lane, rows)),
    ...rows.slice(1).flatMap((row, k) => switchEdge(rows[k], row)),
    ...backEdge(trace),
    ...verdictEdges(rows, lanes),
  ]);
}

function headNode(lane: number, title: readonly string[]): string {
  const label = `"${title.map((line) => quoted(line).slice(1, -1)).join('\\n')}"`;
  return node(`lane${lane}`, { label, group: `lane${lane}`, shape: 'plaintext', fontsize: 13 });
}

function stepNode(row: LaneRow, last: boolean): string {
  const lines = [
    `${row.number}. ${row.label.trim()}`,
    ...(row.place === undefined ? [] : [row.place]),
    ...row.changes,
    ...(row.own === '' ? [] : [row.own]),
  ].flatMap((line) => wrap(line, TEXT_WIDTH, 2));
  return node(`step${row.number}`, {
    label: leftAligned(lines),
    group: `lane${row.lane}`,
    ...(last ? { color: RED, penwidth: 2 } : {}),
  });
}

/** Where a lane leaves the picture, so that it keeps its column below its last step. */
function endNode(lane: number): string {
  return node(`end${lane}`, {
    label: '""',
    group: `lane${lane}`,
    shape: 'point',
    style: 'invis',
    width: 0,
    height: 0,
  });
}

function verdictNode({ property, steps }: Trace): string {
  const reached = property.kind === 'reachable';
  const when = steps.isEmpty() ? ' in the initial state' : '';
  const lines = [
    `${printable(property.name)} is ${reached ? 'reached' : 'violated'}${when}`,
    ...printableLines(property.about),
    ...(property.message === property.about ? [] : printableLines(property.message)),
  ].filter((line) => line !== '');
  return node('verdict', {
    label: leftAligned(lines.flatMap((line) => wrap(line, TEXT_WIDTH, 2)).map(spaced)),
    shape: 'note',
    color: RED,
    fontcolor: RED,
  });
}

/** What a picture that is sent alone must say of its own notation: as much of it as there is. */
const NOTATION: readonly (readonly [seen: (line: string) => boolean, meaning: string])[] = [
  [(line) => /: .* -> /.test(line), 'cell: 0 -> 1    what the step changed'],
  [(line) => /^\(.* (is|stays) /.test(line), '(cell is 0)     what it read and left as it was'],
  [(line) => /^\(.*: .* -> /.test(line), '(name: 0 -> 1)  of its own locals'],
  [(line) => line.startsWith('(-> '), '(-> label)      nothing of these: it went on to a label'],
  [
    (line) => line.startsWith('['),
    '[name: 0 -> 1]  what the claim remembers; no part of the system',
  ],
];

function legend(rows: readonly LaneRow[]): string[] {
  const lines = rows.flatMap(({ changes, own }) => [...changes, own].map(spaced));
  const known = NOTATION.filter(([seen]) => lines.some(seen)).map(([, meaning]) => meaning);
  if (rows.some((row, k) => k > 0 && row.lane !== rows[k - 1].lane)) {
    known.push('grey arrow      the next step is one of another column');
  }
  if (known.length === 0) return [];
  const look = { shape: 'plaintext', fontsize: 9, fontcolor: GREY };
  return [
    node('legend', { label: leftAligned(known), ...look }),
    edge('verdict', 'legend', { style: 'invis' }),
  ];
}

function lifeline(lane: number, rows: readonly LaneRow[]): string {
  const steps = rows.filter((row) => row.lane === lane).map(({ number }) => `step${number}`);
  return edge(`lane${lane}`, [...steps, `end${lane}`].join(' -> '), {
    style: 'dotted',
    arrowhead: 'none',
    color: GREY,
    weight: 100,
  });
}

/**
 * Puts a step below the one before it, which the lane itself does where both are in one; never
 * pulls them together.
 */
function switchEdge(from: LaneRow, to: LaneRow): string[] {
  if (from.lane === to.lane) return [];
  const ends = [`step${from.number}`, `step${to.number}`] as const;
  return [edge(...ends, { color: GREY, weight: 0 })];
}

/** From the last step of a run that never ends to the first of those that it repeats. */
function backEdge({ steps, loop }: Trace): string[] {
  if (loop === undefined || steps.isEmpty()) return [];
  const first = Math.min(loop + 1, steps.size);
  const look = { color: RED, fontcolor: RED, penwidth: 2, constraint: 'false' };
  return [edge(`step${steps.size}`, `step${first}`, { label: quoted('for ever'), ...look })];
}

/** From the last step, and below the ends of all lanes. */
function verdictEdges(rows: readonly LaneRow[], lanes: readonly number[]): string[] {
  const last = rows.at(-1);
  if (last === undefined) return [];
  return [
    ...lanes.map((lane) => edge(`end${lane}`, 'verdict', { style: 'invis', weight: 0 })),
    edge(`step${last.number}`, 'verdict', { color: RED, penwidth: 2, weight: 0 }),
  ];
}
