// `mmcheck simulate --format json`: a contract that scripts read. Members are added, never renamed or removed, without a new
// schema number.

import type { Simulation } from '../../outcome/simulation.ts';
import { type JsonProperty, jsonProperty } from './check.ts';

export interface JsonSimulation extends Omit<Simulation, 'properties'> {
  readonly schema: 1;
  readonly properties: readonly (JsonProperty & { readonly walks: number })[];
}

export function simulationJson(found: Simulation): JsonSimulation {
  const { model, parameters, outcome, properties, ...rest } = found;
  return {
    schema: 1,
    model,
    parameters,
    outcome,
    properties: properties.map((property) => ({
      ...jsonProperty(property),
      walks: property.walks,
    })),
    ...rest,
  };
}
