// Every row of every shipped spec that is not a stress test, and models without a spec as they stand.

import { basename } from 'node:path';
import type { ModelProperties } from '../../src/language/claims/makers.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  resolveParameters,
} from '../../src/language/define-model.ts';
import type { Kind } from '../../src/load/project-files.ts';
import type { SpecDefinition } from '../../src/spec/spec.ts';
import { imported, shippedNames } from './shipped-files.ts';

export interface ShippedRow {
  readonly name: string;
  readonly model: ModelDefinition;
  readonly values: ParameterValues;
  readonly properties: (values: ParameterValues) => Properties;
}

export async function shippedRows(): Promise<ShippedRow[]> {
  return [...(await specRows()), ...(await lonelyModels())];
}

/**
 * For what takes long at each: the first row of each spec and every eighteenth from there. `ALL_ROWS=1` looks at all, as the nightly
 * run does.
 */
export async function someRows(): Promise<ShippedRow[]> {
  const rows = await shippedRows();
  if (process.env.ALL_ROWS !== undefined) return rows;
  const seen = new Map<ModelDefinition, number>();
  return rows.filter(({ model }) => {
    const before = seen.get(model) ?? 0;
    seen.set(model, before + 1);
    return before % 18 === 0;
  });
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
  const specified = new Set(shippedNames('specs').map((name) => basename(name)));
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

function load<T>(kind: Kind): Promise<{ name: string; loaded: T }[]> {
  return Promise.all(
    shippedNames(kind).map(async (name) => ({
      name: basename(name),
      loaded: await imported<T>(kind, name),
    })),
  );
}
