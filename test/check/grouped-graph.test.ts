// Groups of states are those that the states themselves make: each state and each transition is in one, and is counted.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelError, UsageError } from '../../src/base/errors.ts';
import { groupedStateGraph, stateGraph } from '../../src/check/state-graph.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 25);
const OPTIONS = { maxStates: 1500 };

test(
  `${RUNS} random models, by where processes stand and by the first cell`,
  () => {
    let compared = 0;
    const agrees = fc.property(randomModel, fc.boolean(), ({ source }, byLabels) => {
      const { model } = evaluateSource(source);
      const [cell] = Object.keys(model.system({}).cells);
      try {
        const grouped = groupedStateGraph(model, {}, {}, byLabels ? 'labels' : [cell], OPTIONS);
        const whole = stateGraph(model, {}, {}, OPTIONS);
        if ('figures' in grouped || 'figures' in whole) throw new Error('stopped');
        const keyOf = ({ state }: (typeof whole.states)[number]): string =>
          byLabels
            ? JSON.stringify([...state.processes.values()].map((one) => one.get('at')))
            : JSON.stringify([state.cells.get(cell)]);
        const keys = whole.states.map(keyOf);
        const order = [...new Set(keys)];
        const groups = order.map((key) => ({
          states: keys.filter((one) => one === key).length,
          initial: whole.states.some((one, k) => keys[k] === key && one.initial),
        }));
        expect(grouped.groups.map(({ states, initial }) => ({ states, initial }))).toEqual(groups);
        const counts = new Map<string, number>();
        for (const { from, to, process, label } of whole.edges) {
          const key = [order.indexOf(keys[from]), order.indexOf(keys[to]), process, label].join();
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
        const found = grouped.edges.map(
          ({ from, to, process, label, transitions }) =>
            [[from, to, process, label].join(), transitions] as const,
        );
        expect(new Map(found)).toEqual(counts);
        compared++;
      } catch (error) {
        if (!(error instanceof ModelError || error instanceof UsageError)) throw error;
      }
    });
    fc.assert(agrees, { numRuns: RUNS, seed: 1, endOnFailure: true });
    expect(compared).toBeGreaterThan(RUNS / 3);
  },
  60_000 + RUNS * 5000,
);
