// A counterexample as DOT: the text lanes as a picture. A rank is a moment, so the nodes of a lane
// stand below each other and time runs downward; dotted lines are the lanes, arrows the order of
// the steps where it leaves a lane. Above it all stands where the run starts. Where the run was explained,
// the picture says which steps decide it.

import type { Explanation } from '../../outcome/explanation.ts';
import type { ShownMembers, Trace } from '../../trace/trace.ts';
import { isWitness, verdictWords } from '../text/claim-words.ts';
import { type LaneRow, rowsInLanes } from '../text/lane-rows.ts';
import { showParameters } from '../text/show-value.ts';
import { startTexts } from '../text/state.ts';
import { printable, printableLines, spaced, wrap } from '../text/width.ts';
import { digraph, edge, headed, leftAligned, node, quoted, sameRank } from './syntax.ts';

const TEXT_WIDTH = 60;
const START_WIDTH = 100;
/** Of what two steps race for. */
const MOST_NAMES = 2;
const RED = '"#c01c28"';
const GREY = '"#77767b"';
// Courier: all monospaced fonts have its width, so boxes fit their text also where another one
// stands in.
const SETTINGS = [
  '  graph [rankdir=TB, nodesep=0.5, ranksep=0.2, labelloc=t, fontname="Courier"];',
  '  node [shape=box, style=rounded, fontname="Courier", fontsize=11, margin="0.12,0.06"];',
  '  edge [fontname="Courier", fontsize=10, arrowsize=0.7];',
];

/** `explanation` is that of this run. */
export function traceDot(trace: Trace, explanation?: Explanation): string {
  const { titles, rows } = rowsInLanes(trace);
  const lanes = titles.map((_, lane) => lane);
  const heads = lanes.map((lane) => `lane${lane}`);
  const title = `${trace.model} ${showParameters(trace.parameters)}`;
  // A picture is as wide as its widest line.
  const [head = '', ...parameters] = wrap(title, START_WIDTH, 2);
  const start = initially(trace);
  return digraph(trace.property.name, SETTINGS, [
    `  graph [label=${headed(head, [...parameters, ...start])}];`,
    ...lanes.map((lane) => headNode(lane, titles[lane])),
    ...rows.map((row, k) => stepNode(row, notes(trace, row, explanation), k === rows.length - 1)),
    ...lanes.map((lane) => endNode(lane)),
    verdictNode(trace),
    ...legend(rows, explanation),
    ...(lanes.length === 0 ? [] : [sameRank(heads), sameRank(lanes.map((lane) => `end${lane}`))]),
    ...heads.slice(1).map((head, k) => edge(heads[k], head, { style: 'invis' })),
    ...lanes.map((lane) => lifeline(lane, rows)),
    ...rows.slice(1).flatMap((row, k) => switchEdge(rows[k], row)),
    ...backEdge(trace),
    ...raceEdges(explanation),
    ...verdictEdges(rows, lanes),
  ]);
}

function headNode(lane: number, title: readonly string[]): string {
  const label = `"${title.map((line) => quoted(line).slice(1, -1)).join('\\n')}"`;
  return node(`lane${lane}`, { label, group: `lane${lane}`, shape: 'plaintext', fontsize: 13 });
}

/** What no step changes stands behind what the run is about. */
function initially(trace: Trace): string[] {
  const changed = new Set(
    trace.steps.flatMap(({ changes }) =>
      changes.filter(({ of }) => of === 'cell').map(({ path }) => path.replace(/[.[].*$/s, '')),
    ),
  );
  const { initial, begun = [] } = trace;
  const texts = (cells: ShownMembers, choosing: readonly string[]): string[] =>
    startTexts({ ...trace, begun: choosing, initial: { ...initial, cells } });
  const start = texts(
    initial.cells.filter((_, name) => changed.has(name)),
    begun,
  );
  const same = texts(
    initial.cells.filterNot((_, name) => changed.has(name)),
    [],
  );
  return [
    ...(start.length === 0 ? [] : [`Initially ${start.join(', ')}`]),
    ...(same.length === 0 ? [] : [`All the time ${same.join(', ')}`]),
  ].flatMap((line) => wrap(line, START_WIDTH, 2));
}

/** What is said of a step that is not in it. */
function notes({ steps, loop }: Trace, row: LaneRow, explanation?: Explanation): string[] {
  const notes: string[] = [];
  if (explanation?.noReturn.step?.number === row.number) notes.push(TOO_LATE);
  // Where a run stays for ever is no matter of who stepped last: what goes wrong says it.
  if (loop !== undefined && loop < steps.size && row.number === steps.size) {
    notes.push(`... and again from step ${loop + 1}`);
  }
  return notes;
}

function stepNode(row: LaneRow, notes: readonly string[], last: boolean): string {
  const lines = [
    `${row.number}. ${row.label.trim()}`,
    ...(row.place === undefined ? [] : [row.place]),
    ...row.changes,
    ...(row.own === '' ? [] : [row.own]),
    ...notes,
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
  const when = steps.isEmpty() ? ' in the initial state' : '';
  const said = (title: string, text: string): string[] =>
    printableLines(text)
      .filter((line) => line !== '')
      .map((line, k) => (k === 0 ? `${title}: ${line}` : line));
  const lines = [
    `${verdictWords({ property })}${when}`,
    ...said(isWitness({ property }) ? 'Goal' : 'Claim', property.about),
    ...(property.message === property.about ? [] : said('But', property.message)),
  ];
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

const TOO_LATE = '... from here on it is too late';

function legend(rows: readonly LaneRow[], explanation?: Explanation): string[] {
  const lines = rows.flatMap(({ changes, own }) => [...changes, own].map(spaced));
  const known = NOTATION.filter(([seen]) => lines.some(seen)).map(([, meaning]) => meaning);
  if (rows.some((row, k) => k > 0 && row.lane !== rows[k - 1].lane)) {
    known.push('grey arrow      the next step is one of another column');
  }
  if (raceEdges(explanation).length > 0) {
    known.push('red dashes      in the other order this run does not go wrong');
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

/** From the last step of a run that never ends to the first of those that it repeats; the last says so in words. */
function backEdge({ steps, loop }: Trace): string[] {
  if (loop === undefined || loop === steps.size || steps.isEmpty()) return [];
  const look = { color: RED, penwidth: 2, constraint: 'false' };
  return [edge(`step${steps.size}`, `step${loop + 1}`, look)];
}

/** Between the steps whose order decides. */
function raceEdges(explanation?: Explanation): string[] {
  const races = explanation?.races.filter(({ order }) => order === 'matters') ?? [];
  return races.map(({ first, second, on }) => {
    const lines = on.slice(0, MOST_NAMES).map(printable);
    if (on.length > MOST_NAMES) lines.push('...');
    const label = leftAligned(lines.map(spaced));
    const look = { color: RED, fontcolor: RED, style: 'dashed', constraint: 'false' };
    return edge(`step${first.number}`, `step${second.number}`, { label, ...look });
  });
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
