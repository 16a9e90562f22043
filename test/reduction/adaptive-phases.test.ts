// Whether trying pays is found out by whether what was pruned is reached all the same. It decides how much work is
// done, never what is found: test/reduction compares that.

import { expect, test } from 'vitest';
import { AdaptiveSwitch } from '../../src/reduction/partial-order/adaptive.ts';

interface World {
  /** How many states are known for each that is expanded. */
  readonly grows: number;
  /** Whether a target, which is a number, is reached in the end. */
  readonly isReached: (target: number) => boolean;
  /** How many transitions are pruned of each state that is tried. */
  readonly pruned: number;
}

/** For each of so many states, whether it was tried. */
function tried({ grows, isReached, pruned }: World, states: number): boolean[] {
  let expanded = 0;
  let targets = 0;
  const known = {
    get count() {
      return Math.ceil(grows * expanded);
    },
    has: (vector: Int32Array, from: number) => isReached(vector[from]),
  };
  const adaptive = new AdaptiveSwitch(known, 1);
  return Array.from({ length: states }, () => {
    adaptive.begin();
    expanded++;
    if (adaptive.isDisabled) return false;
    if (adaptive.isSampling) {
      for (let k = 0; k < pruned; k++) adaptive.pruned(Int32Array.of(targets++));
    }
    adaptive.tried(pruned > 0);
    return true;
  });
}

const share = (states: readonly boolean[]): number => states.filter(Boolean).length / states.length;

test('where what is pruned is never reached, every state is tried', () => {
  const world = { grows: 1.1, isReached: () => false, pruned: 1 };
  expect(share(tried(world, 100_000))).toBe(1);
});

test('a tenth of a state for each that is tried is enough', () => {
  const one = (reached: number): World => ({
    grows: 1.1,
    isReached: (target) => target % 100 < reached,
    pruned: 1,
  });
  expect(share(tried(one(80), 100_000))).toBe(1);
  expect(share(tried(one(99), 100_000))).toBeLessThan(0.3);
});

test('where all of it is reached anyway, it rests, and asks again now and then', () => {
  const states = tried({ grows: 1.1, isReached: () => true, pruned: 2 }, 200_000);
  expect(share(states.slice(0, 2000))).toBe(1);
  expect(share(states)).toBeLessThan(0.2);
  expect(share(states.slice(100_000))).toBeGreaterThan(0.001);
});

test('where nothing is pruned, it backs off before long', () => {
  const states = tried({ grows: 1.1, isReached: () => true, pruned: 0 }, 100_000);
  expect(share(states.slice(0, 1000))).toBeLessThan(0.1);
  expect(share(states)).toBeLessThan(0.01);
});
