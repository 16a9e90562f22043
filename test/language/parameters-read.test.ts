// A parameter that nothing reads makes no difference, and is told; one that something may read is not.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { cell, defineModel, defineProperties, oneOf, system, upTo } from '../../src/index.ts';
import type { SystemDefinition } from '../../src/language/system.ts';

const parameters = { get: oneOf('plain', 'not-zero'), tasks: upTo(2) };
const made = (last: number) =>
  system({ x: cell(upTo(3)) }, ({ process }) => ({
    p: process({
      start: 'go',
      steps: {
        go: ({ x }) => {
          x.value = last;
          return 'done';
        },
      },
    }),
  }));

// biome-ignore lint/suspicious/noExplicitAny: models as an author writes them
type System = (values: any) => SystemDefinition;

function told(build: System, limit?: (values: { tasks: number }) => number): string[] {
  const model = defineModel('m', { parameters, system: build as never });
  const properties = defineProperties(model, ({ invariant }, values) => ({
    low: invariant('', ({ x }) => x.value < (limit?.(values) ?? 3)),
  }));
  const { warnings } = checkModel(model, {}, properties.properties({ get: 'plain', tasks: 0 }));
  return warnings.flatMap((words) => /^parameter (\w+) is never read/.exec(words)?.[1] ?? []);
}

const whole = (values: object): number => Object.keys(values).length;

describe('of the function that makes the system', () => {
  test.each<[string, System, string[]]>([
    ['no parameter at all', () => made(1), ['get', 'tasks']],
    ['names without a use', ({ get: _get, tasks: _tasks }) => made(1), ['get', 'tasks']],
    [
      'one of the name of a member or a key',
      ({ get: _get, tasks }) => made({ _get: tasks }._get),
      ['get'],
    ],
    ['one that is used', ({ tasks }) => made(tasks), ['get']],
    ['one under another name', ({ tasks: n }) => made(n), ['get']],
    ['one with a default', ({ tasks = 1 }) => made(tasks), ['get']],
    ['members', (values) => made(values.tasks), ['get']],
    ['the values as if they were one', (get) => made(get === 'plain' ? 1 : 2), []],
    ['the values whole', (values) => made(whole(values)), []],
    ['the rest', ({ ...rest }) => made(whole(rest)), []],
  ])('%s', (_what, build, names) => {
    expect(told(build)).toEqual(names);
  });
});

test('properties may read one, too', () => {
  expect(told(({ get }) => made(get === 'plain' ? 1 : 2))).toEqual(['tasks']);
  expect(
    told(
      ({ get }) => made(get === 'plain' ? 1 : 2),
      ({ tasks }) => tasks + 3,
    ),
  ).toEqual([]);
});

test('a model without parameters has none', () => {
  const model = defineModel('m', { system: () => made(1) });
  expect(checkModel(model, {}, {}).warnings.join()).not.toContain('never read');
});
