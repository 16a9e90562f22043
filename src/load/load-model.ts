// Models and specs out of files: recognised by their shape, never by instanceof, since a file may
// have been given another copy of the library.

import { extname, resolve, sep } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { inWords, isA } from '../base/given.ts';
import type { ModelProperties } from '../language/claims/makers.ts';
import type { ModelDefinition } from '../language/define-model.ts';
import type { SpecDefinition } from '../spec/spec.ts';
import { existingFile } from './find-file.ts';
import { type ChangedFile, importAnew, importFile } from './import-file.ts';
import type { Exports } from './library.ts';
import { groupOf, type Kind } from './project-files.ts';
import { isSource } from './source-files.ts';

export interface LoadedModel {
  readonly type: 'model';
  readonly path: string;
  readonly model: ModelDefinition;
  /** Properties that the model's file exports itself. */
  readonly properties?: ModelProperties;
}
export interface LoadedSpec {
  readonly type: 'spec';
  readonly path: string;
  readonly spec: SpecDefinition;
}

/** Runs a file, in one way or another. */
export type Load = (path: string) => Promise<Exports>;

/** The model or the spec that a file exports by default. */
export async function loadFile(
  file: string,
  load: Load = importFile,
  kind: Kind = 'models',
): Promise<LoadedModel | LoadedSpec> {
  const path = existingFile(file, kind);
  checkEnding(file);
  const exported = await load(path);
  const { default: main } = exported;
  if (isA<SpecDefinition>('mmcheck/spec', main)) {
    checkSpecsModel(file, main);
    return { type: 'spec', path, spec: main };
  }
  if (!isA<ModelDefinition>('mmcheck/model', main)) throw new UsageError(neither(file, exported));
  return { type: 'model', path, model: main, ...ownProperties(file, main, exported) };
}

/** What is no program cannot be a model, and there are files that are easily given in place of one. */
function checkEnding(file: string): void {
  if (isSource(file)) return;
  const others: Readonly<Record<string, string>> = {
    '.json':
      '; a counterexample is shown by `mmcheck replay`, and a result is read by `mmcheck diff`',
    '.txt': '; the trace of a kernel is the first file of `mmcheck conform TRACE MODEL`',
  };
  const hint = others[extname(file)] ?? '';
  throw new UsageError(`${file} is no model and no spec, which are files of TypeScript${hint}`);
}

function checkSpecsModel(file: string, { model }: SpecDefinition): void {
  if (isA<ModelDefinition>('mmcheck/model', model)) return;
  throw new UsageError(
    `${file} is a spec of no model: it is ${inWords(model)}; look at where it is imported from`,
  );
}

export async function loadModel(file: string, load?: Load): Promise<LoadedModel> {
  const loaded = await loadFile(file, load);
  if (loaded.type === 'model') return loaded;
  throw new UsageError(`${file} is a spec; name the model's own file`);
}

export async function loadSpec(file: string, load?: Load): Promise<LoadedSpec> {
  const loaded = await loadFile(file, load, 'specs');
  if (loaded.type === 'spec') return loaded;
  throw notASpec(file);
}

/** The spec as it is with one of the files that it imports changed. */
export async function loadChangedSpec(file: string, changed: ChangedFile): Promise<SpecDefinition> {
  const { default: spec } = await importAnew(existingFile(file), { changed });
  if (!isA<SpecDefinition>('mmcheck/spec', spec)) throw notASpec(file);
  checkSpecsModel(file, spec);
  return spec;
}

export function notASpec(file: string): UsageError {
  return new UsageError(
    `${file} is a model, not a spec; \`mmcheck check ${file}\` checks it, and a spec ends in ` +
      '`export default defineSpec(model, { ... })`',
  );
}

function ownProperties(
  file: string,
  model: ModelDefinition,
  exported: Exports,
): { properties?: ModelProperties } {
  const { properties } = exported;
  if (properties === undefined) {
    const name = Object.keys(exported).find((one) => isA('mmcheck/properties', exported[one]));
    if (name === undefined) return {};
    throw new UsageError(
      `${file} exports its properties as \`${name}\`; call them \`properties\`: \`export { ${name} as properties };\``,
    );
  }
  if (!isA<ModelProperties>('mmcheck/properties', properties)) {
    throw new UsageError(
      `${file}: \`properties\` must be made by defineProperties(model, ...); ` +
        `it is ${inWords(properties)}`,
    );
  }
  if (properties.model.name !== model.name) {
    throw new UsageError(
      `${file}: \`properties\` are those of model '${properties.model.name}', ` +
        `not of '${model.name}'`,
    );
  }
  return { properties };
}

/** What the file exports instead of a model or a spec, and what to add. */
function neither(file: string, exported: Exports): string {
  const named = Object.keys(exported).filter((name) => name !== 'default');
  for (const what of ['model', 'spec'] as const) {
    const name = named.find((one) => isA(`mmcheck/${what}`, exported[one]));
    if (name === undefined) continue;
    return `${file} exports its ${what} as \`${name}\`; add \`export default ${name};\``;
  }
  const instead = [
    ...('default' in exported ? [`its default export is ${inWords(exported.default)}`] : []),
    ...(named.length > 0 ? [`it exports ${named.join(', ')}`] : []),
  ];
  const seen = instead.length === 0 ? 'it exports nothing' : instead.join(', ');
  const [what, maker] = resolve(file).split(sep).includes('specs')
    ? ['spec', 'defineSpec(model, { ... })']
    : ['model', "defineModel('name', { ... })"];
  const shared =
    groupOf(file) === ''
      ? ''
      : `; what is no ${what} stands in a folder \`shared\`, or in one called as its ${what}`;
  return `${file} exports no ${what}: ${seen}; add \`export default ${maker}\`${shared}`;
}
