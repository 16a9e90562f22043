// The verdict matrix of a spec: a row for each configuration, a column for each property. What is
// not as expected is marked in the matrix and said in words below it.

import type { ParameterValues } from '../../language/define-model.ts';
import {
  findingOf,
  findingOfRow,
  type GoesWrongRun,
  type PropertyRun,
  type RowRun,
  type RunSummary,
  type SpecRun,
} from '../../spec/run-outcome.ts';
import { auditedText, auditProblems, sumAudits } from './audit.ts';
import { listed } from './listed.ts';
import { counted, parameterAt, showParameters } from './show-value.ts';
import { thousands } from './statistics.ts';
import { plainStyle, type Style, type TextOptions } from './style.ts';
import { type Table, type TableCell, type TableColumn, table } from './table.ts';
import { teethLines, teethSummary } from './teeth.ts';
import { commandTexts } from './unexpected.ts';
import { unseenItems } from './unseen.ts';
import { verdictPaint, verdictWords } from './verdict.ts';
import { printable, wrap } from './width.ts';

const INDENT = 2;
const WORDS = {
  holds: 'holds',
  violated: 'violated',
  inconclusive: 'inconclusive',
  'no-violation-found': 'none found',
  pending: 'pending',
};
/** For matrices that are too wide for words. */
const SHORT_WORDS: typeof WORDS = {
  holds: 'holds',
  violated: 'viol',
  inconclusive: 'inconcl',
  'no-violation-found': 'none',
  pending: 'pend',
};

