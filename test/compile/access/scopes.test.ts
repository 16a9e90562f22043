// Helpers, and the scopes of properties and observers.

import { describe, expect, it } from 'vitest';
import type { HelperAccess } from '../../../src/compile/access/access.ts';
import { analyseHelper, type Scope } from '../../../src/compile/access/analyse.ts';
import { shapesOf } from '../../../src/compile/layout/layout.ts';
import { array, set, upTo } from '../../../src/index.ts';
import { analyse, CELLS, parse, SCOPE, show, touched } from './support.ts';

const IN_HELPERS: Scope = { cells: CELLS, helpers: {}, locals: {}, tools: [], readOnly: false };

function helper(text: string, helpers: Record<string, HelperAccess> = {}): HelperAccess {
  return analyseHelper(parse(text), { ...IN_HELPERS, helpers }, { step: 'helper' });
}

function withHelper(text: string, step: string): string[] {
  return touched(step, { ...SCOPE, helpers: { help: helper(text) } });
}

describe('helpers', () => {
  it.for<[string, string[]]>([
    ['({ free }, z) => free[z] > 0', ['r free[parameter 0]']],
    ['({ free }, a, b) => free[b]', ['r free[parameter 1]']],
    ['({ free }, a) => { const z = a; return free[z] }', ['r free[parameter 0]']],
    ['({ free }, a) => { a++; return free[a] }', ['r free[any]']],
    ['({ free }, a) => { for (a of [1]) {} return free[a] }', ['r free[any]']],
    ['({ free }, a = 1) => free[a]', ['r free[any]']],
    ['({ free }, { a }) => free[a]', ['r free[any]']],
    ['({ free }, a) => [1].map((a) => free[a])', ['r free[any]']],
    ['({ free }, a = free[0]) => a', ['r free[constant 0]']],
    ['() => {}', []],
  ])('%s', ([text, expected]) => {
    expect(helper(text).accesses.map(show)).toEqual(expected);
  });

  it.for<[string, string[]]>([
    ['({ help, me }) => help(me.zone)', ['r free[local zone]', 'r me.zone']],
    [
      '({ help, me }) => { me.zone = 1; return help(me.zone) }',
      ['r free[any]', 'r me.zone', 'w me.zone'],
    ],
    ['({ help, me }) => help(me.id)', ['r free[own]']],
    ['({ help }) => help(1)', ['r free[constant 1]']],
    ['({ help }) => help()', ['r free[any]']],
    ['({ help }) => help(...f(), 1)', ['r free[any]']],
    ['({ help: h }) => h?.(2)', ['r free[constant 2]']],
    [
      '({ help, me }) => { for (;;) { if (help(me.i)) return; me.i++ } }',
      ['r free[any]', 'r me.i', 'w me.i'],
    ],
  ])('a call: %s', ([step, expected]) => {
    expect(withHelper('({ free }, z) => free[z]', step)).toEqual(expected);
  });

  it('substitutes through helpers that call helpers', () => {
    const inner = helper('({ pages }, p) => { pages[p].ref++ }');
    const outer = helper('({ inner }, a, b) => inner(b)', { inner });
    expect(outer.accesses.map(show)).toEqual([
      'r pages[parameter 1].ref',
      'w pages[parameter 1].ref',
    ]);
    expect(touched('({ outer, me }) => outer(0, me.i)', { ...SCOPE, helpers: { outer } })).toEqual([
      'r me.i',
      'r pages[local i].ref',
      'w pages[local i].ref',
    ]);
  });

  it.for<[string, RegExp]>([
    ['({ help }) => f(help)', /can only be called/],
    ['({ help }) => [0, 1].some(help)', /can only be called/],
    ['({ help, pages }) => help(pages)', /view must not leave/],
    ['({ help, me }) => help(me)', /through its members/],
  ])('refuses %s', ([step, message]) => {
    expect(() => withHelper('({ free }, z) => free[z]', step)).toThrow(message);
  });

  it('has no tools, and returns no view', () => {
    expect(() => helper('({ me }) => me.i')).toThrow(
      /'me' is not to be had here; a helper gets cells/,
    );
    expect(() => helper('({ pages }, p) => pages[p]')).toThrow(/view must not leave/);
    expect(() => helper('(cells, p) => p')).toThrow(/destructure/);
  });
});

