// The task that comes first: what a file is, and of a spec, what there is to check in it.

import { shownPath } from '../../base/shown-path.ts';
import type { PropertyKind } from '../../language/claims/property.ts';
import { ASSERTIONS } from '../../language/claims/property.ts';
import type { ParameterValues } from '../../language/define-model.ts';
import { firstRead } from '../../load/files-read.ts';
import { specBeside } from '../../load/find-spec.ts';
import { type LoadedSpec, loadFile } from '../../load/load-model.ts';
import { modelFile, modelText } from '../../load/model-text.ts';
import { examineSpec } from '../../spec/examine-spec.ts';
import { type ExaminedRow, rowAt } from '../../spec/row-at.ts';
import { sameSystems } from '../../spec/same-systems.ts';
import type { Expectation, GoesWrong, SpecDefinition } from '../../spec/spec.ts';
import { readSources } from '../kept-verdicts.ts';
import { checkPropertyNames } from './subject.ts';

/** A row as the watching thread knows it, so that it can report one that was never reached. */
export interface OpenedRow {
  readonly parameters: ParameterValues;
  readonly stress: boolean;
  /** Doubts about the row beside the others. */
  readonly warnings: readonly string[];
  readonly goesWrong?: GoesWrong;
  readonly properties: readonly {
    readonly name: string;
    readonly kind: PropertyKind;
    readonly expected: Expectation['verdict'];
  }[];
}

export type Opened = (
  | { readonly type: 'model' }
  | {
      readonly type: 'spec';
      readonly model: string;
      readonly seed: string;
      /** The words after `mmcheck check` that lead to its model and its properties. */
      readonly check?: readonly string[];
      readonly rows: readonly OpenedRow[];
      readonly teeth: readonly OpenedTooth[];
      /** What the spec says that no row sees. */
      readonly never?: readonly string[];
    }
) & {
  /** One of the files that are to be written, where this one is made of it. */
  readonly overwrites?: string;
};

/** A change of the model that is to break a property. */
export interface OpenedTooth {
  readonly property: string;
  /** The parameters of the row at which it is tried, as the spec names them. */
  readonly at: ParameterValues;
  readonly stress: boolean;
}

export interface OpenInput {
  readonly file: string;
  /** Refuses names that are properties of no row. */
  readonly only?: readonly string[];
  /** The files that results will be written to. */
  readonly writes?: readonly string[];
}

export async function open({ file, only, writes = [] }: OpenInput): Promise<Opened> {
  readSources(file);
  const loaded = await loadFile(file, undefined, 'specs');
  const overwrites = firstRead(writes);
  return { ...openedFile(loaded, file, only), ...(overwrites !== undefined && { overwrites }) };
}

function openedFile(
  loaded: Awaited<ReturnType<typeof loadFile>>,
  file: string,
  only: readonly string[] | undefined,
): Opened {
  if (loaded.type === 'model') return { type: 'model' };
  const { model, seed, never } = loaded.spec;
  const rows = examineSpec(loaded.spec, modelText(loaded.path));
  checkPropertyNames(Object.assign({}, ...rows.map(({ properties }) => properties)), only, file);
  const warnings = sameSystems(loaded.spec, rows);
  return {
    type: 'spec',
    model: model.name,
    seed,
    ...wayToModel(loaded),
    rows: rows.map((row, k) => ({ ...openedRow(row, only), warnings: warnings[k] })),
    teeth: openedTeeth(loaded.spec, rows, only),
    ...(never !== undefined && { never }),
  };
}

function wayToModel({ path }: LoadedSpec): { check?: readonly string[] } {
  const file = modelFile(path);
  if (file === undefined) return {};
  const spec = specBeside(file) === path ? [] : ['--spec', shownPath(path)];
  return { check: [shownPath(file), ...spec] };
}

function openedTeeth(
  spec: SpecDefinition,
  rows: readonly ExaminedRow[],
  only: readonly string[] | undefined,
): OpenedTooth[] {
  return Object.entries(spec.teeth)
    .filter(([property]) => only?.includes(property) ?? true)
    .map(([property, { at }]) => {
      const row = rowAt(spec, { rows, unread: [] }, at);
      const stress = typeof row === 'object' && row.row.stress === true;
      return { property, at: at as ParameterValues, stress };
    });
}

function openedRow(
  { row, parameters, properties, expect }: ExaminedRow,
  only: readonly string[] | undefined,
): Omit<OpenedRow, 'warnings'> {
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
