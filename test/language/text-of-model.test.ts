// Text that would leave out a part of a model without a word is refused, and nothing else is.

import { describe, expect, test } from 'vitest';
import {
  cell,
  checkModel,
  defineModel,
  defineProperties,
  oneOf,
  system,
  upTo,
} from '../../src/index.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import { loadSource } from '../support/load-source.ts';

/** A model whose process has these steps; `get` is a parameter, `more` a function around it. */
async function made(steps: string, around = ''): Promise<ModelDefinition> {
  const { model } = await loadSource(`
    import { cell, defineModel, oneOf, system, upTo } from 'mmcheck';
    const more = () => ({});
    const lib = { more };
    export default defineModel('made', {
      parameters: { get: oneOf('plain', 'not-zero'), tasks: upTo(2) },
      system: ({ get, tasks: n }) => { ${around} return system({ x: cell(upTo(3), 0) }, ({ process }) => ({
        p: process({ start: 'a', steps: { ${steps} } }),
      })); },
    });
  `);
  return model;
}

async function checked(steps: string, around?: string): Promise<string> {
  try {
    return checkModel(await made(steps, around), {}, {}).outcome;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('refused', () => {
  test.each([
    [
      "a: ({ x }) => { if (get !== 'plane') x.value = 1; return 'done'; }",
      "get is never \"plane\"; it is 'plain' | 'not-zero'",
    ],
    [
      "a: ({ x }) => { switch (get) { case 'notzero': x.value = 1; } return 'done'; }",
      "did you mean 'not-zero'?",
    ],
    ["a: ({ x }) => { if (7 === n) x.value = 1; return 'done'; }", 'parameter tasks is never 7'],
    ["a: () => 'b', b: () => 'done', a: () => 'done'", "'a' is given twice"],
    ["a: ({ x }) => { return 'done'; x.value = 1; }", 'nothing comes here'],
    [
      "a: ({ x }) => { if (x.value > 0) { return 'a'; } else { return 'done'; } x.value = 1; }",
      'nothing comes here',
    ],
    ["a: ({ x }) => { if (get) x.value = 1; return 'done'; }", '`get`: parameter get is a text'],
    ["a: ({ x }) => (!get ? 'a' : 'done')", 'always true; compare it'],
    ["a: ({ x }) => (x.value > 0 || get ? 'a' : 'done')", 'always true'],
    ["a: ({ x }) => 'done', ...(get && { b: () => 'done' })", 'always true'],
    ["a: ({ x }) => 'done', ...more", '`more`: this is a function, which is spread without'],
    ["a: ({ x }) => 'done', ...lib.more", 'write (...) after it'],
  ])('%s', async (steps, words) => {
    expect(await checked(steps)).toContain(words);
  });

  test('in what makes the system, and in what makes the properties', async () => {
    expect(await checked("a: () => 'done'", "if (get === 'non-zero') throw 1;")).toContain(
      "did you mean 'not-zero'?",
    );
    const model = defineModel('m', {
      parameters: { get: oneOf('plain', 'not-zero') },
      system: () =>
        system({ x: cell(upTo(1), 0) }, ({ process }) => ({
          p: process({ start: 'a', steps: { a: () => 'done' } }),
        })),
    });
    const { properties } = defineProperties(model, ({ invariant }, values) => ({
      ...(values.get === 'plain' && { a: invariant('', ({ x }) => x.value === 0) }),
    }));
    expect(properties({ get: 'plain' })).toHaveProperty('a');
    const misspelt = defineProperties(model, ({ invariant }, { get }) => ({
      // @ts-expect-error: what this is about
      a: invariant('', ({ x }) => get === 'plane' || x.value === 0),
    }));
    for (let twice = 0; twice < 2; twice++) {
      expect(() => misspelt.properties({ get: 'plain' })).toThrow("the properties of 'm'");
    }
  });
});

test.each([
  ["a: ({ x }) => { switch (x.value) { case 0: return 'done'; break; default: return 'a'; } }"],
  ["a: ({ x }) => { const get = 'plane'; if (get === 'plane') x.value = 1; return 'done'; }"],
  ["a: ({ x }) => { [1, 2].forEach((n) => { if (n === 7) x.value = 1; }); return 'done'; }"],
  ["a: ({ x }) => { x.value = { k: 1, ...{ j: 1 }, k: 2 }.k; return 'done'; }"],
  ["a: ({ x }) => { const get = x.value; if (get) x.value = 1; return 'done'; }"],
  ["a: ({ x }) => { if (n) x.value = 1; return 'done'; }"],
  ["a: ({ x }) => { if ((get || 'plain') === 'plain') x.value = 1; return 'done'; }"],
  ["a: ({ x }) => 'done', ...more()"],
  ["a: ({ x }) => 'done', ...[0].map((more) => ({ b: () => 'done', ...more }))[0]"],
])('means something: %s', async (steps) => {
  expect(await checked(steps)).not.toMatch(/never|twice|nothing comes|always true|function/);
});
