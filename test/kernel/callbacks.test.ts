// Callbacks in a row, and what is undone when one fails: cpu hotplug undoes what was done; memory hotplug tells every
// callback, also those that never heard of it (catalogue entry 12, memory-notifier-chain).

import { array, bool, cell, system } from 'mmcheck';
import { hotplugStates, notifierChain } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, somewhere, verdictsOf } from './verdicts.ts';

const states = ['offline', 'a', 'b', 'online'] as const;

const bringUp = system(
  { hp: hotplugStates(states), up: array(states.length, bool) },
  ({ process }) => ({
    hotplug: process({
      start: 'begin',
      steps: {
        begin: ({ hp }) => {
          hp.begin('online');
          return 'next';
        },
        step: ({ hp, up, choose, assert }) => {
          const at = states.indexOf(hp.current());
          const ok = hp.rollback || choose([true, false]);
          assert(up[at] !== hp.isGoingUp(), 'a callback is called twice');
          if (ok) up[at] = hp.isGoingUp();
          hp.answer(ok);
          return hp.isMoving() ? 'step' : 'next';
        },
        check: ({ hp, up, assert }) => {
          for (let k = 1; k < 4; k++) {
            assert(up[k] === (hp.state === 'online'), 'what was done is not undone');
          }
          assert(hp.hasFailed() === (hp.state === 'offline'), 'failed, but up');
          return hp.hasFailed() ? 'done' : 'next';
        },
        down: ({ hp }) => {
          hp.begin('offline');
          return 'next';
        },
        teardown: ({ hp, up }) => {
          up[states.indexOf(hp.current())] = false;
          hp.answer(true);
          return hp.isMoving() ? 'teardown' : 'next';
        },
        gone: ({ up, assert }) => {
          assert(!up.some((isUp) => isUp), 'something is left');
          return 'done';
        },
      },
    }),
  }),
);

test('cpu hotplug undoes exactly what was done', () => {
  const online = somewhere(({ hp }) => hp.state === 'online');
  const verdicts = verdictsOf(bringUp, { online });
  expect(verdicts).toMatchObject({ assertions: 'holds', deadlock: 'holds', online: 'holds' });
});

function memoryNotify(rollback: 'all' | 'passed') {
  return system(
    {
      chain: notifierChain(3, ['GOING_OFFLINE', 'OFFLINE', 'CANCEL_OFFLINE']),
      going: array(3, bool),
      failed: cell(bool),
    },
    ({ process }) => ({
      offline: process({
        start: 'notify',
        steps: {
          notify: ({ chain }) => {
            chain.begin('GOING_OFFLINE');
            return 'next';
          },
          callbacks: ({ chain, going, choose, failed, assert }) => {
            const k = chain.at;
            if (chain.event === 'GOING_OFFLINE') {
              const ok = choose([true, false]);
              if (ok) going[k] = true;
              chain.answer(ok);
            } else {
              assert(going[k] || chain.event !== 'CANCEL_OFFLINE', 'cancelled, but never begun');
              going[k] = false;
              chain.answer(true);
            }
            if (chain.isRunning()) return 'callbacks';
            if (failed.value || (!chain.wasStopped() && !going.some((g) => g))) return 'done';
            return chain.wasStopped() ? 'cancel' : 'finish';
          },
          cancel: ({ chain, failed }) => {
            failed.value = true;
            if (rollback === 'all') chain.begin('CANCEL_OFFLINE');
            else chain.begin('CANCEL_OFFLINE', chain.passed);
            return chain.isRunning() ? 'callbacks' : 'done';
          },
          finish: ({ chain }) => {
            chain.begin('OFFLINE');
            return 'callbacks';
          },
        },
      }),
    }),
  );
}

test('memory_notify() cancels for callbacks that never heard of it, the robust chain does not', () => {
  const kept = never(
    ({ offline, going }) => offline[0].at === 'done' && going.some((g: boolean) => g),
  );
  expect(verdictsOf(memoryNotify('all'), { kept })).toMatchObject({
    assertions: 'violated',
    kept: 'holds',
  });
  expect(verdictsOf(memoryNotify('passed'), { kept })).toMatchObject({
    assertions: 'holds',
    kept: 'holds',
  });
});
