// What other checkers got wrong: fairness that holds of a component but not of the cycle shown, lassos with hops that
// are no steps, stuttering, bounds; and what weak and strong fairness each prove.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { bool, cell, defineModel, oneOf, system, upTo } from '../../src/index.ts';
import { judge } from './support.ts';

/** Entry 6 of the catalogue: the worker isolates the block to report it, over and over; the offliner wants it, too. */
const isolation = (offliner: 'blocks' | 'retries') =>
  system({ block: cell(oneOf('movable', 'reported', 'offline')) }, ({ process }) => ({
    worker: process({
      start: 'isolate',
      steps: {
        isolate: ({ block }) => {
          if (block.value === 'offline') return 'done';
          block.value = 'reported';
          return 'undo';
        },
        undo: ({ block }) => {
          block.value = 'movable';
          return 'isolate';
        },
      },
    }),
    offline: process({
      start: 'isolate',
      steps: {
        isolate: ({ block }) => {
          if (block.value === 'reported') return offliner === 'blocks' ? 'blocked' : 'isolate';
          block.value = 'offline';
          return 'done';
        },
      },
    }),
  }));

describe('starvation: the isolation of entry 6, L2', () => {
  const words = 'offline succeeds';
  test.each(['blocks', 'retries'] as const)(
    'who %s may lose every race under weak fairness',
    (how) => {
      const judged = judge(isolation(how), ({ terminates }) => terminates(words, 'offline'));
      expect(judged).toMatchObject({
        verdict: 'violated',
        stem: '',
        cycle: 'worker isolate, worker undo',
      });
      expect(judged.message).toContain(
        'offline stays at isolate: it can move only now and then, and weak fairness does not make it.',
      );
    },
  );
  test.each(['blocks', 'retries'] as const)('who %s gets there under strong fairness', (how) => {
    expect(
      judge(isolation(how), ({ terminates }) =>
        terminates(words, 'offline', { fairness: { offline: 'strong' } }),
      ),
    ).toEqual({ verdict: 'holds' });
  });
  test('named by process', () => {
    const starves = judge(isolation('blocks'), (make) => make.progresses(words, 'offline'));
    expect(starves).toMatchObject({ verdict: 'violated', cycle: 'worker isolate, worker undo' });
    expect(starves.message).toContain('offline never takes another step');
    const fairness = { offline: 'strong' } as const;
    expect(
      judge(isolation('blocks'), (make) => make.progresses(words, 'offline', { fairness })),
    ).toEqual({ verdict: 'holds' });
  });
  test('it is always possible, which is why that alone finds nothing', () => {
    expect(
      judge(isolation('blocks'), (make) =>
        make.alwaysPossible(words, ({ block }) => block.value === 'offline'),
      ),
    ).toEqual({ verdict: 'holds' });
  });
});

/** Three states in a ring of one component: p can turn at 0 only by going over 2, where q is enabled. */
const figureEight = () =>
  system({ at: cell(upTo(2)) }, ({ process }) => ({
    near: process({
      start: 'go',
      steps: {
        go: ({ at }) => {
          if (at.value === 2) return 'blocked';
          at.value = 1 - at.value;
          return 'go';
        },
      },
    }),
    far: process({
      start: 'go',
      steps: {
        go: ({ at }) => {
          if (at.value === 1) return 'blocked';
          at.value = 2 - at.value;
          return 'go';
        },
      },
    }),
  }));

describe('fairness of the very cycle that is shown', () => {
  test('a component that is fair has a cycle that is: it visits what makes it so', () => {
    const judged = judge(figureEight(), (make) => make.eventually('never', () => false));
    // near alone is a cycle, and fair to far, which cannot move at 1.
    expect(judged).toMatchObject({ verdict: 'violated', cycle: 'near go, near go' });
  });
  test('under strong fairness the cycle has to take both lobes', () => {
    const fairness = { near: 'strong', far: 'strong' } as const;
    const judged = judge(figureEight(), (make) =>
      make.eventually('never', () => false, { fairness }),
    );
    expect(judged.verdict).toBe('violated');
    expect(judged.cycle).toContain('near go');
    expect(judged.cycle).toContain('far go');
  });
  test('a fair cycle may have to avoid states of its component', () => {
    const fairness = { far: 'strong' } as const;
    // Without a step of far no state may enable it, and near's cycle comes by 0, where it is enabled.
    const judged = judge(figureEight(), (make) =>
      make.progresses('far moves', 'far', { fairness }),
    );
    expect(judged).toEqual({ verdict: 'holds' });
  });
});

