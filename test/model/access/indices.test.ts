// An index is exact only if it names the same element whenever it is evaluated.

import { describe, expect, it } from 'vitest';
import { analyse, show } from './support.ts';

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
    ['({ free, me }) => free[me.zone]', '[local zone]'],
    ["({ free, me }) => free[me['zone']]", '[local zone]'],
    ['({ free, me: m }) => free[m.zone]', '[local zone]'],
    ['({ free, me }) => { me.i = 1; return free[me.zone] }', '[local zone]'],
    ['({ free, me }) => { const got = free[me.zone]; me.zone = 1 }', '[local zone]'],
    ['({ free, me }) => { me.zone = free[me.zone] }', '[local zone]'],
    ['({ free, me }) => { free[me.zone] = (me.zone = 1) ? 1 : 0 }', '[local zone]'],
    ['({ free, me }) => { if (free[me.i] === 0) { me.i++; return } }', '[local i]'],
    ['({ free, me }) => { const z = me.zone; me.zone = 1; return free[z] }', '[local zone]'],
    ['({ free, me }) => { const z = me.zone; while (f()) { me.zone = 1; g(free[z]) } }', '[local zone]'],
    ['({ free, me }) => { const f = () => free[me.zone]; return f() }', '[local zone]'],
    ['({ free }) => { const z = 1; return free[z] }', '[constant 1]'],
  ])('%s', ([step, expected]) => {
    expect(indices(step)).toEqual([expected]);
  });
});

describe('inexact indices', () => {
  it.for<string>([
    '({ free }) => free[OUTSIDE]',
    '({ free }) => free[-1]',
    '({ free }) => free[0.5]',
    '({ free, me }) => free[me.self]',
    '({ free, me }) => free[me.i + 1]',
    '({ free, me }) => free[me.i++]',
    '({ free, me }) => free[(me.i = 1)]',
    '({ free, me }) => { me.i = 1; return free[me.i] }',
    "({ free, me }) => { me['i'] = 1; return free[me.i] }",
    '({ free, me }) => { [me.i] = [1]; return free[me.i] }',
    '({ free, me }) => { ({ a: me.i = 2 } = f()); return free[me.i] }',
    '({ free, me }) => { for (me.i of [1]) g(free[me.i]) }',
    '({ free, me }) => { for (me.i in [1]); return free[me.i] }',
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
    '({ free }) => { for (const z of [0, 1]) free[z] = 0 }',
    '({ free }) => [0, 1].map((z) => free[z])',
  ])('%s', (step) => {
    expect(indices(step).every((index) => index === '[any]')).toBe(true);
    expect(indices(step)).not.toEqual([]);
  });
});