describe('properties', () => {
  const property: Scope = {
    ...IN_HELPERS,
    cells: {
      ...CELLS,
      task: {
        type: 'array',
        length: 2,
        element: { type: 'record', fields: shapesOf({ at: upTo(3), i: upTo(2) }) },
      },
    },
    readOnly: true,
    viewsMayLeave: true,
  };

  it.for<[string, string[]]>([
    ['({ task }) => task[1].at !== 2', ['r task[constant 1].at']],
    ['({ task, free }) => task.every((t) => free[t.i] > 0)', ['r free[any]', 'r task[any].i']],
    ['({ free, held, seq }) => [free, held, seq.value]', ['r free', 'r held', 'r seq']],
    ['({ pages }) => pages.flatMap((p) => p.holders)', ['r pages[any].holders']],
    ['({ free }) => count(free)', ['r free']],
  ])('%s', ([text, expected]) => {
    expect(touched(text, property)).toEqual(expected);
  });

  it.for<string>([
    '({ free }) => { free[0] = 1 }',
    '({ free }) => { free.fill(0) }',
    '({ held }) => { held.add(1) }',
    '({ lock }) => lock.acquire(1)',
    '({ task }) => { task[0].i++ }',
    '({ free }) => { [free[0]] = [1] }',
    '({ free }) => { for (free[0] of [1]); }',
  ])('writes nothing: %s', (text) => {
    expect(() => analyse(text, property)).toThrow(/read/);
  });

  it.for<string>(['({ seq }) => seq === 2', '({ seq }) => !seq', '({ seq }) => [seq]'])(
    'takes no scalar cell for its value: %s',
    (text) => {
      expect(() => analyse(text, property)).toThrow(/(use|compare) seq\.value/);
    },
  );

  it('calls no helper that writes', () => {
    const helpers = { help: helper('({ free }) => { free[0] = 1 }') };
    expect(() => analyse('({ help }) => help()', { ...property, helpers })).toThrow(/'free'/);
  });
});

describe('observers', () => {
  const observer: Scope = {
    ...IN_HELPERS,
    locals: shapesOf({ at: upTo(3), id: upTo(1), i: upTo(2) }),
    own: shapesOf({ count: upTo(2), missing: array(2, set(3)) }),
    tools: ['my', 'step', 'me', 'assert'],
    readOnly: true,
  };

  it.for<[string, string[]]>([
    ['({ my }) => { my.count++ }', ['r my.count', 'w my.count']],
    ['({ my, me }) => { my.missing[me.id].clear() }', ['r me.id', 'w my.missing[own]']],
    [
      '({ my }) => { for (const set of my.missing) set.add(1) }',
      ['r my.missing[any]', 'w my.missing[any]'],
    ],
    ["({ step, me, assert }) => assert(step.to !== 'x' || me.i > 0, 'm')", ['r me.i']],
    ['({ step }) => { const { from, to } = step; return from === to }', []],
    ['({ my }) => touch(my)', ['r my', 'w my']],
  ])('%s', ([text, expected]) => {
    expect(touched(text, observer)).toEqual(expected);
  });

  it.for<string>([
    '({ me }) => { me.i = 1 }',
    '({ step }) => { step.to = 1 }',
    '({ free }) => { free[0] = 1 }',
    '({ step }) => step.form',
    '({ step }) => f(step)',
    '({ my }) => my.cuont',
    '({ free }) => free',
  ])('refuses %s', (text) => {
    expect(() => analyse(text, observer)).toThrow(/`/);
  });
});
