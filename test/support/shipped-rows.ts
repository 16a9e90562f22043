// Every row of every shipped spec that is not a stress test, and models without a spec as they stand.

import { readdirSync } from 'node:fs';
import type { ModelProperties } from '../../src/language/claims/makers.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  resolveParameters,
} from '../../src/language/define-model.ts';
import type { SpecDefinition } from '../../src/spec/spec.ts';

export interface ShippedRow {
  readonly name: string;
  readonly model: ModelDefinition;
  readonly values: ParameterValues;
  readonly properties: (values: ParameterValues) => Properties;
}

export async function shippedRows(): Promise<ShippedRow[]> {
  return [...(await specRows()), ...(await lonelyModels())];
}

async function specRows(): Promise<ShippedRow[]> {
  const specs = await load<{ default: SpecDefinition }>('specs');
  return specs.flatMap(({ name, loaded: { default: spec } }) =>
    spec.rows
      .filter(({ stress }) => !stress)
      .map(({ set }) => ({
        name: `${name} ${JSON.stringify(set)}`,
        model: spec.model,
        values: resolveParameters(spec.model, set),
        properties: spec.properties,
      })),
  );
}

async function lonelyModels(): Promise<ShippedRow[]> {
  const specified = new Set(filesIn('specs'));
  const models = await load<{ default: ModelDefinition; properties?: ModelProperties }>('models');
  return models
    .filter(({ name }) => !specified.has(name))
    .map(({ name, loaded: { default: model, properties } }) => ({
      name,
      model,
      values: resolveParameters(model, {}),
      properties: properties?.properties ?? (() => ({})),
    }));
}

function filesIn(folder: string): string[] {
  return readdirSync(new URL(`../../${folder}`, import.meta.url)).filter((name) =>
    name.endsWith('.ts'),
  );
}

function load<T>(folder: string): Promise<{ name: string; loaded: T }[]> {
  return Promise.all(
    filesIn(folder).map(async (name) => {
      const url = new URL(`../../${folder}/${name}`, import.meta.url);
      return { name, loaded: (await import(url.href)) as T };
    }),
  );
}
