// The task that comes first: what a file is, and of a spec, what there is to check in it.

import type { PropertyKind } from '../../language/claims/property.ts';
import { ASSERTIONS } from '../../language/claims/property.ts';
import type { ParameterValues } from '../../language/define-model.ts';
import { loadFile } from '../../load/load-model.ts';
import { modelText } from '../../load/model-text.ts';
import { examineSpec } from '../../spec/examine-spec.ts';
import type { ExaminedRow } from '../../spec/row-at.ts';
import type { Expectation, GoesWrong } from '../../spec/spec.ts';
import { checkPropertyNames } from './subject.ts';

/** A row as the watching thread knows it, so that it can report one that was never reached. */
export interface OpenedRow {
  readonly parameters: ParameterValues;
  readonly stress: boolean;
  readonly goesWrong?: GoesWrong;
  readonly properties: readonly {
    readonly name: string;
    readonly kind: PropertyKind;
    readonly expected: Expectation['verdict'];
  }[];
}

export type Opened =
  | { readonly type: 'model' }
  | {
      readonly type: 'spec';
      readonly model: string;
      readonly seed: string;
      readonly rows: readonly OpenedRow[];
    };

export interface OpenInput {
  readonly file: string;
  /** Refuses names that are properties of no row. */
  readonly only?: readonly string[];
}

export async function open({ file, only }: OpenInput): Promise<Opened> {
  const loaded = await loadFile(file);
  if (loaded.type === 'model') return { type: 'model' };
  const { model, seed } = loaded.spec;
  const rows = examineSpec(loaded.spec, modelText(loaded.path));
  checkPropertyNames(Object.assign({}, ...rows.map(({ properties }) => properties)), only, file);
  return { type: 'spec', model: model.name, seed, rows: rows.map((row) => openedRow(row, only)) };
}

function openedRow(
  { row, parameters, properties, expect }: ExaminedRow,
  only: readonly string[] | undefined,
): OpenedRow {
  const kinds = Object.entries(properties).map(([name, { kind }]) => ({ name, kind }));
  return {
    parameters,
    stress: row.stress === true,
    ...(row.goesWrong && { goesWrong: row.goesWrong }),
    properties: [...kinds, { name: ASSERTIONS, kind: 'assertion' as const }]
      .filter(({ name }) => Object.hasOwn(expect, name) && (only?.includes(name) ?? true))
      .map((one) => ({ ...one, expected: expect[one.name].verdict })),
  };
}
