// A format of results: one method for each thing that a command shows. The formats are listed in reporters.ts.

import type { Inspection } from '../outcome/inspection.ts';
import type { Listing } from '../outcome/listing.ts';
import type { CheckOutcome } from '../outcome/outcome.ts';
import type { RunSummary, SpecRun } from '../spec/run-outcome.ts';
import type { JsonTrace } from '../trace/codec.ts';
import type { ClaimAgain } from '../trace/trace.ts';
import type { TextOptions } from './text/style.ts';

/** A trace that was replayed: the run that was taken, and what is known of it now. */
export interface ReplayedTrace {
  readonly trace: JsonTrace;
  readonly changed: boolean;
  readonly claim: ClaimAgain;
  readonly file: string;
}

export interface Reporter {
  check(outcome: CheckOutcome, options: TextOptions): string;
  /** Empty where no spec could be run and the format has nothing to say of that. */
  run(specs: readonly SpecRun[], summary: RunSummary, options: TextOptions): string;
  replay(replayed: ReplayedTrace, options: TextOptions): string;
  list(listing: Listing, options: TextOptions): string;
  inspect(inspection: Inspection, options: TextOptions): string;
}
