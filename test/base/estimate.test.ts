// What is said to be left of a search is at least what is left at the least, and nothing is said while the frontier grows.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Estimate, type Remaining } from '../../src/base/estimate.ts';

interface Look {
  readonly remaining: Remaining | undefined;
  readonly expanded: number;
}

/** A breadth-first search of levels of so many states, looked at after each 500 states that are expanded. */
function watched(levels: readonly number[], estimate = new Estimate()): Look[] {
  const looks: Look[] = [];
  let states = levels[0];
  let expanded = 0;
  for (const [k, level] of levels.entries()) {
    const next = levels[k + 1] ?? 0;
    for (let done = 1; done <= level; done++) {
      expanded++;
      states += Math.floor((done * next) / level) - Math.floor(((done - 1) * next) / level);
      if (expanded % 500 !== 0) continue;
      const figures = { states, frontier: states - expanded };
      looks.push({ remaining: estimate.add(figures, expanded / 10), expanded });
    }
  }
  return looks;
}
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

it('is never less than the frontier, and the least is never more than what is left', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 5, maxLength: 30 });
  fc.assert(
    fc.property(sizes, (levels) => {
      const total = sum(levels);
      for (const { remaining, expanded } of watched(levels)) {
        if (!remaining) continue;
        expect(remaining.least).toBeLessThanOrEqual(total - expanded);
        expect(remaining.most).toBeGreaterThanOrEqual(remaining.least);
        expect(remaining.speed).toBeCloseTo(10);
      }
    }),
    { numRuns: 50, endOnFailure: true },
  );
});

const BELL = [100, 1000, 5000, 12_000, 20_000, 24_000, 20_000, 12_000, 5000, 1000, 100];

it('says nothing before the frontier is far below its summit, and then holds what is left between its bounds', () => {
  const looks = watched(BELL);
  const total = sum(BELL);
  const early = looks.filter(({ expanded }) => expanded < 85_000);
  expect(early.every(({ remaining }) => remaining === undefined)).toBe(true);
  const late = looks.filter(({ expanded }) => expanded > 94_500 && expanded < total - 1000);
  for (const { remaining, expanded } of late) {
    expect(remaining?.most).toBeGreaterThanOrEqual(total - expanded);
  }
  expect(late.length).toBeGreaterThan(5);
});

it('is not taken in by a valley between two phases', () => {
  const looks = watched([...BELL.slice(0, -3), 10_000, ...BELL.slice(3)]);
  const valley = looks.filter(({ expanded }) => expanded < 170_000);
  expect(valley.length).toBeGreaterThan(300);
  expect(valley.every(({ remaining }) => remaining === undefined)).toBe(true);
  expect(looks.some(({ remaining }) => remaining !== undefined)).toBe(true);
});

it('reckons with a tail of many narrow levels', () => {
  const tail = Array.from({ length: 60 }, () => 150);
  const levels = [...BELL.slice(0, -2), 1000, ...tail];
  for (const { remaining, expanded } of watched(levels)) {
    if (remaining) expect(remaining.most).toBeGreaterThanOrEqual(sum(levels) - expanded);
  }
});

it('begins anew with another search', () => {
  const estimate = new Estimate();
  watched(BELL, estimate);
  const rising = watched([10, 6000, 20_000, 40_000, 80_000], estimate).slice(0, 20);
  expect(rising.every(({ remaining }) => remaining === undefined)).toBe(true);
});
