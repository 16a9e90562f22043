// A format of results: one method for each thing that a command shows. The formats are listed in reporters.ts.

import type { BarrierReport } from '../outcome/barriers.ts';
import type { ConformanceReport } from '../outcome/conformance.ts';
import type { Explanation } from '../outcome/explanation.ts';
import type { Inspection } from '../outcome/inspection.ts';
import type { Listing } from '../outcome/listing.ts';
import type { LitmusReport } from '../outcome/litmus.ts';
import type { CheckOutcome } from '../outcome/outcome.ts';
import type { Outcomes } from '../outcome/outcomes.ts';
import type { Simulation } from '../outcome/simulation.ts';
import type { Sweep } from '../outcome/sweep.ts';
import type { RunSummary, SpecRun } from '../spec/run-outcome.ts';
import type { ReEvaluation, Trace } from '../trace/trace.ts';
import type { JsonTrace } from '../trace/trace-json.ts';
import type { TextOptions } from './text/style.ts';

/** A trace that was replayed: the run that was taken, and what is known of it now. */
export interface ReplayedTrace {
  readonly trace: JsonTrace;
  readonly changed: boolean;
  readonly claim: ReEvaluation;
  readonly file: string;
}

/** What is printed of a run, in pieces: what one that is killed has learnt has been told. */
export interface RunReport {
  /** As each spec ends; empty where the format has nothing to say of one that could not be run. */
  spec(run: SpecRun): string;
  /** After the last; the specs are all that were given to `spec`. */
  end(specs: readonly SpecRun[], summary: RunSummary): string;
}

export interface Reporter {
  check(outcome: CheckOutcome, options: TextOptions): string;
  run(options: TextOptions): RunReport;
  replay(replayed: ReplayedTrace, options: TextOptions): string;
  explain(trace: Trace, explanation: Explanation, options: TextOptions): string;
  outcomes(found: Outcomes, options: TextOptions): string;
  sweep(found: Sweep, options: TextOptions): string;
  barriers(found: BarrierReport, options: TextOptions): string;
  simulate(found: Simulation, options: TextOptions): string;
  litmus(report: LitmusReport, options: TextOptions): string;
  list(listing: Listing, options: TextOptions): string;
  conform(report: ConformanceReport, options: TextOptions): string;
  inspect(inspection: Inspection, options: TextOptions): string;
}
