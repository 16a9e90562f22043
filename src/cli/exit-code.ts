// Exit statuses: part of the contract with scripts, see `mmcheck help`.

import type { CheckOutcome } from '../outcome/outcome.ts';
import { type AuditedRun, auditProblemsOf, type RunSummary } from '../spec/run-outcome.ts';
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
  /** Asked to stop: 128 and the number of the signal, as shells have it. */
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** As the help and the manual page tell them. */
export const EXIT_STATUSES: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [ExitCode.asExpected, 'every verdict is as expected'],
  [ExitCode.violated, 'a property is violated, or a verdict is not as expected'],
  [ExitCode.misuse, 'a wrong call or a broken model; the message says what to do'],
  [
    ExitCode.inconclusive,
    'inconclusive: a limit was reached, or no violation was found where none can be excluded',
  ],
  [ExitCode.internal, 'an error of mmcheck itself; please report it'],
  [ExitCode.interrupted, 'interrupted'],
  [ExitCode.hungUp, 'the terminal hung up'],
  [ExitCode.terminated, 'terminated'],
];

/** From the worst. Who asked for an end wants to know that it was one. */
const BY_WEIGHT: readonly ExitCode[] = [
  ExitCode.hungUp,
  ExitCode.interrupted,
  ExitCode.terminated,
  ExitCode.internal,
  ExitCode.misuse,
  ExitCode.violated,
  ExitCode.inconclusive,
];

/** The status of a command in which several things went wrong. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return BY_WEIGHT.find((code) => codes.includes(code)) ?? ExitCode.asExpected;
}

/** What an audit finds takes every verdict's worth, so it comes before them. */
export function exitCodeOfCheck(
  { outcome, limit, audit }: Pick<CheckOutcome, 'outcome' | 'limit' | 'audit'>,
  stopped: StopReason = 'interrupted',
): ExitCode {
  if (audit && audit.problems.length > 0) return ExitCode.misuse;
  if (limit?.reached === 'interrupted') return exitCodeOfStop(stopped);
  if (limit?.reached === 'error') return ExitCode.misuse;
  if (outcome === 'violated') return ExitCode.violated;
  return outcome === 'holds' ? ExitCode.asExpected : ExitCode.inconclusive;
}

/** Where files besides the result were not written; none where a picture is all that is missing. */
export function exitCodeOfFiles(
  unwritten: readonly Unwritten[],
  stopped: StopReason = 'interrupted',
): ExitCode | undefined {
  if (unwritten.includes('interrupted')) return exitCodeOfStop(stopped);
  return unwritten.includes('failed') ? ExitCode.misuse : undefined;
}

/**
 * A verdict that could not be reached is not yet a wrong one, and where nothing was checked nothing is as expected, unless
 * nothing had to be.
 */
export function exitCodeOfRuns(
  runs: readonly AuditedRun[],
  summary: Omit<RunSummary, 'pending'>,
): ExitCode {
  const { rows, unexpected, inconclusive, broken, notRun, unmet = 0, teeth = NO_TEETH } = summary;
  if (broken > 0 || auditProblemsOf(runs).length > 0) return ExitCode.misuse;
  const toothless = teeth.tried - teeth.bite - teeth.inconclusive;
  if (unexpected + unmet + toothless > 0) return ExitCode.violated;
  const open = inconclusive + teeth.inconclusive + notRun.length;
  const isNothing = rows === 0 && (summary.leftOut?.specs.length ?? 0) === 0;
  const undecided = isNothing || open > 0;
  return undecided ? ExitCode.inconclusive : ExitCode.asExpected;
}

const NO_TEETH: NonNullable<RunSummary['teeth']> = { tried: 0, bite: 0, inconclusive: 0 };

const OF_STOP: Readonly<Record<StopReason, ExitCode>> = {
  'hung-up': ExitCode.hungUp,
  interrupted: ExitCode.interrupted,
  terminated: ExitCode.terminated,
  unread: ExitCode.inconclusive,
  time: ExitCode.inconclusive,
  memory: ExitCode.inconclusive,
};

export function exitCodeOfStop(reason: StopReason): ExitCode {
  return OF_STOP[reason];
}
