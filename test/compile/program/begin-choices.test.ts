// Locals that begin with a choice: an initial state for each combination, of the instances and of the initial step. The
// reference and every reduction agree (test/support/judge.ts).

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import {
  bool,
  cell,
  defineModel,
  kind,
  none,
  orNone,
  pool,
  system,
  upTo,
} from '../../../src/index.ts';
import type { Predicate, Properties } from '../../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { explore } from '../../../src/reference/explore.ts';
import { startTexts } from '../../../src/report/text/state.ts';
import { decodeTrace, encodeTrace } from '../../../src/trace/trace-json.ts';
import { judge } from '../../support/judge.ts';

/** What lines are not broken at. */
const NO_BREAK = '\u00a0';

const task = kind('task', 2);
const zone = kind('zone', 3);

/** Each task begins in a zone of its choice; the step that takes a page needs the other to be elsewhere. */
const zones = (initial: boolean): SystemDefinition => {
  const cells = { taken: cell(orNone(zone)), on: cell(bool) };
  const build = ({
    process,
  }: Parameters<Parameters<typeof system<typeof cells, never>>[1]>[0]) => ({
    task: process({
      count: task,
      locals: { zone, tries: upTo(1) },
      start: 'take',
      begin: (_id, { choose }) => ({ zone: choose(zone.ids) }),
      steps: {
        take: ({ taken, me, assert }) => {
          assert(taken.value !== me.zone, 'two tasks in one zone');
          taken.value = me.zone;
          return 'done';
        },
      },
    }),
  });
  return initial
    ? system(cells, build as never, ({ on, choose }) => {
        on.value = choose([true, false]);
      })
    : system(cells, build as never);
};

describe('each combination is an initial state', () => {
  test.each([
    [false, 9],
    [true, 18],
  ])('with an initial step: %s', (initial, count) => {
    const definition = zones(initial);
    const outcomes = judge(definition, {});
    expect(outcomes.assertions).toMatchObject({ verdict: 'violated', depth: 2, minimal: true });
    const start: Properties = {
      start: { kind: 'invariant', about: '', holds: (() => true) as Predicate },
    };
    const { states, depth } = explore(definition, start);
    const first = states.filter((state) =>
      state.processes.every((stack) => stack.first()?.label === 'take'),
    );
    expect([first.size, depth]).toEqual([count, 2]);
  });
  test('what was chosen is told where the run begins', () => {
    const model = defineModel('zones', { system: () => zones(false) as never });
    const { properties } = checkModel(model, {}, {});
    const trace = properties[0].counterexample;
    if (!trace) throw new Error('no run');
    const told = startTexts(trace).map((text) => text.replaceAll(NO_BREAK, ' '));
    expect(told.slice(2)).toEqual(['task0, task1 at take (zone: zone0, tries: 0)']);
    const read = decodeTrace(JSON.parse(JSON.stringify(encodeTrace(trace))));
    expect(startTexts(read)).toEqual(startTexts(trace));
  });
});

test('a choice that tells ids apart is no symmetry', () => {
  const uneven = (even: boolean) =>
    system({ seen: cell(orNone(zone)) }, ({ process }) => ({
      looker: process({
        locals: { zone },
        start: 'look',
        begin: (_id, { choose }) => ({ zone: choose(even ? zone.ids : zone.ids.slice(1)) }),
        steps: {
          look: ({ seen, me }) => {
            seen.value = seen.value === none ? me.zone : none;
            return 'look';
          },
        },
      }),
    }));
  const kinds = [true, false].map((even) => {
    const model = defineModel('uneven', { system: () => uneven(even) as never });
    return checkModel(model, {}, {}).statistics.symmetry?.kinds ?? {};
  });
  expect(kinds).toEqual([{ zone: 3 }, {}]);
});

describe('refused', () => {
  const counting = (begin: unknown, more: object = {}) =>
    (system as unknown as (...all: unknown[]) => SystemDefinition)(
      { n: cell(upTo(1)), ...('pool' in more ? { slots: pool(1) } : {}) },
      ({ process }: { process: (options: object) => object }) => ({
        p: process({
          locals: { k: upTo(1) },
          start: 'go',
          begin,
          steps: { go: () => 'done' },
          ...more,
        }),
      }),
    );
  let turn = 0;
  test.each<[string, () => SystemDefinition, RegExp]>([
    [
      'a value that is none of the domain',
      () => counting((_: number, { choose }: never) => ({ k: (choose as Choose)([0, 7]) })),
      /p\.k cannot be 7/,
    ],
    [
      'nothing to choose from',
      () => counting((_: number, { choose }: never) => ({ k: (choose as Choose)([]) })),
      /choose\(\[\]\): nothing to choose from/,
    ],
    [
      'what is chosen with is not named',
      () => counting((...given: never[]) => ({ k: (given[1] as { choose: Choose }).choose([0]) })),
      /name what it chooses with in its parameters/,
    ],
    [
      'a closure that remembers',
      () => counting((_: number, { choose }: never) => ({ k: (choose as Choose)([turn++ % 2]) })),
      /did not do the same when it was run twice/,
    ],
    [
      'of a pool',
      () =>
        counting((_: number, { choose }: never) => ({ k: (choose as Choose)([0, 1]) }), {
          pool: 'slots',
        }),
      /begin where it is spawned: choose there and hand it over/,
    ],
  ])('%s', (_what, make, message) => {
    expect(() => checkModel(defineModel('wrong', { system: make as never }), {}, {})).toThrow(
      message,
    );
  });
});

type Choose = (values: readonly unknown[]) => unknown;

/** Some processes whose locals begin with any of some values, and may differ from instance to instance. */
const random = fc.record({
  values: fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 3 }), {
    minLength: 2,
    maxLength: 2,
  }),
  most: fc.nat(3),
  prepared: fc.boolean(),
});

test('random choices: the reference, the engine and every reduction agree', () => {
  const agrees = fc.property(random, ({ values, most, prepared }) => {
    const initial = ({ n, choose }: { n: { value: number }; choose: Choose }) => {
      n.value = choose([0, 1]) as number;
    };
    const made = (system as unknown as (...all: unknown[]) => SystemDefinition)(
      { n: cell(upTo(9)) },
      ({ process }: { process: (options: object) => object }) => ({
        p: process({
          count: 2,
          locals: { k: upTo(2) },
          start: 'add',
          begin: (id: number, { choose }: { choose: Choose }) => ({ k: choose(values[id]) }),
          steps: {
            add: ({ n, me }: { n: { value: number }; me: { k: number } }) => {
              n.value += me.k;
              return 'done';
            },
          },
        }),
      }),
      ...(prepared ? [initial] : []),
    );
    const outcomes = judge(made, {
      small: {
        kind: 'invariant',
        about: '',
        holds: (({ n }: { n: { value: number } }) => n.value <= most) as Predicate,
      },
    });
    const highest = values.reduce((sum, one) => sum + Math.max(...one), prepared ? 1 : 0);
    expect(outcomes.small.verdict === 'violated').toBe(highest > most);
  });
  fc.assert(agrees, { numRuns: 20, seed: 1 });
}, 120_000);
