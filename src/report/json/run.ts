// `mmcheck run --format json`: a contract that scripts read. Members are added, never renamed or
// removed, without a new schema number.

import type { LimitReached } from '../../base/limits.ts';
import type { Verdict } from '../../language/claims/verdict.ts';
import type { ParameterValues } from '../../language/define-model.ts';
import type { AuditReport, Statistics } from '../../outcome/outcome.ts';
import type {
  GoesWrongRun,
  RowRun,
  RunSummary,
  SpecRun,
  ToothRun,
} from '../../spec/run-outcome.ts';
import type { JsonTrace } from '../../trace/trace-json.ts';
import type { RunReport } from '../reporter.ts';
import { jsonText, jsonWithin } from './json-text.ts';

export interface JsonRunProperty {
  readonly name: string;
  readonly expected: Verdict;
  readonly verdict: Verdict;
  /** What is wrong although the verdict is the expected one. */
  readonly problem?: string;
  /** Steps of the counterexample, or of the witness, where there is one. */
  readonly depth?: number;
  /** Identifies that run by its steps. */
  readonly route?: string;
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
      /** The verdicts by the names of the properties: what `jq .verdicts.NAME` asks for. */
      readonly verdicts: Readonly<Record<string, Verdict>>;
      /** Properties that the row does not check, and why; where there are any. */
      readonly leftOut?: Readonly<Record<string, string>>;
      readonly statistics: Statistics;
      /** Where the row expects the model to go wrong. */
      readonly goesWrong?: GoesWrongRun;
      /** With `--audit`. */
      readonly audit?: AuditReport;
      /** Where there are any. */
      readonly warnings?: readonly string[];
      /** Where a limit ended the search. */
      readonly limit?: { readonly reached: LimitReached; readonly message: string };
      /** Why the row could not be checked. */
      readonly error?: string;
      /** Where an earlier run found all this, the statistics with it. */
      readonly cached?: true;
    }[];
    /** What no row has seen, where there is anything. */
    readonly unseen?: readonly string[];
    /** Where the spec says something else of that. */
    readonly unmet?: readonly string[];
    /** With `--teeth`; `violated` is what each has to be. */
    readonly teeth?: readonly ToothRun[];
  }[];
  /** `notRun` where there are any. */
  readonly summary: Omit<RunSummary, 'pending' | 'notRun'> & Partial<Pick<RunSummary, 'notRun'>>;
}

/** The document piece by piece: one spec after the other, then the summary, which closes it. */
export function runJsonReport(): RunReport {
  let before = '{\n  "schema": 1,\n  "specs": [\n    ';
  return {
    spec(run) {
      const text = before + jsonWithin(specJson(run), '    ');
      before = ',\n    ';
      return text;
    },
    end(runs, summary) {
      if (runs.length === 0) return jsonText(runJson(runs, summary));
      return `\n  ],\n  "summary": ${jsonWithin(summaryJson(summary), '  ')}\n}\n`;
    },
  };
}

export function runJson(runs: readonly SpecRun[], summary: RunSummary): JsonRun {
  return { schema: 1, specs: runs.map(specJson), summary: summaryJson(summary) };
}

function summaryJson({ pending: _, notRun, ...counts }: RunSummary): JsonRun['summary'] {
  return { ...counts, ...(notRun.length > 0 && { notRun }) };
}

function specJson({
  spec,
  model,
  rows,
  unseen = [],
  unmet = [],
  teeth,
  error,
}: SpecRun): JsonRun['specs'][number] {
  return {
    spec,
    model,
    ...(error === undefined ? {} : { error }),
    rows: rows.map(rowJson),
    ...(unseen.length === 0 ? {} : { unseen }),
    ...(unmet.length === 0 ? {} : { unmet }),
    ...(teeth === undefined ? {} : { teeth }),
  };
}

function rowJson({
  parameters,
  properties,
  leftOut,
  goesWrong,
  statistics,
  ...row
}: RowRun): JsonRun['specs'][number]['rows'][number] {
  return {
    parameters,
    properties: properties.map(({ name, expected, verdict, problem, depth, route, run }) => ({
      name,
      expected,
      verdict,
      ...(problem === undefined ? {} : { problem }),
      ...(depth === undefined ? {} : { depth }),
      ...(route === undefined ? {} : { route }),
      ...(run === undefined ? {} : { run }),
    })),
    verdicts: Object.fromEntries(properties.map(({ name, verdict }) => [name, verdict])),
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(goesWrong === undefined ? {} : { goesWrong }),
    statistics,
    ...(row.audit === undefined ? {} : { audit: row.audit }),
    ...(row.warnings === undefined ? {} : { warnings: row.warnings }),
    ...(row.limit === undefined ? {} : { limit: row.limit }),
    ...(row.error === undefined ? {} : { error: row.error }),
    ...(row.cached && { cached: row.cached }),
  };
}
