// Finding a row by the parameters that it sets: what history and teeth name rows by. What cannot be found is told in
// words, so that whoever asks can say on whose behalf, and look for other mistakes.

import { UsageError } from '../base/errors.ts';
import { inWords } from '../base/given.ts';
import type { Properties } from '../language/claims/property.ts';
import { type ParameterValues, resolveParameters } from '../language/define-model.ts';
import type { Expectation, SpecDefinition, SpecRow } from './spec.ts';

/** A row with its parameters resolved, ready to be checked. */
export interface ExaminedRow {
  /** `row 3 (update=in-place)`. */
  readonly name: string;
  readonly row: SpecRow;
  readonly parameters: ParameterValues;
  /** The names of all properties. */
  readonly claims: readonly string[];
  /** Those that are checked. */
  readonly properties: Properties;
  readonly expect: Readonly<Record<string, Expectation>>;
  /** Properties that are not checked, and why. */
  readonly leftOut: Readonly<Record<string, string>>;
}

/** A row whose parameters are none of the model's: nothing more is known of it. */
export interface UnreadRow {
  readonly name: string;
  readonly row: SpecRow;
  readonly mistake: string;
}

export interface ReadRows {
  readonly rows: readonly ExaminedRow[];
  readonly unread: readonly UnreadRow[];
}

/** `row 3 (update=in-place)`: by the parameters that the row sets. */
export function rowName({ set }: SpecRow, index: number): string {
  const values = Object.entries(set).map(([name, value]) => `${name}=${shortly(value)}`);
  return `row ${index + 1} (${values.join(', ') || 'defaults'})`;
}

export function shortly(value: unknown): string {
  return typeof value === 'object' ? inWords(value) : String(value);
}

/** All parameters, where those that are not named have their defaults; or what is wrong with those that are. */
export function parametersAt(
  { model }: SpecDefinition,
  set: SpecRow['set'],
): ParameterValues | string {
  try {
    return resolveParameters(model, set);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

export function isSameConfiguration(one: ParameterValues, other: ParameterValues): boolean {
  return Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);
}

/** The row with these parameters, or why there is none; nothing where it may be one that could not be read. */
export function rowAt(
  spec: SpecDefinition,
  { rows, unread }: ReadRows,
  set: SpecRow['set'],
): ExaminedRow | string | undefined {
  const wanted = parametersAt(spec, set);
  if (typeof wanted === 'string') return wanted;
  const row = rows.find(({ parameters }) => isSameConfiguration(parameters, wanted));
  if (row) return row;
  return unread.length === 0 ? 'no row has these parameters' : undefined;
}
