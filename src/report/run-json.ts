// `mmcheck run --format json`: a contract that scripts read. Members are added, never renamed or
// removed, without a new schema number.

import type { ParameterValues } from '../model/define-model.ts';
import type { AuditReport, Statistics } from '../outcome.ts';
import type { Verdict } from '../property/verdict.ts';
import { type RunSummary, type SpecRun, summarize } from '../spec/run-outcome.ts';

export interface JsonRunProperty {
  readonly name: string;
  readonly expected: Verdict;
  readonly verdict: Verdict;
  /** What is wrong although the verdict is the expected one. */
  readonly problem?: string;
}
export interface JsonRun {
  readonly schema: 1;
  readonly specs: readonly {
    readonly spec: string;
    readonly model: string;
    readonly rows: readonly {
      readonly parameters: ParameterValues;
      readonly properties: readonly JsonRunProperty[];
      readonly statistics: Statistics;
      /** With `--audit`. */
      readonly audit?: AuditReport;
    }[];
  }[];
  readonly summary: Omit<RunSummary, 'pending'>;
}

export function runJson(runs: readonly SpecRun[]): JsonRun {
  const { rows, asExpected, unexpected, inconclusive } = summarize(runs);
  return {
    schema: 1,
    specs: runs.map(({ spec, model, rows }) => ({
      spec,
      model,
      rows: rows.map(({ parameters, properties, statistics, audit }) => ({
        parameters,
        properties: properties.map(({ name, expected, verdict, problem }) => ({
          name,
          expected,
          verdict,
          ...(problem === undefined ? {} : { problem }),
        })),
        statistics,
        ...(audit === undefined ? {} : { audit }),
      })),
    })),
    summary: { rows, asExpected, unexpected, inconclusive },
  };
}
