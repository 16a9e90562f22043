// For each rule about the future of a process, a model that shows why.

import { array, bool, cell, pool, system, upTo } from 'mmcheck';
import { somewhere } from '../../kernel/verdicts.ts';
import { early, RACE_CELLS, type RuleModel, readX, writeX } from './rule-model.ts';

const laterLabels: RuleModel = {
  system: system(RACE_CELLS, ({ process }) => ({
    writer: process({ start: 'write', steps: { write: writeX } }),
    reader: process({
      locals: { k: upTo(1) },
      start: 'prepare',
      steps: {
        prepare: ({ me }) => {
          me.k = 1;
          return 'next';
        },
        read: readX,
      },
    }),
  })),
  properties: early,
};

/** The work runs twice; from its end on, only what it was started for again can read x. */
const goingRound: RuleModel = {
  system: system({ jobs: pool(1), x: cell(bool), runs: cell(upTo(2)) }, ({ process }) => ({
    writer: process({
      start: 'write',
      steps: {
        write: ({ x }) => {
          x.value = true;
          return 'done';
        },
      },
    }),
    spawner: process({
      start: 'spawn',
      steps: {
        spawn: ({ jobs }) => {
          jobs.spawn({});
          return 'next';
        },
        join: ({ jobs }) => (jobs.join(0) ? 'next' : 'blocked'),
        respawn: ({ jobs }) => {
          jobs.spawn({});
          return 'done';
        },
      },
    }),
    work: process({
      pool: 'jobs',
      start: 'read',
      steps: {
        read: ({ x, runs }) => {
          if (!x.value) runs.value++;
          return 'done';
        },
      },
    }),
  })),
  properties: { early: somewhere(({ runs }) => runs.value === 2) },
};

const withinProcedure: RuleModel = {
  system: system(RACE_CELLS, ({ process, procedure, call }) => {
    const look = procedure('look', {
      returns: ['ok'],
      start: 'read',
      steps: {
        read: ({ x, seen }) => {
          seen.value = !x.value;
          return 'ok';
        },
      },
    });
    return {
      writer: process({ start: 'write', steps: { write: writeX } }),
      reader: process({
        start: 'enter',
        steps: { enter: call(look, () => ({}), { ok: 'done' }) },
      }),
    };
  }),
  properties: early,
};

const afterProcedure: RuleModel = {
  system: system(RACE_CELLS, ({ process, procedure, call }) => {
    const prepare = procedure('prepare', {
      locals: { k: upTo(1) },
      returns: ['ok'],
      start: 'count',
      steps: {
        // A choice ends the chain of local steps, so that the state before it is expanded.
        count: ({ me, choose }) => {
          me.k = choose([0, 1]);
          return 'ok';
        },
      },
    });
    return {
      writer: process({ start: 'write', steps: { write: writeX } }),
      reader: process({
        start: 'enter',
        steps: { enter: call(prepare, () => ({}), { ok: 'read' }), read: readX },
      }),
    };
  }),
  properties: early,
};

/** The reader's index names element 1 now, and element 0 when it reads. */
const assignedLocal: RuleModel = {
  system: system({ own: array(2, bool), seen: cell(bool) }, ({ process }) => ({
    writer: process({
      start: 'write',
      steps: {
        write: ({ own }) => {
          own[0] = true;
          return 'done';
        },
      },
    }),
    reader: process({
      locals: { k: upTo(1) },
      begin: () => ({ k: 1 }),
      start: 'move',
      steps: {
        move: ({ me }) => {
          me.k = 0;
          return 'next';
        },
        read: ({ own, seen, me }) => {
          seen.value = !own[me.k];
          return 'done';
        },
      },
    }),
  })),
  properties: early,
};

export const FUTURE_MODELS: Readonly<Record<string, RuleModel>> = {
  'later labels': laterLabels,
  'labels that come by going round': goingRound,
  'labels of procedures': withinProcedure,
  'labels after a procedure': afterProcedure,
  'locals that are assigned': assignedLocal,
};
