// A format of reports for other programs: one text of a whole run, or of a whole check. The formats are listed in
// exporters.ts.

import type { CheckOutcome } from '../../outcome/outcome.ts';
import type { RunSummary, SpecRun } from '../../spec/run-outcome.ts';
import type { ReportContext, Reported } from './reported.ts';
import { reportedCheck } from './reported-check.ts';
import { reportedRun } from './reported-run.ts';

export interface Exporter {
  run(specs: readonly SpecRun[], summary: RunSummary, context: ReportContext): string;
  /** `file` is the model's. */
  check(outcome: CheckOutcome, file: string, context: ReportContext): string;
}

/** An exporter that sees cases only. */
export function ofCases(text: (reported: Reported, context: ReportContext) => string): Exporter {
  return {
    run: (specs, summary, context) => text(reportedRun(specs, summary), context),
    check: (outcome, file, context) => text(reportedCheck(outcome, file), context),
  };
}
