// Steps that ask where other processes stand: in a guard, a step, a helper and a call; what is refused, and what a trace
// shows. Random models are in test/reduction/labels-of.test.ts.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import {
  array,
  bool,
  cell,
  defineModel,
  defineProperties,
  kind,
  labelsOf,
  list,
  system,
  upTo,
} from '../../src/index.ts';
import type { SystemDefinition } from '../../src/language/system.ts';

const task = kind('task', 2);

/** An offliner that waits until nobody uses the page, by asking where they are, and whether that is enough. */
const offline = defineModel('offline', {
  parameters: { guarded: bool },
  system: ({ guarded }) =>
    system(
      { freed: cell(bool), at: labelsOf('user', 'idle', 'use') },
      { isUsed: ({ at }) => at.some((one) => one === 'use') },
      ({ process }) => ({
        user: process({
          count: task,
          start: 'idle',
          end: ['idle'],
          steps: {
            idle: ({ freed }) => (freed.value ? 'blocked' : 'use'),
            use: ({ freed, assert }) => {
              assert(!freed.value, 'the page is used after it is freed');
              return 'idle';
            },
          },
        }),
        offliner: process({
          start: 'look',
          ...(guarded ? { guard: ({ isUsed }) => !isUsed() } : {}),
          steps: {
            look: ({ at }) => (at.every((one) => one !== 'use') ? 'free' : 'blocked'),
            free: ({ freed }) => {
              freed.value = true;
              return 'done';
            },
          },
        }),
      }),
    ),
});

describe('where the users are decides', () => {
  test('a look that is not a part of the step comes too early', () => {
    const { properties } = checkModel(offline, { guarded: false }, {});
    expect(properties[0]).toMatchObject({ name: 'assertions', verdict: 'violated', depth: 4 });
    const steps = properties[0].counterexample?.steps.toArray() ?? [];
    const look = steps.find(({ label }) => label === 'look');
    expect(look?.reads.map(({ path, value }) => [path, value])).toEqual([
      ['at[task0]', 'idle'],
      ['at[task1]', 'idle'],
    ]);
  });
  test('a guard asks in the very step', () => {
    const { properties, statistics } = checkModel(offline, { guarded: true }, {});
    expect(properties[0]).toMatchObject({ name: 'assertions', verdict: 'holds' });
    expect(statistics.reductions).toContain('symmetry');
  });
});

const worker = (steps: object) => (process: (options: never) => never) =>
  process({ start: 'go', steps } as never);

/** A system with one process that asks, and one that is asked. */
const asking = (cells: object, steps: object, initial?: unknown): SystemDefinition =>
  (system as unknown as (...all: unknown[]) => SystemDefinition)(
    cells,
    ({ process }: { process: (options: never) => never }) => ({
      boss: worker(steps)(process),
      worker: worker({ go: () => 'stop', stop: () => 'done' })(process),
    }),
    initial,
  );

const at = labelsOf('worker', 'go');
const go = (step: unknown) => ({ go: step });
const n = cell(upTo(1));

describe('refused', () => {
  test.each<[string, () => SystemDefinition, RegExp]>([
    [
      'no such process',
      () =>
        asking(
          { at: labelsOf('wroker', 'go') },
          go(() => 'done'),
        ),
      /'at': there is no process 'wroker'; did you mean 'worker'/,
    ],
    [
      'no such label',
      () =>
        asking(
          { at: labelsOf('worker', 'stpo') },
          go(() => 'done'),
        ),
      /'at': worker has no label 'stpo', .* did you mean 'stop'/,
    ],
    [
      'within another cell',
      () =>
        asking(
          { all: array(2, at) },
          go(() => 'done'),
        ),
      /labelsOf\(\) stands among the cells/,
    ],
    [
      'moving somebody else',
      () =>
        asking(
          { at },
          // biome-ignore lint/suspicious/noExplicitAny: what the types refuse
          go(({ at }: any) => {
            at[0] = 'stop';
            return 'done';
          }),
        ),
      /'at' says where worker stands: compare its elements with labels/,
    ],
    [
      'one name for two',
      () =>
        asking(
          { worker: labelsOf('worker', 'go') },
          go(() => 'done'),
        ),
      /'worker' is labels of a process and a process; rename one/,
    ],
    [
      'at first',
      () =>
        asking(
          { at, n },
          go(() => 'done'),
          ({ at }: { at: string[] }) => {
            if (at[0] === 'go') throw new Error('too early');
          },
        ),
      /no cell 'at'/,
    ],
  ])('%s', (_what, make, message) => {
    expect(() => checkModel(defineModel('wrong', { system: make as never }), {}, {})).toThrow(
      message,
    );
  });
  test('in a claim, which sees the process itself', () => {
    const model = defineModel('seen', {
      system: () =>
        asking(
          { at },
          go(() => 'done'),
        ) as never,
    });
    const { properties } = defineProperties(model, ({ invariant }) => ({
      // biome-ignore lint/suspicious/noExplicitAny: what a claim cannot name
      wrong: invariant('it goes', ({ at }: any) => at[0] === 'go'),
    }));
    expect(() => checkModel(model, {}, properties({}))).toThrow(/no cell 'at'/);
  });
});

test('types: labels that are not listed are no labels', () => {
  system({ at: labelsOf('worker', 'idle'), queue: list(2, upTo(1)) }, ({ process }) => ({
    boss: process({
      start: 'look',
      steps: {
        // @ts-expect-error 'idel' is none of the labels
        look: ({ at }) => (at[0] === 'idel' ? 'done' : 'blocked'),
        push: ({ at }) => {
          // @ts-expect-error they are only read
          at[0] = 'idle';
          return 'done';
        },
        end: ({ at }) => (at[0] === 'done' ? 'done' : 'blocked'),
      },
    }),
    worker: process({ start: 'idle', steps: { idle: () => 'done' } }),
  }));
});
