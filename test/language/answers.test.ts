// What methods of sets and arrays answer, in both explorers and under every reduction.

import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import {
  array,
  cell,
  defineModel,
  kind,
  list,
  none,
  orNone,
  set,
  system,
  upTo,
} from '../../src/index.ts';
import type { ListView } from '../../src/language/cell.ts';
import { somewhere } from '../kernel/verdicts.ts';
import { judge } from '../support/judge.ts';

const page = kind('page', 2);

test('delete says whether it was a member', () => {
  const both = system({ s: set(page), n: cell(upTo(2)) }, ({ process }) => ({
    adder: process({
      start: 'add',
      steps: {
        add: ({ s, choose }) => {
          s.add(choose(page.ids));
          return 'done';
        },
      },
    }),
    deleter: process({
      count: 2,
      start: 'delete',
      steps: {
        delete: ({ s, n, choose }) => {
          if (s.delete(choose(page.ids))) n.value++;
          return 'done';
        },
      },
    }),
  }));
  const told = judge(both, {
    once: somewhere(({ n }) => n.value === 1),
    twice: somewhere(({ n }) => n.value === 2),
  });
  expect([told.once.verdict, told.twice.verdict]).toEqual(['holds', 'violated']);
});

test('concat makes a longer array of plain values', () => {
  const made = system({ a: array(3, upTo(3), [0, 1, 2]), n: cell(upTo(9)) }, ({ process }) => ({
    p: process({
      start: 'count',
      steps: {
        count: ({ a, n }) => {
          n.value = a.concat([3, 3]).filter((one) => one > 0).length;
          return 'done';
        },
      },
    }),
  }));
  expect(judge(made, { four: somewhere(({ n }) => n.value === 4) }).four.verdict).toBe('holds');
});

test('a list that is walked through by numbers', () => {
  const made = system(
    { l: list(3, page, [page.ids[1]]), last: cell(orNone(page)) },
    ({ process }) => ({
      p: process({
        start: 'walk',
        steps: {
          walk: ({ l, last }) => {
            for (let k = 0; k < l.length; k++) last.value = l.at(k);
            return 'done';
          },
        },
      }),
    }),
  );
  const found = judge(made, { some: somewhere(({ last }) => last.value !== none) });
  expect(found.some.verdict).toBe('holds');
});

test('indexOf, removeAt and for...of of a list', () => {
  const made = system(
    { l: list(3, page), seen: list(3, page), n: cell(upTo(9)), last: cell(orNone(page)) },
    ({ process }) => ({
      p: process({
        count: page,
        start: 'push',
        steps: {
          push: ({ l, me }) => {
            l.push(me.id);
            return 'walk';
          },
          walk: ({ l, seen, n, last, me }) => {
            if (l.length < 2 || !seen.isEmpty) return 'blocked';
            // What is taken out meanwhile is walked through nevertheless.
            for (const one of l) {
              seen.push(one);
              l.removeAt(0);
            }
            n.value = seen.indexOf(me.id) * 2 + l.length;
            for (const one of seen.values()) last.value = one;
            return 'done';
          },
        },
      }),
    }),
  );
  const told = judge(made, {
    both: somewhere(({ seen, l }) => seen.length === 2 && l.isEmpty),
    first: somewhere(
      ({ seen, n, last }) => n.value === 0 && !seen.isEmpty && seen.at(1) === last.value,
    ),
    second: somewhere(({ n }) => n.value === 2),
    absent: somewhere(({ l, seen }) => {
      for (const one of l) if (seen.indexOf(one) === -1) return l.length === 2;
      return false;
    }),
    twice: somewhere(({ seen }) => seen.length === 3),
  });
  const { assertions: _, ...claims } = told;
  expect(Object.values(claims).map(({ verdict }) => verdict)).toEqual([
    ...['holds', 'holds', 'holds', 'holds', 'violated'],
  ]);
  const { statistics } = checkModel(defineModel('m', { system: () => made as never }), {}, {});
  expect(statistics.reductions).toContain('symmetry');
});

test('what is taken from no place is told, and how to copy a list', () => {
  const going = (go: (context: { l: ListView<number>; n: { value: number } }) => 'done') => {
    const made = () =>
      system({ l: list(3, upTo(3), [1, 2]), n: cell(upTo(9)) }, ({ process }) => ({
        p: process({ start: 'go', steps: { go } }),
      }));
    return () => checkModel(defineModel('m', { system: made }), {}, {});
  };
  const taken = going(({ l }) => {
    l.removeAt(2);
    return 'done';
  });
  expect(taken).toThrow('l.removeAt(2): outside; the list has 2 elements now');
  const spread = going(({ l, n }) => {
    n.value = [...l].length;
    return 'done';
  });
  expect(spread).toThrow('only arrays can be spread; use l.values()');
  const left = going(({ l }) => {
    const all = { l };
    return all ? 'done' : 'done';
  });
  expect(left).toThrow('or copy the values: l.values()');
});
