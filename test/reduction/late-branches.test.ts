// Symmetry that is wrongly believed, where what tells ids apart comes late, in a step that has been taken so often that it
// is hardly looked at any more (src/symmetry-watch). The analysis is replaced by "every kind is interchangeable".

import { expect, test, vi } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { array, cell, defineModel, defineProperties, kind, system, upTo } from '../../src/index.ts';

vi.mock('../../src/reduction/id-symmetry/distinguished-kinds.ts', () => ({
  distinguishedKinds: () => new Map(),
}));

test.each(['leaves', 'stays', 'is one among many'])(
  'a branch that is first taken after 20,000 others, and %s',
  (way) => {
    const cpu = kind('cpu', 3);
    const model = defineModel('late', {
      system: () =>
        system(
          { n: cell(upTo(1000)), seen: cell(upTo(4)), state: array(cpu, upTo(3)) },
          ({ process }) => ({
            walker: process({
              count: cpu,
              start: 'walk',
              steps: {
                walk: ({ state, me }) => {
                  state[me.id] = (state[me.id] + 1) % 4;
                  return 'walk';
                },
              },
            }),
            clock: process({
              start: 'tick',
              steps: {
                tick: ({ n, state, seen }) => {
                  const at = way === 'is one among many' ? 501 : 1000;
                  if (n.value < 1000) n.value++;
                  if (n.value !== at) return 'tick';
                  // Some that sorted states never have, whichever way they are sorted.
                  const [a, b, c] = [state[cpu.ids[0]], state[cpu.ids[1]], state[cpu.ids[2]]];
                  seen.value = a > b && b < c ? 1 : 2;
                  return way === 'leaves' ? 'stop' : 'tick';
                },
                stop: () => 'stop',
              },
            }),
          }),
        ),
    });
    const properties = defineProperties(model, ({ unreachable }) => ({
      unseen: unreachable('It is not seen.', ({ seen }) => seen.value === 1),
    }));
    const outcome = checkModel(model, {}, properties.properties({}));
    expect(outcome.outcome).toBe('violated');
    expect(outcome.warnings[0]).toMatch(/^symmetry of kind 'cpu' was not used: step clock\/tick /);
  },
);
