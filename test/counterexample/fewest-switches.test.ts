// The run that is shown with the fewest context switches is a shortest one, no shortest run has fewer, of those that have as few
// it is the first, and it is the same whatever the search did.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { Progress } from '../../src/base/progress.ts';
import { checkModel } from '../../src/check/check.ts';
import { compileSystem } from '../../src/check/compile-system.ts';
import type { CheckOptions } from '../../src/check/options.ts';
import { replayTrace } from '../../src/check/replay.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { fewestSwitches } from '../../src/counterexample/fewest-switches.ts';
import { GrowingRun, type Move } from '../../src/counterexample/growing-run.ts';
import { bool, cell, defineModel, defineProperties, system } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { Stepper } from '../../src/transition/stepper.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 16);
const KINDS = ['invariant', 'unreachable', 'observer', 'assertion', 'conservation', 'reachable'];

const movesOf = ({ steps }: Trace): string[] =>
  steps.toArray().map(({ name, label, choice }) => `${name}:${label}:${choice}`);

function switchesIn(names: readonly unknown[]): number {
  return names.filter((name, k) => k > 0 && name !== names[k - 1]).length;
}

/** All runs of this length that break the property, depth first: slow, and in order of their moves. */
function allRuns(
  model: ModelDefinition,
  properties: Properties,
  name: string,
  length: number,
): Move[][] | undefined {
  const system = compileSystem(model.system({}), properties, new Progress());
  const stepper = new Stepper(system, new Monitor(system, properties));
  const found: Move[][] = [];
  let looked = 0;
  const walk = (state: Int32Array, moves: readonly Move[]): void => {
    if (looked++ > 20_000) return;
    const run = new GrowingRun(stepper, {});
    run.goOnFrom(state);
    if (!run.isWithin()) return;
    for (const step of run.steps()) {
      const { instance, from, choice } = step;
      const next = [...moves, { instance, from, choice }];
      run.goOnFrom(state);
      const isBroken = run.take(step).includes(name);
      if (isBroken && next.length === length) found.push(next);
      if (!isBroken && !step.failed && next.length < length) walk(step.state, next);
    }
  };
  for (const initial of [...stepper.initial()].map((state) => state.slice())) walk(initial, []);
  return looked > 20_000 ? undefined : found;
}

test(
  `${RUNS} random models: as short, as few as can be, and the same with every reduction`,
  () => {
    let compared = 0;
    const agrees = fc.property(randomModel, ({ source }) => {
      const { model, properties: made } = evaluateSource(source);
      const properties = made?.properties({}) ?? {};
      const checked = (options: CheckOptions) =>
        checkModel(model, {}, properties, { maxStates: 3000, ...options });
      try {
        const plain = checked({ reduction: false });
        const quiet = checked({ reduction: false, fewestSwitches: true });
        const reduced = checked({ fewestSwitches: true });
        for (const [
          k,
          { name, kind, counterexample: shown, depth, fewestSwitches },
        ] of quiet.properties.entries()) {
          if (!shown || !fewestSwitches || depth === undefined || depth === 0) continue;
          const before = plain.properties[k].counterexample as Trace;
          expect([name, depth]).toEqual([name, before.steps.size]);
          const other = reduced.properties[k];
          if (other.fewestSwitches && other.counterexample) {
            expect([name, movesOf(other.counterexample)]).toEqual([name, movesOf(shown)]);
          }
          if (kind !== 'deadlock')
            expect(replayTrace(model, properties, shown).claim).toBe('stands');
          const switches = switchesIn(shown.steps.toArray().map((step) => step.name));
          const usual = switchesIn(before.steps.toArray().map((step) => step.name));
          expect(switches).toBeLessThanOrEqual(usual);
          if (!KINDS.includes(kind) || depth > 7) continue;
          const all = allRuns(model, properties, name, depth);
          if (all === undefined || all.length === 0) continue;
          const counts = all.map((moves) => switchesIn(moves.map(({ instance }) => instance)));
          expect([name, switches]).toEqual([name, Math.min(...counts)]);
          compared++;
        }
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
      }
    });
    fc.assert(agrees, { numRuns: RUNS, seed: 1, endOnFailure: true });
    expect(compared).toBeGreaterThan(RUNS / 6);
  },
  60_000 + RUNS * 5000,
);

const crossed = defineModel('crossed', {
  system: () =>
    system({ c: cell(bool), b: cell(bool), d: cell(bool) }, ({ process }) => ({
      p: process({
        start: 'a',
        steps: {
          a: () => 'b',
          b: ({ b, c }) => {
            if (!c.value) return 'blocked';
            b.value = true;
            return 'done';
          },
        },
      }),
      q: process({
        start: 'c',
        steps: {
          c: ({ c }) => {
            c.value = true;
            return 'd';
          },
          d: ({ d }) => {
            d.value = true;
            return 'done';
          },
        },
      }),
    })),
});
const { both } = defineProperties(crossed, ({ unreachable }) => ({
  both: unreachable('both are never done', ({ b, d }) => b.value && d.value),
})).properties({});

test('a run that need not go to and fro does not', () => {
  const shown = (options: CheckOptions) => {
    const [{ counterexample, fewestSwitches }] = checkModel(
      crossed,
      {},
      { both },
      options,
    ).properties;
    return { run: movesOf(counterexample as Trace), fewestSwitches };
  };
  expect(shown({ reduction: false })).toEqual({ run: ['p:a:0', 'q:c:0', 'p:b:0', 'q:d:0'] });
  const quiet = { run: ['q:c:0', 'q:d:0', 'p:a:0', 'p:b:0'], fewestSwitches: true };
  expect(shown({ reduction: false, fewestSwitches: true })).toEqual(quiet);
  expect(shown({ fewestSwitches: true })).toEqual(quiet);
  expect(shown({ order: 'dfs', fewestSwitches: true }).fewestSwitches).toBe(false);
});

test('what is wrong is said as without it, though the search has ended asking', () => {
  const said = (options: CheckOptions) =>
    checkModel(crossed, {}, { both }, options).properties[0].counterexample?.property.message;
  expect(said({ fewestSwitches: true })).toBe(said({}));
  expect(said({})).not.toBe('');
});

test('where too many states are as near, nothing is said', () => {
  const system = compileSystem(crossed.system({}), { both }, new Progress());
  const stepper = new Stepper(system, new Monitor(system, { both }));
  const found = (most: number) =>
    fewestSwitches(stepper, { both }, 'both', 4, most, new Progress())?.switches;
  expect([found(3), found(100)]).toEqual([undefined, 1]);
});
