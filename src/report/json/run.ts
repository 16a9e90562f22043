// `mmcheck run --format json`: a contract that scripts read. Members are added, never renamed or
// removed, without a new schema number.

import type { LimitReached } from '../../base/limits.ts';
import type { Verdict } from '../../language/claims/verdict.ts';
import type { ParameterValues } from '../../language/define-model.ts';
import type { AuditReport, Statistics } from '../../outcome/outcome.ts';
import type { RunSummary, SpecRun } from '../../spec/run-outcome.ts';
import type { JsonTrace } from '../../trace/codec.ts';

export interface JsonRunProperty {
  readonly name: string;
  readonly expected: Verdict;
  readonly verdict: Verdict;
  /** What is wrong although the verdict is the expected one. */
  readonly problem?: string;
  /** Steps of the counterexample, or of the witness, where there is one. */
  readonly depth?: number;
  /** That run, where something is not as expected. */
  readonly run?: JsonTrace;
}
export interface JsonRun {
  readonly schema: 1;
  readonly specs: readonly {
    readonly spec: string;
    /** Empty where the spec could not be loaded. */
    readonly model: string;
    /** Why the spec could not be run; it has no rows then. */
    readonly error?: string;
    readonly rows: readonly {
      readonly parameters: ParameterValues;
      readonly properties: readonly JsonRunProperty[];
      readonly statistics: Statistics;
      /** With `--audit`. */
      readonly audit?: AuditReport;
      /** Where there are any. */
      readonly warnings?: readonly string[];
      /** Where a limit ended the search. */
      readonly limit?: { readonly reached: LimitReached; readonly message: string };
      /** Why the row could not be checked. */
      readonly error?: string;
    }[];
  }[];
  /** `notRun` where there are any. */
  readonly summary: Omit<RunSummary, 'pending' | 'notRun'> & Partial<Pick<RunSummary, 'notRun'>>;
}

export function runJson(
  runs: readonly SpecRun[],
  { pending: _, notRun, ...counts }: RunSummary,
): JsonRun {
  return {
    schema: 1,
    specs: runs.map(({ spec, model, rows, error }) => ({
      spec,
      model,
      ...(error === undefined ? {} : { error }),
      rows: rows.map(({ parameters, properties, statistics, audit, warnings, limit, error }) => ({
        parameters,
        properties: properties.map(({ name, expected, verdict, problem, depth, run }) => ({
          name,
          expected,
          verdict,
          ...(problem === undefined ? {} : { problem }),
          ...(depth === undefined ? {} : { depth }),
          ...(run === undefined ? {} : { run }),
        })),
        statistics,
        ...(audit === undefined ? {} : { audit }),
        ...(warnings === undefined ? {} : { warnings }),
        ...(limit === undefined ? {} : { limit }),
        ...(error === undefined ? {} : { error }),
      })),
    })),
    summary: { ...counts, ...(notRun.length > 0 && { notRun }) },
  };
}
