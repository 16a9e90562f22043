// A conservation that counts one kind and looks at another is refused.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, defineProperties, kind, system, upTo } from '../../src/index.ts';

const [page, cpu] = [kind('page', 1), kind('cpu', 1)];
const model = defineModel('m', {
  system: () =>
    system({ c: cell(cpu), p: cell(page), n: cell(upTo(0)) }, ({ process }) => ({
      task: process({ start: 'a', steps: { a: () => 'done' } }),
    })),
});

// biome-ignore lint/suspicious/noExplicitAny: cells of any kind
function check(places: (views: any) => readonly unknown[]): () => unknown {
  const { properties } = defineProperties(model, ({ conservation }) => ({
    all: conservation('each page is somewhere', page, places),
  }));
  return () => checkModel(model, {}, properties({}));
}

test('places of another kind', () => {
  expect(check(({ c }) => [c.value])).toThrow(
    'it counts each page, and all that it looks at are places of each cpu',
  );
});

test('places of the kind, of numbers, and of both', () => {
  expect(check(({ p }) => [p.value])).not.toThrow();
  expect(check(({ n }) => [n.value])).not.toThrow();
  expect(check(({ c, p }) => (c.value === cpu.ids[0] ? [p.value] : []))).not.toThrow();
});
