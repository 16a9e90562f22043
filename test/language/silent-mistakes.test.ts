// Mistakes of typing that JavaScript lets pass, and that would leave a model which does less than its author means: each is
// refused, with what to write instead.

import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, kind, pool, system, upTo } from '../../src/index.ts';

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
    const work = pool(kind('work', 2));
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
