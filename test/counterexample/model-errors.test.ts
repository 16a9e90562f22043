// Mistakes in a model that only a run shows: one message with the place, what is wrong and what to do, and the run.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import {
  array,
  bool,
  cell,
  defineModel,
  defineProperties,
  kind,
  list,
  none,
  orNone,
  system,
  table,
  upTo,
} from '../../src/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: wrong models are written here on purpose
type Wrong = any;

const zone = kind('zone', 2);
let closure = 0;
const stash: { view?: number[] } = {};

// biome-ignore lint/suspicious/noExplicitAny: each step is broken in its own way
function errorOf(step: (context: any) => any): ModelError {
  const model = defineModel('broken', {
    system: () =>
      system(
        {
          free: array(zone, upTo(2)),
          count: cell(upTo(3)),
          pages: table(2, { ref: upTo(1), zone: orNone(zone) }),
          queue: list(1, upTo(3)),
        },
        ({ process }) => ({
          first: process({ start: 'go', steps: { go: () => 'done' } }),
          second: process({
            locals: { z: orNone(zone), n: upTo(9) },
            start: 'prepare',
            steps: { prepare: () => 'broken', broken: step },
          }),
        }),
      ),
  });
  try {
    checkModel(model, {}, {}, { memoryBytes: 2 ** 24 });
  } catch (error) {
    if (error instanceof ModelError) return error;
    throw error;
  }
  throw new Error('the model was not refused');
}

// biome-ignore lint/suspicious/noExplicitAny: each step is broken in its own way
type Broken = [what: string, step: (context: any) => any, message: RegExp];

describe('found while running', () => {
  // Real chance may do the same thing twice.
  let tosses = 0;
  beforeAll(() => {
    vi.spyOn(Math, 'random').mockImplementation(() => (tosses++ % 4) / 4);
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });

  test.each([
    [
      'a step that throws',
      () => {
        throw new Error('boom');
      },
      /the step threw: boom/,
    ],
    [
      'an unknown label',
      ({ count }) => (count.value === 0 ? ['no', 'where'].join('') : 'done'),
      /'?"?nowhere"?'?, which is no label; it may return blocked, prepare, broken, done/,
    ],
    ['no label at all', () => undefined, /returned undefined, which is no label/],
    [
      'a value outside its domain',
      ({ count }) => {
        count.value = 4;
        return 'done';
      },
      /count cannot be 4.* a whole number 0\.\.3/,
    ],
    [
      'a fraction',
      ({ count }) => {
        count.value = 1.5;
        return 'done';
      },
      /count cannot be 1.5/,
    ],
    [
      'a boolean for a number',
      ({ count }) => {
        count.value = true;
        return 'done';
      },
      /count cannot be true/,
    ],
    [
      'a string for a number',
      ({ count }) => {
        count.value = '2';
        return 'done';
      },
      /count cannot be "2"/,
    ],
    [
      'null for a number',
      ({ count }) => {
        count.value = null;
        return 'done';
      },
      /count cannot be null/,
    ],
    [
      'none for an id',
      ({ free }) => {
        free[0] = none;
        return 'done';
      },
      /free\[0\] cannot be none/,
    ],
    [
      'an index outside its array',
      ({ free, me }) => {
        free[me.n + 5] = 1;
        return 'done';
      },
      /free\[5\]: outside; free has the elements 0\.\.1/,
    ],
    ['none as an index', ({ free, me }) => (free[me.z] > 0 ? 'done' : 'prepare'), /free\[none\]/],
    [
      'reading outside',
      ({ free, me }) => (free[me.n + 2] > 0 ? 'done' : 'prepare'),
      /free\[2\]: outside/,
    ],
    [
      'a list that overflows',
      ({ queue }) => {
        queue.push(1);
        queue.push(2);
        return 'done';
      },
      /queue: full; its capacity is 1/,
    ],
    [
      'taking from an empty list',
      ({ queue }) => {
        queue.shift();
        return 'done';
      },
      /queue: cannot take/,
    ],
    [
      'blocked after a write',
      ({ count }) => {
        count.value = 1;
        return 'blocked';
      },
      /'blocked' after it changed something/,
    ],
    [
      'blocked after a write to a local',
      ({ me }) => {
        me.n = 1;
        return 'blocked';
      },
      /'blocked' after it changed something/,
    ],
    [
      'chance behind a function',
      ({ count }) => {
        count.value = toss();
        return 'done';
      },
      /did not do the same/,
    ],
    [
      'a counter behind a function',
      () => {
        tick();
        return closure % 2 ? 'done' : 'prepare';
      },
      /did not do the same/,
    ],
    ['two things to choose from', ({ choose }) => choose(['done'], ['go']), /one array of values/],
    ['no array to choose from', ({ choose }) => choose('done', 'go'), /one array of values/],
    ['a set to choose from', ({ choose }) => choose(new Set(['done'])), /one array of values/],
    ['nothing to choose from', ({ choose }) => choose([]), /nothing to choose from/],
  ] as Broken[])('%s', (_what, step, message) => {
    const error = errorOf(step);
    expect(error.message).toMatch(message);
    expect(error.place).toMatchObject({ process: 'second', step: 'broken' });
    expect(error.place.run?.at(-1)).toBe('second: prepare');
  });

  test('a stashed view', () => {
    // A function that is handed a view may keep it; what it then changes is found when a step is run twice.
    const error = errorOf(({ free }) => {
      keep(free);
      return 'done';
    });
    expect(error).toBeInstanceOf(ModelError);
  });
});

