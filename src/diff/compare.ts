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
/** A spec or a row, or one property of a row, that only one of the results has. */
export interface Presence extends Where {
  readonly whole?: ResultRow['is'];
  readonly property?: string;
  readonly verdict?: string;
}
export interface Difference {
  readonly schema: 1;
  /** How many rows both results have. */
  readonly compared: number;
  /** Verdicts that turned. */
  readonly verdicts: readonly VerdictChange[];
  /** Specs, rows, and properties of rows, that only the second, or only the first, result has. */
  readonly came: readonly Presence[];
  readonly went: readonly Presence[];
  readonly runs: readonly RunChange[];
  /** Of rows that both have seen to their end. */
  readonly states: readonly StatesChange[];
  /** Specs and rows that one result could not run, and the other could not either or does not have. */
  readonly notRun: readonly Where[];
  /** Specs that one of them was not asked for. */
  readonly notCompared: readonly { readonly owner: string; readonly why: string }[];
}

export function compareResults(before: Result, after: Result): Difference {
  const old = byRow(before);
  const pairs = after.rows.flatMap((row) => {
    const other = old.get(keyOf(row));
    return other ? [[other, row] as const] : [];
  });
  return {
    schema: 1,
    compared: pairs.filter(([{ is }]) => is === 'row').length,
    verdicts: pairs.flatMap(([a, b]) => turned(a, b)),
    came: [...missing(after, before), ...pairs.flatMap(([a, b]) => extra(b, a))],
    went: [...missing(before, after), ...pairs.flatMap(([a, b]) => extra(a, b))],
    runs: pairs.flatMap(([a, b]) => otherRuns(a, b)),
    states: pairs.flatMap(([a, b]) => otherStates(a, b)),
    notRun: notRunIn(before, after),
    notCompared: notCompared(before, after),
  };
}

/** Nothing is the same of which nothing is known. */
export function isSame({ compared, notRun, ...difference }: Difference): boolean {
  const { verdicts, came, went, runs, states } = difference;
  const isKnown = compared > 0 && notRun.length === 0;
  return isKnown && [verdicts, came, went, runs, states].every((changes) => changes.length === 0);
}

/** How much larger or smaller: 0.2 is a fifth more or less. Infinite where one of them is 0. */
export function jumpOf({ before, after }: StatesChange): number {
  if (before === after) return 0;
  return Math.abs(after - before) / before;
}

function keyOf({ is, owner, parameters }: ResultRow): string {
  return JSON.stringify([is, owner, parameters.split(' ').toSorted()]);
}

function byRow({ rows }: Result): Map<string, ResultRow> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function whereOf({ owner, parameters }: ResultRow): Where {
  return { owner, parameters };
}

/** What the other result does not have, though it would have told of it. */
function missing({ rows }: Result, other: Result): Presence[] {
  const others = byRow(other);
  return rows
    .filter((row) => !others.has(keyOf(row)) && !isSilentOf(other, row))
    .map((row) => ({ ...whereOf(row), whole: row.is }));
}

function isSilentOf({ rows, silence }: Result, { owner }: ResultRow): boolean {
  return silence(owner) !== undefined && rows.every((row) => row.owner !== owner);
}

function notRunIn(before: Result, after: Result): Where[] {
  const unrun = (one: Result, other: Result) => {
    const others = byRow(other);
    return one.rows.filter((row) => row.isUnrun && (others.get(keyOf(row))?.isUnrun ?? true));
  };
  const both = [...unrun(before, after), ...unrun(after, before)];
  return [...new Map(both.map((row) => [keyOf(row), whereOf(row)])).values()];
}

function notCompared(before: Result, after: Result): Difference['notCompared'] {
  const reasons = (one: Result, other: Result) =>
    [...new Set([...other.rows.map(({ owner }) => owner), ...one.leftOut])].flatMap((owner) => {
      const why = one.rows.some((row) => row.owner === owner) ? undefined : one.silence(owner);
      return why === undefined ? [] : [[owner, why] as const];
    });
  const found = new Map([...reasons(before, after), ...reasons(after, before)]);
  return [...found].map(([owner, why]) => ({ owner, why }));
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
