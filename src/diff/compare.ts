// What differs between two results, as data. What must stay true: a verdict that is in one of them is in the other, or is
// told.

import type { Result, ResultRow, ResultVerdict } from './result.ts';

interface Where {
  readonly owner: string;
  readonly parameters: string;
}
export interface VerdictChange extends Where {
  readonly property: string;
  readonly before: string;
  readonly after: string;
}
/** The verdict is the same, and the run that shows it is not; of the same length where it is another. */
export interface RunChange extends Where {
  readonly property: string;
  readonly verdict: string;
  readonly before: number;
  readonly after: number;
}
export interface StatesChange extends Where {
  readonly before: number;
  readonly after: number;
}
export interface Difference {
  readonly schema: 1;
  /** Verdicts that turned. */
  readonly verdicts: readonly VerdictChange[];
  /** Rows, and properties of rows, that only the second, or only the first, result has. */
  readonly came: readonly (Where & { readonly property?: string; readonly verdict?: string })[];
  readonly went: readonly (Where & { readonly property?: string; readonly verdict?: string })[];
  readonly runs: readonly RunChange[];
  /** Of rows that both have seen to their end. */
  readonly states: readonly StatesChange[];
}

export function compareResults(before: Result, after: Result): Difference {
  const old = byRow(before);
  const pairs = after.rows.flatMap((row) => {
    const other = old.get(keyOf(row));
    return other ? [[other, row] as const] : [];
  });
  return {
    schema: 1,
    verdicts: pairs.flatMap(([a, b]) => turned(a, b)),
    came: [...missing(after, byRow(before)), ...pairs.flatMap(([a, b]) => extra(b, a))],
    went: [...missing(before, byRow(after)), ...pairs.flatMap(([a, b]) => extra(a, b))],
    runs: pairs.flatMap(([a, b]) => otherRuns(a, b)),
    states: pairs.flatMap(([a, b]) => otherStates(a, b)),
  };
}

export function isSame({ verdicts, came, went, runs, states }: Difference): boolean {
  return [verdicts, came, went, runs, states].every((changes) => changes.length === 0);
}

/** How much larger or smaller: 0.2 is a fifth more or less. Infinite where one of them is 0. */
export function jumpOf({ before, after }: StatesChange): number {
  if (before === after) return 0;
  return Math.abs(after - before) / before;
}

function keyOf({ owner, parameters }: ResultRow): string {
  return JSON.stringify([owner, parameters.split(' ').toSorted()]);
}

function byRow({ rows }: Result): Map<string, ResultRow> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function whereOf({ owner, parameters }: ResultRow): Where {
  return { owner, parameters };
}

function missing({ rows }: Result, others: ReadonlyMap<string, ResultRow>): Where[] {
  return rows.filter((row) => !others.has(keyOf(row))).map(whereOf);
}

function extra(row: ResultRow, other: ResultRow): Difference['came'] {
  return [...row.verdicts]
    .filter(([property]) => !other.verdicts.has(property))
    .map(([property, { verdict }]) => ({ ...whereOf(row), property, verdict }));
}

function both(a: ResultRow, b: ResultRow): [string, ResultVerdict, ResultVerdict][] {
  return [...b.verdicts].flatMap(([property, after]) => {
    const before = a.verdicts.get(property);
    return before ? [[property, before, after] as [string, ResultVerdict, ResultVerdict]] : [];
  });
}

function turned(a: ResultRow, b: ResultRow): VerdictChange[] {
  return both(a, b)
    .filter(([, before, after]) => before.verdict !== after.verdict)
    .map(([property, before, after]) => ({
      ...whereOf(b),
      property,
      before: before.verdict,
      after: after.verdict,
    }));
}

function otherRuns(a: ResultRow, b: ResultRow): RunChange[] {
  return both(a, b).flatMap(([property, before, after]) => {
    if (before.verdict !== after.verdict) return [];
    if (before.depth === undefined || after.depth === undefined) return [];
    const known = before.route !== undefined && after.route !== undefined;
    if (before.depth === after.depth && !(known && before.route !== after.route)) return [];
    const { verdict } = after;
    return [{ ...whereOf(b), property, verdict, before: before.depth, after: after.depth }];
  });
}

function otherStates(a: ResultRow, b: ResultRow): StatesChange[] {
  const { states: before } = a;
  const { states: after } = b;
  if (before === undefined || after === undefined || before === after) return [];
  return [{ ...whereOf(b), before, after }];
}
