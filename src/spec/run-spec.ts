// Checks the rows of a spec and says of each property whether its verdict, its depth and its story
// are as expected.

import { checkModel } from '../check/check.ts';
import { type CheckOptions, findsShortest } from '../check/options.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import type { CheckOutcome, PropertyOutcome } from '../outcome/outcome.ts';
import { routeOf } from '../trace/route.ts';
import type { TraceStep } from '../trace/trace.ts';
import { encodeTrace } from '../trace/trace-json.ts';
import { goesWrongRun } from './goes-wrong.ts';
import type { ExaminedRow } from './row-at.ts';
import type { PropertyRun, RowRun } from './run-outcome.ts';
import type { Expectation, SpecDefinition, StoryEvent } from './spec.ts';

/** What a row is checked with: the search, or a stand-in for it. */
export type Check = typeof checkModel;

/** Most rows have fewer, and each would pay for reductions of its own. */
const FEW_STATES = 16384;

export function runRow(
  spec: SpecDefinition,
  row: ExaminedRow,
  options: CheckOptions = {},
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
  options: CheckOptions,
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
  options: CheckOptions,
): PropertyRun[] {
  const usual = row.row.goesWrong ? UNDECIDED : HOLDS;
  const compared = properties
    .filter(({ name, verdict }) => verdict !== usual.verdict || isTold(spec, name, options))
    .map((found) => compareProperty(found, row.expect[found.name] ?? usual, options));
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
  options: CheckOptions,
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
  return findsShortest(order) && (story ?? depth) !== undefined;
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
  if (!findsShortest(order)) return undefined;
  if (expected.depth !== undefined && found.depth !== expected.depth && found.minimal !== false) {
    return found.depth === undefined
      ? `it has no depth, and ${expected.depth} is expected`
      : `depth ${found.depth}, not ${expected.depth}`;
  }
  return expected.story && storyProblem(expected.story, stepsOf(found, expected.story.length));
}

/**
 * The steps of the counterexample, what repeats forever as often as there may be events in it; of a lock order those of
 * all its runs, twice, as a circle has no first one.
 */
function stepsOf(
  { counterexample, lockOrder }: PropertyOutcome,
  events: number,
): readonly TraceStep[] {
  if (counterexample) {
    const { steps, loop = steps.size } = counterexample;
    const turn = steps.slice(loop).toArray();
    return [...steps, ...Array.from({ length: turn.length === 0 ? 0 : events }, () => turn).flat()];
  }
  const witnesses = lockOrder?.problems.flatMap((problem) => problem.witnesses) ?? [];
  const steps = witnesses.flatMap(({ run }) => run.steps.toArray());
  return [...steps, ...steps];
}

/** The first event of the story that does not come after those before it. */
function storyProblem(
  story: readonly StoryEvent[],
  steps: readonly TraceStep[],
): string | undefined {
  let from = 0;
  for (const [k, [process, label]] of story.entries()) {
    const at = eventIndex(steps, process, label, from);
    if (at < 0) {
      const after = k === 0 ? '' : ` after ${story[k - 1].join(' ')}`;
      return `the story's event ${process} ${label} is missing${after}`;
    }
    from = at + 1;
  }
  return undefined;
}

/** An event names a process or an instance; its label may stand within a call. */
function eventIndex(
  steps: readonly TraceStep[],
  process: string,
  label: string,
  from: number,
): number {
  return steps.findIndex(
    (step, k) =>
      k >= from &&
      (step.process === process || step.name === process) &&
      (step.label === label || step.label.endsWith(`/${label}`)),
  );
}
