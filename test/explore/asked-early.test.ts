// What is said although little was searched: mistakes that show before the first run, or when the graph is asked, and a
// limit that ends a search of which nothing was asked.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, system, upTo } from '../../src/index.ts';
import { propertyMakers } from '../../src/language/claims/makers.ts';

/** Counts to nine, then goes to a label. */
// biome-ignore lint/suspicious/noExplicitAny: labels and guards that do not exist
const counting = (to: any, guard?: any) =>
  defineModel('counting', {
    system: () =>
      system({ count: cell(upTo(9)) }, ({ process }) => ({
        counter: process({
          ...(guard && { guard }),
          start: 'count',
          steps: { count: to },
        }),
      })),
  });

const up = ({ count }: { count: { value: number } }) => {
  if (count.value === 9) return 'done';
  count.value++;
  return 'count';
};

test('a label that stands in the source and does not exist is refused before any run reaches it', () => {
  const late = ({ count }: { count: { value: number } }) => {
    if (count.value === 9) return 'dun';
    count.value++;
    return 'count';
  };
  const search = () => checkModel(counting(late), {}, {}, { maxStates: 2 });
  expect(search).toThrow(/returned "dun", which is no label; it may return blocked, count, done/);
});

test.each([undefined, 0, 'yes'])('a guard that says %s is a mistake', (answer) => {
  const search = () =>
    checkModel(
      counting(up, () => answer),
      {},
      {},
    );
  expect(search).toThrow(`the guard must say true or false, and said ${answer}`);
});

test.each([{ maxStates: 3 }, { maxDepth: 3 }])('of a limit: %o', (limit) => {
  expect(checkModel(counting(up), {}, {}, limit)).toMatchObject({ outcome: 'inconclusive' });
  expect(checkModel(counting(up), {}, {})).toMatchObject({ outcome: 'holds' });
});

test('a step that remembers is found out at the latest when the graph is asked', () => {
  let taken = 0;
  const isLate = () => ++taken > 200;
  const model = defineModel('late', {
    system: () =>
      system({ count: cell(upTo(1000)) }, ({ process }) => ({
        counter: process({
          start: 'count',
          steps: {
            count: ({ count }) => {
              if (count.value === 1000) count.value = 0;
              else count.value += isLate() ? 1 : 2;
              return 'count';
            },
          },
        }),
      })),
  });
  const { alwaysPossible } = propertyMakers();
  const claim = alwaysPossible('five can come', ({ count }) => count.value === 5);
  expect(() => checkModel(model, {}, { claim })).toThrow(
    /did something else when it was taken again/,
  );
});
