// Orbits against published and measured counts: Rumur's of the zonelist model (docs/baselines),
// those of two-phase commit, and the same verdicts with and without on every peer model and every
// shipped one.

import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import type { CheckOptions } from '../../src/check/options.ts';
import { inspectSymmetry } from '../../src/check/reductions.ts';
import type { ModelProperties } from '../../src/language/claims/makers.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { type ModelDefinition, resolveParameters } from '../../src/language/define-model.ts';
import type { CheckOutcome } from '../../src/outcome/outcome.ts';
import type { SpecDefinition } from '../../src/spec/spec.ts';
import twoPhase from '../peer-models/two-phase.ts';
import zonelist from '../peer-models/zonelist.ts';
import { imported, shippedNames } from '../support/shipped-files.ts';

function statesOf(model: ModelDefinition, set: Record<string, number>, reduction: boolean): number {
  const options = { reduction: reduction ? (['symmetry'] as const) : false };
  const { statistics } = checkModel(model, set, {}, options);
  expect(statistics.reductions).toEqual(reduction ? ['symmetry'] : []);
  expect(statistics.symmetry?.exact ?? true).toBe(true);
  return statistics.states;
}

test.each([
  [4, 4205],
  [5, 13_205],
  [6, 34_710],
])('zonelist Z=3 P=1 A=%i: %i orbits', (A, orbits) => {
  expect(statesOf(zonelist, { Z: 3, P: 1, A }, true)).toBe(orbits);
});

test.each([
  [3, 288, 80],
  [4, 1568, 166],
  [5, 8832, 314],
])('two-phase commit N=%i: %i states, %i orbits', (N, states, orbits) => {
  expect(statesOf(twoPhase, { N }, false)).toBe(states);
  expect(statesOf(twoPhase, { N }, true)).toBe(orbits);
});

interface Subject {
  readonly name: string;
  readonly model: ModelDefinition;
  readonly set: Readonly<Record<string, unknown>>;
  readonly properties: Properties;
}

const peers = await Promise.all(
  peerModels().map(async (file): Promise<Subject> => {
    const loaded: { default: ModelDefinition; properties?: ModelProperties } = await import(file);
    const { default: model } = loaded;
    const values = resolveParameters(model, {});
    const given = loaded.properties?.properties(values) ?? {};
    const properties: Properties = { ...given, stuck: { kind: 'deadlock', about: '' } };
    return { name: model.name, model, set: {}, properties };
  }),
);
/** A claim about the whole graph takes symmetry from the others. */
function ofStates(properties: Properties): Properties {
  const kinds = ['invariant', 'observer', 'reachable', 'unreachable', 'conservation'];
  const kept = Object.entries(properties).filter(([, { kind }]) => kinds.includes(kind));
  return Object.fromEntries(kept);
}

const shipped = (
  await Promise.all(
    shippedNames('specs').map(async (file): Promise<Subject[]> => {
      const { default: spec } = await imported<{ default: SpecDefinition }>('specs', file);
      return (
        spec.rows
          .filter(({ stress }) => !stress)
          .map(({ set }) => {
            const values = resolveParameters(spec.model, set);
            const properties = ofStates(spec.properties(values));
            const name = `${spec.model.name} ${JSON.stringify(set)}`;
            return { name, model: spec.model, set, properties };
          })
          // Where nothing can be permuted, the two searches are one.
          .filter(({ model, properties, set }) => {
            const system = model.system(resolveParameters(model, set));
            return inspectSymmetry(system, properties).permutations > 1;
          })
      );
    }),
  )
).flat();

test('there are many shipped rows in which something can be permuted', () => {
  expect(shipped.length).toBeGreaterThan(30);
});

describe('verdicts with and without symmetry', () => {
  test.each([...peers, ...shipped].map((one) => [one.name, one] as const))(
    '%s',
    (_name, subject) => {
      const [reduced, full] = [['symmetry'] as const, false].map((reduction) =>
        verdicts(subject, { reduction }),
      );
      if (reduced && full) expect(reduced).toEqual(full);
    },
  );
});

function verdicts({ model, set, properties }: Subject, options: CheckOptions): unknown {
  const values = resolveParameters(model, set);
  const limits = { maxStates: 20_000, memoryBytes: 2 ** 28 };
  const outcome: CheckOutcome = checkModel(model, values, properties, { ...limits, ...options });
  if (outcome.limit) return undefined;
  return outcome.properties.map(({ name, verdict, depth }) => ({ name, verdict, depth }));
}

function peerModels(): string[] {
  const url = new URL('../peer-models/', import.meta.url);
  return readdirSync(url)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => new URL(name, url).href);
}
