// For each rule about what a set is made of, and about what must not be pruned forever, a model that shows why.

import { bool, cell, system, upTo } from 'mmcheck';
import { somewhere } from '../../kernel/verdicts.ts';
import { early, RACE_CELLS, type RuleModel, readX, writeX } from './rule-model.ts';

const race: RuleModel = {
  system: system(RACE_CELLS, ({ process }) => ({
    writer: process({ start: 'write', steps: { write: writeX } }),
    reader: process({ start: 'read', steps: { read: readX } }),
  })),
  properties: early,
};

const choices: RuleModel = {
  system: system({ n: cell(upTo(2)), y: cell(bool) }, ({ process }) => ({
    chooser: process({
      start: 'pick',
      steps: {
        pick: ({ n, choose }) => {
          n.value = choose([0, 1, 2]);
          return 'done';
        },
      },
    }),
    other: process({
      start: 'write',
      steps: {
        write: ({ y }) => {
          y.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: { picked: somewhere(({ n }) => n.value === 2) },
};

/** Nobody looks at x; what is lost is only the state in which it ends. */
const kinds: RuleModel = {
  system: system(RACE_CELLS, ({ process }) => ({
    raiser: process({ start: 'write', steps: { write: writeX } }),
    lowerer: process({
      start: 'write',
      steps: {
        write: ({ x }) => {
          x.value = false;
          return 'done';
        },
      },
    }),
  })),
  properties: {},
  loses: /^a state/,
};

const written = { written: somewhere(({ x }) => x.value) };
const CLOCK_CELLS = { x: cell(bool), ticked: cell(bool) };

/** A clock that ticks forever and meets nobody, beside somebody who has one thing to do. */
const clock: RuleModel = {
  system: system(CLOCK_CELLS, ({ process }) => ({
    clock: process({
      start: 'tick',
      steps: {
        tick: ({ ticked }) => {
          ticked.value = !ticked.value;
          return 'tick';
        },
      },
    }),
    writer: process({
      start: 'write',
      steps: {
        write: ({ x }) => {
          x.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: written,
};

const slowClock: RuleModel = {
  system: system(CLOCK_CELLS, ({ process }) => ({
    clock: process({
      start: 'tick',
      steps: {
        tick: ({ ticked }) => {
          ticked.value = true;
          return 'next';
        },
        tock: ({ ticked }) => {
          ticked.value = false;
          return 'tick';
        },
      },
    }),
    writer: process({
      start: 'write',
      steps: {
        write: ({ x }) => {
          x.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: written,
};

/** The first can only fail: a search that takes its step and no other is over. */
const failing: RuleModel = {
  system: system(CLOCK_CELLS, ({ process }) => ({
    failing: process({
      start: 'check',
      steps: {
        check: ({ ticked, assert }) => {
          assert(ticked.value, 'it ticks');
          return 'done';
        },
      },
    }),
    writer: process({
      start: 'write',
      steps: {
        write: ({ x }) => {
          x.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: written,
};

/** The first can never take its step: a search that waits for it is over. */
const stands = (how: 'by its guard' | 'in its step'): RuleModel => ({
  system: system({ ...CLOCK_CELLS, never: cell(bool) }, ({ process }) => ({
    waiting: process({
      ...(how === 'by its guard' && { guard: ({ never }) => never.value }),
      start: 'wait',
      end: ['wait'],
      steps: {
        wait: ({ never, ticked }) => {
          if (!never.value) return 'blocked';
          ticked.value = true;
          return 'done';
        },
      },
    }),
    writer: process({
      start: 'write',
      steps: {
        write: ({ x }) => {
          x.value = true;
          return 'done';
        },
      },
    }),
  })),
  properties: written,
});

export const SET_MODELS: Readonly<Record<string, RuleModel | readonly RuleModel[]>> = {
  'all choices of a step': choices,
  'those on whom a step depends': race,
  'what a step reads': race,
  'kinds of operations that commute': kinds,
  'steps that may have no successor': [failing, stands('by its guard'), stands('in its step')],
  'sticky labels': clock,
  'steps that lead back to where they began': clock,
  'cycles of several labels': slowClock,
  'that a failed assertion leads nowhere': failing,
};
