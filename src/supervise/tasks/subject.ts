// What a user wants checked: a model at given parameters, with the properties of its own file and
// of its spec.

import { authored } from '../../base/author-code.ts';
import { UsageError } from '../../base/errors.ts';
import { didYouMean } from '../../base/near-name.ts';
import { layoutUnderMemory } from '../../compile/program/under-memory.ts';
import type { Properties } from '../../language/claims/property.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  parseParameter,
  resolveParameters,
} from '../../language/define-model.ts';
import type { SystemDefinition } from '../../language/system.ts';
import { firstRead } from '../../load/files-read.ts';
import { specOf } from '../../load/find-spec.ts';
import { type Load, type LoadedModel, loadModel } from '../../load/load-model.ts';
import type { InstanceNames } from '../instance-names.ts';

export interface SubjectInput {
  readonly file: string;
  /** Parameters as text, from `--set name=value`. */
  readonly set: Readonly<Record<string, string>>;
  /** The spec whose properties are added; by default the one found beside the model. */
  readonly spec?: string;
  /** The files that the result will be written to. */
  readonly writes?: readonly string[];
}

export interface Subject {
  readonly model: ModelDefinition;
  readonly parameters: ParameterValues;
  readonly properties: Properties;
}

export async function loadSubject(
  { file, set, spec, writes }: SubjectInput,
  load?: Load,
): Promise<Subject> {
  const loaded = await loadModel(file, load);
  const parameters = parametersFromText(loaded.model, set);
  const properties = await propertiesOf(loaded, parameters, spec, load);
  refuseToOverwrite(writes);
  return { model: loaded.model, parameters, properties };
}

/** What is known only once all is loaded, and must be known before the search. */
function refuseToOverwrite(writes: readonly string[] = []): void {
  const file = firstRead(writes);
  if (file === undefined) return;
  throw new UsageError(`cannot write ${file}: the model is made of it; name another file`);
}

/** Where both name a property, the spec's is taken: it is the more particular one. */
export async function propertiesOf(
  { path, model, properties: own }: LoadedModel,
  parameters: ParameterValues,
  named: string | undefined,
  load?: Load,
): Promise<Properties> {
  const spec = await specOf(path, model, named, load);
  return authored(`the properties of '${model.name}'`, () => ({
    ...own?.properties(parameters),
    ...spec?.spec.properties(parameters),
  }));
}

export function parametersFromText(
  model: ModelDefinition,
  set: Readonly<Record<string, string>>,
): ParameterValues {
  const given = Object.entries(set).map(([name, text]) => [
    name,
    parseParameter(model, name, text),
  ]);
  return resolveParameters(model, Object.fromEntries(given));
}

/** Refuses names that are no properties, before anything is searched; of several specs, says of which. */
export function checkPropertyNames(
  properties: Properties,
  only: readonly string[] = [],
  spec?: string,
): void {
  const where = spec === undefined ? '' : `${spec}: `;
  const known = [...Object.keys(properties), 'assertions'];
  for (const name of only) {
    if (known.includes(name)) continue;
    throw new UsageError(
      `${where}there is no property '${name}'${didYouMean(name, known)}; there is ${known.join(', ')}`,
    );
  }
}

/** The system at the subject's parameters. */
export function systemOf({
  model,
  parameters,
}: Pick<Subject, 'model' | 'parameters'>): SystemDefinition {
  return model.system(parameters);
}

/** The names of the instances, in the order in which the search numbers them. */
export function instanceNames(subject: Pick<Subject, 'model' | 'parameters'>): InstanceNames[] {
  return layoutUnderMemory(systemOf(subject)).instances.map(({ name, process }) => ({
    name,
    labels: process.labelNames,
  }));
}
