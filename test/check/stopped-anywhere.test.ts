// Whenever a check is asked to stop, also after its search, it comes back with what it knows.

import { afterEach, expect, test, vi } from 'vitest';
import { Progress, StopRequest } from '../../src/base/progress.ts';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, defineProperties, kind, system, upTo } from '../../src/index.ts';

const model = defineModel('adders', {
  system: () =>
    system({ sum: cell(upTo(2)) }, ({ process }) => ({
      adder: process({
        count: kind('adder', 2),
        start: 'add',
        steps: {
          add: ({ sum }) => {
            sum.value++;
            return 'done';
          },
        },
      }),
    })),
});
const { properties } = defineProperties(
  model,
  ({ invariant, leadsTo, alwaysPossible, atTheEnd }) => ({
    small: invariant('', ({ sum }) => sum.value < 3),
    comes: leadsTo(
      '',
      ({ sum }) => sum.value === 1,
      ({ sum }) => sum.value === 2,
    ),
    can: alwaysPossible('', ({ sum }) => sum.value === 2),
    ends: atTheEnd('', ({ sum }) => sum.value === 2),
  }),
);

afterEach(() => void vi.restoreAllMocks());

test('at each moment at which it asks whether it is to stop', () => {
  const verdicts = new Set<string>();
  for (let moment = 0, asked = moment; asked >= moment; moment++) {
    asked = 0;
    vi.spyOn(Progress.prototype, 'stopRequested').mockImplementation(() =>
      asked++ < moment ? StopRequest.none : StopRequest.interrupted,
    );
    const outcome = checkModel(model, {}, properties({}));
    verdicts.add(outcome.outcome);
    if (asked < moment) expect(outcome.outcome).toBe('holds');
  }
  expect([...verdicts].sort()).toEqual(['holds', 'inconclusive']);
});
