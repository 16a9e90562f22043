// Trace maps: their types name labels and processes of the model, `tsc` checks the lines that expect an error; what the types do
// not see is refused when the map is laid upon a system. And which part of a trace each event's step may be taken in.

import { describe, expect, test } from 'vitest';
import { Progress } from '../../src/base/progress.ts';
import { layoutSystem } from '../../src/compile/layout/layout.ts';
import { assign } from '../../src/conform/assign.ts';
import { bindMap } from '../../src/conform/bind.ts';
import { conform } from '../../src/conform/conform.ts';
import type { TraceMap } from '../../src/conform/map/trace-map.ts';
import { readTrace } from '../../src/ftrace/read-trace.ts';
import { bool, cell, defineModel, defineTraceMap, oneOf, system } from '../../src/index.ts';

const model = defineModel('two-locks', {
  parameters: { order: oneOf('ab', 'ba'), extra: bool },
  system: ({ order, extra }) =>
    system({ a: cell(bool), b: cell(bool) }, ({ process }) => ({
      taker: process({
        count: 2,
        start: order === 'ab' ? 'lock_a' : 'lock_b',
        steps: {
          lock_a: ({ a }) => {
            if (a.value) return 'blocked';
            a.value = true;
            return order === 'ab' ? 'lock_b' : 'unlock';
          },
          lock_b: ({ b }) => {
            if (b.value) return 'blocked';
            b.value = true;
            return order === 'ab' ? 'unlock' : 'lock_a';
          },
          unlock: ({ a, b }) => {
            a.value = false;
            b.value = false;
            return 'done';
          },
        },
      }),
      other: process({ count: extra ? 1 : 0, start: 'rest', steps: { rest: () => 'done' } }),
    })),
});

const lockOf = (name: string) => ({
  event: `got lock=${name}`,
  labels: `lock_${name}` as 'lock_a',
});
const map = defineTraceMap(model, {
  processes: {
    taker: { rules: [lockOf('a'), lockOf('b'), { event: 'drop', labels: 'unlock' }] },
    other: { rules: [{ event: 'pause', labels: 'rest', fold: true }] },
  },
});

/** `t1 got lock=a` a line; the task, and what it does. */
function trace(...said: readonly string[]) {
  const lines = said.map((words, k) => {
    const [task, ...rest] = words.split(' ');
    const number = task.replace(/\D/g, '') || '0';
    const what =
      rest[0] === 'drop' || rest[0] === 'pause'
        ? `${rest[0]} <-caller`
        : `got: (f+0x4/0x9) ${rest[1]}`;
    return `  ${task}-${number} [000] ..... ${k}: ${what}\n`;
  });
  return readTrace(new TextEncoder().encode(lines.join('')), 'trace.txt').events;
}

const VALUES = { order: 'ab', extra: false } as const;
const follow = (given: TraceMap, events: ReturnType<typeof trace>, values: object = VALUES) =>
  conform(model, { ...VALUES, ...values }, given, events, {
    progress: new Progress(),
    memoryBytes: 2 ** 22,
  });

describe('types', () => {
  test('know processes and labels', () => {
    defineTraceMap(model, {
      processes: {
        // @ts-expect-error there is no such label
        taker: { rules: [{ event: 'f', labels: 'lock_c' }] },
      },
    });
    defineTraceMap(model, {
      // @ts-expect-error there is no such process
      processes: { takers: { rules: [] } },
    });
    // @ts-expect-error there is no such parameter
    defineTraceMap(model, ({ orders: _ }) => ({ processes: {} }));
    expect(map.type).toBe('mmcheck/trace-map');
  });
});

