// Liveness against its definition on the random models of test/support: procedures, choices, blocking, guards,
// environments, observers and failing assertions, each with claims about its labels. The graphs of random-graphs.test.ts
// have more fair cycles; these have everything else.
//
// RANDOM_MODELS=20000 SEED=7 npx vitest run test/liveness/random-models.test.ts looks further.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type {
  Predicate,
  Properties,
  PropertyDefinition,
} from '../../src/language/claims/property.ts';
import type { Fairness } from '../../src/language/process.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { explore, TooManyStates } from '../../src/reference/explore.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';
import { reachable } from '../support/reachable.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 60);
const SEED = Number(process.env.SEED ?? 1);
const MAX_STATES = 150;
const MINUTE = 60_000;

const FAIRNESS: readonly (Fairness | undefined)[] = [undefined, 'none', 'weak', 'strong'];

/** All of one process have left where they start, or one of them is done. */
function standing(definition: SystemDefinition, pick: number): Predicate {
  const names = Object.keys(definition.processes);
  const name = names[pick % names.length];
  const { start } = definition.processes[name];
  const source =
    pick % 2 === 0
      ? `({ ${name} }) => ${name}.some((one) => one.at === 'done')`
      : `({ ${name} }) => ${name}.every((one) => one.at !== '${start}')`;
  return new Function(`return ${source}`)() as Predicate;
}

function claims(definition: SystemDefinition, drawn: readonly number[]): Properties {
  const processes = Object.keys(definition.processes);
  const [first, second] = drawn.map((pick) => standing(definition, pick));
  const fairness = Object.fromEntries(
    processes.flatMap((name, k) => {
      const fair = FAIRNESS[(drawn[k + 2] ?? 0) % FAIRNESS.length];
      return fair === undefined ? [] : [[name, fair]];
    }),
  );
  const liveness = (claim: object): PropertyDefinition =>
    ({ kind: 'liveness', about: '', claim, fairness }) as PropertyDefinition;
  return {
    possible: { kind: 'always-possible', about: '', goal: first },
    eventually: liveness({ type: 'eventually', goal: first }),
    leadsTo: liveness({ type: 'leads-to', from: first, to: second }),
    always: liveness({ type: 'eventually-always', stays: second }),
    end: { kind: 'at-end', about: '', holds: second },
    terminates: liveness({ type: 'terminates', processes: processes.slice(0, 1) }),
    progresses: liveness({ type: 'progresses', processes }),
    deadlock: { kind: 'deadlock', about: '' },
  };
}

test(
  `${RUNS} random models`,
  () => {
    const picks = fc.array(fc.nat(999), { minLength: 6, maxLength: 6 });
    const agrees = fc.property(randomModel, picks, ({ source }, drawn) => {
      const { model, properties } = evaluateSource(source);
      const definition = model.system({});
      const observers = Object.entries(properties.properties({})).filter(
        ([, { kind }]) => kind === 'observer',
      );
      const all = { ...Object.fromEntries(observers), ...claims(definition, drawn) };
      try {
        const { verdicts } = explore(definition, all, { maxStates: MAX_STATES });
        expect(reachable(definition, all, { memoryBytes: 2 ** 22 }).verdicts).toEqual(verdicts);
      } catch (error) {
        fc.pre(!(error instanceof TooManyStates));
        throw error;
      }
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED, maxSkipsPerRun: 1000 });
  },
  10 * MINUTE + RUNS * 100,
);
