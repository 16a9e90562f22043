// What is looked for again without partial-order reduction: the shortest run to where a model goes wrong, and claims that say
// something else then.

import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import { array, cell, defineModel, defineProperties, kind, system, upTo } from '../../src/index.ts';
import type { SystemDefinition } from '../../src/language/system.ts';

const slot = kind('slot', ['a', 'b', 'c']);

/** Bystanders, each with places of its own, and one who counts beyond what his cell takes; he comes last. */
const bystanders = (most: number): SystemDefinition =>
  system({ own: array(slot, upTo(3)), n: cell(upTo(2)) }, ({ process }) => ({
    bystander: process({
      count: slot,
      start: 'one',
      steps: {
        one: ({ own, me }) => {
          own[me.id] = 1;
          return 'two';
        },
        two: ({ own, me }) => {
          own[me.id] = 2;
          return 'three';
        },
        three: ({ own, me }) => {
          own[me.id] = 3;
          return 'done';
        },
      },
    }),
    counter: process({
      start: 'count',
      steps: {
        count: ({ n }) => {
          if (n.value === most) return 'done';
          n.value++;
          return 'count';
        },
      },
    }),
  }));

function errorOf(check: () => unknown): ModelError {
  try {
    check();
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error('nothing went wrong');
}

describe('where a model goes wrong', () => {
  const model = defineModel('wrong', { system: () => bystanders(9) });

  test('the run has nobody who is not needed', () => {
    const { place } = errorOf(() => checkModel(model, {}, {}));
    const plain = errorOf(() => checkModel(model, {}, {}, { reduction: false }));
    expect(plain.place.run).toEqual(['counter: count', 'counter: count']);
    // The line may be that of whoever called, which are two.
    expect({ ...place, line: plain.place.line }).toEqual(plain.place);
  });

  test('also after something was found', () => {
    const { properties } = defineProperties(model, ({ invariant }) => ({
      early: invariant('', ({ n }) => n.value === 0),
      late: invariant('', ({ n }) => n.value < 9),
    }));
    const { modelError, outcome } = checkModel(model, {}, properties({}));
    expect(outcome).toBe('violated');
    expect(modelError?.place.run).toEqual(['counter: count', 'counter: count']);
  });

  test('what is found is what there is where too many states would have to be seen', () => {
    const { place } = errorOf(() => checkModel(model, {}, {}, { maxStates: 20 }));
    expect(place.run?.length).toBeGreaterThan(2);
  });
});

describe('a claim that remembers', () => {
  const model = defineModel('remembers', { system: () => bystanders(2) });
  const remembering = (most: number) => {
    const seen = new Set<number>();
    return defineProperties(model, ({ invariant }) => ({
      few: invariant('few are seen', ({ n }) => Set.prototype.add.call(seen, n.value).size < most),
    })).properties({});
  };

  test('is told where the second search contradicts the first', () => {
    const { message, place } = errorOf(() => checkModel(model, {}, remembering(3)));
    expect(message).toContain('did not say the same when it was asked again in the same state');
    expect(place.property).toBe('few');
  });

  test('and one that does not is shown', () => {
    const { properties } = defineProperties(model, ({ invariant }) => ({
      few: invariant('', ({ n }) => n.value < 2),
    }));
    expect(checkModel(model, {}, properties({})).properties[0]).toMatchObject({
      verdict: 'violated',
      depth: 2,
      minimal: true,
    });
  });
});
