// A variant that is declared and not implemented builds the same system as another, and the spec says so. Whatever makes a
// difference, however deep in a closure, keeps it quiet.

import { describe, expect, test } from 'vitest';
import {
  array,
  cell,
  defineModel,
  defineSpec,
  kind,
  oneOf,
  system,
  upTo,
} from '../../src/index.ts';
import { mutex } from '../../src/kernel/index.ts';
import type { ParameterValues } from '../../src/language/define-model.ts';
import { isSameCode } from '../../src/language/same-system.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { sameSystems } from '../../src/spec/same-systems.ts';

type How = 'old' | 'new';
type Build = (how: How) => number | ((x: number) => number) | readonly (() => number)[];

const model = (build: Build) =>
  defineModel('m', {
    parameters: { how: oneOf('old', 'new'), n: upTo(2) },
    system: ({ how, n }) => {
      const zone = kind('zone', 2);
      const made = build(how);
      return system(
        { x: cell(upTo(9)), free: array(zone, upTo(9)), lock: mutex('lock') },
        ({ process }) => ({
          p: process({
            count: zone,
            start: 's',
            steps: {
              s: ({ x, free, me }) => {
                const more = typeof made === 'object' ? made[0]() : made;
                x.value = typeof more === 'function' ? more(n) : more;
                free[me.id] = n;
                return 'done';
              },
            },
          }),
        }),
      );
    },
  });

const told = (build: Build, second: object = {}, least = (_: ParameterValues) => 9) => {
  const spec = defineSpec(model(build), {
    properties: ({ invariant }, values) => {
      const most = least(values);
      return { small: invariant('x is small', ({ x }) => x.value <= most) };
    },
    rows: [
      { set: { how: 'old' }, expect: { small: 'holds' } },
      { set: { how: 'new' }, expect: { small: 'holds' }, ...second },
    ],
    teeth: { small: { replace: 'x', at: {} } },
  });
  return sameSystems(spec, examineSpec(spec)).flat();
};

describe('told are two rows', () => {
  const same = [
    "how=old and how=new build the same system; is one of them not implemented? If it is meant, say so by 'sameAs'",
  ];
  test.each<[string, Build]>([
    ['of a parameter that is not used', () => 1],
    ['with the same functions', () => (x) => x],
    ['with the same functions in a list', () => [() => 1]],
    ['of which a condition makes no difference', (how) => (how === 'old' || how === 'new' ? 1 : 2)],
  ])('%s', (_, build) => {
    expect(told(build)).toEqual(same);
  });
});

describe('not told are two rows', () => {
  test.each<[string, Build]>([
    ['with another constant', (how) => (how === 'old' ? 1 : 2)],
    ['with another function', (how) => (how === 'old' ? (x) => x : (x) => x + 1)],
    [
      'with another constant in a closure of a closure',
      (how) => {
        const add = how === 'old' ? 1 : 2;
        const inner = (x: number) => x + add;
        return (x) => inner(x);
      },
    ],
    ['with another list of functions', (how) => (how === 'old' ? [() => 1] : [() => 1, () => 2])],
    [
      'with a name for the difference that the step may see',
      (how) => (x) => (how === 'old' ? x : x),
    ],
  ])('%s', (_, build) => {
    expect(told(build)).toEqual([]);
  });

  test('that differ in two parameters', () => {
    expect(told(() => 1, { set: { how: 'new', n: 1 } })).toEqual([]);
  });
  test('that expect different verdicts', () => {
    expect(told(() => 1, { expect: { small: 'violated' } })).toEqual([]);
  });
  test('whose properties differ', () => {
    expect(
      told(
        () => 1,
        {},
        ({ how }) => (how === 'old' ? 9 : 8),
      ),
    ).toEqual([]);
  });
  test('of which the second says that it is meant', () => {
    expect(told(() => 1, { sameAs: { how: 'old' } })).toEqual([]);
  });
});

test('a row is the same as another one, which there has to be', () => {
  expect(() => told(() => 1, { sameAs: { n: 2 } })).toThrow(
    'is the same as none: no row has these',
  );
  expect(() => told((how) => (how === 'old' ? 0 : 1), { sameAs: { how: 'old' } })).toThrow(
    "row 2 (how=new) and row 1 (how=old) build two different systems; leave 'sameAs' out",
  );
  expect(() => told(() => 1, { sameAs: { hwo: 1 } })).toThrow("m has no parameter 'hwo'");
  expect(() => told(() => 1, { sameAs: { how: 'new' } })).toThrow('is the same as itself');
  expect(() => told(() => 1, { sameAs: 'old' })).toThrow(
    "'sameAs' must be the parameters of a row",
  );
});

test('what cannot be compared is not the same', () => {
  expect(isSameCode(new Map([[1, 2]]), new Map([[1, 2]]))).toBe(false);
  expect(isSameCode(Math.max.bind(null, 1), Math.max.bind(null, 2))).toBe(false);
  const circle = () => {
    const one: { self?: unknown; n: number } = { n: 1 };
    one.self = one;
    return one;
  };
  expect(isSameCode(circle(), circle())).toBe(true);
  expect(isSameCode(circle(), { ...circle(), n: 2 })).toBe(false);
});
