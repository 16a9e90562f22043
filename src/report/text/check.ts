// The outcome of a check as text: the verdicts first, then what they rest on and what they cost,
// then each counterexample in full.

import type { AuditReport, CheckOutcome } from '../../outcome/outcome.ts';
import { auditedText, auditProblems } from './audit.ts';
import { coverageLines } from './coverage.ts';
import { listed } from './listed.ts';
import { profileBlocks } from './profile.ts';
import { propertyLines, violationTexts } from './property-lines.ts';
import { showParameters } from './show-value.ts';
import { statisticsText } from './statistics.ts';
import { plainStyle, type Style, type TextOptions } from './style.ts';
import { unreducedItems } from './unreduced.ts';
import { unseenItems } from './unseen.ts';
import { printable, printableLines, wrap } from './width.ts';

export function checkText(outcome: CheckOutcome, options: TextOptions = {}): string {
  const { columns = 100, style = plainStyle } = options;
  const { model, parameters, properties, statistics, limit, warnings, audit, profile, coverage } =
    outcome;
  const holds = properties.some(({ verdict }) => verdict === 'holds');
  const isOpen = properties.some(({ verdict }) => verdict === 'no-violation-found');
  const blocks = [
    wrap(`${printable(model)} ${showParameters(parameters)}`, columns, 2).map(style.strong),
    propertyLines(properties, columns, style),
    limit === undefined ? [] : paragraph(limit.message, columns).map(style.doubtful),
    listed('Perhaps not the fewest context switches', unquiet(properties), columns).map(
      style.faint,
    ),
    listed('Never, in any run', unseenItems(outcome.never ?? []), columns).map(style.doubtful),
    listed('Warnings', warnings, columns).map(style.doubtful),
    holds && !isOpen ? listed('What holds is proved for', outcome.assumptions, columns) : [],
    isOpen ? listed('What was not found was looked for in', outcome.assumptions, columns) : [],
    wrap(statisticsText(statistics), columns, 2).map(style.faint),
    listed('In the way of fewer states', unreducedItems(statistics), columns).map(style.faint),
    ...(audit === undefined ? [] : auditBlocks(audit, columns, style)),
    ...(profile === undefined ? [] : profileBlocks(profile, columns, style)),
    ...(coverage === undefined ? [] : coverageLines(coverage, style)),
  ];
  return [
    ...blocks.filter((block) => block.length > 0).map((block) => `${block.join('\n')}\n`),
    ...violationTexts(properties, columns, style),
  ].join('\n');
}

/** Where that was asked for, and cannot be said. */
function unquiet(properties: CheckOutcome['properties']): string[] {
  const names = properties.filter(({ fewestSwitches }) => fewestSwitches === false);
  return names.map(({ name }) => name);
}

function auditBlocks(audit: AuditReport, columns: number, style: Style): string[][] {
  const looked = wrap(auditedText(audit), columns, 2).map(style.faint);
  return [looked, ...auditProblems(audit.problems, columns, style)];
}

function paragraph(text: string, columns: number): string[] {
  return printableLines(text).flatMap((line) => wrap(line, columns, 2));
}
