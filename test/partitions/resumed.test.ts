// A search in partitions whose process is killed, or whose memory or place is too small: it goes on, and comes to the same.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';
import { resolveParameters } from '../../src/language/define-model.ts';
import { readChunk } from '../../src/partitions/chunk.ts';
import type { LogIndex } from '../../src/partitions/objects.ts';
import type { StoredObject } from '../../src/partitions/place.ts';
import zonelist from '../peer-models/zonelist.ts';
import { inPartitions, told } from './in-partitions.ts';
import { MemoryPlace } from './memory-place.ts';

const KILLS = Number(process.env.KILLS ?? 3);
const VALUES = { Z: 2, P: 1, A: 3 };
const ASKED = { partitions: 3, reduction: false } as const;
const whole = told(checkModel(zonelist, VALUES, {}, { reduction: false, statesTogether: 0 }));

class Killed extends Error {}

/** A search whose process dies before it has committed so many objects. */
function killedAfter(commits: number, place: MemoryPlace): void {
  let left = commits;
  place.beforeCommit = () => {
    if (left-- === 0) throw new Killed();
  };
  expect(() => inPartitions(zonelist, VALUES, {}, ASKED, place)).toThrow(Killed);
  place.beforeCommit = () => {};
}

const commitsOfAll = (() => {
  const place = new MemoryPlace();
  let commits = 0;
  place.beforeCommit = () => commits++;
  inPartitions(zonelist, VALUES, {}, ASKED, place);
  return commits;
})();

test('killed at any moments, several times', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
      (kills) => {
        const place = new MemoryPlace();
        for (const commits of kills) killedAfter(Math.min(commits, commitsOfAll >> 3), place);
        expect(told(inPartitions(zonelist, VALUES, {}, ASKED, place))).toEqual(whole);
      },
    ),
    { numRuns: KILLS, seed: 25, endOnFailure: true },
  );
});

/** What each partition has found new in each level, in order. */
function found(place: MemoryPlace, words: number): Map<string, number[]> {
  const all = new Map<string, number[]>();
  for (const name of [...place.objects.keys()].filter((one) => one.endsWith('.log'))) {
    const object = place.open(name) as StoredObject;
    for (const { partition, chunks } of (object.index as LogIndex).sections) {
      const states = chunks.flatMap(({ states: at }) => [...readChunk(object, at, words)]);
      all.set(`${Number.parseInt(name, 10)} ${partition}`, states);
    }
  }
  return new Map([...all].sort());
}

test('what is new, and in which order, does not depend on who has found it', () => {
  const words = new CompiledSystem(zonelist.system(resolveParameters(zonelist, VALUES)), {}).layout
    .words;
  const once = new MemoryPlace();
  inPartitions(zonelist, VALUES, {}, ASKED, once);
  const again = new MemoryPlace();
  for (const commits of [1, 7, 12]) killedAfter(commits, again);
  inPartitions(zonelist, VALUES, {}, ASKED, again);
  expect(found(again, words)).toEqual(found(once, words));
});

/** One whose level is under way, with a job of it that is done; there is one where the levels are wide. */
function underWay(): { place: MemoryPlace; log: string; batch: string } {
  const place = new MemoryPlace();
  let records = 0;
  place.beforeCommit = (name) => {
    if (name.endsWith('.level') && records++ === 8) throw new Killed();
  };
  expect(() => inPartitions(zonelist, VALUES, {}, ASKED, place)).toThrow(Killed);
  place.beforeCommit = () => {};
  const [log, batch] = ['log', 'batch'].map(
    (kind) =>
      [...place.objects.keys()]
        .filter((name) => name.endsWith(kind))
        .sort()
        .at(-1) as string,
  );
  return { place, log, batch };
}

test.each(['log', 'batch'] as const)(
  'a %s that was cut short is found, and the job done again',
  (kind) => {
    const found = underWay();
    found.place.cut(found[kind]);
    expect(told(inPartitions(zonelist, VALUES, {}, ASKED, found.place))).toEqual(whole);
  },
);

test('a log of a level that is done cannot be made again, which is said', () => {
  const { place } = underWay();
  const [first] = [...place.objects.keys()].filter((name) => name.endsWith('.log')).sort();
  place.cut(first);
  expect(() => inPartitions(zonelist, VALUES, {}, ASKED, place)).toThrow(
    /memory: .*\.log is damaged .* remove it, and begin anew/,
  );
});

const BITS = 15;
/** 2^15 states in 16 levels: each step sets a bit. */
const wide = defineModel('wide', {
  system: () =>
    system({ bits: cell(upTo(2 ** BITS - 1)) }, ({ process }) => ({
      one: process({
        start: 'go',
        steps: {
          go: ({ bits, choose }) => {
            const bit = 2 ** choose(Array.from({ length: BITS }, (_, k) => k));
            if (Math.floor(bits.value / bit) % 2 === 0) bits.value += bit;
            return 'go';
          },
        },
      }),
    })),
});
const { properties } = defineProperties(wide, ({ invariant, reachable }) => ({
  small: invariant('not nearly all bits are set', ({ bits }) => bits.value < 2 ** BITS - 2),
  fit: invariant('the bits fit', ({ bits }) => bits.value < 2 ** BITS),
  all: reachable('all bits are set', ({ bits }) => bits.value === 2 ** BITS - 1),
}));

test('with a quarter of the memory that its states take', () => {
  const all = checkModel(wide, {}, properties({}), { reduction: false });
  const memoryBytes = Math.floor(all.statistics.peakMemoryBytes / 4);
  const options = { reduction: false, memoryBytes } as const;
  expect(checkModel(wide, {}, properties({}), options).limit?.reached).toBe('memory');
  const outcome = inPartitions(wide, {}, properties({}), { ...options, partitions: 16 });
  expect(told(outcome)).toEqual(told(all));
  expect(outcome.statistics.peakMemoryBytes).toBeLessThanOrEqual(memoryBytes);
});

test('where a partition does not fit, the same search goes on with more memory', () => {
  const place = new MemoryPlace();
  const asked = { partitions: 2, reduction: false } as const;
  const small = inPartitions(wide, {}, properties({}), { ...asked, memoryBytes: 2 ** 17 }, place);
  expect(small.limit?.reached).toBe('memory');
  const all = checkModel(wide, {}, properties({}), { reduction: false });
  expect(told(inPartitions(wide, {}, properties({}), asked, place))).toEqual(told(all));
});

test('a limit on states or depth ends it as it ends any search', () => {
  const asked = { partitions: 4, reduction: false } as const;
  const states = inPartitions(wide, {}, properties({}), { ...asked, maxStates: 1000 });
  expect([states.outcome, states.limit?.reached]).toEqual(['inconclusive', 'states']);
  const depth = inPartitions(wide, {}, properties({}), { ...asked, maxDepth: 5 });
  const local = checkModel(wide, {}, properties({}), { reduction: false, maxDepth: 5 });
  expect([told(depth), depth.limit?.reached]).toEqual([told(local), 'depth']);
});
