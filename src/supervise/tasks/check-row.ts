// The task of `run`: one row of a spec, so that several threads can share the rows of all specs.

import { ModelError } from '../../base/errors.ts';
import { ASSERTIONS } from '../../language/claims/property.ts';
import { loadSpec } from '../../load/load-model.ts';
import type { RunlessOutcome } from '../../outcome/outcome.ts';
import { examineSpec } from '../../spec/examine-spec.ts';
import type { ExaminedRow } from '../../spec/row-at.ts';
import type { RowRun } from '../../spec/run-outcome.ts';
import { type RowOptions, rowRun, runRow } from '../../spec/run-spec.ts';
import type { SpecDefinition } from '../../spec/spec.ts';
import { keptRow } from '../kept-row.ts';
import type { CheckedRow, RowInput } from '../row-input.ts';
import type { TaskContext } from '../task-context.ts';
import type { SearchOptions } from './check.ts';
import { instanceNames } from './subject.ts';

interface Examined {
  readonly spec: SpecDefinition;
  readonly rows: readonly ExaminedRow[];
}
/** Specs that this thread has rows of: loaded once. */
const examined = new Map<string, Examined>();

export async function checkRow(input: RowInput, context: TaskContext<RowRun>): Promise<CheckedRow> {
  const kept = keptRow(input);
  return kept.found ?? kept.keep(await searchRow(input, context));
}

async function searchRow(
  { file, row: index, options: search, evidence = false }: RowInput,
  { progress, searching, learnt }: TaskContext<RowRun>,
): Promise<RowRun> {
  const options: RowOptions = { ...search, evidence };
  const { spec, rows } = await examinedSpec(file);
  const row = rows[index];
  searching(instanceNames({ model: spec.model, parameters: row.parameters }));
  const onLearnt = (known: RunlessOutcome | undefined): void =>
    learnt(known && rowRun(spec, row, known, options));
  try {
    return runRow(spec, row, { ...options, ...namedIn(row, options), progress, onLearnt });
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new ModelError(error.message, { ...error.place, row: row.name });
  }
}

/** Of the properties that were asked for, those that the row has: others have the others. */
function namedIn(
  { properties }: ExaminedRow,
  { only }: SearchOptions,
): Pick<SearchOptions, 'only'> {
  if (only === undefined) return {};
  return { only: only.filter((name) => name === ASSERTIONS || Object.hasOwn(properties, name)) };
}

async function examinedSpec(file: string): Promise<Examined> {
  const known = examined.get(file);
  if (known) return known;
  const { spec } = await loadSpec(file);
  const loaded = { spec, rows: examineSpec(spec) };
  examined.set(file, loaded);
  return loaded;
}
