// Assertions that name a property: which property a failing one breaks, alone and beside others, and what is refused.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import { replayTrace } from '../../../src/check/replay.ts';
import { bool, cell, defineModel, defineProperties, system, upTo } from '../../../src/index.ts';
import type { Trace } from '../../../src/trace/trace.ts';

/** Two claims of one process, one that names none, and somebody beside it with whom nothing is shared. */
const model = defineModel('m', {
  parameters: { asserts: bool },
  system: ({ asserts }) =>
    system({ n: cell(upTo(3)), m: cell(upTo(3)) }, ({ process }) => ({
      counter: process({
        start: 'count',
        steps: {
          count: asserts
            ? ({ n, assert }) => {
                assert(n.value < 2, 'it is large', 'small');
                assert(n.value < 1, 'it is one', 'zero');
                assert(n.value < 3, 'it is three');
                n.value++;
                return 'count';
              }
            : () => 'done',
        },
      }),
      other: process({
        start: 'go',
        steps: {
          go: ({ m }) => {
            m.value = 1;
            return 'more';
          },
          more: ({ m }) => {
            m.value = 2;
            return 'done';
          },
        },
      }),
    })),
});
const made = defineProperties(model, ({ asserted, reachable }) => ({
  small: asserted('it stays below two'),
  zero: asserted('it stays zero'),
  far: reachable('the other is done', ({ m }) => m.value === 2),
})).properties({});
const check = (properties = made, options = {}) =>
  Object.fromEntries(
    checkModel(model, { asserts: true }, properties, options).properties.map(
      ({ name, verdict, depth }) => [name, depth === undefined ? verdict : `${verdict} ${depth}`],
    ),
  );

describe('a failing assertion breaks the property that it names', () => {
  test.each([undefined, false] as const)('reduction: %s', (reduction) => {
    // The run ends there: what it would break later it does not come to.
    expect(check(made, { reduction })).toEqual({
      small: 'holds',
      zero: 'violated 2',
      far: 'holds 2',
      assertions: 'holds',
    });
  });

  test('and `assertions` where there is no such property', () => {
    const { zero: _, ...others } = made;
    expect(check(others)).toMatchObject({ small: 'holds', assertions: 'violated 2' });
    expect(check({})).toEqual({ assertions: 'violated 2' });
  });

  test('also where others are asked for, which it does not break', () => {
    expect(check(made, { only: ['small', 'far'] })).toEqual({ small: 'holds', far: 'holds 2' });
    expect(check(made, { only: ['assertions'] })).toEqual({ assertions: 'holds' });
    expect(check(made, { only: ['zero'] })).toEqual({ zero: 'violated 2' });
  });

  test('and it is said that runs end there', () => {
    const { assumptions } = checkModel(model, { asserts: true }, made);
    expect(assumptions.join()).toContain('a run ends where an assertion of a step fails');
  });

  test('in a run that is replayed, too', () => {
    const { properties } = checkModel(model, { asserts: true }, made);
    const trace = properties.find(({ name }) => name === 'zero')?.counterexample as Trace;
    expect(trace.property).toMatchObject({ kind: 'assertion', about: 'it stays zero' });
    expect(replayTrace(model, made, trace).claim).toBe('stands');
    const other = { ...trace, property: { ...trace.property, name: 'assertions' } };
    expect(replayTrace(model, made, other).claim).toBe('falls');
  });
});

describe('a property that no step asserts', () => {
  const misspelt = defineProperties(model, ({ asserted }) => ({ smal: asserted('') }));
  test('is refused', () => {
    expect(() => checkModel(model, { asserts: true }, misspelt.properties({}))).toThrow(
      "no step asserts it, so it would hold for nothing: assert(condition, '...', 'smal'); a step names 'small', which is no property",
    );
  });

  test('leaves a name that a step gives without a property, which is told', () => {
    const other = defineProperties(model, ({ invariant }) => ({
      low: invariant('', ({ n }) => n.value < 4),
    }));
    const { warnings } = checkModel(model, { asserts: true }, other.properties({}));
    expect(warnings).toContainEqual(
      expect.stringMatching(/^an assertion names the property 'small', and there is none; /),
    );
    const told = checkModel(model, { asserts: true }, made).warnings.join();
    expect(told).not.toContain('an assertion names');
    expect(checkModel(model, { asserts: true }, {}).warnings.join()).not.toContain('names the');
  });

  test('in this variant only never happens', () => {
    const { outcome, never } = checkModel(model, { asserts: false }, made);
    expect(outcome).toBe('holds');
    expect(never).toContain("claim 'small' is asserted");
  });
});

describe('refused', () => {
  const checkStep = (count: (context: Tools) => 'done', properties = {}) => {
    const system1 = () =>
      system({ n: cell(upTo(3)) }, ({ process }) => ({
        p: process({ start: 'count', steps: { count } }),
      }));
    return checkModel(defineModel('m', { system: system1 }), {}, properties);
  };
  type Tools = { assert(holds: boolean, message: string, property?: string): void };
  const name = 'zero';

  test('a name that does not stand in the text', () => {
    expect(() =>
      checkStep(({ assert }: Tools) => {
        assert(true, '', name);
        return 'done';
      }),
    ).toThrow('name the property by a text');
  });

  test('arguments that are spread', () => {
    const all: [boolean, string] = [true, ''];
    expect(() =>
      checkStep(({ assert }: Tools) => {
        assert(...all);
        return 'done';
      }),
    ).toThrow('write the arguments of assert one by one');
  });

  test('a name in an observer', () => {
    const observers = defineProperties(model, ({ observer }) => ({
      o: observer('', {
        state: {},
        always: ({ assert }: Tools) => assert(true, '', 'zero'),
      }),
    })).properties({});
    expect(() => checkStep(() => 'done', observers)).toThrow('leave the name out');
  });
});
