// Results as text for people, on a terminal or in a file.

import type { SpecRun } from '../../spec/run-outcome.ts';
import { decodeTrace } from '../../trace/trace-json.ts';
import type { Reporter } from '../reporter.ts';
import { barriersText } from './barriers.ts';
import { checkText } from './check.ts';
import { conformanceText } from './conformance.ts';
import { explanationText } from './explanation.ts';
import { inspectionText } from './inspection.ts';
import { listingText } from './listing.ts';
import { litmusText } from './litmus.ts';
import { outcomesText } from './outcomes.ts';
import { simulationText } from './simulation.ts';
import { sweepText } from './sweep.ts';
import { traceText } from './trace.ts';
import { firstUnexpectedRun } from './unexpected.ts';
import { matrixText, summaryText } from './verdict-matrix.ts';

/** Why a spec could not be run has been said in a message. */
function isShown({ error }: SpecRun): boolean {
  return error === undefined;
}

export const text: Reporter = {
  check: checkText,
  run: (options) => ({
    spec: (run) => (isShown(run) ? `${matrixText(run, options)}\n` : ''),
    end(specs, summary) {
      const shown = specs.filter(isShown);
      if (shown.length === 0 && summary.leftOut === undefined) return '';
      const run = firstUnexpectedRun(shown, options);
      return [...run, summaryText(summary, options.style)].join('\n');
    },
  }),
  replay: ({ trace, claim }, options) => traceText(decodeTrace(trace), { ...options, claim }),
  explain: (trace, explanation, options) =>
    [
      explanationText(trace, explanation, options),
      // Steps have the numbers of this run, and it is not the one of the file.
      ...(trace.unneeded === undefined ? [] : [traceText(trace, options)]),
    ].join('\n'),
  outcomes: outcomesText,
  sweep: sweepText,
  barriers: barriersText,
  simulate: simulationText,
  litmus: litmusText,
  list: listingText,
  inspect: inspectionText,
  conform: conformanceText,
};
