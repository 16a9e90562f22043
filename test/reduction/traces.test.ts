// Counterexamples from representatives are runs of the model itself: they replay, end where the
// property is broken, and speak of the ids of the run.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { replayTrace } from '../../src/check/replay.ts';
import {
  cell,
  defineModel,
  defineProperties,
  kind,
  none,
  orNone,
  set,
  system,
  upTo,
} from '../../src/index.ts';

const page = kind('page', 3);
const task = kind('task', 3);

/** Each task takes a page; the last one to give its page back forgets it. */
const model = defineModel('lost-page', {
  system: () =>
    system({ free: set(page, [...page.ids]), busy: cell(upTo(3)) }, ({ process }) => ({
      user: process({
        count: task,
        locals: { mine: orNone(page), rounds: upTo(2) },
        start: 'take',
        steps: {
          take: ({ free, busy, me, choose }) => {
            if (free.isEmpty) return 'blocked';
            const one = choose(free.values());
            free.delete(one);
            me.mine = one;
            busy.value++;
            return 'give';
          },
          give: ({ free, busy, me, assert }) => {
            assert(busy.value < 3 || me.rounds < 1, `task ${String(me.id)} again`);
            busy.value--;
            if (busy.value > 0 && me.mine !== none) free.add(me.mine);
            me.mine = none;
            if (me.rounds === 2) return 'done';
            me.rounds++;
            return 'take';
          },
        },
      }),
    })),
});
const { properties: claims } = defineProperties(
  model,
  ({ conservation, deadlock, unreachable }) => ({
    kept: conservation('every page is free or held', page, ({ free, user }) => [
      free,
      ...user.map((one) => one.mine),
    ]),
    starved: deadlock(),
    all: unreachable('all hold a page in the second round', ({ user }) =>
      user.every((one) => one.mine !== none && one.rounds === 1),
    ),
  }),
);

test('they replay, and are as short as without', () => {
  const properties = claims({});
  const reduced = checkModel(model, {}, properties);
  const full = checkModel(model, {}, properties, { reduction: false });
  expect(reduced.statistics.symmetry).toEqual({
    kinds: { page: 3, task: 3 },
    permutations: 36,
    exact: true,
  });
  expect(reduced.statistics.states).toBeLessThan(full.statistics.states / 10);
  for (const [k, { name, verdict, depth, counterexample }] of reduced.properties.entries()) {
    expect([name, verdict, depth]).toEqual([
      name,
      full.properties[k].verdict,
      full.properties[k].depth,
    ]);
    expect(verdict).toBe('violated');
    if (!counterexample) throw new Error('no counterexample');
    const claim = counterexample.property.kind === 'deadlock' ? 'not-asked' : 'stands';
    expect(replayTrace(model, properties, counterexample)).toMatchObject({ changed: false, claim });
  }
});

test('messages name the ids of the run', () => {
  const outcome = checkModel(model, {}, claims({}));
  const trace = outcome.properties.find(({ name }) => name === 'kept')?.counterexample;
  const last = trace?.steps.last();
  const taken = trace?.steps.filter(({ label, name }) => label === 'take' && name === last?.name);
  expect(taken?.size).toBe(1);
  expect(trace?.property.message).toBe(`${String(taken?.first()?.chosen[0])} is nowhere`);
});
