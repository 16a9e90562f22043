// What the tests of planted mistakes share.

import { bool, cell, system, upTo } from '../../src/index.ts';

/** Says that it only looks, and takes. */
export function look(this: { taken: boolean }): boolean {
  const was = this.taken;
  this.taken = true;
  return !was;
}

export const handOver = system({ flag: cell(bool), n: cell(upTo(3)) }, ({ process }) => ({
  waiter: process({
    start: 'wait',
    steps: {
      wait: ({ flag }) => (flag.value ? 'go' : 'blocked'),
      go: ({ n }) => {
        n.value = 1;
        return 'done';
      },
    },
  }),
  giver: process({
    start: 'give',
    steps: {
      give: ({ flag, n }) => {
        n.value = 2;
        flag.value = true;
        return 'done';
      },
    },
  }),
}));

/** Two tasks that count under a lock, and one that has nothing to do with them. */
export const counting = system(
  { lock: cell(bool), count: cell(upTo(2)), alone: cell(upTo(1)) },
  ({ process }) => ({
    task: process({
      count: 2,
      start: 'lock',
      steps: {
        lock: ({ lock }) => {
          if (lock.value) return 'blocked';
          lock.value = true;
          return 'add';
        },
        add: ({ count }) => {
          count.value++;
          return 'unlock';
        },
        unlock: ({ lock }) => {
          lock.value = false;
          return 'done';
        },
      },
    }),
    loner: process({
      start: 'turn',
      steps: {
        turn: ({ alone }) => {
          alone.value = 1 - alone.value;
          return 'turn';
        },
      },
    }),
  }),
);
