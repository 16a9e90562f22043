// What is to be said of a small system, by everybody who says anything: the reference explorer, the engine that visits
// every state, and the engine with all reductions and with each alone. They have to agree before a test gets an answer.

import { expect } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { defineModel } from '../../src/index.ts';
import { isPending, type Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import type { PropertyOutcome } from '../../src/outcome/outcome.ts';
import { REDUCTIONS } from '../../src/outcome/reduction-names.ts';
import { explore } from '../../src/reference/explore.ts';
import { reachable } from './reachable.ts';

/** The engine's outcome of each property, assertions included, by name. */
export function judge(
  definition: SystemDefinition,
  properties: Properties,
): Record<string, PropertyOutcome> {
  const engine = reachable(definition, properties);
  const reference = explore(definition, properties);
  expect(engine.keys.size, 'states').toBe(reference.states.size);
  expect(engine.transitions, 'transitions').toBe(reference.transitions);
  for (const [name, expected] of Object.entries(reference.verdicts)) {
    if (properties[name] && isPending(properties[name])) continue;
    expect([name, engine.verdicts[name]]).toEqual([name, expected]);
  }
  const model = defineModel('judged', { system: () => definition as never });
  const ways = [
    { reduction: true },
    { reduction: true, statesTogether: 1 },
    { reduction: false },
    ...REDUCTIONS.map((one) => ({ reduction: [one] })),
  ];
  const [all] = ways.map((way) => {
    const outcome = checkModel(model, {}, properties, way);
    for (const { name, verdict, depth } of outcome.properties) {
      const said = { verdict, ...(depth !== undefined && { depth }) };
      expect([name, way, said]).toEqual([name, way, engine.verdicts[name]]);
    }
    return outcome;
  });
  return Object.fromEntries(all.properties.map((one) => [one.name, one]));
}
