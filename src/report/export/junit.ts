// JUnit XML, as Jenkins, GitLab and most others read it. There is no one schema; what is kept to is what all of them have:
// one level of suites, right counts on each and on the root, a message in one line, and the story as text. A verdict that
// could not be given is an error, as the command does not succeed with one either.

import Builder from 'fast-xml-builder';
import { printable, printableLines } from '../text/width.ts';
import { ofCases } from './exporter.ts';
import {
  caseName,
  casesOf,
  countOf,
  messageOf,
  pathInRepository,
  type ReportContext,
  type Reported,
  type ReportedCase,
  type ReportedSuite,
} from './reported.ts';

const builder = new Builder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  // Else `name="true"` becomes a name without a value, which is no XML.
  suppressBooleanAttributes: false,
});

export const junit = ofCases((reported: Reported, context) =>
  builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'mmcheck',
      ...counts(casesOf(reported)),
      testsuite: reported.suites.map((suite) => suiteNode(suite, context)),
    },
  }),
);

function suiteNode(suite: ReportedSuite, context: ReportContext): object {
  const file = pathInRepository(suite.file, context);
  return {
    '@name': printable(suite.file),
    ...counts(suite.cases),
    '@file': printable(file),
    testcase: suite.cases.map((one) => caseNode(one, suite, context)),
  };
}

function caseNode(one: ReportedCase, suite: ReportedSuite, context: ReportContext): object {
  const { place = { file: suite.file, line: 1 } } = one;
  return {
    '@name': printable(caseName(one)),
    '@classname': printable(suite.model === '' ? suite.file : suite.model),
    '@time': one.seconds.toFixed(3),
    '@file': printable(pathInRepository(place.file, context)),
    '@line': place.line,
    ...outcomeNode(one),
  };
}

function outcomeNode(one: ReportedCase): object {
  const { state, details } = one;
  const message = printable(messageOf(one));
  const story = { '@message': message, '#text': printableLines(details).join('\n') };
  switch (state) {
    case 'passed':
      return {};
    case 'failed':
      return { failure: { '@type': 'unexpected', ...story } };
    case 'undecided':
    case 'broken':
      return { error: { '@type': state, ...story } };
    case 'pending':
    case 'left-out':
      return { skipped: { '@message': message } };
  }
}

function counts(cases: readonly ReportedCase[]): object {
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0);
  return {
    '@tests': cases.length,
    '@failures': countOf(cases, 'failed'),
    '@errors': countOf(cases, 'undecided', 'broken'),
    '@skipped': countOf(cases, 'pending', 'left-out'),
    '@time': seconds.toFixed(3),
  };
}
