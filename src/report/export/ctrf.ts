// CTRF, the common test report format (https://ctrf.io), specification 0.0. A verdict that a limit stood in the way of is
// `other`.

import { jsonText } from '../json/json-text.ts';
import { printable, printableLines } from '../text/width.ts';
import { ofCases } from './exporter.ts';
import {
  type CaseState,
  caseName,
  casesOf,
  countOf,
  fingerprintOf,
  messageOf,
  pathInRepository,
  type ReportContext,
  type Reported,
  type ReportedCase,
  type ReportedSuite,
} from './reported.ts';

const STATUS = {
  passed: 'passed',
  failed: 'failed',
  broken: 'failed',
  undecided: 'other',
  pending: 'pending',
  'left-out': 'skipped',
} as const satisfies Record<CaseState, string>;

export const ctrf = ofCases((reported, context) =>
  jsonText({
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: 'mmcheck',
    results: {
      tool: { name: 'mmcheck', version: context.version },
      summary: summaryOf(reported, context),
      tests: reported.suites.flatMap((suite) =>
        suite.cases.map((one) => testOf(one, suite, context)),
      ),
    },
  }),
);

function summaryOf(reported: Reported, { began }: ReportContext): object {
  const cases = casesOf(reported);
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0);
  return {
    tests: cases.length,
    passed: countOf(cases, 'passed'),
    failed: countOf(cases, 'failed', 'broken'),
    skipped: countOf(cases, 'left-out'),
    pending: countOf(cases, 'pending'),
    other: countOf(cases, 'undecided'),
    suites: reported.suites.length,
    start: began,
    stop: began + milliseconds(seconds),
  };
}

function testOf(one: ReportedCase, { file, model }: ReportedSuite, context: ReportContext): object {
  const { state, details, place, seconds } = one;
  return {
    testId: fingerprintOf(one),
    name: printable(caseName(one)),
    status: STATUS[state],
    rawStatus: state,
    duration: milliseconds(seconds),
    suite: [file, model].filter((name) => name !== '').map(printable),
    ...(state === 'passed' ? {} : { message: printable(messageOf(one)) }),
    ...(details === '' ? {} : { trace: printableLines(details).join('\n') }),
    ...(place && { filePath: pathInRepository(place.file, context), line: place.line }),
  };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}
