// A model that goes wrong after a property was violated: the violation is told, then the mistake with its run.

import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import { exitCodeOfCheck } from '../../src/cli/exit-code.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';
import { refcount } from '../../src/kernel/index.ts';

const counting = defineModel('counting', {
  system: () =>
    system({ n: cell(upTo(2), 1) }, ({ process }) => ({
      a: process({
        start: 'dec',
        steps: {
          dec: ({ n }) => {
            n.value--;
            return 'dec';
          },
        },
      }),
    })),
});
const { properties } = defineProperties(counting, ({ invariant, reachable, deadlock }) => ({
  positive: invariant('n is positive', ({ n }) => n.value > 0),
  zero: reachable('n is 0', ({ n }) => n.value === 0),
  large: invariant('n is not 2', ({ n }) => n.value < 2),
  'no-deadlock': deadlock(),
}));

describe('a value outside of its domain', () => {
  test('does not hide what was violated before', () => {
    const outcome = checkModel(counting, {}, properties({}), { only: ['positive', 'large'] });
    const told = outcome.properties.map(({ name, verdict, depth }) => [name, verdict, depth]);
    expect(told).toEqual([
      ['positive', 'violated', 1],
      ['large', 'inconclusive', undefined],
    ]);
    expect(outcome.limit?.reached).toBe('error');
    expect(outcome.limit?.message).toMatch(
      /process 'a', step 'dec': n cannot be -1 .*; after a: dec$/,
    );
    // A broken model is worse than a violation: docs/cli.md.
    expect(exitCodeOfCheck(outcome)).toBe(2);
  });

  test('is the error that it was where nothing was violated', () => {
    const check = () => checkModel(counting, {}, properties({}), { only: ['large'] });
    expect(check).toThrow(ModelError);
  });

  test('is worse than a verdict that is missing, where something was reached', () => {
    const outcome = checkModel(counting, {}, properties({}), { only: ['zero', 'large'] });
    expect(outcome.properties.map(({ verdict }) => verdict)).toEqual(['holds', 'inconclusive']);
    expect(exitCodeOfCheck(outcome)).toBe(2);
  });
});

test('nor does the misuse of a primitive, under partial order and symmetry', () => {
  const model = defineModel('puts', {
    system: () =>
      system({ ref: refcount(2), late: cell(upTo(3)) }, ({ process }) => ({
        putter: process({
          count: 3,
          start: 'put',
          steps: {
            put: ({ ref }) => (ref.decAndTest() ? 'next' : 'use'),
            use: ({ late }) => {
              late.value++;
              return 'done';
            },
          },
        }),
      })),
  });
  const alive = {
    kind: 'invariant',
    about: '',
    holds: ({ ref }: never) => (ref as { count: number }).count > 0,
  };
  for (const reduction of [true, false]) {
    const outcome = checkModel(model, {}, { alive } as never, { reduction });
    expect(outcome.properties[0]).toMatchObject({ verdict: 'violated', depth: 1 });
  }
});
