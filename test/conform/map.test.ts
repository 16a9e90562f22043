// Trace maps: their types name labels and processes of the model, `tsc` checks the lines that expect an error; what the types do
// not see is refused when the map is laid upon a system. And what becomes of traces by each member of a map.

import { describe, expect, test } from 'vitest';
import { defineTraceMap } from '../../src/index.ts';
import { follow, lockOf, map, model, trace } from './two-locks.ts';

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
      'what comes between no two events',
      () => defineTraceMap(model, { processes: { taker: { with: 'g', rules: [] } } }),
      /process 'taker': with needs each/,
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

  test('a rule that counts only where the trace has such an event, and tells of it', () => {
    const given = defineTraceMap(model, {
      processes: {
        taker: {
          rules: [
            { ...lockOf('a'), ifTraced: true },
            { ...lockOf('b'), labels: 'lock_b' },
          ],
        },
      },
    });
    expect(follow(given, trace('t1 got lock=b'))).toMatchObject({
      verdict: 'accepted',
      leftOut: { untraced: ['got lock=a'] },
    });
    const seen = follow(given, trace('t1 got lock=b', 't2 got lock=a'));
    expect(seen.refusal?.event.line).toBe(1);
  });

  test('nothing where no rule names an event: that is undecided', () => {
    expect(follow(map, trace('t1 got lock=c'))).toMatchObject({ verdict: 'undecided', events: 0 });
  });

  test('what has in it that by which it is an instance, and tells of what has not', () => {
    const rules = [lockOf('a'), lockOf('b'), { event: 'drop', labels: 'unlock' as const }];
    const calls = { each: 'pause', until: 'drop', rules };
    const events = trace(
      ...['t1 pause', 't1 got lock=b', 't1 drop', 't1 pause'],
      ...['t2 got lock=a', 't1 got lock=a', 't1 got lock=b', 't1 drop'],
    );
    const all = follow(defineTraceMap(model, { processes: { taker: calls } }), events);
    expect(all.refusal?.event.line).toBe(2);
    const taker = { ...calls, with: 'got lock=a' };
    expect(follow(defineTraceMap(model, { processes: { taker } }), events)).toMatchObject({
      verdict: 'accepted',
      events: 3,
      leftOut: { notMeant: [{ process: 'taker', text: 'pause <-caller', count: 1, line: 1 }] },
    });
  });

  test('the trace up to what no process does, once a rule has asked for a step', () => {
    const given = (window: object) =>
      defineTraceMap(model, { window, processes: { taker: { rules: [lockOf('a')] } } });
    const events = trace(
      ...['t0 got lock=c', 't1 got lock=a', 't0 got lock=c', 't2 got lock=a', 't1 got lock=a'],
    );
    expect(follow(given({}), events).verdict).toBe('refused');
    expect(follow(given({ before: 'got lock=c' }), events)).toMatchObject({
      verdict: 'accepted',
      events: 1,
      leftOut: { beyond: { line: 3, task: 't0-0', text: 'got lock=c' } },
    });
    expect(follow(given({ before: 'got lock=d' }), events).verdict).toBe('refused');
  });

  test('as many tasks as there are instances, and tells of the others', () => {
    const { leftOut, verdict } = follow(map, trace('t1 drop', 't2 drop', 't3 drop'), {
      order: 'ab',
    });
    // A lock is dropped that nobody has shown to have.
    expect(verdict).toBe('refused');
    expect(leftOut.tooMany).toMatchObject([{ process: 'taker', text: 'drop <-caller', line: 3 }]);
    expect(leftOut.others).toMatchObject([{ process: 'taker', text: 'drop <-caller', count: 1 }]);
    expect(leftOut.tasks).toEqual(['t3-3']);
  });
});
