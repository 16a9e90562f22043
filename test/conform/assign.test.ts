// Which part of a trace each event's step may be taken in.

import { describe, expect, test } from 'vitest';
import { layoutSystem } from '../../src/compile/layout/layout.ts';
import { assign } from '../../src/conform/assign.ts';
import { bindMap } from '../../src/conform/bind.ts';
import { defineTraceMap } from '../../src/index.ts';
import { model, trace, VALUES } from './two-locks.ts';

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
