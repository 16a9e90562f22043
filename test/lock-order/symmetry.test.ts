// Lock order under symmetry: representatives show the facts of all states, and the runs that are shown are real ones.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { replayTrace } from '../../src/check/replay.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { array, defineModel, kind, none, orNone, system } from '../../src/index.ts';
import { mutex, spinlock } from '../../src/kernel/index.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import type { LockOrderOutcome } from '../../src/outcome/outcome.ts';
import type { Canonicalizer } from '../../src/reduction/canonical.ts';
import { symmetry as reduction } from '../../src/reduction/symmetry.ts';
import { randomLocks } from './random-locks.ts';
import { factsOf } from './support.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 10);
const SEED = Number(process.env.SEED ?? 2);
const MAX_STATES = 1000;
const MINUTE = 60_000;
const PROPERTIES = { 'lock-order': { kind: 'lock-order', about: 'one order' } } as const;

function symmetryOf(definition: SystemDefinition): Canonicalizer | undefined {
  const system = new CompiledSystem(definition);
  const monitor = new Monitor(system, PROPERTIES);
  return reduction.plan({ system, monitor, properties: PROPERTIES }).quotient;
}

/** Takes every run again that shows something, and sees that it ends with whom the words name. */
function replayAll(definition: SystemDefinition): LockOrderOutcome {
  const model = defineModel('tested', { system: () => definition as never });
  const { properties, statistics } = checkModel(model, {}, PROPERTIES);
  expect(statistics.reductions).toEqual(['symmetry']);
  const lockOrder = properties[0].lockOrder as LockOrderOutcome;
  for (const { run, words } of lockOrder.problems.flatMap(({ witnesses }) => witnesses)) {
    replayTrace(model, PROPERTIES, run);
    if (words.endsWith('where it waits')) continue;
    expect(words.split(' ')[0]).toBe(run.steps.last()?.name);
  }
  return lockOrder;
}

const zone = kind('zone', 3);
/** Tasks take the lock of any zone, and the mutex, in both orders. */
const zones = system(
  { locks: array(zone, spinlock('zone->lock')), mutex: mutex('mutex') },
  ({ process }) => ({
    shrink: process({
      count: 3,
      locals: { zone: orNone(zone) },
      start: 'lock',
      steps: {
        lock: ({ locks, me, choose }) => {
          const taken = choose(zone.ids);
          if (!locks[taken].acquire(me)) return 'blocked';
          me.zone = taken;
          return 'next';
        },
        mutex: ({ mutex, me }) => (mutex.acquire(me) ? 'next' : 'blocked'),
        unlock: ({ locks, mutex, me }) => {
          mutex.release(me);
          if (me.zone !== none) locks[me.zone].release(me);
          me.zone = none;
          return 'done';
        },
      },
    }),
    resize: process({
      count: 2,
      locals: { zone: orNone(zone) },
      start: 'mutex',
      steps: {
        mutex: ({ mutex, me }) => (mutex.acquire(me) ? 'next' : 'blocked'),
        lock: ({ locks, me, choose }) => {
          const taken = choose(zone.ids);
          if (!locks[taken].acquire(me)) return 'blocked';
          me.zone = taken;
          return 'next';
        },
        unlock: ({ locks, mutex, me }) => {
          if (me.zone !== none) locks[me.zone].release(me);
          mutex.release(me);
          me.zone = none;
          return 'done';
        },
      },
    }),
  }),
);

test('zones and tasks that are interchangeable', () => {
  const symmetry = symmetryOf(zones);
  expect(symmetry).toBeDefined();
  expect(factsOf(zones, 1e6, symmetry)?.facts).toEqual(factsOf(zones, 1e6)?.facts);
  const { problems, deadlock } = replayAll(zones);
  expect(problems.map(({ message }) => message)).toEqual([
    'zone->lock -> mutex -> zone->lock: each is asked for while the one before it is held',
    'mutex, whose waiters sleep, is asked for under zone->lock',
  ]);
  expect(deadlock).toBe('found');
});

test(
  `${RUNS} random systems of locks`,
  () => {
    let reduced = 0;
    const agrees = fc.property(randomLocks, ({ definition }) => {
      const symmetry = symmetryOf(definition);
      fc.pre(symmetry !== undefined);
      const all = factsOf(definition, MAX_STATES);
      fc.pre(all !== undefined);
      reduced++;
      expect(factsOf(definition, MAX_STATES, symmetry)?.facts).toEqual(all?.facts);
      replayAll(definition);
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED });
    expect(reduced).toBe(RUNS);
  },
  6 * MINUTE,
);
