// What running specs finds out, as plain data: each row's verdicts beside those that it was expected to get, and what
// kept a row, or a whole spec, from being checked.

import type { PropertyKind } from '../language/claims/property.ts';
import type { Verdict } from '../language/claims/verdict.ts';
import type { ParameterValues } from '../language/define-model.ts';
import type {
  AuditProblem,
  AuditReport,
  CheckOutcome,
  Happening,
  Statistics,
} from '../outcome/outcome.ts';
import type { JsonTrace } from '../trace/trace-json.ts';
import type { Evidence } from './evidence.ts';
import type { Expectation, GoesWrong, HistoryEntry } from './spec.ts';

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
  /** Identifies that run by its steps: another run has another. */
  readonly route?: string;
  /** That run, where something is not as expected. */
  readonly run?: JsonTrace;
  /** Where it was asked for. */
  readonly evidence?: Evidence;
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
  /** Properties that the row does not check, and why. */
  readonly leftOut?: Readonly<Record<string, string>>;
  /** What the row may do, and what was seen of it; none where it was not run. */
  readonly happenings?: readonly Happening[];
  /** Doubts about the model that stop nothing. */
  readonly warnings?: readonly string[];
  /** What ended the search before it had seen everything. */
  readonly limit?: NonNullable<CheckOutcome['limit']>;
  /** Why the row could not be checked. */
  readonly error?: string;
  /** Found by an earlier run, from the same texts; the figures are those of that run. */
  readonly cached?: true;
}
/** A change of the model that is to break a property, and whether it did. */
export interface ToothRun {
  readonly property: string;
  /** The parameters at which it was tried. */
  readonly at: ParameterValues;
  /** None where the changed model could not be checked. */
  readonly verdict?: Verdict;
  readonly depth?: number;
  readonly error?: string;
  /** The row is violated without the change, too, which therefore shows nothing. */
  readonly isViolatedAnyway?: true;
}
/** What a reader wants to know of a spec besides its verdicts. */
export interface AboutSpec {
  /** The folder below `specs/` that it stands in, such as `slub`; empty where it stands in none. */
  readonly group: string;
  /** The model, in its author's words. */
  readonly model: string;
  /** What its parameters are where a row does not set them. */
  readonly defaults: ParameterValues;
  readonly history: readonly HistoryEntry[];
}
export interface SpecRun {
  /** The spec's file, as the user knows it: `specs/zonelists/zonelist-rebuild.ts`. */
  readonly spec: string;
  /** Its name; empty where the spec could not be loaded. */
  readonly model: string;
  readonly seed: string;
  /** The words after `mmcheck check` that lead to its model and its properties; absent where nobody knows the model's file. */
  readonly check?: readonly string[];
  readonly rows: readonly RowRun[];
  /** What its model is; absent where the spec could not be loaded. */
  readonly about?: AboutSpec;
  /** What no row has seen; none where a row was not run. */
  readonly unseen?: readonly string[];
  /** Where the spec says something else of that, a sentence each. */
  readonly unmet?: readonly string[];
  /** Those of them that a baseline demands. */
  readonly unlike?: readonly string[];
  /** Where teeth were tried. */
  readonly teeth?: readonly ToothRun[];
  /** Why none of its rows could be checked. */
  readonly error?: string;
}

/** Which part of all specs a run is. */
export interface ShardOfRun {
  /** From 1. */
  readonly number: number;
  readonly of: number;
  /** Identifies the sources of all parts. */
  readonly sources: string;
  /** Identifies which specs each part has: other times of an earlier run divide them otherwise. */
  readonly division: string;
  /** The options that choose what is asked of a spec, as they are written. */
  readonly asked: string;
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
  /** Rows whose verdicts an earlier run has found, where there are any. */
  readonly cached?: number;
  /** Demands of specs on what their rows see, where some are not met. */
  readonly unmet?: number;
  /** Where teeth were tried: how many, and of them those that bite, and that a limit left undecided. */
  readonly teeth?: { readonly tried: number; readonly bite: number; readonly inconclusive: number };
  /** Where it is one of several parts. */
  readonly shard?: ShardOfRun;
  /** Where only those were run that a change may affect. */
  readonly leftOut?: LeftOutSpecs;
}

export interface LeftOutSpecs {
  /** The commit since which nothing of them has changed. */
  readonly since: string;
  readonly specs: readonly string[];
}

export type Finding = 'as-expected' | 'unexpected' | 'inconclusive' | 'broken';

/** An answer that the search could not give is no unexpected answer, unless none was expected. */
export function findingOf({ asExpected, problem, verdict }: PropertyRun): Finding {
  if (asExpected && problem === undefined) return 'as-expected';
  return verdict === 'inconclusive' || verdict === 'no-violation-found'
    ? 'inconclusive'
    : 'unexpected';
}

export type Bite = 'bites' | 'bites nothing' | 'inconclusive';

/** A change that breaks the model itself says nothing of the property. */
export function biteOf({ verdict, isViolatedAnyway }: ToothRun): Bite {
  if (isViolatedAnyway) return 'bites nothing';
  if (verdict === 'violated') return 'bites';
  return verdict === 'inconclusive' || verdict === 'no-violation-found'
    ? 'inconclusive'
    : 'bites nothing';
}

const OF_GOING_WRONG: Readonly<Record<GoesWrongRun['verdict'], Finding>> = {
  'goes-wrong': 'as-expected',
  'goes-on': 'unexpected',
  inconclusive: 'inconclusive',
};

/** A run of a spec, or what JSON says of one. */
export interface AuditedRun {
  readonly rows: readonly Pick<RowRun, 'audit'>[];
}

/** What audits have found, of all rows. */
export function auditProblemsOf(runs: readonly AuditedRun[]): readonly AuditProblem[] {
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
    ...cachedOf(rows),
    ...unmetOf(runs),
    ...teethOf(runs),
  };
}

function cachedOf(rows: readonly RowRun[]): Pick<RunSummary, 'cached'> {
  const { length } = rows.filter(({ cached }) => cached);
  return length === 0 ? {} : { cached: length };
}

function unmetOf(runs: readonly SpecRun[]): Pick<RunSummary, 'unmet'> {
  const unmet = runs.reduce((sum, { unmet = [] }) => sum + unmet.length, 0);
  return unmet === 0 ? {} : { unmet };
}

function teethOf(runs: readonly SpecRun[]): Pick<RunSummary, 'teeth'> {
  const tried = runs.flatMap(({ teeth }) => teeth ?? []);
  if (runs.every(({ teeth }) => teeth === undefined)) return {};
  const count = (bite: Bite) => tried.filter((tooth) => biteOf(tooth) === bite).length;
  return {
    teeth: { tried: tried.length, bite: count('bites'), inconclusive: count('inconclusive') },
  };
}
