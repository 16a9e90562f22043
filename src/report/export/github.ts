// Workflow commands of GitHub Actions, a line each: printed in a step, they become annotations beside the lines of a pull
// request. GitHub shows ten errors and ten warnings of a step, so the worst come first, and the last that is shown says how
// many are not.

import { showParameters } from '../text/show-value.ts';
import { printable, printableLines } from '../text/width.ts';
import { ofCases } from './exporter.ts';
import {
  pathInRepository,
  type ReportContext,
  type ReportedCase,
  subjectOf,
  troubles,
} from './reported.ts';

const SHOWN = 10;
/** GitHub cuts the text of an annotation at 64 KiB. */
const LONGEST = 60_000;

export const github = ofCases((reported, context) => {
  const all = troubles(reported);
  const isError = ({ state }: ReportedCase) => state !== 'undecided';
  const errors = commands('error', all.filter(isError), context);
  const warnings = commands(
    'warning',
    all.filter((one) => !isError(one)),
    context,
  );
  return [...errors, ...warnings].map((line) => `${line}\n`).join('');
});

function commands(
  level: 'error' | 'warning',
  cases: readonly ReportedCase[],
  context: ReportContext,
): string[] {
  return cases.map((one, k) => {
    const more = cases.length - SHOWN;
    const isLastShown = more > 0 && k === SHOWN - 1;
    return command(level, one, context, isLastShown ? `\n${more} more are not shown here.` : '');
  });
}

function command(level: string, one: ReportedCase, context: ReportContext, more: string): string {
  const { parameters, headline, details, place } = one;
  const where = place ? { file: pathInRepository(place.file, context), line: place.line } : {};
  const title = [subjectOf(one), showParameters(parameters)]
    .filter((part) => part !== '')
    .join(' ');
  const properties = Object.entries({ ...where, title: printable(title) })
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
    .join(',');
  const text = [printable(headline), ...printableLines(details)].join('\n').trimEnd();
  return `::${level} ${properties}::${escapedData(text.slice(0, LONGEST) + more)}`;
}

/** As the runner takes it back (actions/toolkit, `core/src/command.ts`). */
function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