function toss(): number {
  return Math.floor(Math.random() * 4);
}

function tick(): void {
  closure++;
}

function keep(view: number[]): void {
  if (stash.view) stash.view[0] = (stash.view[0] + 1) % 3;
  stash.view = view;
}

describe('an observer that keeps what it has seen outside', () => {
  test('of the only instance that there is, is refused in words', () => {
    const one = defineModel('one', {
      system: () =>
        system({ c: cell(bool) }, ({ process }) => ({
          t: process({ start: 'a', steps: { a: () => 'done' } }),
        })),
    });
    const { properties } = defineProperties(one, ({ observer }) => ({
      seen: observer('it keeps nothing outside', {
        state: { k: upTo(1) },
        on: {
          t: {
            a: ({ my }) => {
              closure++;
              my.k = closure % 2;
            },
          },
        },
      }),
    }));
    expect(() => checkModel(one, {}, properties({}))).toThrow(/must not change 'closure'/);
  });
});

describe('what is no claim', () => {
  const counted = (of: unknown, count: (views: Wrong) => unknown) => {
    const { model, properties } = claiming((make: Wrong) => ({
      kept: make.conservation('kept', of, count),
    }));
    return () => checkModel(model, {}, properties());
  };

  test.each<[unknown, (views: Wrong) => unknown, RegExp]>([
    [undefined, () => undefined, /name a kind, or how many there are, not undefined/],
    ['a', () => 'a', /not the text 'a'/],
    [Number.NaN, () => Number.NaN, /name a kind/],
    [
      1,
      ({ c }) => (c.value ? undefined : undefined),
      /what is counted must be a number; it is undefined/,
    ],
    [kind('page', 2), ({ c }) => (c.value ? 1 : 1), /the places of pages must be a list/],
  ])('a conservation of %s', (of, count, message) => {
    expect(counted(of, count)).toThrow(message);
  });

  test.each([
    ["assert('never')", ({ assert }: Wrong) => assert('never')],
    ['assert(1)', ({ assert }: Wrong) => assert(1, 'one')],
    ['assert()', ({ assert }: Wrong) => assert()],
  ])('%s', (_what, step) => {
    const model: Wrong = (defineModel as Wrong)('asserts', {
      system: () =>
        system({ c: cell(bool) }, ({ process }) => ({
          t: process({ start: 'a', steps: { a: step as Wrong } }),
        })),
    });
    expect(() => checkModel(model, {}, {})).toThrow(/needs true or false first, not/);
  });
});

function claiming(claims: Wrong): Wrong {
  const model: Wrong = defineModel('claims', {
    system: () =>
      system({ c: cell(bool) }, ({ process }) => ({
        t: process({ start: 'a', steps: { a: () => 'done' } }),
      })),
  });
  return { model, properties: () => defineProperties(model, claims).properties({}) };
}
