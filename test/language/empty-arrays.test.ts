// Arrays of no elements, for models whose size is a parameter: loops over them do nothing, and whoever names an element of
// one is told.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { array, bool, cell, defineModel, record, system, table, upTo } from '../../src/index.ts';
import { somewhere } from '../kernel/verdicts.ts';
import { judge } from '../support/judge.ts';

const made = (size: number) =>
  system(
    {
      slots: array(size, upTo(3), 1),
      pages: table(size, { ref: upTo(2), free: bool }),
      nest: record({ inner: array(size, upTo(1)) }),
      n: cell(upTo(9)),
    },
    ({ process }) => ({
      walker: process({
        count: 2,
        start: 'walk',
        steps: {
          walk: ({ slots, pages, nest, n }) => {
            for (const page of pages) page.ref = 2;
            for (let k = 0; k < slots.length; k++) slots[k] = 0;
            n.value = slots.length + pages.filter(({ free }) => free).length;
            if (nest.inner.every((one) => one === 1)) n.value++;
            return slots.some((one) => one === 3) ? 'blocked' : 'done';
          },
        },
      }),
    }),
  );

describe('an array of no elements', () => {
  test('is walked through in no turn', () => {
    const claims = (size: number) => {
      const told = judge(made(size), {
        one: somewhere(
          ({ n, slots, pages }) => n.value === 1 && slots.every(() => false) && pages.length === 0,
        ),
        two: somewhere(({ n }) => n.value === 2),
      });
      return [told.one.verdict, told.two.verdict];
    };
    expect(claims(0)).toEqual(['holds', 'violated']);
    expect(claims(2)).toEqual(['violated', 'holds']);
  });

  test('has none that could be named', () => {
    const model = defineModel('m', {
      system: () =>
        system({ slots: array(0, upTo(3)) }, ({ process }) => ({
          p: process({
            locals: { k: upTo(1) },
            start: 'go',
            steps: {
              go: ({ slots, me }) => {
                slots[me.k] = 1;
                return 'done';
              },
            },
          }),
        })),
    });
    expect(() => checkModel(model, {}, {})).toThrow('slots[0]: outside; slots has no elements');
  });

  test('of sets and lists there is none', () => {
    expect(() => array(-1, bool)).toThrow('an array or table has 0 to 1024');
  });
});
