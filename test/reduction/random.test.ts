// Random models with and without symmetry: the same verdicts at the same depths, exactly the orbits of the states that
// are reached without it, and permutations that commute with steps and properties.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/random.test.ts looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CompiledSystem } from '../../src/model/compile.ts';
import type { SystemDefinition } from '../../src/model/system.ts';
import { observerShapes } from '../../src/property/monitor.ts';
import type { Properties } from '../../src/property/property.ts';
import { planSymmetry, soundSymmetry } from '../../src/reduction/symmetry.ts';
import { candidateKinds, Group } from '../../src/reduction/group.ts';
import { Canonicalizer } from '../../src/reduction/canonical.ts';
import { loadSource } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';
import { allImages, reachedStates, verdictsOf } from './support.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 300);
const SEED = Number(process.env.SEED ?? 1);
const MAX_STATES = 3000;

let reduced = 0;
let all = 0;
const why = new Map<string, number>();

async function each(check: (definition: SystemDefinition, properties: Properties) => void) {
  const property = fc.asyncProperty(randomModel, async ({ source }) => {
    const { model, properties } = await loadSource(source);
    check(model.system({}), properties.properties({}));
  });
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
}

test('whatever the kinds mean, one representative an orbit', async () => {
  await each((definition, properties) => {
    const system = new CompiledSystem(definition, observerShapes(properties));
    const { kinds } = candidateKinds(system.layout);
    if (kinds.length === 0) return;
    const symmetry = new Canonicalizer(system.layout, new Group(system.layout, kinds));
    const states = reachedStates(definition, properties, MAX_STATES);
    const permute = symmetry.permutation();
    const images = allImages(symmetry.group);
    for (const state of states.slice(0, 300)) {
      const representative = state.slice();
      const image = symmetry.moving(representative).slice();
      const into = state.slice();
      permute(state, image, into);
      expect([...into]).toEqual([...representative]);
      for (const other of images) {
        permute(state, other, into);
        symmetry.canonicalize(into);
        expect([...into]).toEqual([...representative]);
      }
    }
    expect(symmetry.exact).toBe(true);
  });
}, 300_000);

test('verdicts and orbits', async () => {
  await each((definition, properties) => {
    const system = new CompiledSystem(definition, observerShapes(properties));
    all++;
    const plan = soundSymmetry(system, properties, 'bfs');
    for (const [k, r] of plan.reasons) if (!/only one|names/.test(r)) { const key = r.replace(/.*`.*`/, '').slice(0, 90); why.set(key, (why.get(key) ?? 0) + 1); }
    if (!plan.canonicalizer) return;
    reduced++;
    const full = verdictsOf(definition, properties, MAX_STATES);
    if (!full) return;
    const symmetric = verdictsOf(definition, properties, MAX_STATES, plan.canonicalizer);
    expect(symmetric?.verdicts).toEqual(full.verdicts);
    const orbits = new Set<string>();
    for (const state of full.states) {
      const representative = state.slice();
      plan.canonicalizer.canonicalize(representative);
      orbits.add(representative.join());
    }
    expect(symmetric?.states.length).toBe(orbits.size);
    expect(new Set(symmetric?.states.map((s) => s.join()))).toEqual(orbits);
  });
  console.log(reduced, 'of', all, why);
}, 300_000);
