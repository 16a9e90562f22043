// Finding a row by the parameters that it sets: what history and teeth name rows by.

import { resolveParameters } from '../model/define-model.ts';
import type { ExaminedRow } from './examine-spec.ts';
import type { SpecDefinition, SpecRow } from './spec.ts';

/** The row with these parameters; those that are not named have their defaults. */
export function rowAt(
  { model }: SpecDefinition,
  rows: readonly ExaminedRow[],
  set: SpecRow['set'],
): ExaminedRow | undefined {
  const wanted = resolveParameters(model, set);
  return rows.find(({ parameters }) =>
    Object.keys(parameters).every((name) => parameters[name] === wanted[name]),
  );
}
