// The task that comes first: what a file is, and of a spec, what there is to check in it.

import { resolve } from 'node:path';
import { shownPath } from '../../base/shown-path.ts';
import type { PropertyKind } from '../../language/claims/property.ts';
import { ASSERTIONS } from '../../language/claims/property.ts';
import { type ParameterValues, resolveParameters } from '../../language/define-model.ts';
import { firstRead, noteRead } from '../../load/files-read.ts';
import { specBeside } from '../../load/find-spec.ts';
import { type LoadedSpec, loadFile } from '../../load/load-model.ts';
import { modelFile, modelText, textFile } from '../../load/model-text.ts';
import { groupOf } from '../../load/project-files.ts';
import { examineSpec } from '../../spec/examine-spec.ts';
import { type ExaminedRow, rowAt } from '../../spec/row-at.ts';
import type { AboutSpec } from '../../spec/run-outcome.ts';
import { sameSystems } from '../../spec/same-systems.ts';
import type { Expectation, GoesWrong, SpecDefinition } from '../../spec/spec.ts';
import { keepSpec, keptSpec, knownSources, readSources, specKey } from '../kept-verdicts.ts';
import { checkPropertyNames, parametersFromText } from './subject.ts';

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
      readonly about: AboutSpec;
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
  /** All of them; none where no row has them. */
  readonly parameters?: ParameterValues;
  readonly stress: boolean;
}

export interface OpenInput {
  readonly file: string;
  /** Parameters as text: refuses those that are none of the model. */
  readonly set?: Readonly<Record<string, string>>;
  /** Refuses names that are properties of no row. */
  readonly only?: readonly string[];
  /** The files that results will be written to. */
  readonly writes?: readonly string[];
  /** Whether what was found before will do. */
  readonly keep?: boolean;
}

export async function open(input: OpenInput): Promise<Opened> {
  const { file, only, writes = [], keep = false } = input;
  readSources(file);
  const opened = (keep ? openedBefore(file, only) : undefined) ?? (await openedNow(input));
  const overwrites = firstRead(writes);
  return {
    ...opened,
    ...wayToModel(opened, file),
    ...(overwrites !== undefined && { overwrites }),
  };
}

/** Its files count as read: no report is written over them. */
function openedBefore(file: string, only: OpenInput['only']): Opened | undefined {
  const key = specKey(file, only);
  const kept = key === undefined ? undefined : keptSpec(key);
  if (kept === undefined) return undefined;
  for (const path of knownSources(file) ?? []) noteRead(path);
  return kept as Opened;
}

async function openedNow({ file, only, keep = false, set }: OpenInput): Promise<Opened> {
  const loaded = await loadFile(file, undefined, 'specs');
  if (set !== undefined && loaded.type === 'model') parametersFromText(loaded.model, set);
  const opened = openedFile(loaded, file, only);
  const key = keep ? specKey(file, only) : undefined;
  if (key !== undefined && loaded.type === 'spec' && readsOnlySources(loaded, file)) {
    keepSpec(key, file, opened);
  }
  return opened;
}

/** A tooth may name a file that nothing imports, whose text decides whether the tooth makes sense. */
function readsOnlySources({ spec, path }: LoadedSpec, file: string): boolean {
  const known = knownSources(file);
  const named = Object.values(spec.teeth).map((tooth) => textFile(path, tooth.file));
  return named.every((one) => one !== undefined && known?.has(one) === true);
}

function openedFile(
  loaded: Awaited<ReturnType<typeof loadFile>>,
  file: string,
  only: readonly string[] | undefined,
): Opened {
  if (loaded.type === 'model') return { type: 'model' };
  const { model, seed, history, never } = loaded.spec;
  const rows = examineSpec(loaded.spec, modelText(loaded.path));
  checkPropertyNames(Object.assign({}, ...rows.map(({ properties }) => properties)), only, file);
  const warnings = sameSystems(loaded.spec, rows);
  return {
    type: 'spec',
    model: model.name,
    seed,
    rows: rows.map((row, k) => ({ ...openedRow(row, only), warnings: warnings[k] })),
    teeth: openedTeeth(loaded.spec, rows, only),
    about: {
      group: groupOf(loaded.path),
      model: model.about,
      defaults: resolveParameters(model, {}),
      history,
    },
    ...(never !== undefined && { never }),
  };
}

/** Looked up each time: it depends on which specs there are. */
function wayToModel({ type }: Opened, spec: string): { check?: readonly string[] } {
  const path = resolve(spec);
  const file = type === 'spec' ? modelFile(path) : undefined;
  if (file === undefined) return {};
  const named = specBeside(file) === path ? [] : ['--spec', shownPath(path)];
  return { check: [shownPath(file), ...named] };
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
      const tooth = { property, at: at as ParameterValues };
      if (typeof row !== 'object') return { ...tooth, stress: false };
      return { ...tooth, parameters: row.parameters, stress: row.row.stress === true };
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
