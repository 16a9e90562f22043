// Code that would hold or go on for nothing: an answer that is thrown away, a lock that is taken past its methods, a value that is
// compared with what is none.

import { describe, expect, it } from 'vitest';
import { analyse } from './support.ts';

describe('an answer that is not used', () => {
  it.for<[string, RegExp]>([
    ['({ lock }) => { lock.isFree(); return "next" }', /is not used, .* if \(lock.isFree\(\)\)/],
    ['({ lock }) => { lock.acquire(); return "next" }', /lock.acquire\(\) \? 'next' : 'blocked'/],
    ['({ lock }) => { void lock.acquire(); return "next" }', /is not used/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });

  it.for<string>([
    '({ lock }) => { if (!lock.isFree()) return "blocked"; lock.acquire(); return "next" }',
    '({ lock }) => { if (lock.owner) return "blocked"; lock.acquire(); return "next" }',
    '({ lock }) => { const mine = lock.acquire(); return "next" }',
    '({ lock }) => { lock.tell(); return "next" }',
  ])('none is: %s', (step) => {
    expect(() => analyse(step)).not.toThrow();
  });
});

describe('what only methods change', () => {
  it.for<[string, RegExp]>([
    ['({ lock }) => { lock.owner = false }', /can only be read; .* one of acquire, tell, isFree/],
    ['({ lock }) => { lock.owner &&= true }', /can only be read; /],
    ['({ lock }) => { [lock.owner] = [true] }', /can only be read; /],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });
});

describe('a value and a view are never the same', () => {
  it.for<[string, RegExp]>([
    ['({ seq, pages }) => seq.value === pages[0]', /pages\[0\].*compare one of its fields/],
    ['({ seq, free }) => free[0] !== seq', /compare seq.value/],
    ['({ pages, me }) => pages.some((p) => me.i === p)', /`p`.*compare one of its fields/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });
});

describe('conditions that have the same answer always', () => {
  it.for<[string, RegExp]>([
    [
      '({ seq }) => { if (seq.value = 1) return "done"; return "next" }',
      /this assigns; to compare/,
    ],
    ['({ me, seq }) => { while (!(me.i = seq.value)) {} }', /this assigns/],
    ['({ pages }) => pages.every(({ state }) => state = "used")', /this assigns/],
    ['({ pages }) => pages.every((p) => p.state === "used" || "free")', /a text is always true/],
    ['({ pages }) => pages.some((p) => { p.state === "used" })', /given to some returns nothing/],
    ['({ free }) => free.filter((n) => { n > 1; }).length', /given to filter returns nothing/],
    ['() => [0, 1].find((n) => { n > 1 })', /given to find returns nothing/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });

  it.for<string>([
    '({ pages }) => pages.some((p) => { if (p.ref > 1) return true; return p.state === "used" })',
    '({ seq }) => (seq.value > 1 && "done") || "next"',
    '({ free }) => { let n = 0; free.forEach((one) => { n += one; }); return n > 1 ? "done" : "next" }',
  ])('none is: %s', (step) => {
    expect(() => analyse(step)).not.toThrow();
  });
});
