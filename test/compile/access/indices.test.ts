// An index is exact only if it names the same element whenever it is evaluated.

import { describe, expect, it } from 'vitest';
import { analyse, show, touched } from './support.ts';

/** The indices with which a step touches `free`. */
function indices(step: string): string[] {
  return analyse(step)
    .accesses.map(show)
    .filter((text) => text.includes(' free'))
    .map((text) => text.slice(text.indexOf('[')));
}

describe('exact indices', () => {
  it.for<[string, string]>([
    ['({ free }) => free[2]', '[constant 2]'],
    ['({ free, me }) => free[me.id]', '[own]'],
    ['({ free, me }) => free[me.self]', '[self]'],
    ['({ free, me }) => free[me.zone]', '[local zone]'],
    ["({ free, me }) => free[me['zone']]", '[local zone]'],
    ['({ free, me: m }) => free[m.zone]', '[local zone]'],
    ['({ free, me }) => { me.i = 1; return free[me.zone] }', '[local zone]'],
    ['({ free, me }) => { const got = free[me.zone]; me.zone = 1 }', '[local zone]'],
    ['({ free, me }) => { me.zone = free[me.zone] }', '[local zone]'],
    ['({ free, me }) => { free[me.zone] = (me.zone = 1) > 0 ? 1 : 0 }', '[local zone]'],
    ['({ free, me }) => { if (free[me.i] === 0) { me.i++; return } }', '[local i]'],
    ['({ free, me }) => { const z = me.zone; me.zone = 1; return free[z] }', '[local zone]'],
    [
      '({ free, me }) => { const z = me.zone; while (f()) { me.zone = 1; g(free[z]) } }',
      '[local zone]',
    ],
    ['({ free, me }) => { const f = () => free[me.zone]; return f() }', '[local zone]'],
    ['({ free }) => { const z = 1; return free[z] }', '[constant 1]'],
    // An assignment after which the step returns precedes nothing.
    ['({ free, me }) => { if (f()) { me.i++; return 1 } return free[me.i] }', '[local i]'],
    ['({ free, me }) => { if (f()) return (me.i = 1); return free[me.i] }', '[local i]'],
    ['({ free, me }) => { while (f()) { if (free[me.i]) { me.i++; return 1 } } }', '[local i]'],
    [
      '({ free, me }) => { if (f()) { me.i++; if (g()) return 1; else throw h() } return free[me.i] }',
      '[local i]',
    ],
  ])('%s', ([step, expected]) => {
    expect(indices(step)).toEqual([expected]);
  });
});

describe('indices that are computed', () => {
  const LAST = 2;
  const right = (id: number): number => (id + 1) % 3;
  const names = { first: { ids: [1] } };

  it('names from outside stand for their values', () => {
    // biome-ignore lint/suspicious/noExplicitAny: no model, no types
    const step = ({ free, grid }: any) => free[LAST] + grid[names.first.ids[0]][LAST - 1];
    expect(touched(step)).toEqual(['r free[constant 2]', 'r grid[constant 1][constant 1]']);
  });

  it.for<[string, Record<string, number>, number | undefined]>([
    ['({ free, me }) => free[me.i + 1]', { i: 1 }, 2],
    ['({ free, me }) => free[(me.id + 1) % 3]', { id: 2 }, 0],
    ['({ free, me }) => free[me.i > 0 ? me.zone : 0]', { i: 1, zone: 2 }, 2],
    ['({ free, me }) => free[me.i - 1]', { i: 0 }, undefined],
    ['({ free, me }) => { const z = me.i + 1; me.i = 0; return free[z] }', { i: 1 }, 2],
  ])('%s', ([step, me, expected]) => {
    const [{ path }] = analyse(step).accesses;
    expect(path[0]).toMatchObject({ type: 'computed' });
    expect(path[0].type === 'computed' && path[0].evaluate(me)).toBe(expected);
  });

  it('by a function of the process', () => {
    // biome-ignore lint/suspicious/noExplicitAny: no model, no types
    const step = ({ free, me }: any) => free[right(me.id)];
    const [access] = analyse(step).accesses;
    expect(access.path[0].type === 'computed' && access.path[0].evaluate({ id: 2 })).toBe(0);
  });
});

describe('inexact indices', () => {
  it.for<string>([
    '({ free }) => free[OUTSIDE]',
    '({ free }) => free[-1]',
    '({ free }) => free[0.5]',
    '({ free, me }) => free[me.i++]',
    '({ free, me }) => { me.i = 1; return free[me.i + 1] }',
    '({ free, me }) => free[f(() => 1)]',
    '({ free, me }) => free[(me.i = 1)]',
    '({ free, me }) => { me.i = 1; return free[me.i] }',
    "({ free, me }) => { me['i'] = 1; return free[me.i] }",
    '({ free, me }) => { [me.i] = [1]; return free[me.i] }',
    '({ free, me }) => { ({ a: me.i = 2 } = f()); return free[me.i] }',
    '({ free, me }) => { for (me.i of [1]) g(free[me.i]) }',
    '({ free, me }) => { for (me.i in [1]) {} return free[me.i] }',
    '({ free, me }) => { for (;;) { g(free[me.i]); me.i++ } }',
    '({ free, me }) => { do g(free[me.i]); while (me.i++ < 2) }',
    '({ free, me }) => { for (let k = 0; k < 2; me.i++, k++) g(free[me.i]) }',
    // The right side of a destructuring is evaluated before its targets.
    '({ free, me }) => { [free[me.i]] = [(me.i = 1)] }',
    '({ free, me }) => { const { a = free[me.i] } = f((me.i = 1)) }',
    // The default clause runs after the tests of all cases.
    '({ free, me }) => { switch (f()) { default: return free[me.i]; case (me.i = 1): } }',
    '({ free, me }) => { const f = () => { me.i = 1 }; f(); return free[me.i] }',
    '({ free, me }) => { const f = () => free[me.i]; me.i = 1; return f() }',
    '({ free, me }) => { for (;;) { const z = me.i; g(free[z]); me.i++ } }',
    '({ free, me }) => { let z = me.i; z++; return free[z] }',
    '({ free }) => { const z = y, y = z; return free[z] }',
    '({ free, me }) => { if (f()) { me.i++; if (g()) return 1 } return free[me.i] }',
    '({ free, me }) => { if (f()) { me.i++; return free[me.i] } }',
    '({ free, me }) => { if (f()) return (me.i++, free[me.i]) }',
    '({ free, me }) => { out: { if (f()) { me.i++; if (g()) break out; return 1 } } return free[me.i] }',
    '({ free, me }) => { for (;;) { if (f(free[me.i])) { me.i++; if (g()) continue; return 1 } } }',
    '({ free, me }) => { const f = () => { me.i++; return 1 }; f(); return free[me.i] }',
    '({ free, me }) => { const f = () => free[me.i]; if (g()) { me.i++; f(); return 1 } }',
    '({ free, me }) => { if (f()) me.i++; else return 1; return free[me.i] }',
    '({ free }) => { for (const z of [0, 1]) free[z] = 0 }',
    '({ free }) => [0, 1].map((z) => free[z])',
  ])('%s', (step) => {
    expect(indices(step).every((index) => index === '[any]')).toBe(true);
    expect(indices(step)).not.toEqual([]);
  });
});
