// What begins below zero, and nobody has said so.

import { expect, test } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import {
  array,
  cell,
  defineModel,
  range,
  record,
  system,
  table,
  upTo,
} from '../../../src/index.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';

type Made = (...all: unknown[]) => SystemDefinition;

const told = (cells: object, options: object = {}, initial?: unknown): string[] => {
  const definition = (system as unknown as Made)(
    cells,
    ({ process }: { process: (given: object) => object }) => ({
      p: process({ start: 'go', steps: { go: () => 'done' }, ...options }),
    }),
    initial,
  );
  const model = defineModel('m', { system: () => definition as never });
  return checkModel(model, {}, {}).warnings.filter((words) => words.includes('begins with'));
};

const low = range(-1, 2);

test('a cell, an element, a field and a local', () => {
  const cells = {
    n: cell(low),
    all: array(2, low),
    pages: table(2, { ref: low, free: upTo(1) }),
  };
  expect(told(cells, { locals: { k: low } })).toEqual([
    "cell 'n' begins with -1, the first value of range(-1, 2); say what it begins with, if only that",
    "cell 'all' begins with -1, the first value of range(-1, 2); say what it begins with, if only that",
    "cell 'pages' begins with -1, the first value of range(-1, 2); say what it begins with, if only that",
    "p: the local 'k' begins with -1, the first value of range(-1, 2); say what it begins with, if only that",
  ]);
});

test('not where it is said, or where another may be meant', () => {
  expect(
    told({ n: cell(low, -1), all: array(2, low, 0), one: record({ a: low }, { a: 0 }) }),
  ).toEqual([]);
  expect(told({ n: cell(range(-3, -1)), m: cell(range(0, 2)) })).toEqual([]);
  expect(told({}, { locals: { k: low }, begin: () => ({ k: 0 }) })).toEqual([]);
  const initial = ({ n }: { n: { value: number } }) => {
    n.value = 0;
  };
  expect(told({ n: cell(low) }, {}, initial)).toEqual([]);
});