describe('refused in one line', () => {
  const rules = [{ event: 'f', labels: 'lock_c' as 'lock_a' }];
  test.each<[string, () => unknown, RegExp]>([
    [
      'a label',
      () => follow(defineTraceMap(model, { processes: { taker: { rules } } }), trace('t1 drop')),
      /names label 'lock_c' of process 'taker', which has none of this name; did you mean 'lock_a'\?/,
    ],
    [
      'a process',
      () =>
        follow(
          defineTraceMap(model, { processes: { ['takers' as 'taker']: { rules: [] } } }),
          trace('t1 drop'),
        ),
      /names process 'takers', which two-locks has not; did you mean 'taker'\?/,
    ],
    [
      'an instance',
      () =>
        follow(
          defineTraceMap(model, { processes: { taker: { instance: 2, rules: [] } } }),
          trace('t1 drop'),
        ),
      /names instance 2 of process 'taker', which has 2 here, from 0/,
    ],
    [
      'a window that never begins',
      () =>
        follow(defineTraceMap(model, { window: { from: 'g' }, processes: {} }), trace('t1 drop')),
      /window of the trace map begins with 'g', and the trace has no such event/,
    ],
    [
      'a window that never ends',
      () => follow(defineTraceMap(model, { window: { to: 'g' }, processes: {} }), trace('t1 drop')),
      /window of the trace map ends with 'g'/,
    ],
    [
      'an event that is none',
      () => defineTraceMap(model, { processes: { taker: { rules: [{ event: 'a b' }] } } }),
      /'a b' is no event; write a function/,
    ],
    [
      'an option that is none',
      () => defineTraceMap(model, { processes: { taker: { task: 'x', rules: [] } as never } }),
      /has no option 'task'; did you mean 'tasks'\?/,
    ],
    [
      'a rule without an event',
      () => defineTraceMap(model, { processes: { taker: { rules: [{} as never] } } }),
      /a rule: write a text or several, not undefined/,
    ],
    [
      'a time that is none',
      () =>
        defineTraceMap(model, {
          processes: { taker: { rules: [{ event: 'f', when: 'later' as 'after' }] } },
        }),
      /is one of 'before', 'at', 'after', not the text 'later'/,
    ],
    [
      'no model',
      () => defineTraceMap({} as never, { processes: {} }),
      /the first argument must be a model/,
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(expect.objectContaining({ message: expect.stringMatching(message) }));
    expect(act).toThrow(/^[^\n]*$/);
  });

  test('what only another variant has is none', () => {
    expect(follow(map, trace('t1 got lock=a')).verdict).toBe('accepted');
  });
});

describe('follows', () => {
  const run = [
    't1 got lock=a',
    't1 got lock=b',
    't1 drop',
    't2 got lock=a',
    't2 got lock=b',
    't2 drop',
  ];

  test('a run, each task an instance', () => {
    const found = follow(map, trace(...run));
    expect(found).toMatchObject({
      verdict: 'accepted',
      events: 6,
      explained: 6,
      unused: [{ process: 'other' }],
    });
    expect(found.labels).toContainEqual({ process: 'taker', label: 'lock_a', events: 2 });
  });

  test('and refuses it in the variant of the other order, at its first event', () => {
    const { verdict, refusal } = follow(map, trace(...run), { order: 'ba' });
    expect(verdict).toBe('refused');
    expect(refusal).toMatchObject({
      event: { line: 1, task: 't1-1', text: 'got lock=a', process: 'taker0', labels: ['lock_a'] },
      before: [],
      possible: [
        { process: 'taker0', label: 'lock_b' },
        { process: 'taker1', label: 'lock_b' },
      ],
    });
    expect(refusal?.stands).toContainEqual({ process: 'taker0', labels: ['lock_b'] });
  });

  test('a step without its event is none', () => {
    const { refusal } = follow(map, trace('t1 got lock=b'));
    expect(refusal?.event.line).toBe(1);
  });

  test('an entry says that the step comes later: the lock may still be held', () => {
    const early = ['t1 got lock=a', 't1 got lock=b', 't1 drop', 't2 got lock=a'];
    expect(follow(map, trace(...early)).verdict).toBe('accepted');
    const held = follow(map, trace('t1 got lock=a', 't2 got lock=a'));
    expect(held.refusal?.event).toMatchObject({ line: 2, process: 'taker1' });
  });

  test('events in a row that fold as one', () => {
    const paused = trace('t1 pause', 't1 pause', 't1 pause');
    expect(follow(map, paused, { extra: true })).toMatchObject({ verdict: 'accepted', events: 3 });
    const unfolded = defineTraceMap(model, {
      processes: { other: { rules: [{ event: 'pause', labels: 'rest' }] } },
    });
    expect(follow(unfolded, paused, { extra: true }).refusal?.event.line).toBe(2);
  });

  test('as many tasks as there are instances, and tells of the others', () => {
    const { leftOut, verdict } = follow(map, trace('t1 drop', 't2 drop', 't3 drop'), {
      order: 'ab',
    });
    // A lock is dropped that nobody has shown to have.
    expect(verdict).toBe('refused');
    expect(leftOut.tooMany).toMatchObject([{ process: 'taker', text: 'drop <-caller', line: 3 }]);
    expect(leftOut.tasks).toEqual(['t3-3']);
  });
});

describe('parts of the trace', () => {
  const given = defineTraceMap(model, {
    processes: {
      taker: {
        each: 'drop',
        until: 'got lock=z',
        rules: [
          { event: 'drop' },
          { event: 'got lock=a', labels: 'lock_a', when: 'before' },
          { event: 'got lock=b', labels: 'lock_b' },
          { event: 'pause', labels: 'unlock' },
          { event: 'got lock=z' },
        ],
      },
    },
  });
  const parts = (...said: string[]) => {
    const variant = given.at(VALUES);
    const layout = layoutSystem(model.system(VALUES));
    const bound = bindMap('two-locks', variant, layout, () => true);
    return assign(trace(...said), variant, bound).demands.map(({ instance, from, to }) => [
      instance.name,
      from,
      to,
    ]);
  };

  test('before an event from the one before; after it as far as the next; at it', () => {
    const said = [
      't1 got lock=a',
      't1 drop',
      't2 drop',
      't1 got lock=a',
      't1 got lock=b',
      't1 pause',
      't2 pause',
      't1 got lock=z',
    ];
    expect(parts(...said)).toEqual([
      ['taker0', 1, 3],
      ['taker0', 4, 4],
      ['taker0', 5, 7],
      ['taker1', 6, Number.POSITIVE_INFINITY],
    ]);
  });

  test('a call that is done again goes on with its instance', () => {
    expect(
      parts('t1 drop', 't1 drop', 't1 got lock=a', 't1 got lock=z', 't1 drop', 't1 pause'),
    ).toEqual([
      ['taker0', 1, 2],
      ['taker1', 5, Number.POSITIVE_INFINITY],
    ]);
  });
});
