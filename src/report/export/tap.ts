// TAP 14. What is not known is `not ok`, as the command does not succeed with it either; a reason to skip is a directive.

import { printable, printableLines } from '../text/width.ts';
import { ofCases } from './exporter.ts';
import { caseName, messageOf, type ReportedCase, type ReportedSuite } from './reported.ts';

export const tap = ofCases(({ suites }) => {
  const cases = suites.flatMap((suite) => suite.cases.map((one) => ({ suite, one })));
  const lines = cases.flatMap(({ suite, one }, k) => caseLines(suite, one, k + 1));
  return `${['TAP version 14', `1..${cases.length}`, ...lines].join('\n')}\n`;
});

function caseLines({ file }: ReportedSuite, one: ReportedCase, number: number): string[] {
  const { state, headline } = one;
  const isSkipped = state === 'pending' || state === 'left-out';
  const ok = state === 'passed' || isSkipped ? 'ok' : 'not ok';
  const name = escaped(`${file}: ${caseName(one)}`);
  const directive = isSkipped ? ` # SKIP ${escaped(headline)}` : '';
  const line = `${ok} ${number} - ${name}${directive}`;
  return ok === 'ok' ? [line] : [line, ...diagnosis(one)];
}

/** YAML, whose strings may be those of JSON. */
function diagnosis(one: ReportedCase): string[] {
  const { state, details, place } = one;
  return [
    '  ---',
    `  message: ${JSON.stringify(printable(messageOf(one)))}`,
    `  severity: ${state === 'undecided' ? 'inconclusive' : 'fail'}`,
    ...(place ? [`  at: ${JSON.stringify(`${printable(place.file)}:${String(place.line)}`)}`] : []),
    ...(details === '' ? [] : [`  details: ${JSON.stringify(printableLines(details).join('\n'))}`]),
    '  ...',
  ];
}

function escaped(text: string): string {
  return printable(text).replace(/[\\#]/g, '\\$&');
}
