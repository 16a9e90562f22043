// Comparisons with a value that a domain does not have: those that are found, and what is none of them.

import { describe, expect, it } from 'vitest';
import { analyse } from './support.ts';

const found = (step: string) => analyse(step).impossible.map(({ text, value }) => [text, value]);

describe('a comparison that has one answer', () => {
  it.for<[string, string, unknown]>([
    ['({ pages }) => pages[0].state === "usedd"', 'pages[0].state === "usedd"', 'usedd'],
    ['({ pages }) => "none" !== pages[1].state', '"none" !== pages[1].state', 'none'],
    ['({ pages }) => pages.some(({ state }) => state === "us")', 'state === "us"', 'us'],
    ['({ pages }) => pages.some(({ state: s }) => s === "us")', 's === "us"', 'us'],
    ['({ pages }) => pages.every((p) => p.state !== true)', 'p.state !== true', true],
    ['({ seq }) => { const n = seq.value; return n === 99 ? 1 : 2 }', 'n === 99', 99],
    ['({ seq }) => seq.value === "1"', 'seq.value === "1"', '1'],
    ['({ seq }) => seq.value === -1', 'seq.value === -1', -1],
    ['({ seq }) => seq.value === 0.5', 'seq.value === 0.5', 0.5],
    ['({ free }) => free.some((n) => n === true)', 'n === true', true],
    ['({ free }) => { for (const n of free) if (n === 99) return 1; }', 'n === 99', 99],
    ['({ lock }) => lock.owner === 1', 'lock.owner === 1', 1],
    ['({ me }) => me.i === "two"', 'me.i === "two"', 'two'],
    ['({ pages }) => { switch (pages[0].state) { case "us": return 1 } }', 'case "us"', 'us'],
    ['({ pages }) => pages.map((p) => p.state).includes("us")', expect.any(String), 'us'],
    [
      '({ pages }) => pages.filter((p) => p.ref > 1).map(({ state }) => state).indexOf("us")',
      expect.any(String),
      'us',
    ],
    ['({ pages }) => pages.map((p) => p.state).every((s) => s !== "us")', 's !== "us"', 'us'],
    [
      '({ queue, pages }) => queue.values().map((k) => pages[k].state).some((s) => s === "us")',
      's === "us"',
      'us',
    ],
    ['({ queue }) => queue.values().includes(9)', expect.any(String), 9],
    ['({ free }) => free.includes(9)', expect.any(String), 9],
    ['({ pages }) => ["used", "us"].includes(pages[0].state)', expect.any(String), 'us'],
  ] as [string, string, unknown][])('%s', ([step, text, value]) => {
    expect(found(step)).toEqual([[text, value]]);
  });

  it.for<string>([
    '({ pages }) => pages[0].state === "used"',
    '({ pages, me }) => pages[me.i].state === pages[0].state',
    '({ seq }) => seq.value + 1 === 99',
    '({ pages }) => pages.map((p) => p.state).includes("used")',
    '({ pages }) => pages.map((p) => p.state + "s").every((s) => s !== "us")',
    '({ pages }) => pages.map((p) => p.state).some((_, k) => k === 99)',
    '({ pages }) => pages.map((p) => p.ref).reduce((sum, n) => (sum === 99 ? 0 : sum + n), 0)',
    '({ free }) => free.map((n) => n + 90).includes(99)',
    '({ seq }) => { let n = seq.value; n = 99; return n === 99 ? 1 : 2 }',
    '({ seq }) => seq.value > 99',
    '({ lock }) => lock.owner === true',
    '({ me }) => me.self === 99',
    '({ pages }) => pages.some(({ state = "us" }) => state === "us")',
  ])('none: %s', (step) => {
    expect(found(step)).toEqual([]);
  });
});
