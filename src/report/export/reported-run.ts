// A run of specs as cases: a verdict that is expected has passed, whatever it is.

import {
  biteOf,
  findingOf,
  type GoesWrongRun,
  type PropertyRun,
  type RowRun,
  type RunSummary,
  type SpecRun,
  type ToothRun,
} from '../../spec/run-outcome.ts';
import { biteWords } from '../text/teeth.ts';
import { commandTexts } from '../text/unexpected.ts';
import { verdictWords } from '../text/verdict.ts';
import { summaryText } from '../text/verdict-matrix.ts';
import type { CaseState, Reported, ReportedCase, ReportedSuite } from './reported.ts';
import { firstLine, otherLines, placeIn, placeOfRun, storyOf } from './story.ts';

export function reportedRun(specs: readonly SpecRun[], summary: RunSummary): Reported {
  const begun = specs.map(({ spec }) => spec);
  const notBegun = summary.notRun.filter((file) => !begun.includes(file));
  return {
    suites: [...specs.map(suiteOf), ...notBegun.map(notBegunSuite)],
    summary: summaryText(summary).trimEnd().replaceAll('\n', '; '),
  };
}

/** What all cases of a spec have in common. */
type Common = Pick<ReportedCase, 'model' | 'parameters' | 'place'>;

function suiteOf(run: SpecRun): ReportedSuite {
  const { spec, model, rows, unmet = [], unlike = [], teeth = [], error } = run;
  const common: Common = { model, parameters: {}, place: { file: spec, line: 1 } };
  return {
    file: spec,
    model,
    cases: [
      ...(error === undefined ? [] : [brokenCase(common, error)]),
      ...rows.flatMap((row) => rowCases(run, row)),
      ...unmet.map((text) => unmetCase(common, text, unlike.includes(text))),
      ...teeth.map((tooth) => toothCase(common, tooth)),
    ],
  };
}

function notBegunSuite(spec: string): ReportedSuite {
  const common: Common = { model: '', parameters: {}, place: { file: spec, line: 1 } };
  return {
    file: spec,
    model: '',
    cases: [said(common, 'spec', 'undecided', 'not run: the command ended before')],
  };
}

function rowCases(run: SpecRun, row: RowRun): ReportedCase[] {
  const { spec, model } = run;
  const { parameters, properties, goesWrong, leftOut = {}, audit, error } = row;
  const common: Common = { model, parameters, place: { file: spec, line: 1 } };
  if (error !== undefined) return [brokenCase(common, error)];
  const seconds = row.statistics.seconds / Math.max(1, properties.length);
  const cases = [
    ...(goesWrong ? [goesWrongCase(common, goesWrong)] : []),
    ...properties.map((property) => ({ ...propertyCase(run, row, property), seconds })),
    ...(audit?.problems ?? []).map(({ claim, message, lines }) => ({
      ...said(common, `audit of ${claim}`, 'broken', message),
      ...placed(placeIn(lines[0])),
    })),
    ...Object.entries(leftOut).map(([name, why]) => said(common, name, 'left-out', why)),
  ];
  const isEmpty = properties.length === 0 && !goesWrong;
  return isEmpty ? [...cases, said(common, 'row', 'undecided', 'nothing was compared')] : cases;
}

const OF_FINDING = {
  'as-expected': 'passed',
  unexpected: 'failed',
  inconclusive: 'undecided',
  broken: 'broken',
} as const satisfies Record<string, CaseState>;

function propertyCase(run: SpecRun, row: RowRun, property: PropertyRun): ReportedCase {
  const { name, verdict, expected, problem, run: trace } = property;
  const finding = OF_FINDING[findingOf(property)];
  const state = finding === 'passed' && verdict === 'pending' ? 'pending' : finding;
  const contrast = verdict === expected ? ' as expected' : ` (expected: ${expected})`;
  const but = problem === undefined ? '' : `, but ${firstLine(problem)}`;
  const limit = state === 'undecided' && row.limit ? `${row.limit.message}\n` : '';
  const place = trace && placeOfRun(trace);
  return {
    state,
    model: run.model,
    parameters: row.parameters,
    property: name,
    about: trace?.property.about ?? '',
    headline: `${name}: ${verdictWords(property)}${contrast}${but}`,
    details:
      state === 'passed'
        ? ''
        : [limit, trace ? storyOf(trace) : '', ...commandTexts({ ...run, rows: [row] })]
            .filter((text) => text !== '')
            .join('\n'),
    ...placed(place ?? { file: run.spec, line: 1 }),
    ...(trace && { run: trace }),
    seconds: 0,
  };
}

const OF_GOING_WRONG = {
  'goes-wrong': ['passed', 'the model goes wrong as expected'],
  'goes-on': ['failed', 'the model goes on'],
  inconclusive: ['undecided', 'whether the model goes wrong is not known'],
} as const;

function goesWrongCase(common: Common, { verdict, at, says, message }: GoesWrongRun): ReportedCase {
  const [state, words] = OF_GOING_WRONG[verdict];
  const expected = `expected: to go wrong at ${at.join(' ')}, with the words '${says}'`;
  const headline = state === 'passed' ? words : `${words} (${expected})`;
  return { ...said(common, 'goes wrong', state, headline), details: message ?? '' };
}

/** What is demanded of all rows together. */
function unmetCase(common: Common, text: string, isOfBaseline: boolean): ReportedCase {
  const [property, about] = isOfBaseline
    ? ['baseline', 'numbers of states and lengths of runs are those of the baseline']
    : ['never', 'what no run does is what the spec says'];
  return { ...said(common, property, 'failed', text), about };
}

const OF_BITE = { bites: 'passed', 'bites nothing': 'failed', inconclusive: 'undecided' } as const;

function toothCase(common: Common, tooth: ToothRun): ReportedCase {
  const state = tooth.error === undefined ? OF_BITE[biteOf(tooth)] : 'broken';
  const words = `the change of the model that has to break ${tooth.property}: ${tooth.error ?? biteWords(tooth)}`;
  const property = `tooth of ${tooth.property}`;
  return said({ ...common, parameters: tooth.at }, property, state, words);
}

function brokenCase(common: Common, error: string): ReportedCase {
  const words = `could not be checked: ${error}`;
  return { ...said(common, 'broken', 'broken', words), ...placed(placeIn(error) ?? common.place) };
}

function said(common: Common, property: string, state: CaseState, text: string): ReportedCase {
  return {
    ...common,
    state,
    property,
    about: '',
    headline: firstLine(text),
    details: otherLines(text),
    seconds: 0,
  };
}

function placed(place: ReportedCase['place']): Pick<ReportedCase, 'place'> {
  return place === undefined ? {} : { place };
}
