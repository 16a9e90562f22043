// A trace of a running kernel that was followed on a model, as text.

import type {
  ConformanceReport,
  ExplainedEvent,
  LeftOut,
  LeftOutEvents,
  Refusal,
  ShownEvent,
  Step,
  VariantConformance,
} from '../../outcome/conformance.ts';
import { counted } from './show-value.ts';
import { plainStyle, type Style, type TextOptions } from './style.ts';
import { table } from './table.ts';
import { printable, wrap } from './width.ts';

export function conformanceText(report: ConformanceReport, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
  const { model, parameters, trace, refusal, variants, leftOut } = report;
  const set = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`);
  const inLines = (line: string) => wrap(line, columns, indentOf(line));
  const blocks = [
    [style.strong(`${printable(trace)} on ${model}`) + set.join(''), verdictLine(report, style)],
    ...(refusal ? refusalBlocks(refusal) : [labelLines(report)]),
    leftOutLines(leftOut),
  ].map((lines) => lines.flatMap(inLines));
  const tables = variants ? [variantLines(variants, columns, style)] : [];
  return [...blocks, ...tables]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** What goes on below a line stands farther in. */
function indentOf(line: string): number {
  return (/^ */.exec(line)?.[0].length ?? 0) + 2;
}

function verdictLine(report: ConformanceReport, style: Style): string {
  const { verdict, events, explained, states, limit, ties, refusal, trace } = report;
  const paint = { accepted: style.good, refused: style.bad, undecided: style.doubtful }[verdict];
  const words = {
    accepted: `accepted: ${explained} of ${counted(events, 'event')} explained`,
    refused: `refused at ${printable(trace)}:${refusal?.event.line}`,
    undecided:
      limit === undefined
        ? 'undecided: no rule of the map names an event of the trace, so nothing was asked'
        : `undecided: the limit of ${limit} was reached; nothing is refused, and nothing proved`,
  };
  const most = `; ${counted(states, 'state')} at once at the most`;
  const tied =
    ties > 0 ? `; ${counted(ties, 'pair')} of events at the same time, in the file's order` : '';
  return paint(words[verdict]) + most + tied;
}

function refusalBlocks({ event, until, atEnd, before, stands, possible }: Refusal): string[][] {
  const steps = event.labels.join(' or ');
  const late = until ? `, at the latest at ${eventLine(until)}` : '';
  return [
    [
      eventLine(event),
      `  no run that has come so far has ${event.process} take a step of ${steps} there${atEnd ? ' or later' : late}`,
    ],
    titled(
      'Explained before it',
      before.map((one) => `${eventLine(one)} (${explanation(one)})`),
    ),
    titled(
      `Where the processes may stand${atEnd ? ' at the end of the trace' : ''}`,
      stands.map(({ process, labels }) => `${process}: ${labels.join(', ')}`),
    ),
    titled(
      'What they may do that the trace would show',
      possible.map(({ process, label }) => `${process}: ${label}`),
    ),
  ];
}

function eventLine({ line, task, text }: ShownEvent): string {
  return `line ${line}, ${printable(task)}: ${printable(text)}`;
}

function explanation({ process, labels }: ExplainedEvent): string {
  return `${process}: ${labels.join(' or ')}`;
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function labelLines({ labels, unused }: ConformanceReport): string[] {
  return [
    ...titled(
      'Explained by',
      labels.map(
        ({ process, label, events }) => `${process}: ${label}, ${counted(events, 'event')}`,
      ),
    ),
    ...titled('Named by a rule, and never used', byProcess(unused)),
  ];
}

function byProcess(steps: readonly Step[]): string[] {
  const processes = [...new Set(steps.map(({ process }) => process))];
  return processes.map((process) => {
    const labels = steps.filter((one) => one.process === process).map(({ label }) => label);
    return `${process}: ${labels.join(', ')}`;
  });
}

function variantLines(
  variants: readonly VariantConformance[],
  columns: number,
  style: Style,
): string[] {
  const { names, rows } = condensed(variants);
  const cells = (text: (one: VariantConformance) => string) =>
    rows.map((one) => ({ text: text(one), paint: paintOf(one, style) }));
  const columnsOf = [
    ...names.map((name) => ({
      heading: name,
      cells: cells((one) => String(one.parameters[name])),
    })),
    { heading: 'verdict', cells: cells(({ verdict }) => verdict) },
    { heading: 'explained', cells: cells(({ explained }) => String(explained)) },
    { heading: 'refused at', cells: cells(whyNot) },
  ];
  return ['Variants', ...table(columnsOf, 2, columns, style).lines];
}

/** Without the parameters on which the answer does not depend. */
function condensed(variants: readonly VariantConformance[]): {
  readonly names: readonly string[];
  readonly rows: readonly VariantConformance[];
} {
  const answer = ({ parameters: _, ...found }: VariantConformance) => JSON.stringify(found);
  const rowsFor = (names: readonly string[]) => {
    const rows = new Map<string, VariantConformance>();
    for (const one of variants) {
      const key = JSON.stringify(names.map((name) => one.parameters[name]));
      const known = rows.get(key);
      if (known && answer(known) !== answer(one)) return undefined;
      rows.set(key, known ?? one);
    }
    return [...rows.values()];
  };
  let names = Object.keys(variants[0]?.parameters ?? {});
  for (const name of names.toReversed()) {
    const others = names.filter((one) => one !== name);
    if (rowsFor(others)) names = others;
  }
  return { names, rows: rowsFor(names) ?? variants };
}

function whyNot({ event, message = '' }: VariantConformance): string {
  return event ? `line ${event.line}, ${printable(event.text)}` : printable(message);
}

function paintOf({ verdict }: VariantConformance, style: Style): Style['good'] {
  return verdict === 'accepted' ? style.good : verdict === 'refused' ? style.bad : style.doubtful;
}

function leftOutLines({
  locks,
  notNamed,
  notSeen,
  unseen,
  tooMany,
  notMeant,
  beyond,
  tasks,
  untraced,
  others,
}: LeftOut): string[] {
  const list = (some: readonly LeftOutEvents[]) => some.map(leftOutLine);
  return [
    ...titled('Locks of its tasks that no rule names', list(locks)),
    ...titled('Functions of its steps that no rule names', list(notNamed)),
    ...titled(
      'Functions of its steps without an event',
      notSeen.length ? [notSeen.join(', ')] : [],
    ),
    ...titled('Rules that count only where the trace has such an event', [...untraced]),
    ...titled('Begun beyond the instances of the model', list(tooMany)),
    ...titled('Begun, and something else than the model speaks of', list(notMeant)),
    ...titled(
      'Not looked at from here on: no process of the model does this',
      beyond ? [`line ${beyond.line}, ${printable(beyond.task)}: ${printable(beyond.text)}`] : [],
    ),
    ...titled('Events of its rules by tasks that are no process', list(others)),
    ...titled('Instances without an event', unseen.length ? [unseen.join(', ')] : []),
    ...titled('Tasks that are no process', tasks.length ? [tasks.map(printable).join(', ')] : []),
  ];
}

function leftOutLine({ process, text, count, line, why }: LeftOutEvents): string {
  const reason = why === undefined ? '' : ` (${printable(why)})`;
  return `${process}: ${printable(text)}, ${counted(count, 'time')}, first in line ${line}${reason}`;
}
