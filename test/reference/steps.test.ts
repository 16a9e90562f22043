// What a step may return, choose, call and assert, each on a model small enough to count by hand.

import { describe, expect, test } from 'vitest';
import { anyProcess, bool, cell, kind, none, orNone, set, system, upTo } from '../../src/index.ts';
import { explore } from '../../src/reference/explore.ts';

const keysOf = (exploration: ReturnType<typeof explore>) =>
  exploration.states.toArray().map(exploration.key).sort();

describe('choices', () => {
  test('nested choices are a tree: every sequence is a transition, blocked ones are not', () => {
    const chooser = system({ picked: cell(upTo(9)) }, ({ process }) => ({
      chooser: process({
        start: 'pick',
        steps: {
          pick: ({ picked, choose }) => {
            const tens = choose([0, 1, 2]);
            if (tens === 0) return 'blocked';
            picked.value = tens * 3 + choose(tens === 1 ? [0, 1] : [0, 1, 2]);
            return 'done';
          },
        },
      }),
    }));
    const { states, transitions } = explore(chooser);
    expect(states.size).toBe(1 + 5);
    expect(transitions).toBe(5);
  });

  test('equal outcomes are separate transitions into one state', () => {
    const idle = system({}, ({ process }) => ({
      idle: process({
        start: 'spin',
        steps: {
          spin: ({ choose }) => {
            choose([0, 1]);
            return 'spin';
          },
        },
      }),
    }));
    expect(explore(idle)).toMatchObject({ transitions: 2, depth: 0 });
  });

  test('each choice of the initial step makes an initial state; equal ones are one', () => {
    const prepared = system(
      { a: cell(upTo(3)) },
      ({ process }) => ({ p: process({ start: 's', steps: { s: () => 'done' } }) }),
      ({ a, choose }) => {
        a.value = choose([0, 1, 2]) % 2;
      },
    );
    const { states, depth } = explore(prepared);
    expect(states.size).toBe(2 * 2);
    expect(depth).toBe(1);
  });
});

test('a guard blocks every step, and begin tells instances apart', () => {
  const model = system({ turn: cell(upTo(3)) }, ({ process, procedure, call }) => {
    const pass = procedure('pass', {
      returns: ['passed'],
      start: 'go',
      steps: {
        go: ({ turn }) => {
          turn.value++;
          return 'passed';
        },
      },
    });
    return {
      p: process({
        count: 3,
        locals: { mine: upTo(2) },
        begin: (id) => ({ mine: 2 - id }),
        guard: ({ turn, me }) => turn.value === me.mine,
        start: 'first',
        steps: {
          first: () => 'next',
          second: call(pass, () => ({}), { passed: 'third' }),
          third: () => 'done',
        },
      }),
    };
  });
  // One after the other takes three steps and passes the turn on before its last, which is never
  // its turn again.
  const { states, depth, transitions } = explore(model);
  expect([states.size, depth, transitions]).toEqual([10, 9, 9]);
});

