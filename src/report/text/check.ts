// The outcome of a check as text: the verdicts first, then what they rest on and what they cost,
// then each counterexample in full.

import type { AuditReport, CheckOutcome, PropertyOutcome } from '../../outcome/outcome.ts';
import { auditedText, auditProblems } from './audit.ts';
import { coverageLines } from './coverage.ts';
import { renderLine } from './line.ts';
import { listed } from './listed.ts';
import { lockOrderText } from './lock-order.ts';
import { profileBlocks } from './profile.ts';
import { showParameters } from './show-value.ts';
import { statisticsText } from './statistics.ts';
import { plainStyle, type Style, type TextOptions } from './style.ts';
import { traceText } from './trace.ts';
import { unseenItems } from './unseen.ts';
import { VERDICT_MARKS, verdictPaint, verdictWords } from './verdict.ts';
import { printable, printableLines, widest, wrap } from './width.ts';

const INDENT = 2;
const GAP = 2;
/** With less room for what a property says, it goes below the property's name. */
const LEAST_ABOUT = 30;

export function checkText(outcome: CheckOutcome, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
  const { model, parameters, properties, statistics, limit, warnings, audit, profile, coverage } =
    outcome;
  const holds = properties.some(({ verdict }) => verdict === 'holds');
  const violations = properties.flatMap((property) => violationText(property, { columns, style }));
  const blocks = [
    wrap(`${printable(model)} ${showParameters(parameters)}`, columns, 2).map(style.strong),
    propertyLines(properties, columns, style),
    limit === undefined ? [] : paragraph(limit.message, columns).map(style.doubtful),
    listed('Never, in any run', unseenItems(outcome.never ?? []), columns).map(style.doubtful),
    listed('Warnings', warnings, columns).map(style.doubtful),
    holds ? listed('What holds is proved for', outcome.assumptions, columns) : [],
    wrap(statisticsText(statistics), columns, 2).map(style.faint),
    ...(audit === undefined ? [] : auditBlocks(audit, columns, style)),
    ...(profile === undefined ? [] : profileBlocks(profile, columns, style)),
    ...(coverage === undefined ? [] : coverageLines(coverage, style)),
  ];
  return [
    ...blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`),
    ...violations.flatMap((shown) => [`${style.faint('-'.repeat(columns))}\n`, shown]),
    ...(violations.length > 1 ? [afterSeveral(violations.length, columns, style)] : []),
  ].join('\n');
}

/** The runs are long, and whoever reads them to the end may want only one. */
function afterSeveral(violations: number, columns: number, style: Style): string {
  const words = `${violations} properties are violated; --property NAME shows one of them.`;
  return `${wrap(words, columns, 2).map(style.faint).join('\n')}\n`;
}

function auditBlocks(audit: AuditReport, columns: number, style: Style): string[][] {
  const looked = wrap(auditedText(audit), columns, 2).map(style.faint);
  return [looked, ...auditProblems(audit.problems, columns, style)];
}

function violationText(
  { name, verdict, counterexample, lockOrder }: PropertyOutcome,
  options: TextOptions,
): string[] {
  if (verdict !== 'violated') return [];
  if (lockOrder !== undefined) return [lockOrderText(name, lockOrder, options)];
  return counterexample ? [traceText(counterexample, options)] : [];
}

/** `✗ no-missed-zone  violated in 4 steps  a pass visits every zone that stays populated`. */
function propertyLines(
  properties: readonly PropertyOutcome[],
  columns: number,
  style: Style,
): string[] {
  const words = properties.map(verdictWords);
  const names = properties.map(({ name }) => printable(name));
  const nameColumn = INDENT + 2;
  const verdictColumn = nameColumn + widest(names) + GAP;
  const beside = verdictColumn + widest(words) + GAP;
  const below = columns - beside < LEAST_ABOUT;
  const aboutColumn = below ? nameColumn + 2 : beside;
  return properties.flatMap(({ about, verdict }, k) => {
    const paint = verdictPaint(verdict, style);
    const said = about === '' ? [] : wrap(printable(about), columns - aboutColumn);
    const abouts = said.map((text) => ({ column: aboutColumn, text, paint: style.faint }));
    const head = [
      { column: INDENT, text: VERDICT_MARKS[verdict], paint },
      { column: nameColumn, text: names[k], paint: style.strong },
      { column: verdictColumn, text: words[k], paint },
    ];
    const rest = (below ? abouts : abouts.slice(1)).map((piece) => renderLine([piece]));
    return [renderLine([...head, ...(below ? [] : abouts.slice(0, 1))]), ...rest];
  });
}

function paragraph(text: string, columns: number): string[] {
  return printableLines(text).flatMap((line) => wrap(line, columns, 2));
}
