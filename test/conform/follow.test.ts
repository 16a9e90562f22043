// The set of states along a trace, against brute force: on random models, random rules, and demands that are those of a run
// or any. RANDOM_MODELS=5000 SEED=7 npx vitest run test/conform/follow.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Progress } from '../../src/base/progress.ts';
import { layoutSystem } from '../../src/compile/layout/layout.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { Follower } from '../../src/conform/follow.ts';
import type { ParameterValues } from '../../src/language/define-model.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { explore, TooManyStates } from '../../src/reference/explore.ts';
import { Stepper } from '../../src/transition/stepper.ts';
import { loadSource } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';
import { bruteForce, demandOf, ruleOf, type WordDemand, type WordRule } from './brute-force.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 12);
const SEED = Number(process.env.SEED ?? 1);
const MAX_STATES = RUNS > 100 ? 600 : 100;

function follow(
  definition: SystemDefinition,
  rules: ReadonlyMap<string, readonly WordRule[]>,
  demands: readonly WordDemand[],
) {
  const system = new CompiledSystem(definition);
  const stepper = new Stepper(system, new Monitor(system, {}));
  const { instances } = system.layout;
  const processes = instances.map((instance) => ({
    map: {
      process: instance.process.name,
      tasks: [],
      helpers: [],
      each: [],
      until: [],
      rules: [],
      beside: [],
      with: [],
    },
    instances: [instance],
    rules: (rules.get(instance.process.name) ?? []).map((rule) => ruleOf(rule, instance)),
  }));
  const bound = demands.map((one) => demandOf(one, instances));
  const options = { memoryBytes: 2 ** 24, progress: new Progress() };
  return new Follower(stepper, processes, bound, options).follow();
}

/** Numbers from which a trace is drawn. */
const draws = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });

/** Rules, and demands in which each instance's parts of the trace go on from one another, as `assign` makes them. */
function drawn(definition: SystemDefinition, numbers: readonly number[]) {
  let at = 0;
  const draw = (below: number): number => numbers[at++ % numbers.length] % below;
  const layout = layoutSystem(definition);
  const rules = new Map<string, WordRule[]>();
  for (const { name, labelNames } of layout.processes) {
    const some = () => labelNames.filter(() => draw(3) === 0);
    const row = Array.from({ length: draw(3) }, () => ({
      fold: draw(3) === 0,
      from: some(),
      to: draw(3) === 0 ? some() : [],
    }));
    rules.set(name, row);
  }
  const demands: WordDemand[] = [];
  let place = 0;
  const before = layout.instances.map(() => 0);
  for (let k = 0; k < 2 + draw(6); k++) {
    const instance = draw(layout.instances.length);
    const row = rules.get(layout.instances[instance].process.name) ?? [];
    place++;
    if (row.length === 0) continue;
    const when = draw(3);
    const open = demands.findLast((one) => one.instance === instance);
    if (open?.to === Number.POSITIVE_INFINITY) Object.assign(open, { to: place });
    const from = when === 0 ? before[instance] : place;
    const to = when === 2 ? Number.POSITIVE_INFINITY : place;
    demands.push({ instance, rule: row[draw(row.length)], from, to });
    before[instance] = place;
  }
  return { rules, demands };
}

describe('agrees with brute force', () => {
  test(
    `on ${RUNS} random models`,
    async () => {
      const seen = { accepted: 0, refused: 0 };
      await fc.assert(
        fc.asyncProperty(randomModel, draws, async ({ source }, numbers) => {
          const { model } = await loadSource(source);
          const definition = model.system({} as ParameterValues);
          try {
            explore(definition, {}, { maxStates: MAX_STATES });
          } catch (error) {
            if (error instanceof TooManyStates) return;
            throw error;
          }
          for (const shift of [0, 7, 19, 31]) {
            const turned = [...numbers.slice(shift), ...numbers.slice(0, shift)];
            const { rules, demands } = drawn(definition, turned);
            const slow = bruteForce(definition, rules, demands);
            const fast = follow(definition, rules, demands);
            expect(fast.lost.length === 0, JSON.stringify([...rules])).toBe(slow.accepted);
            expect(fast.withinTrace).toBe(slow.count);
            if (!slow.accepted) expect(fast.lost[0].to).toBe(slow.place);
            seen[slow.accepted ? 'accepted' : 'refused']++;
          }
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
      // Otherwise it compares nothing.
      expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(RUNS / 4);
    },
    60_000 + RUNS * 1000,
  );
});
