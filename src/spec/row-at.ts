// Finding a row by the parameters that it sets: what history and teeth name rows by. What cannot be found is told in
// words, so that whoever asks can say on whose behalf, and look for other mistakes.

import { UsageError } from '../base/errors.ts';
import type { Properties } from '../language/claims/property.ts';
import { type ParameterValues, resolveParameters } from '../language/define-model.ts';
import type { Expectation, SpecDefinition, SpecRow } from './spec.ts';

/** A row with its parameters resolved, ready to be checked. */
export interface ExaminedRow {
  readonly row: SpecRow;
  readonly parameters: ParameterValues;
  readonly properties: Properties;
  readonly expect: Readonly<Record<string, Expectation>>;
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

/** The row with these parameters, or why there is none. */
export function rowAt(
  spec: SpecDefinition,
  rows: readonly ExaminedRow[],
  set: SpecRow['set'],
): ExaminedRow | string {
  const wanted = parametersAt(spec, set);
  if (typeof wanted === 'string') return wanted;
  const row = rows.find(({ parameters }) =>
    Object.keys(parameters).every((name) => parameters[name] === wanted[name]),
  );
  return row ?? 'no row has these parameters';
}
