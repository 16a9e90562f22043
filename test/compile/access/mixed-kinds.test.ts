// Ids of two kinds are refused where they meet, and numbers of none are not.

import { expect, it } from 'vitest';
import { shapesOf } from '../../../src/compile/layout/layout.ts';
import { array, cell, kind, orNone, upTo } from '../../../src/index.ts';
import { analyse, SCOPE } from './support.ts';

const [page, cpu] = [kind('page', 2), kind('cpu', 2)];
const cells = shapesOf({
  on: array(cpu, upTo(2)),
  p: cell(page),
  head: cell(orNone(page)),
  c: cell(cpu),
  n: cell(upTo(1)),
});
const ask = (step: string) => () => analyse(step, { ...SCOPE, cells });

it.for<[string, string]>([
  [
    '({ on, p }) => on[p.value] > 0',
    '`p.value`: this is a page, and on has an element for each cpu',
  ],
  ['({ p, c }) => p.value === c.value', 'ids of two kinds are never the same'],
  ['({ head, c }) => { const k = head.value; return c.value !== k; }', 'are never the same'],
  ['({ head, c }) => { head.value = c.value; }', 'ids of two kinds are not assigned'],
])('%s', ([step, words]) => {
  expect(ask(step)).toThrow(words);
});

it.for<string>([
  '({ on, c, n }) => on[c.value] > on[n.value]',
  '({ head, p }) => { head.value = p.value; }',
  '({ p, n }) => p.value === n.value',
])('means something: %s', (step) => {
  expect(ask(step)).not.toThrow();
});
