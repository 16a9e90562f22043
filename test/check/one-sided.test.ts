// Conditions that no number of a range answers otherwise are doubted, unless another variant of the model has other numbers, or the step
// may have left the range before.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, system, upTo } from '../../src/index.ts';

function doubts(condition: string, most: (n: number) => number = () => 3): string[] {
  const step = new Function(
    `return ({ x, me }) => { ${condition} x.value = 0; me.i = 0; return 'done'; }`,
  )();
  const model = defineModel('m', {
    parameters: { n: upTo(2) },
    system: ({ n }) =>
      system({ x: cell(upTo(most(n))) }, ({ process }) => ({
        p: process({ locals: { i: upTo(1) }, start: 'a', steps: { a: step } }),
      })),
  });
  return checkModel(model, {}, {}).warnings.filter((words) => words.includes('asks'));
}

test.each([
  ["if (x.value > 3) return 'a';", '`x.value > 3`, which is always false: x.value is a whole'],
  ["if (3 >= x.value) return 'a';", '`3 >= x.value`, which is always true'],
  ["if (me.i > 0 && x.value < 0) return 'a';", '`x.value < 0`, which is always false'],
  ["if (!(me.i < 2)) return 'a';", '`me.i < 2`, which is always true: me.i is a whole number 0..1'],
])('%s', (condition, words) => {
  expect(doubts(condition)).toEqual([expect.stringContaining(`p/a asks ${words}`)]);
});

test.each([
  "if (x.value > 2) return 'a';",
  "if (x.value > me.i) return 'a';",
  "x.value += 1; if (x.value > 3) return 'a';",
  "const k = x.value + 1; if (k > 3) return 'a';",
])('may be either: %s', (condition) => {
  expect(doubts(condition)).toEqual([]);
});

test('another variant has larger numbers', () => {
  expect(doubts("if (x.value > 3) return 'a';", (n) => 3 + n)).toEqual([]);
});
