// What is reckoned before a search, against the growth that follows: never more than was given, and most of it used.

import { describe, expect, test } from 'vitest';
import { growsAt, nextTable, planTables } from '../../src/store/table-plan.ts';

const FIRST = 1 << 14;
const MOST = 2 ** 31;
const MEMORIES = [1, 2, 3, 5, 8, 13, 16, 21, 64, 100, 256, 300, 512, 777, 1024, 4096, 10_000];
const STATE_BYTES = [8, 12, 24, 56, 200, 1000];

/** The most that is in use at any time, until there is no room for another state. */
function peakOf(memoryBytes: number, stateBytes: number): { peak: number; end: number } {
  const plan = planTables(memoryBytes, stateBytes, FIRST, MOST);
  let slots = FIRST;
  let peak = 0;
  for (;;) {
    const count = growsAt(slots, plan);
    if (count >= plan.capacity) break;
    const larger = nextTable(slots, count + 1, plan);
    peak = Math.max(peak, (count + 1) * stateBytes + 4 * (slots + larger));
    slots = larger;
  }
  const end = plan.capacity * stateBytes + 4 * slots;
  expect(plan.capacity).toBeLessThanOrEqual(0.92 * slots);
  return { peak: Math.max(peak, end), end };
}

describe.each(STATE_BYTES)('states of %i bytes', (stateBytes) => {
  test.each(MEMORIES)('in %i MiB', (mebibytes) => {
    const memory = mebibytes * 2 ** 20;
    const { peak, end } = peakOf(memory, stateBytes);
    expect(peak).toBeLessThanOrEqual(memory);
    // A table is a power of two: with the smallest states the step to a larger one costs most.
    expect(end).toBeGreaterThan((stateBytes < 12 ? 0.7 : 0.75) * memory);
  });
});

test('a model whose 9.8 million states need 150 MiB fits into 256', () => {
  expect(planTables(256 * 2 ** 20, 8, FIRST, MOST).capacity).toBeGreaterThan(9_765_625);
});