describe('procedures', () => {
  const cpu = kind('cpu', 2);
  const model = system({ idle: set(cpu, cpu.ids) }, ({ process, procedure, call }) => {
    const take = procedure('take', {
      params: { wanted: cpu },
      results: { got: orNone(cpu) },
      returns: ['yes', 'no'],
      start: 'look',
      steps: {
        look: ({ idle, me }) => (idle.has(me.wanted) ? 'next' : 'no'),
        grab: ({ idle, me }) => {
          idle.delete(me.wanted);
          me.got = me.wanted;
          return 'yes';
        },
      },
    });
    const either = procedure('either', {
      results: { got: orNone(cpu) },
      returns: ['ok', 'none'],
      start: 'first',
      steps: {
        first: call(
          take,
          () => ({ wanted: cpu.ids[0] }),
          { yes: 'ok', no: 'second' },
          { got: 'got' },
        ),
        second: call(
          take,
          () => ({ wanted: cpu.ids[1] }),
          { yes: 'ok', no: 'none' },
          { got: 'got' },
        ),
      },
    });
    return {
      task: process({
        locals: { mine: orNone(cpu) },
        start: 'run',
        steps: {
          run: call(either, () => ({}), { ok: 'have', none: 'done' }, { got: 'mine' }),
          have: () => 'done',
        },
      }),
    };
  });

  test('frames come and go, results pass through two levels, return labels chain', () => {
    const exploration = explore(model);
    expect(exploration.states.size).toBe(6);
    expect(exploration.depth).toBe(5);
    expect(keysOf(exploration)).toEqual(
      [
        '{"cells":{"idle":["cpu0","cpu1"]},"observers":{},"processes":{"task":{"at":"run","mine":null}}}',
        '{"cells":{"idle":["cpu0","cpu1"]},"observers":{},"processes":{"task":{"at":"run/first","mine":null,"run/got":null}}}',
        '{"cells":{"idle":["cpu0","cpu1"]},"observers":{},"processes":{"task":{"at":"run/first/look","mine":null,"run/first/got":null,"run/first/wanted":"cpu0","run/got":null}}}',
        '{"cells":{"idle":["cpu0","cpu1"]},"observers":{},"processes":{"task":{"at":"run/first/grab","mine":null,"run/first/got":null,"run/first/wanted":"cpu0","run/got":null}}}',
        '{"cells":{"idle":["cpu1"]},"observers":{},"processes":{"task":{"at":"have","mine":"cpu0"}}}',
        '{"cells":{"idle":["cpu1"]},"observers":{},"processes":{"task":{"at":"done","mine":"cpu0"}}}',
      ].sort(),
    );
  });

  test('recursion is a model error', () => {
    const steps = {};
    const recursive = system({}, ({ process, procedure, call }) => {
      const down = procedure('down', {
        returns: ['up'],
        start: 'again',
        steps: { ...steps, again: () => 'up' },
      });
      Object.assign(down.steps, { again: call(down, () => ({}), { up: 'up' }) });
      return { p: process({ start: 'go', steps: { go: call(down, () => ({}), { up: 'done' }) } }) };
    });
    expect(() => explore(recursive)).toThrow('down calls itself');
  });
});

describe('assertions', () => {
  test('a failing assertion is a transition without a successor', () => {
    const failing = system({ ready: cell(bool) }, ({ process }) => ({
      setter: process({
        start: 'set',
        steps: {
          set: ({ ready }) => {
            ready.value = true;
            return 'done';
          },
        },
      }),
      user: process({
        start: 'use',
        steps: {
          use: ({ ready, assert }) => {
            assert(ready.value, 'not ready');
            return 'done';
          },
        },
      }),
    }));
    const { states, transitions, verdicts } = explore(failing);
    expect(states.size).toBe(3);
    expect(transitions).toBe(3);
    expect(verdicts.assertions).toEqual({ verdict: 'violated', depth: 1 });
  });
});

test('done keeps the locals, none and process ids have their own text', () => {
  const model = system({ owner: cell(orNone(anyProcess)) }, ({ process }) => ({
    p: process({
      count: 2,
      locals: { n: upTo(1) },
      start: 's',
      steps: {
        s: ({ owner, me }) => {
          if (owner.value !== none) return 'blocked';
          owner.value = me.self;
          me.n = 1;
          return 'done';
        },
      },
    }),
  }));
  expect(keysOf(explore(model))).toEqual([
    '{"cells":{"owner":"p0"},"observers":{},"processes":{"p0":{"at":"done","n":1},"p1":{"at":"s","n":0}}}',
    '{"cells":{"owner":"p1"},"observers":{},"processes":{"p0":{"at":"s","n":0},"p1":{"at":"done","n":1}}}',
    '{"cells":{"owner":null},"observers":{},"processes":{"p0":{"at":"s","n":0},"p1":{"at":"s","n":0}}}',
  ]);
});
