// The rules of callbacks in a row (kernel/notifier.c, kernel/cpu.c), each by a model that would go wrong without it and one
// that it lets pass.

import { array, bool, cell, system, upTo } from 'mmcheck';
import { hotplugStates } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { right } from './callback-rules-setup.ts';
import { rule } from './rules/rule.ts';
import { type Any, script } from './script.ts';
import { refusalOf, verdictsOf } from './verdicts.ts';

const states = ['offline', 'slub', 'smpcfd', 'online'] as const;

const hotplug = (steps: Any[], options: Any = {}) =>
  system(
    { hp: hotplugStates(states, options), up: array(1, bool), made: cell(upTo(1)) },
    ({ process }: Any) => ({
      cpu: process(script(steps)),
    }),
  );

const to =
  (target: string) =>
  ({ hp }: Any) => {
    hp.begin(target);
    return 'next' as const;
  };

/** The callback of this state is called, its startup or its teardown, and answers. */
const calls =
  (state: string, up: boolean, ok = true) =>
  ({ hp, assert }: Any) => {
    assert(hp.isMoving() && hp.current() === state && hp.isGoingUp() === up, `${state} is called`);
    hp.answer(ok);
    return 'next' as const;
  };

const stands =
  (state: string, failed = false) =>
  ({ hp, assert }: Any) => {
    assert(!hp.isMoving() && hp.state === state && hp.hasFailed() === failed, `it is ${state}`);
    return 'next' as const;
  };

const verdicts = (steps: Any[], options: Any = {}) => verdictsOf(hotplug(steps, options));

describe('the states of cpu hotplug', () => {
  rule('startups are called upwards, teardowns downwards', {
    broken: () =>
      expect(
        verdicts([
          to('online'),
          calls('slub', true),
          calls('smpcfd', true),
          calls('online', true),
          stands('online'),
        ]),
      ).toMatchObject(right),
    kept: () =>
      expect(
        verdicts([to('slub'), calls('online', false), calls('smpcfd', false), stands('slub')], {
          initial: 'online',
        }),
      ).toMatchObject(right),
  });

  rule('what was done is undone, the callback that failed is not', {
    broken: () =>
      expect(
        verdicts([
          to('online'),
          calls('slub', true),
          calls('smpcfd', true, false),
          calls('slub', false),
          stands('offline', true),
        ]),
      ).toMatchObject(right),
    kept: () =>
      expect(
        verdicts(
          [
            to('offline'),
            calls('online', false),
            calls('smpcfd', false, false),
            calls('online', true),
            stands('online', true),
          ],
          { initial: 'online' },
        ),
      ).toMatchObject(right),
  });

  rule('a rollback must not fail', {
    broken: () =>
      expect(
        refusalOf(
          hotplug([
            to('online'),
            calls('slub', true),
            calls('smpcfd', true, false),
            calls('slub', false, false),
          ]),
        ),
      ).toContain('fails on the way back'),
    kept: () =>
      expect(
        verdicts([
          to('online'),
          calls('slub', true, false),
          stands('offline', true),
          to('slub'),
          calls('slub', true),
        ]),
      ).toMatchObject(right),
  });

  rule('STARTING and DYING callbacks must not fail', {
    broken: () => {
      const atomic = { atomic: ['smpcfd'] };
      expect(
        refusalOf(
          hotplug([to('online'), calls('slub', true), calls('smpcfd', true, false)], atomic),
        ),
      ).toContain('STARTING and DYING must not');
      const initial = { atomic: ['smpcfd'], initial: 'online' };
      expect(
        refusalOf(
          hotplug([to('offline'), calls('online', false), calls('smpcfd', false, false)], initial),
        ),
      ).toContain('STARTING and DYING must not');
    },
    kept: () =>
      expect(
        verdicts([to('online'), calls('slub', true, false), stands('offline', true)], {
          atomic: ['smpcfd'],
        }),
      ).toMatchObject(right),
  });
});
