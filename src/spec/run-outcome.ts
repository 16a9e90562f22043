// What running specs finds out, as plain data: each row's verdicts beside those that it was expected to get, and what
// kept a row, or a whole spec, from being checked.

import type { PropertyKind } from '../language/claims/property.ts';
import type { Verdict } from '../language/claims/verdict.ts';
import type { ParameterValues } from '../language/define-model.ts';
import type { AuditProblem, AuditReport, CheckOutcome, Statistics } from '../outcome/outcome.ts';
import type { Expectation, GoesWrong } from './spec.ts';

export interface PropertyRun {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly expected: Expectation['verdict'];
  readonly verdict: Verdict;
  readonly asExpected: boolean;
  /**
   * What is wrong although the verdict is the expected one: an event of the story is missing,
   * another depth.
   */
  readonly problem?: string;
  /** Steps of the counterexample, or of the witness. */
  readonly depth?: number;
}
/** Whether the model goes wrong where it is expected to: it does, it goes on, or nobody knows. */
export interface GoesWrongRun extends GoesWrong {
  readonly verdict: 'goes-wrong' | 'goes-on' | 'inconclusive';
  /** As it says. */
  readonly message?: string;
}
export interface RowRun {
  readonly parameters: ParameterValues;
  /** Where that is expected. */
  readonly goesWrong?: GoesWrongRun;
  /** None where nothing was compared. */
  readonly properties: readonly PropertyRun[];
  readonly statistics: Statistics;
  readonly audit?: AuditReport;
  readonly note?: string;
  /** Doubts about the model that stop nothing. */
  readonly warnings?: readonly string[];
  /** What ended the search before it had seen everything. */
  readonly limit?: NonNullable<CheckOutcome['limit']>;
  /** Why the row could not be checked. */
  readonly error?: string;
}
export interface SpecRun {
  /** The spec's file, as the user knows it: `specs/zonelist-rebuild.ts`. */
  readonly spec: string;
  /** Its name; empty where the spec could not be loaded. */
  readonly model: string;
  readonly seed: string;
  readonly rows: readonly RowRun[];
  /** Why none of its rows could be checked. */
  readonly error?: string;
}

/** Every row is counted once; `pending` counts verdicts, and such a row can be as expected. */
export interface RunSummary {
  readonly rows: number;
  readonly asExpected: number;
  readonly unexpected: number;
  readonly inconclusive: number;
  readonly broken: number;
  /** The files of specs that are broken, or were never begun. */
  readonly notRun: readonly string[];
  readonly pending: number;
}

export type Finding = 'as-expected' | 'unexpected' | 'inconclusive' | 'broken';

/** An answer that the search could not give is no unexpected answer, unless none was expected. */
export function findingOf({ asExpected, problem, verdict }: PropertyRun): Finding {
  if (asExpected && problem === undefined) return 'as-expected';
  return verdict === 'inconclusive' || verdict === 'no-violation-found'
    ? 'inconclusive'
    : 'unexpected';
}

const OF_GOING_WRONG: Readonly<Record<GoesWrongRun['verdict'], Finding>> = {
  'goes-wrong': 'as-expected',
  'goes-on': 'unexpected',
  inconclusive: 'inconclusive',
};

/** What audits have found, of all rows. */
export function auditProblemsOf(runs: readonly SpecRun[]): readonly AuditProblem[] {
  return runs.flatMap(({ rows }) => rows.flatMap(({ audit }) => audit?.problems ?? []));
}

/** The worst of the row's findings; a row of which nothing was asked has found nothing. */
export function findingOfRow({ error, properties, goesWrong }: RowRun): Finding {
  if (error !== undefined) return 'broken';
  const findings = [
    ...properties.map(findingOf),
    ...(goesWrong ? [OF_GOING_WRONG[goesWrong.verdict]] : []),
  ];
  if (findings.includes('unexpected')) return 'unexpected';
  return findings.length === 0 || findings.includes('inconclusive')
    ? 'inconclusive'
    : 'as-expected';
}

/** `notBegun` are files of specs. */
export function summarize(runs: readonly SpecRun[], notBegun: readonly string[] = []): RunSummary {
  const rows = runs.flatMap((run) => run.rows);
  const brokenSpecs = runs.filter(({ error }) => error !== undefined);
  const count = (finding: Finding) => rows.filter((row) => findingOfRow(row) === finding).length;
  const verdicts = rows.flatMap((row) => row.properties.map(({ verdict }) => verdict));
  return {
    rows: rows.length,
    asExpected: count('as-expected'),
    unexpected: count('unexpected'),
    inconclusive: count('inconclusive'),
    broken: count('broken'),
    notRun: [...brokenSpecs.map(({ spec }) => spec), ...notBegun],
    pending: verdicts.filter((verdict) => verdict === 'pending').length,
  };
}
