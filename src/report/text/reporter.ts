// Results as text for people, on a terminal or in a file.

import { decodeTrace } from '../../trace/codec.ts';
import type { Reporter } from '../reporter.ts';
import { checkText } from './check.ts';
import { inspectionText } from './inspection.ts';
import { listingText } from './listing.ts';
import { traceText } from './trace.ts';
import { firstUnexpectedRun } from './unexpected.ts';
import { matrixText, summaryText } from './verdict-matrix.ts';

export const text: Reporter = {
  check: checkText,
  run(specs, summary, options) {
    const shown = specs.filter(({ error }) => error === undefined);
    if (shown.length === 0) return '';
    const matrices = shown.map((spec) => matrixText(spec, options));
    const run = firstUnexpectedRun(shown, options);
    return [...matrices, ...run, summaryText(summary, options.style)].join('\n');
  },
  replay: ({ trace, claim }, options) => traceText(decodeTrace(trace), { ...options, claim }),
  list: listingText,
  inspect: inspectionText,
};