export function matrixText(run: SpecRun, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
  const { constant, varying } = splitParameters(run.rows);
  const [full, short] = [WORDS, SHORT_WORDS].map((words) =>
    table(tableColumns(run.rows, varying, words, style), INDENT, columns, style),
  ) as [Table, Table];
  const blocks = [
    [
      ...wrap(`${printable(run.model)} ${showParameters(constant)}`, columns, 2).map(style.strong),
      ...wrap(printable(run.spec), columns, 2).map(style.faint),
      ...(run.seed === '' ? [] : wrap(printable(run.seed), columns, 2).map(style.faint)),
    ],
    run.rows.length === 0 ? ['  no rows'] : (full.fits ? full : short).lines,
    [
      ...ofRows(run.rows, varying, (row) => undecided(row) ?? []),
      ...ofRows(run.rows, varying, surprises),
    ]
      .flatMap((text) => marked(text, columns))
      .map(style.bad),
    (run.unmet ?? []).flatMap((text) => marked(printable(text), columns)).map(style.bad),
    commandTexts(run).map(style.faint),
    listed('Warnings', doubts(run.rows), columns).map(style.doubtful),
    listed('Seen in no row', run.unmet ? [] : unseenItems(run.unseen ?? []), columns).map(
      style.doubtful,
    ),
    [
      ...ofRows(run.rows, varying, leftOut),
      ...ofRows(run.rows, varying, (row) => [
        ...wentWrong(row),
        ...(row.note === undefined ? [] : [row.note]),
      ]),
    ]
      .flatMap((text) => wrap(text, columns - INDENT, 2).map((line) => `  ${line}`))
      .map(style.faint),
    teethLines(run, columns, style),
    ...audited(run.rows, columns, style),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

/** Each once: what is doubtful in one row is so in most. */
function doubts(rows: readonly RowRun[]): string[] {
  return [...new Set(rows.flatMap(({ warnings = [] }) => warnings))];
}

/** `18 rows: 16 as expected, 1 unexpected, 1 inconclusive, 4 verdicts pending`. */
export function summaryText(summary: RunSummary, style: Style = plainStyle): string {
  const {
    rows,
    asExpected,
    unexpected,
    inconclusive,
    broken,
    notRun,
    pending,
    cached = 0,
    unmet = 0,
    leftOut: { specs: leftOut } = { specs: [] },
  } = summary;
  if (rows === 0 && notRun.length === 0 && leftOut.length > 0) {
    return `0 rows: ${counted(leftOut.length, 'spec')} left out, as nothing of them has changed\n`;
  }
  if (rows === 0) return `${style.doubtful('0 rows: nothing was checked')}\n`;
  const isAll = asExpected === rows && broken === 0 && notRun.length === 0;
  const parts = [
    `${isAll ? 'all' : thousands(asExpected)} as expected`,
    ...(unexpected === 0 ? [] : [style.bad(`${thousands(unexpected)} unexpected`)]),
    ...(inconclusive === 0 ? [] : [style.doubtful(`${thousands(inconclusive)} inconclusive`)]),
    ...(unmet === 0 ? [] : [style.bad(`${counted(unmet, 'demand')} not met`)]),
    ...(broken === 0 ? [] : [style.bad(`${thousands(broken)} broken`)]),
    ...(notRun.length === 0 ? [] : [style.doubtful(`${counted(notRun.length, 'spec')} not run`)]),
    ...(pending === 0 ? [] : [style.doubtful(`${counted(pending, 'verdict')} pending`)]),
    ...(cached === 0 ? [] : [`${thousands(cached)} cached`]),
    ...(leftOut.length === 0 ? [] : [`${counted(leftOut.length, 'spec')} left out`]),
  ];
  const lines = [`${counted(rows, 'row')}: ${parts.join(', ')}`, ...teethSummary(summary, style)];
  return `${lines.join('\n')}\n`;
}

/** Parameters that are the same in all rows say so once. */
function splitParameters(rows: readonly RowRun[]): {
  constant: ParameterValues;
  varying: readonly string[];
} {
  const names = [...new Set(rows.flatMap(({ parameters }) => Object.keys(parameters)))];
  const first = rows[0]?.parameters ?? {};
  const varying = names.filter((name) => rows.some((row) => row.parameters[name] !== first[name]));
  const constant = Object.entries(first).filter(([name]) => !varying.includes(name));
  return { constant: Object.fromEntries(constant), varying };
}

function tableColumns(
  rows: readonly RowRun[],
  varying: readonly string[],
  words: typeof WORDS,
  style: Style,
): TableColumn[] {
  const goesWrong = rows.some((row) => row.goesWrong)
    ? [{ heading: 'the model', cells: rows.map((row) => goesWrongCell(row, style)) }]
    : [];
  const properties = [...new Set(rows.flatMap((row) => row.properties.map(({ name }) => name)))];
  return [
    ...varying.map((name) => ({
      heading: printable(name),
      cells: rows.map(({ parameters }) => ({
        text: printable(String(parameterAt(parameters, name))),
        paint: plainStyle.strong,
      })),
    })),
    ...goesWrong,
    ...properties.map((name) => ({
      heading: printable(name),
      cells: rows.map((row) => verdictCell(row, name, words, style)),
    })),
  ];
}

/** `violated 13`; with `!` before what is not as expected, and after it what was. */
function verdictCell(
  { properties, leftOut = {} }: RowRun,
  name: string,
  words: typeof WORDS,
  style: Style,
): TableCell {
  const property = properties.find((one) => one.name === name);
  if (property === undefined) {
    return { text: Object.hasOwn(leftOut, name) ? '-' : '', paint: style.faint };
  }
  const { verdict, expected } = property;
  const paint = verdictPaint(verdict, style);
  const word = words[verdict] + (verdict === 'violated' ? depthOf(property) : '');
  if (findingOf(property) === 'as-expected') return { text: word, paint };
  const contrast = verdict === expected || words === SHORT_WORDS ? '' : `, not ${words[expected]}`;
  return { text: `! ${word}${contrast}`, paint: (text) => style.strong(paint(text)) };
}

/** Of liveness no run is known to be the shortest. */
function depthOf({ kind, depth }: PropertyRun): string {
  return depth === undefined || kind === 'liveness' ? '' : ` ${depth}`;
}

function leftOut({ leftOut = {} }: RowRun): string[] {
  return Object.entries(leftOut).map(([name, why]) => `${name} is left out: ${why}`);
}

/** Of rows that expect the model to go wrong. */
function goesWrongCell({ goesWrong }: RowRun, style: Style): TableCell {
  if (goesWrong === undefined) return { text: '', paint: style.faint };
  const { verdict } = goesWrong;
  if (verdict === 'goes-wrong') return { text: 'goes wrong', paint: style.bad };
  const text = verdict === 'goes-on' ? '! goes on' : '! inconclusive';
  return { text, paint: (shown) => style.strong(style.doubtful(shown)) };
}

function surprises(row: RowRun): string[] {
  return [
    ...(row.goesWrong?.verdict === 'goes-on' ? [goesOn(row.goesWrong)] : []),
    ...row.properties
      .filter((property) => findingOf(property) !== 'as-expected' && isNews(row, property))
      .map(surprise),
  ];
}

/** What is said of a mistake that was expected. */
function wentWrong({ goesWrong }: RowRun): string[] {
  return goesWrong?.message === undefined ? [] : [`goes wrong: ${goesWrong.message}`];
}

function goesOn({ at, says }: GoesWrongRun): string {
  return `the model goes on (expected: to go wrong at ${at.join(' ')}, with the words '${says}')`;
}

/** What the row's own line says of all its properties need not be said of each. */
function isNews({ error, limit }: RowRun, property: PropertyRun): boolean {
  if (error !== undefined) return false;
  return limit === undefined || findingOf(property) === 'unexpected';
}

/** Why a row has no verdicts, or not all of them. */
function undecided(row: RowRun): string | undefined {
  const { error, limit, properties } = row;
  if (error !== undefined) return `could not be checked: ${error.split('\n')[0]}`;
  if (properties.length === 0 && !row.goesWrong)
    return 'nothing was compared: no step of this row asserts';
  return findingOfRow(row) === 'as-expected' ? undefined : limit?.message;
}

/** `no-missed-zone: holds (expected: violated)`. */
function surprise(property: PropertyRun): string {
  const { name, verdict, expected, problem } = property;
  const as = verdict === expected ? ' as expected' : ` (expected: ${expected})`;
  const but = problem === undefined ? '' : `, but ${printable(problem)}`;
  return `${printable(name)}: ${verdictWords(property)}${as}${but}`;
}

/** One line for all rows; the mistakes of each. */
function audited(rows: readonly RowRun[], columns: number, style: Style): string[][] {
  const audits = rows.flatMap(({ audit }) => audit ?? []);
  if (audits.length === 0) return [];
  const looked = wrap(auditedText(sumAudits(audits)), columns, 2).map(style.faint);
  const problems = audits.flatMap((audit) => audit.problems);
  return [looked, ...auditProblems(problems, columns, style)];
}

/** What is said of rows, each with its rows: what is the same of several is said once. */
function ofRows(
  rows: readonly RowRun[],
  varying: readonly string[],
  said: (row: RowRun) => string | readonly string[],
): string[] {
  const names = new Map<string, string[]>();
  for (const row of rows) {
    for (const text of [said(row)].flat()) {
      names.set(text, [...(names.get(text) ?? []), rowName(row, varying)]);
    }
  }
  return [...names].map(([text, of]) =>
    varying.length === 0 ? printable(text) : `${of.join('; ')}: ${printable(text)}`,
  );
}

function marked(text: string, columns: number): string[] {
  const lines = wrap(text, columns - INDENT - 2, 2);
  return lines.map((line, k) => `  ${k === 0 ? '!' : ' '} ${line}`);
}

function rowName({ parameters }: RowRun, varying: readonly string[]): string {
  return showParameters(
    Object.fromEntries(varying.map((name) => [name, parameterAt(parameters, name)])),
  );
}
