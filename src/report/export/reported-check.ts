// One check as cases: there is no spec to expect anything, so what is violated has failed.

import type { Verdict } from '../../language/claims/verdict.ts';
import type { CheckOutcome, PropertyOutcome } from '../../outcome/outcome.ts';
import { encodeTrace } from '../../trace/trace-json.ts';
import { lockOrderText } from '../text/lock-order.ts';
import { showParameters } from '../text/show-value.ts';
import { verdictWords } from '../text/verdict.ts';
import type { CaseState, Reported, ReportedCase } from './reported.ts';
import { firstLine, otherLines, placeIn, placeOfRun, storyOf } from './story.ts';

const STATES: Readonly<Record<Verdict, CaseState>> = {
  holds: 'passed',
  violated: 'failed',
  inconclusive: 'undecided',
  'no-violation-found': 'undecided',
  pending: 'pending',
};

export function reportedCheck(outcome: CheckOutcome, file: string): Reported {
  const { model, parameters, properties, audit, limit } = outcome;
  const common = { model, parameters, about: '', details: '', seconds: 0 };
  const begin = { file, line: 1 };
  const seconds = outcome.statistics.seconds / Math.max(1, properties.length);
  const problems = (audit?.problems ?? []).map(
    ({ claim, message, lines }): ReportedCase => ({
      ...common,
      state: 'broken',
      property: `audit of ${claim}`,
      headline: firstLine(message),
      details: otherLines(message),
      place: placeIn(lines[0]) ?? begin,
    }),
  );
  const wrong = limit?.reached === 'error' ? [limit.message] : [];
  return {
    suites: [
      {
        file,
        model,
        cases: [
          ...wrong.map(
            (message): ReportedCase => ({
              ...common,
              state: 'broken',
              property: 'broken',
              headline: firstLine(message),
              details: otherLines(message),
              place: placeIn(message) ?? begin,
            }),
          ),
          ...properties.map((one) => ({ ...propertyCase(outcome, one, file), seconds })),
          ...problems,
        ],
      },
    ],
    summary: `${model} ${showParameters(parameters)}: ${outcome.outcome}`,
  };
}

function propertyCase(
  { model, parameters, limit }: CheckOutcome,
  property: PropertyOutcome,
  file: string,
): ReportedCase {
  const { name, about, verdict, lockOrder, counterexample } = property;
  const state = STATES[verdict];
  const shown = counterexample ?? lockOrder?.problems[0]?.witnesses[0]?.run;
  const run = state === 'failed' && shown ? encodeTrace(shown) : undefined;
  const place = run && placeOfRun(run);
  return {
    state,
    model,
    parameters,
    property: name,
    about,
    headline: `${name}: ${verdictWords(property)}`,
    details: detailsOf(),
    place: place ?? { file, line: 1 },
    ...(run && { run }),
    seconds: 0,
  };

  function detailsOf(): string {
    if (state === 'undecided') return limit?.message ?? '';
    if (state !== 'failed') return '';
    if (lockOrder) return lockOrderText(name, lockOrder);
    return run ? storyOf(run) : '';
  }
}
