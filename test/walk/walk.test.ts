// A walk by hand meets what the reference explorer meets: gone through to the end, the same states and transitions, and of
// each property that one run decides the same verdict at the same depth. Then what a page relies on of one walk.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replayTrace } from '../../src/check/replay.ts';
import { cell, defineModel, defineProperties, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import { explore, TooManyStates } from '../../src/reference/explore.ts';
import type { Position, Way } from '../../src/walk/position.ts';
import { Walk } from '../../src/walk/walk.ts';
import { loadSource } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 5);
const SEED = Number(process.env.SEED ?? 3);
const MAX_STATES = 200;
/** Those that a run decides. */
const DECIDED = ['invariant', 'assertion', 'observer', 'reachable', 'unreachable'];

/** Goes through the whole model by the moves of walks, breadth-first. */
function walkedThrough(model: ModelDefinition, properties: Properties) {
  const walk = new Walk(model, {}, properties);
  const known = new Set<string>();
  const noticed = new Map<string, number>();
  let transitions = 0;
  let ways: Way[] = Array.from({ length: walk.beginnings }, (_, initial) => ({
    initial,
    moves: [],
  }));
  for (let depth = 0; ways.length > 0; depth++) {
    const next: Way[] = [];
    for (const way of ways) {
      const [position] = walk.along(way);
      for (const { property } of position.noticed) {
        if (!noticed.has(property)) noticed.set(property, depth);
      }
      const key = stateOf(position);
      if (position.step?.failed || known.has(key)) continue;
      known.add(key);
      transitions += position.options.length;
      next.push(...position.options.map(({ move }) => ({ ...way, moves: [...way.moves, move] })));
    }
    ways = next;
  }
  return { states: known.size, transitions, noticed };
}

function stateOf({ cells, observers, processes }: Position): string {
  return JSON.stringify([cells, observers, processes.map(({ at, locals }) => [at, locals])]);
}

test(`${RUNS} random models, gone through by hand`, async () => {
  const agrees = fc.asyncProperty(randomModel, async ({ source }) => {
    const { model, properties: made } = await loadSource(source);
    const properties = made.properties({});
    const definition = model.system({});
    let expected: ReturnType<typeof explore>;
    try {
      expected = explore(definition, properties, { maxStates: MAX_STATES });
    } catch (error) {
      fc.pre(!(error instanceof TooManyStates));
      throw error;
    }
    const { states, transitions, noticed } = walkedThrough(model, properties);
    expect(states).toBe(expected.states.size);
    expect(transitions).toBe(expected.transitions);
    for (const [name, { verdict, depth }] of Object.entries(expected.verdicts)) {
      const kind = properties[name]?.kind ?? 'assertion';
      if (!DECIDED.includes(kind) || verdict === 'pending') continue;
      const isShown = kind === 'reachable' ? verdict === 'holds' : verdict === 'violated';
      expect([name, noticed.get(name)]).toEqual([name, isShown ? depth : undefined]);
    }
  });
  await fc.assert(agrees, { numRuns: RUNS, seed: SEED, endOnFailure: true });
}, 300_000);

const counter = defineModel('counter', {
  system: () =>
    system({ count: cell(upTo(2)) }, ({ process }) => ({
      add: process({
        count: 2,
        start: 'load',
        locals: { seen: upTo(2) },
        steps: {
          load: ({ count, me }) => {
            me.seen = count.value;
            return 'store';
          },
          store: ({ count, me }) => {
            count.value = me.seen + 1;
            return 'done';
          },
        },
      }),
    })),
});

const move = (instance: number) => ({ instance, choice: 0 });

test('a branch is what it would be without the walk before it', () => {
  const walk = new Walk(counter, {}, {});
  const long = { initial: 0, moves: [move(0), move(0), move(1), move(1)] };
  const branch = { initial: 0, moves: [move(0), move(1), move(0)] };
  walk.along(long);
  const after = walk.along(branch, 0);
  expect(after).toEqual(new Walk(counter, {}, {}).along(branch, 0));
  expect(after.map(({ step }) => step?.label)).toEqual([undefined, 'load', 'load', 'store']);
  expect(after.at(-1)?.cells).toEqual([['count', 1]]);
  expect(after.at(-1)?.options.map(({ name, label }) => [name, label])).toEqual([
    ['add1', 'store'],
  ]);
});

test('around a state is each state once, the nearest first, and what is left out is counted', () => {
  const walk = new Walk(counter, {}, {});
  const start = { initial: 0, moves: [] };
  const all = walk.near(start, { depth: 9, states: 99 });
  const { states, transitions } = walkedThrough(counter, {});
  expect(all.states).toHaveLength(states);
  expect(all.steps).toHaveLength(transitions);
  expect(all.leftOut).toBe(0);
  expect(all.states.every(({ moves, depth }) => moves.length === depth)).toBe(true);
  const few = walk.near(start, { depth: 2, states: 4 });
  expect(few.states).toEqual(all.states.slice(0, 4));
  expect(few.states.map(({ depth }) => depth)).toEqual([0, 1, 1, 2]);
  expect(few.leftOut).toBeGreaterThan(0);
});

test('a trace of a walk is replayed, and leads to the same moves', () => {
  const walk = new Walk(counter, {}, {});
  const way = { initial: 0, moves: [move(1), move(0), move(1)] };
  const trace = walk.traceOf(way);
  expect(replayTrace(counter, {}, trace).claim).toBe('not-asked');
  expect(walk.wayOf(trace)).toEqual(way);
});

test('what cannot be taken is refused', () => {
  const walk = new Walk(counter, {}, {});
  const done = { initial: 0, moves: [move(0), move(0), move(0)] };
  expect(() => walk.along(done)).toThrow('no such step can be taken after step 2');
  expect(() => walk.along({ initial: 1, moves: [] })).toThrow('there is no such initial state');
});

test('a step that fails is one, and where it has failed nothing is deadlocked', () => {
  const model = defineModel('fails', {
    system: () =>
      system({ x: cell(upTo(2), 0) }, ({ process }) => ({
        p: process({
          start: 'a',
          steps: {
            a: ({ x, assert }) => {
              assert(x.value === 2, 'x is 2');
              return 'done';
            },
          },
        }),
      })),
  });
  const { properties } = defineProperties(model, ({ deadlock }) => ({ stuck: deadlock() }));
  const walk = new Walk(model, {}, properties({}));
  const [before, after] = walk.along({ initial: 0, moves: [move(0)] }, 0);
  expect(before.processes[0].is).toBe('enabled');
  expect(before.noticed).toEqual([]);
  expect(after.noticed.map(({ property }) => property)).toEqual(['assertions']);
});
