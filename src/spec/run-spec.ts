// Checks the rows of a spec and says of each property whether its verdict, its depth and its story
// are as expected.

import { checkModel } from '../check/check.ts';
import { type CheckOptions, findsShortest } from '../check/options.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import type { CheckOutcome, PropertyOutcome } from '../outcome/outcome.ts';
import { routeOf } from '../trace/route.ts';
import { encodeTrace } from '../trace/trace-json.ts';
import { evidenceOf } from './evidence.ts';
import { goesWrongRun } from './goes-wrong.ts';
import type { ExaminedRow } from './row-at.ts';
import type { PropertyRun, RowRun } from './run-outcome.ts';
import type { Expectation, SpecDefinition } from './spec.ts';
import { storyProblem } from './story.ts';

/** What a row is checked with: the search, or a stand-in for it. */
export type Check = typeof checkModel;

export interface RowOptions extends CheckOptions {
  /** Whether verdicts come with what explains them. */
  readonly evidence?: boolean;
}

/** Most rows have fewer, and each would pay for reductions of its own. */
const FEW_STATES = 16384;

export function runRow(
  spec: SpecDefinition,
  row: ExaminedRow,
  options: RowOptions = {},
  check: Check = checkModel,
): RowRun {
  const untilWrong = row.row.goesWrong !== undefined;
  const given = { unreducedUpTo: FEW_STATES, ...options, ...(untilWrong && { untilWrong }) };
  return rowRun(spec, row, check(spec.model, row.parameters, row.properties, given), options);
}

/** What was found out, beside what was expected. */
export function rowRun(
  spec: SpecDefinition,
  row: ExaminedRow,
  outcome: CheckOutcome,
  options: RowOptions,
): RowRun {
  const { statistics, audit, limit, warnings, happenings } = outcome;
  const { note, goesWrong } = row.row;
  return {
    parameters: row.parameters,
    ...(goesWrong && { goesWrong: goesWrongRun(goesWrong, outcome) }),
    properties: compareAll(spec, row, outcome, options),
    statistics,
    happenings,
    ...(audit && { audit }),
    ...(note === undefined ? {} : { note }),
    ...(Object.keys(row.leftOut).length > 0 && { leftOut: row.leftOut }),
    ...(warnings.length > 0 && { warnings }),
    ...(limit && { limit }),
  };
}

function compareAll(
  spec: SpecDefinition,
  row: ExaminedRow,
  { properties }: CheckOutcome,
  options: RowOptions,
): PropertyRun[] {
  const usual = row.row.goesWrong ? UNDECIDED : HOLDS;
  const compared = properties
    .filter(({ name, verdict }) => verdict !== usual.verdict || isTold(spec, name, options))
    .map((found) => {
      const expected = row.expect[found.name] ?? usual;
      const compared = compareProperty(found, expected, options);
      return options.evidence
        ? { ...compared, evidence: evidenceOf(spec, row, found, expected) }
        : compared;
    });
  const asserts = properties.some(({ name }) => name === ASSERTIONS);
  return asserts ? compared : [...compared, ...withoutAssertions(row, options)];
}

const HOLDS: Expectation = { verdict: 'holds' };
const UNDECIDED: Expectation = { verdict: 'inconclusive' };

/** `assertions` is only worth a column where the spec names it, somebody asks for it, or one fails. */
function isTold({ rows }: SpecDefinition, name: string, { only = [] }: CheckOptions): boolean {
  return (
    name !== ASSERTIONS ||
    only.includes(ASSERTIONS) ||
    rows.some(({ expect = {} }) => Object.hasOwn(expect, ASSERTIONS))
  );
}

/** Where no step asserts no assertion is false; whoever expects one to be must hear it. */
function withoutAssertions({ expect }: ExaminedRow, { only }: CheckOptions): PropertyRun[] {
  const expected = expect[ASSERTIONS]?.verdict ?? 'holds';
  if (expected === 'holds' || only?.includes(ASSERTIONS) === false) return [];
  const problem = 'no step of this row asserts';
  const assertions = { name: ASSERTIONS, kind: 'assertion', verdict: 'holds' } as const;
  return [{ ...assertions, expected, asExpected: false, problem }];
}

function compareProperty(
  found: PropertyOutcome,
  expected: Expectation,
  options: RowOptions,
): PropertyRun {
  const { name, kind, depth, counterexample } = found;
  const isUnseen = lacksRun(found) && asksForRun(expected, options);
  const same = found.verdict === expected.verdict;
  const problem = !same ? undefined : isUnseen ? NO_RUN : problemOf(found, expected, options);
  const asExpected = same && problem === undefined;
  return {
    name,
    kind,
    expected: expected.verdict,
    // A violation of which it is not known whether it is the expected one.
    verdict: same && isUnseen ? 'inconclusive' : found.verdict,
    asExpected,
    ...(problem === undefined ? {} : { problem }),
    ...(depth === undefined ? {} : { depth }),
    ...(counterexample && { route: routeOf(counterexample) }),
    ...(!asExpected && counterexample && { run: encodeTrace(counterexample) }),
  };
}

const NO_RUN = 'it is violated, and the run that shows whether as expected was not built';

/** Whether the check was ended before the run was built that it has found. */
function lacksRun({ kind, verdict, counterexample, lockOrder }: PropertyOutcome): boolean {
  const isShown = kind === 'reachable' ? verdict === 'holds' : verdict === 'violated';
  return isShown && counterexample === undefined && lockOrder === undefined;
}

function asksForRun({ story, depth }: Expectation, { order }: CheckOptions): boolean {
  return findsShortest({ order }) && (story ?? depth) !== undefined;
}

/**
 * What is wrong although the verdict is the expected one. Depth and story are those of a shortest run, which not every
 * order looks for.
 */
function problemOf(
  found: PropertyOutcome,
  expected: Expectation,
  { order }: CheckOptions,
): string | undefined {
  if (!findsShortest({ order })) return undefined;
  if (expected.depth !== undefined && found.depth !== expected.depth && found.minimal !== false) {
    return found.depth === undefined
      ? `it has no depth, and ${expected.depth} is expected`
      : `depth ${found.depth}, not ${expected.depth}`;
  }
  return expected.story && storyProblem(expected.story, found);
}
