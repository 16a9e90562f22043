// Mistakes of typing that JavaScript lets pass, and that would leave a model which does less than its author means: each is
// refused, with what to write instead.

import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, defineProperties, pool, set, system, upTo } from '../../src/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: wrong models are written here on purpose
type Wrong = any;

function checkProcess(options: object): void {
  const parts = { start: 'go', locals: { n: upTo(3) }, steps: { go: () => 'done' }, ...options };
  const made = system({ x: cell(upTo(3)) }, ({ process }: Wrong) => ({ p: process(parts) }));
  checkModel(defineModel('m', { system: () => made as Wrong }), {}, {});
}

describe('begin that returns nothing', () => {
  test.each<[string, (id: number, tools: Wrong) => unknown, RegExp]>([
    ['a block in place of an object', () => {}, /must return { local: value }, not undefined/],
    ['null', () => null, /must return { local: value }, not null/],
    [
      'for one process of two',
      (id) => (id === 0 ? { n: 1 } : undefined),
      /must return { local: value }, not undefined/,
    ],
    ['after a choice', (_, { choose }) => void choose([1, 2]), /not undefined/],
  ])('%s', (_what, begin, message) => {
    expect(() => checkProcess({ begin, count: 2 })).toThrow(message);
    expect(() => checkProcess({ begin, count: 2 })).toThrow(ModelError);
  });

  test('in a process of a pool', () => {
    const work = pool(2);
    const made = () =>
      system({ work }, ({ process }: Wrong) => ({
        w: process({
          pool: 'work',
          start: 'go',
          locals: { n: upTo(3) },
          begin: () => {},
          steps: { go: () => 'done' },
        }),
      }));
    expect(() => checkModel(defineModel('m', { system: made as Wrong }), {}, {})).toThrow(
      /must return { local: value }, not undefined/,
    );
  });

  test('an object is fine, also one that gives nothing', () => {
    expect(() => checkProcess({ begin: () => ({}) })).not.toThrow();
    expect(() => checkProcess({ begin: (id: number) => ({ n: id }), count: 2 })).not.toThrow();
  });
});

test('environment is true or false, and no text', () => {
  expect(() => checkProcess({ environment: 'no' })).toThrow(
    /'environment' must be true or false; it is the text 'no'$/,
  );
  expect(() => checkProcess({ environment: false })).not.toThrow();
});

describe('claims that claim nothing', () => {
  const claimed = (make: (makers: Wrong) => unknown) => () => {
    const m = defineModel('m', {
      system: () =>
        system({ x: cell(upTo(3)), seen: set(2) }, ({ process }) => ({
          p: process({
            start: 'go',
            steps: {
              go: ({ x }) => {
                x.value = 1;
                return 'next';
              },
              add: ({ seen }) => {
                seen.add(1);
                return 'done';
              },
            },
          }),
        })),
    });
    const properties = defineProperties(m, (makers) => ({ claim: make(makers) }) as Wrong);
    return checkModel(m, {}, properties.properties({}) as Wrong).warnings;
  };
  type Handler = (context: Wrong) => unknown;
  const SILENT = expect.stringMatching(
    /^observer 'claim' asserts nothing, so it holds for nothing/,
  );
  const watched = (always: Handler) =>
    claimed(({ observer }) => observer('.', { state: { was: upTo(3), mine: set(2) }, always }));

  test('an observer that asks what has one answer', () => {
    const asks = (handler: Handler) => watched(handler)().filter((one) => one.includes('asks'));
    expect(asks(({ x, assert }) => assert(x.value <= 3, '.'))).toEqual([
      "observer 'claim' asks `x.value <= 3`, which is always true: x.value is a whole number 0..3; ask what could be otherwise",
    ]);
    expect(asks(({ x, assert }) => assert(x.value <= 2, '.'))).toEqual([]);
  });

  test.each<[string, Handler]>([
    [
      'a condition at the end',
      ({ x, my, assert: _ }) => {
        const ok = x.value >= my.was;
        my.was = x.value;
        return ok;
      },
    ],
    ['an expression', ({ x }) => x.value < 2],
    ['a question', ({ seen }) => seen.has(1)],
    ['a label', () => 'next'],
    ['one of two', ({ x, my, assert }) => (my.was ? assert(x.value > 0, '.') : x.value)],
  ])('a handler that returns %s', (_what, handler) => {
    expect(watched(handler)).toThrow(/nothing is done with what a handler returns.* assert\(/);
  });

  test.each<[string, Handler]>([
    ['no assertion', ({ my }) => my.was++],
    ['assert only in its pattern', new Function('return ({ my, assert }) => my.mine.add(1)')()],
  ])('an observer with %s', (_what, handler) => {
    expect(watched(handler)()).toContainEqual(SILENT);
  });

  test('an observer that watches nothing', () => {
    expect(claimed(({ observer }) => observer('.', { state: {} }))()).toEqual([SILENT]);
  });

  test.each<[string, Handler]>([
    ['an assertion', ({ x, assert }) => assert(x.value < 2, '.')],
    ['nothing', ({ x, assert }) => (x.value ? assert(true, '.') : undefined)],
    [
      'nothing, early',
      ({ x, my, assert }) => {
        if (x.value === 0) return;
        assert(x.value === 1, '.');
        return my.mine.add(1);
      },
    ],
    ['what forEach does', ({ p, assert }) => p.forEach((one: Wrong) => assert(one.id < 9, '.'))],
  ])('a handler that returns %s is fine', (_what, handler) => {
    expect(watched(handler)()).toEqual([]);
  });

  test('a claim that names what it does not read', () => {
    expect(claimed(({ invariant }) => invariant('.', ({ x: _, p: _p }: Wrong) => true))).toThrow(
      /looks at nothing of the state/,
    );
    expect(claimed(({ unreachable }) => unreachable('.', ({ p }: Wrong) => p.length > 1))).toThrow(
      /looks at nothing of the state/,
    );
    expect(claimed(({ invariant }) => invariant('.', ({ x }: Wrong) => x.value < 2))).not.toThrow();
  });
});
