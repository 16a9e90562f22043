// More memory than one array can have, and more states than a number can name: made small here, as both take gigabytes.

import { expect, test, vi } from 'vitest';
import { MOST_WORDS } from '../../src/base/allocation.ts';
import { BitStates } from '../../src/store/bitstate.ts';
import { CompactStates } from '../../src/store/compact.ts';
import { hashOf } from '../../src/store/hash.ts';
import { MarkedSet } from '../../src/store/marked-set.ts';
import { PackedStates } from '../../src/store/packed.ts';
import { STORE_FULL } from '../../src/store/state-store.ts';
import { VisitedSet } from '../../src/store/visited-set.ts';

const FAR = vi.hoisted(() => ({ count: 0 }));

vi.mock('../../src/base/allocation.ts', async (original) => {
  const { reserve, ...others } = await original<typeof import('../../src/base/allocation.ts')>();
  const most = 2 ** 16;
  return {
    ...others,
    MOST_WORDS: most,
    reserve(length: number) {
      if (length > most) throw new RangeError(`Invalid typed array length: ${length}`);
      return reserve(length);
    },
  };
});

vi.mock('../../src/store/state-queue.ts', async (original) => {
  const { StateQueue } = await original<typeof import('../../src/store/state-queue.ts')>();
  return {
    StateQueue: class extends StateQueue {
      override count = FAR.count;
    },
  };
});

const wordBits = [32, 28];

test('the regions of a packed table are shared among arrays', () => {
  const memoryBytes = 2 ** 26;
  const table = new PackedStates({ wordBits, memoryBytes, seed: 0, beside: () => 0 }, 2 ** 14);
  const hash = hashOf(table.hashCode);
  const marked = (k: number) => {
    const state = Int32Array.of(k, 0);
    return table.mark(state, 0, hash(state, 0));
  };
  const many = 2 ** 15;
  for (let k = 0; k < many; k++) if (!marked(k)) expect.unreachable(`${k} is new`);
  for (let k = 0; k < many; k++) if (marked(k)) expect.unreachable(`${k} is known`);
  expect(table.regions.stretches.length).toBeGreaterThan(1);
});

test('what an exact store keeps beside its states has room in one array, too', () => {
  for (const [words, extraWords] of [
    [1, 8],
    [8, 1],
  ]) {
    const set = new VisitedSet(words, 2 ** 26, extraWords);
    expect(set.capacity).toBe(2 ** 13);
  }
});

test('a lossy store has as much of it as one array can have', () => {
  expect(new CompactStates(2 ** 20).bytes).toBe(4 * MOST_WORDS);
  expect(new BitStates(2 ** 20).bytes).toBe(4 * MOST_WORDS);
});

test('a state whose number would be no positive integer of 32 bits finds no room', () => {
  FAR.count = 2 ** 31;
  const make = () => ({
    hashCode: () => 'const h = 0;',
    mark: () => expect.unreachable('marked, and so counted as known'),
    isMarked: () => false,
    warm: () => {},
    bytes: 0,
    bytesToGrow: 0,
    omission: undefined,
  });
  const given = { wordBits, memoryBytes: 2 ** 30, seed: 0, make, keptBeside: () => 0 };
  const insert = () => new MarkedSet(given).insert(Int32Array.of(0, 0));
  expect(insert).toThrow(expect.toSatisfy((error) => error === STORE_FULL));
});
