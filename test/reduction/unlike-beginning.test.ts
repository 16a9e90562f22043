// Why ids are told apart where a run begins names the cell or the local, and a large check says so without being asked.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { array, bool, cell, defineModel, kind, orNone, system, upTo } from '../../src/index.ts';
import type { Statistics } from '../../src/outcome/outcome.ts';
import { unreducedItems } from '../../src/report/text/unreduced.ts';

const cpu = kind('cpu', 4);

function statisticsOf(locals: object, online?: boolean[]): Statistics {
  const model = defineModel('unlike', {
    system: () =>
      system({ online: array(cpu, bool, online), seen: cell(upTo(1)) }, ({ process }) => ({
        task: process({
          count: cpu,
          locals: locals as { target: typeof cpu },
          start: 'look',
          steps: {
            look: ({ me, seen }) => {
              me.target = me.id;
              seen.value = 1;
              return 'done';
            },
          },
        }),
      })),
  });
  return checkModel(model, {}, {}).statistics;
}

test('a local that begins with an id is named, with what to write', () => {
  expect(statisticsOf({ target: cpu }).distinguished).toEqual([
    {
      kind: 'cpu',
      ids: 4,
      reason:
        "its ids are not all alike in the initial states: 'task.target' begins with one of them, where orNone() begins with none",
    },
  ]);
  const cured = statisticsOf({ target: orNone(cpu) });
  expect(cured.distinguished).toBeUndefined();
  expect(cured.symmetry).toMatchObject({ permutations: 24 });
});

test('an array that does not begin alike is named', () => {
  const { distinguished = [] } = statisticsOf({ target: orNone(cpu) }, [true, false, false, false]);
  expect(distinguished.map(({ reason }) => reason)).toEqual([
    "its ids are not all alike in the initial states: 'online' does not begin alike for all",
  ]);
});

test('a large search says what is in the way of fewer states, and a small one does not', () => {
  const statistics: Statistics = {
    ...statisticsOf({ target: cpu }),
    refused: [
      { reduction: 'partial-order', property: 'ends', reason: 'fairness' },
      { reduction: 'symmetry', kind: 'page', reason: 'a gap' },
    ],
  };
  expect(unreducedItems(statistics)).toEqual([]);
  const [kinds, claim, ...more] = unreducedItems({ ...statistics, states: 10_000 });
  expect(kinds).toContain('cpu, up to 24 times the states: its ids are not all alike');
  expect(claim).toBe("partial-order, refused for 'ends': fairness");
  // What the watch has found is a warning already.
  expect(more).toEqual([]);
});
