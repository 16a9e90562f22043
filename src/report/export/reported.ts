// What every exporter is given: a run of specs, or one check, as cases that passed or did not. What must stay true: each
// verdict, and each thing that kept one from being given, is a case, so that no consumer sees less trouble than the exit
// status tells.

import { createHash } from 'node:crypto';
import type { ParameterValues } from '../../language/define-model.ts';
import type { JsonTrace } from '../../trace/trace-json.ts';
import { showParameters } from '../text/show-value.ts';

/**
 * - `passed`: the verdict is the expected one; without a spec, nothing is violated;
 * - `failed`: it is not; without a spec, the property is violated;
 * - `undecided`: a limit came first;
 * - `broken`: the model, the spec or an audit stood in the way;
 * - `pending`: a property that is only named yet;
 * - `left-out`: a property that a row of a spec does not check.
 */
export type CaseState = 'passed' | 'failed' | 'undecided' | 'broken' | 'pending' | 'left-out';

/** A line of a file. */
export interface Place {
  /** As it is named from the folder of the command. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface ReportedCase {
  readonly state: CaseState;
  readonly model: string;
  readonly parameters: ParameterValues;
  /** The property; of what is none, what was asked: `goes wrong`, `never`. */
  readonly property: string;
  /** What the property says; empty where nobody knows. */
  readonly about: string;
  /** What was found, in a line. */
  readonly headline: string;
  /** What explains it, in lines: the run in lanes, the command that shows it again. */
  readonly details: string;
  readonly place?: Place;
  /** The run that shows it. */
  readonly run?: JsonTrace;
  /** Its share of the search, which is one for all properties of a row. */
  readonly seconds: number;
}

/** The cases of one file: a spec, or a model that was checked by itself. */
export interface ReportedSuite {
  readonly file: string;
  readonly model: string;
  readonly cases: readonly ReportedCase[];
}

export interface Reported {
  readonly suites: readonly ReportedSuite[];
  /** `18 rows: 16 as expected, 1 unexpected, 1 inconclusive`. */
  readonly summary: string;
}

/** What a report says besides of the command that made it. */
export interface ReportContext {
  /** Of mmcheck. */
  readonly version: string;
  /** From the root of the repository to the folder of the command: empty, or `tools/models/`. */
  readonly folder: string;
  /** When the command began, in milliseconds since 1970. */
  readonly began: number;
}

export function casesOf({ suites }: Reported): readonly ReportedCase[] {
  return suites.flatMap(({ cases }) => cases);
}

/** Cases to look at, the worst first, and of those the one that the shortest run explains. */
export function troubles(reported: Reported): readonly ReportedCase[] {
  const cases = casesOf(reported).toSorted((a, b) => stepsOf(a) - stepsOf(b));
  return (['broken', 'failed', 'undecided'] as const).flatMap((state) =>
    cases.filter((one) => one.state === state),
  );
}

function stepsOf({ run }: ReportedCase): number {
  return run === undefined ? Number.MAX_VALUE : run.steps.length;
}

export function countOf(cases: readonly ReportedCase[], ...states: CaseState[]): number {
  return cases.filter(({ state }) => states.includes(state)).length;
}

/** The path of a file from the root of the repository, as services name it; an absolute one stays. */
export function pathInRepository(file: string, { folder }: ReportContext): string {
  return file.startsWith('/') ? file : folder + file;
}

/** The model; where it could not be loaded, the file that was to have it. */
export function subjectOf({ model, place }: Pick<ReportedCase, 'model' | 'place'>): string {
  return model === '' ? (place?.file ?? '') : model;
}

/** What was found, and what it breaks, in a line: for consumers that show nothing else. `where` stands in between. */
export function messageOf({ state, headline, run, about }: ReportedCase, where = ''): string {
  const [broken = ''] = (run?.property.message ?? about).split('\n');
  return state === 'failed' && broken !== '' ? `${headline}${where}: ${broken}` : headline + where;
}

/** `update=in-place tasks=1: no-premature-oom`. */
export function caseName({ parameters, property }: ReportedCase): string {
  const row = showParameters(parameters);
  return row === '' ? property : `${row}: ${property}`;
}

/**
 * Identifies a case from one version of the sources to the next: what is asked of which model in which configuration, and
 * neither lines, nor words, nor the run. 64 hexadecimal digits.
 */
export function fingerprintOf({ model, property, parameters }: ReportedCase): string {
  const values = Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([model, property, values]))
    .digest('hex');
}
