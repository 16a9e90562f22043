// Exit statuses: part of the contract with scripts, see `mmcheck help`.

import type { CheckOutcome } from '../outcome.ts';
import { auditProblemsOf, type SpecRun, summarize } from '../spec/run-outcome.ts';
import type { StopReason } from '../supervise/supervisor.ts';
import type { Unwritten } from './output-files.ts';

export const ExitCode = {
  /** All properties hold, or every verdict is the one that the spec expects. */
  asExpected: 0,
  /** A property is violated, or a verdict is not as expected. */
  violated: 1,
  /** A wrong call, a broken model, or an audit that found verdicts to rest on what is not so. */
  misuse: 2,
  /** A limit was reached first, or the search cannot prove what it did not find. */
  inconclusive: 3,
  internal: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** What an audit finds takes every verdict's worth, so it comes before them. */
export function exitCodeOfCheck({ outcome, limit, audit }: CheckOutcome): ExitCode {
  if (audit && audit.problems.length > 0) return ExitCode.misuse;
  if (limit?.reached === 'interrupted') return ExitCode.interrupted;
  if (outcome === 'violated') return ExitCode.violated;
  return outcome === 'holds' ? ExitCode.asExpected : ExitCode.inconclusive;
}

/** Where files besides the result were not written; none where a picture is all that is missing. */
export function exitCodeOfFiles(unwritten: readonly Unwritten[]): ExitCode | undefined {
  if (unwritten.includes('interrupted')) return ExitCode.interrupted;
  return unwritten.includes('failed') ? ExitCode.misuse : undefined;
}

/** A verdict that could not be reached is not yet a wrong one. */
export function exitCodeOfRuns(runs: readonly SpecRun[]): ExitCode {
  if (auditProblemsOf(runs).length > 0) return ExitCode.misuse;
  const { unexpected, inconclusive } = summarize(runs);
  if (unexpected > 0) return ExitCode.violated;
  return inconclusive > 0 ? ExitCode.inconclusive : ExitCode.asExpected;
}

export function exitCodeOfStop(reason: StopReason): ExitCode {
  return reason === 'interrupted' ? ExitCode.interrupted : ExitCode.inconclusive;
}
