// A label in a claim at which no process can be: it would make the claim hold for nothing.

import { expect, test } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import { bool, cell, defineModel, pool, system } from '../../../src/index.ts';
import { always } from '../../kernel/verdicts.ts';

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
type Claim = (views: any) => boolean;

const doubtsAbout = (claim: Claim, parameters = {}): readonly string[] => {
  const model = defineModel('m', {
    parameters,
    system: () =>
      system({ workers: pool(1), x: cell(bool) }, ({ process }) => ({
        boss: process({
          start: 'spawn',
          steps: {
            spawn: ({ workers, x }) => {
              x.value = true;
              workers.spawn({});
              return 'done';
            },
          },
          coarse: { spawn: 'a test' },
        }),
        worker: process({
          pool: 'workers',
          start: 'work',
          steps: { work: ({ x }) => (x.value ? 'done' : 'blocked') },
        }),
      })),
  });
  return checkModel(model, {}, { claim: always(claim) }).warnings;
};

test('a misspelt label, and the end of a process of a pool', () => {
  expect(doubtsAbout(({ boss }) => boss[0].at !== 'spwan')).toEqual([
    "claim: no process that it reads is ever at 'spwan'; did you mean 'spawn'?",
  ]);
  expect(doubtsAbout(({ worker, x }) => worker[0].at !== 'done' || !x.value)).toEqual([
    "claim: no process that it reads is ever at 'done'; there are idle, work, exit",
  ]);
});

test('labels of a process that the claim reads, all of them, and what another variant may have', () => {
  const known: Claim = ({ boss, worker }) => boss[0].at !== 'x' || worker[0].at !== 'x';
  expect(doubtsAbout(known)).toHaveLength(1);
  expect(doubtsAbout(known, { v: bool })).toEqual([]);
  expect(doubtsAbout(({ boss }) => ['spawn', 'done'].includes(boss[0].at))).toEqual([]);
  expect(doubtsAbout(({ worker }) => worker[0].at !== 'exit')).toEqual([]);
  expect(doubtsAbout(({ boss }) => boss[0].at.length > 0)).toEqual([]);
});
