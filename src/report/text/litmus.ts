// Litmus tests as text: one in the words of herd, of which other tools read some lines; several as a table.

import type {
  Agreement,
  LitmusRefusal,
  LitmusReport,
  LitmusResult,
  LitmusState,
  LitmusVerdict,
} from '../../outcome/litmus.ts';
import { counted } from './show-value.ts';
import { plainStyle, type Style, type TextOptions } from './style.ts';
import { type TableColumn, table } from './table.ts';
import { printable, wrap } from './width.ts';

export function litmusText(
  { memoryModel, tests }: LitmusReport,
  options: TextOptions = {},
): string {
  const [only, ...others] = tests;
  if (only?.type === 'verdict' && others.length === 0) return herdText(only, options);
  const verdicts = tests.filter((one) => one.type === 'verdict');
  const refusals = tests.filter((one) => one.type === 'refusal');
  const { columns = 100, style = plainStyle } = options;
  const blocks = [
    verdicts.length === 0 ? [] : table(columnsOf(verdicts, style), 0, columns, style).lines,
    verdicts.flatMap((one) =>
      warningTexts(one).flatMap((text) => wrap(`${printable(one.file)}: ${text}`, columns, 2)),
    ),
    refusals.flatMap((one) => wrap(refusalText(one), columns, 2)),
    tests.length === 1 ? [] : wrap(summaryOf(memoryModel, tests), columns, 2),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const KINDS = { exists: 'Allowed', '~exists': 'Forbidden', forall: 'Required' } as const;

/** Of `~exists` the witnesses that herd calls positive are those against the claim. */
function herdText(
  verdict: LitmusVerdict,
  { columns = 100, style = plainStyle }: TextOptions,
): string {
  const { name, quantifier, states, ok, positive, negative, observation, condition } = verdict;
  const [witnesses, others] =
    quantifier === '~exists' ? [negative, positive] : [positive, negative];
  const lines = [
    `Test ${name} ${KINDS[quantifier]}`,
    `States ${states.length}`,
    ...states.map(stateText),
    ok ? 'Ok' : 'No',
    'Witnesses',
    `Positive: ${witnesses} Negative: ${others}`,
    `Condition ${condition}`,
    `Observation ${name} ${observation} ${positive} ${negative}`,
  ].map(printable);
  const compared = comparison(verdict);
  const last =
    compared === undefined
      ? [`Under ${verdict.memoryModel}; --memory-model takes another`]
      : wrap(compared.text, columns, 2).map(compared.paint(style));
  const warnings = warningTexts(verdict).flatMap((text) => wrap(text, columns, 2));
  return `${[...lines, ...last, ...warnings.map(style.doubtful)].join('\n')}\n`;
}

function warningTexts({ warnings = [] }: LitmusVerdict): string[] {
  return warnings.map((one) => `Warning: ${printable(one)}`);
}

function stateText({ values }: LitmusState): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value};`)
    .join(' ');
}

const PAINTS: Readonly<Record<Agreement, keyof Style>> = {
  agrees: 'good',
  'shows-less': 'doubtful',
  'shows-more': 'doubtful',
  contradicts: 'bad',
};

function comparison({ agreement, expected, observation, memoryModel }: LitmusVerdict) {
  if (agreement === undefined) return undefined;
  const texts: Readonly<Record<Agreement, string>> = {
    agrees: `Result ${expected} under ${memoryModel}: as the file says`,
    'shows-less': `Result ${observation} under ${memoryModel}: the file says ${expected}, of the kernel's memory model, which allows more${memoryModel === 'lkmm' ? ': load buffering' : ''}`,
    'shows-more': `Result ${observation} under ${memoryModel}, which orders less than the kernel's memory model: the file says ${expected}`,
    contradicts: `Result ${observation} under ${memoryModel}: the file says ${expected}`,
  };
  return { text: texts[agreement], paint: (style: Style) => style[PAINTS[agreement]] };
}

function columnsOf(verdicts: readonly LitmusVerdict[], style: Style): TableColumn[] {
  const column = (heading: string, text: (one: LitmusVerdict) => string): TableColumn => ({
    heading,
    cells: verdicts.map((one) => ({
      text: printable(text(one)),
      paint: one.agreement === undefined ? plainStyle.strong : style[PAINTS[one.agreement]],
    })),
  });
  return [
    column('test', (one) => namedIn(one, verdicts)),
    column('found', ({ observation }) => observation),
    column('file says', ({ expected }) => expected ?? ''),
    column('positive', ({ positive }) => String(positive)),
    column('negative', ({ negative }) => String(negative)),
    column('', lastWords),
  ];
}

/** With its file where another test has the same name. */
function namedIn({ name, file }: LitmusVerdict, all: readonly LitmusVerdict[]): string {
  return all.some((one) => one.name === name && one.file !== file) ? `${name} (${file})` : name;
}

function lastWords({ agreement, noRunEnds }: LitmusVerdict): string {
  if (noRunEnds) return 'no run ends';
  return agreement === undefined || agreement === 'agrees' ? '' : agreement.replace('-', ' ');
}

/** `x.litmus:12: not supported: 'while'`. */
function refusalText({ file, line, message }: LitmusRefusal): string {
  return printable(`${file}${line === undefined ? '' : `:${line}`}: ${message}`);
}

function summaryOf(memoryModel: string, tests: readonly LitmusResult[]): string {
  const compared = (agreement: Agreement) =>
    tests.filter((one) => one.type === 'verdict' && one.agreement === agreement).length;
  const refused = (kind: LitmusRefusal['kind']) =>
    tests.filter((one) => one.type === 'refusal' && one.kind === kind).length;
  const parts = [
    [compared('agrees'), 'as their files say'],
    [compared('shows-less'), 'show less than the kernel allows'],
    [compared('shows-more'), 'show more than the kernel allows'],
    [compared('contradicts'), 'not as their files say'],
    [tests.filter((one) => one.type === 'verdict' && one.noRunEnds).length, 'of which no run ends'],
    [refused('unsupported'), 'not supported'],
    [refused('malformed'), 'not understood'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return `${counted(tests.length, 'litmus test')} under ${memoryModel}: ${said.join(', ')}`;
}
