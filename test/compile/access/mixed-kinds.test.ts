// Ids of two kinds are refused where they meet, and numbers of none are not.

import { expect, it } from 'vitest';
import { shapesOf } from '../../../src/compile/layout/layout.ts';
import { array, cell, kind, orNone, upTo } from '../../../src/index.ts';
import { type AnyStep, analyse, SCOPE } from './support.ts';

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

const around = (step: string): (() => unknown) => {
  const made = new Function('page', 'cpu', `return ${step}`)(page, cpu) as AnyStep;
  return () => analyse(made, { ...SCOPE, cells: { ...SCOPE.cells, ...cells } });
};

it.for<[string, string]>([
  ['({ c }) => { for (const q of page.ids) if (c.value === q) return 1; }', 'a cpu, and q a page'],
  ['({ c }) => page.ids.some((q) => q === c.value)', 'this is a page, and c.value a cpu'],
  [
    '({ on }) => page.ids.filter((q) => q !== page.ids[1]).every((q) => on[q] > 0)',
    'this is a page',
  ],
  [
    '({ n }) => { const q = page.ids.find((k) => k === n.value); return q ? 1 : 2; }',
    'first id counts as false',
  ],
  ['({ n }) => page.ids.find((q) => q && n.value > 0) !== undefined', '`q`: is no condition'],
])('ids out of a kind: %s', ([step, words]) => {
  expect(around(step)).toThrow(words);
});

it.for<string>([
  '({ p }) => page.ids.every((q) => q === p.value)',
  '({ on, n }) => cpu.ids.some((c, k) => k === n.value && on[c] > 0)',
  '({ n }) => { const q = page.ids.find((k) => k === n.value); return q === undefined ? 1 : 2; }',
  '({ on, p }) => page.ids.map((q) => q + 0).every((q) => on[q] > 0) || p.value === 0',
])('mean something: %s', (step) => {
  expect(around(step)).not.toThrow();
});
