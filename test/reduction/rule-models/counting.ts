// Processes that count and come to the same state again all the same, each by what the rule of counting (decision 30) asks
// about. Beside each is one that takes its last step unseen where the rule is not kept.

import { bool, cell, system, upTo } from 'mmcheck';

const CELLS = { go: cell(bool), x: cell(bool) };

const late = {
  start: 'begin',
  steps: {
    begin: () => 'late' as const,
    late: ({ x }: { readonly x: { value: boolean } }) => {
      x.value = true;
      return 'done' as const;
    },
  },
} as const;

/** Counts to the end for ever, as it starts again. */
export const rounds = system(CELLS, ({ process }) => ({
  counter: process({
    locals: { i: upTo(1) },
    start: 'count',
    steps: {
      count: ({ me }) => {
        me.i++;
        return 'again';
      },
      again: ({ me }) => {
        me.i = 0;
        return 'count';
      },
    },
  }),
  other: process(late),
}));

/** Does not count in every run. */
export const idler = system(CELLS, ({ process }) => ({
  idler: process({
    locals: { i: upTo(1) },
    start: 'count',
    steps: {
      count: ({ me, go }) => {
        if (go.value) me.i++;
        return 'again';
      },
      again: () => 'count',
    },
  }),
  other: process(late),
}));

/** What counts has a new local each time. */
export const caller = system(CELLS, ({ process, procedure, call }) => {
  const counts = procedure('counts', {
    locals: { i: upTo(1) },
    returns: ['counted'],
    start: 'count',
    steps: {
      count: ({ me }) => {
        me.i++;
        return 'counted';
      },
    },
  });
  return {
    caller: process({
      start: 'call',
      steps: { call: call(counts, () => ({}), { counted: 'again' }), again: () => 'call' },
    }),
    other: process(late),
  };
});

/** Counts up and down. */
export const swing = system({ ...CELLS, n: cell(upTo(1)) }, ({ process }) => ({
  counter: process({
    start: 'up',
    steps: {
      up: ({ n }) => {
        n.value++;
        return 'down';
      },
      down: ({ n }) => {
        n.value--;
        return 'up';
      },
    },
  }),
  other: process(late),
}));

/** Two count one number, one up and one down. */
export const scales = system({ ...CELLS, n: cell(upTo(1)) }, ({ process }) => ({
  up: process({
    start: 'up',
    steps: {
      up: ({ n }) => {
        if (n.value === 1) return 'blocked';
        n.value++;
        return 'up';
      },
    },
  }),
  down: process({
    start: 'down',
    steps: {
      down: ({ n }) => {
        if (n.value === 0) return 'blocked';
        n.value--;
        return 'down';
      },
    },
  }),
  other: process(late),
}));
