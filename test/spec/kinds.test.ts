// A spec may make a kind of the model's again: it is the same kind, with every reduction and without.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import {
  bool,
  defineModel,
  defineSpec,
  kind,
  orNone,
  range,
  set,
  system,
} from '../../src/index.ts';

const model = defineModel('m', {
  parameters: { pages: range(1, 3), loses: bool },
  system: ({ pages, loses }) => {
    const page = kind('page', pages);
    return system(
      { free: set(page) },
      ({ process }) => ({
        task: process({
          count: 2,
          locals: { page: orNone(page) },
          start: 'take',
          steps: {
            take: ({ free, me, choose }) => {
              if (free.isEmpty) return 'blocked';
              const p = choose(free.values());
              free.delete(p);
              if (!loses) me.page = p;
              return 'done';
            },
          },
        }),
      }),
      ({ free }) => {
        for (const p of page.ids) free.add(p);
      },
    );
  },
});

const spec = (size: (pages: number) => number) =>
  defineSpec(model, {
    properties: ({ conservation }, { pages }) => ({
      once: conservation('each page is somewhere', kind('page', size(pages)), ({ free, task }) => [
        free,
        ...task.map(({ page }) => page),
      ]),
    }),
    rows: [],
  });

describe.each([
  ['with reductions', {}],
  ['without', { reduction: false }],
] as const)('%s', (_, options) => {
  test.each([
    [false, 'holds'],
    [true, 'violated'],
  ])('a kind that is made again (loses: %s)', (loses, verdict) => {
    const values = { pages: 3, loses };
    const { outcome, statistics } = checkModel(
      model,
      values,
      spec((pages) => pages).properties(values),
      options,
    );
    expect(outcome).toBe(verdict);
    const isReduced = statistics.reductions.includes('symmetry');
    expect(isReduced).toBe(!('reduction' in options));
  });

  test('one that is too small is refused, and of one too large the last is nowhere', () => {
    const values = { pages: 2, loses: false };
    const check = (size: number) =>
      checkModel(model, values, spec(() => size).properties(values), options);
    expect(() => check(1)).toThrow(
      'a place of pages holds 1, and there are 0..0; is that a place of another kind',
    );
    expect(check(3).properties[0].counterexample?.property.message).toContain('page2 is nowhere');
  });
});