const stopper = (steps: { environment?: boolean; spins?: boolean }) =>
  system({ on: cell(bool) }, ({ process }) => ({
    switch: process({
      ...(steps.environment ? { environment: true } : {}),
      start: 'turn',
      steps: {
        turn: ({ on }) => {
          on.value = true;
          return 'done';
        },
      },
    }),
    waiter: process({
      start: 'wait',
      steps: {
        wait: ({ on }) => (on.value ? 'done' : steps.spins ? 'wait' : 'blocked'),
      },
    }),
  }));

describe('stuttering', () => {
  test.each([false, true])(
    'a run may stop where only the environment can move (spins: %s)',
    (spins) => {
      const judged = judge(stopper({ environment: true, spins }), (make) =>
        make.terminates('the waiter ends', 'waiter'),
      );
      expect(judged).toMatchObject({ verdict: 'violated', stem: '', cycle: '' });
      expect(judged.message).toContain('The run may stop here for ever');
    },
  );
  test.each([false, true])('but not where somebody must (spins: %s)', (spins) => {
    const judged = judge(stopper({ spins }), (make) => make.terminates('it ends', 'waiter'));
    expect(judged).toEqual({ verdict: 'holds' });
  });
  test('a run that ends is a run', () => {
    const ends = system({ x: cell(upTo(1)) }, ({ process }) => ({
      p: process({ start: 'go', steps: { go: () => 'done' } }),
    }));
    expect(
      judge(ends, (make) => make.eventually('x is 1', ({ x }) => x.value === 1)),
    ).toMatchObject({
      verdict: 'violated',
      stem: 'p go',
      cycle: '',
    });
  });
  test('a choice to stay is no step: fairness makes the process leave', () => {
    const dice = system({ x: cell(bool) }, ({ process }) => ({
      p: process({
        start: 'roll',
        steps: { roll: ({ choose }) => choose(['roll', 'done'] as const) },
      }),
    }));
    expect(judge(dice, (make) => make.terminates('it ends', 'p'))).toEqual({ verdict: 'holds' });
    const fairness = { p: 'none' } as const;
    expect(judge(dice, (make) => make.terminates('it ends', 'p', { fairness }))).toMatchObject({
      verdict: 'violated',
    });
  });
});

const requests = (server: 'answers' | 'forgets') =>
  system({ asked: cell(bool), served: cell(bool) }, ({ process }) => ({
    client: process({
      environment: true,
      start: 'ask',
      steps: {
        ask: ({ asked, served }) => {
          asked.value = true;
          served.value = false;
          return 'next';
        },
        rest: ({ served }) => (served.value ? 'ask' : 'blocked'),
      },
    }),
    server: process({
      start: 'serve',
      steps: {
        serve: ({ asked, served, choose }) => {
          if (!asked.value) return 'blocked';
          asked.value = false;
          if (server === 'answers' || choose([true, false])) served.value = true;
          return 'serve';
        },
      },
    }),
  }));

describe('leads-to', () => {
  const answered = (server: 'answers' | 'forgets') =>
    judge(requests(server), (make) =>
      make.leadsTo(
        'every request is served',
        ({ asked }) => asked.value,
        ({ served }) => served.value,
      ),
    );
  test('holds again and again', () => expect(answered('answers')).toEqual({ verdict: 'holds' }));
  test('is violated where the second request is forgotten', () => {
    expect(answered('forgets')).toMatchObject({
      verdict: 'violated',
      stem: 'client ask, server serve',
      cycle: '',
    });
  });
  test('what was never asked for is not owed', () => {
    const nobody = judge(requests('forgets'), (make) =>
      make.leadsTo(
        '',
        ({ asked, served }) => asked.value && served.value,
        () => false,
      ),
    );
    expect(nobody).toEqual({ verdict: 'holds' });
  });
});

describe('assertions and observers', () => {
  test('who can only fail is enabled, and the run goes no further', () => {
    const fails = system({ x: cell(bool) }, ({ process }) => ({
      p: process({
        start: 'go',
        steps: {
          go: ({ assert }) => {
            assert(false, 'never');
            return 'done';
          },
        },
      }),
    }));
    expect(judge(fails, (make) => make.terminates('it ends', 'p'))).toEqual({ verdict: 'holds' });
  });
});

test('at a bound nothing is claimed of what never ends', () => {
  const { properties } = checkModel(
    defineModel('bounded', { system: () => isolation('blocks') }),
    {},
    {
      ends: {
        kind: 'liveness',
        about: '',
        claim: { type: 'terminates', processes: ['offline'] },
        fairness: {},
      },
      can: { kind: 'always-possible', about: '', goal: () => true },
    },
    { maxDepth: 1 },
  );
  expect(properties.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'inconclusive']);
});
