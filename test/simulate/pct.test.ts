// The bound of probabilistic concurrency testing, counted: of all priorities and all steps after which a process may fall, so
// many lead to what d orderings of two steps each describe, if any schedule does.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Successor } from '../../src/counterexample/growing-run.ts';
import { Pct, pctBound } from '../../src/simulate/pct.ts';

/** Processes that take so many steps each, in any order. */
type Program = readonly number[];
/** A step, and one that has to come after it. */
type Ordering = readonly [before: Step, after: Step];
interface Step {
  readonly process: number;
  readonly at: number;
}

/** With a step that waits for another: `[waits, for]`. */
function enabled(program: Program, at: Int32Array, waits?: Ordering): Successor[] {
  return program.flatMap((length, instance) => {
    const from = at[instance];
    const isBlocked =
      waits?.[1].process === instance &&
      waits[1].at === from &&
      at[waits[0].process] <= waits[0].at;
    if (from >= length || isBlocked) return [];
    const state = at.slice();
    state[instance]++;
    return [{ instance, from, choice: 0, failed: false, progresses: true, breaks: [], state }];
  });
}

const holds = (schedule: readonly Step[], orderings: readonly Ordering[]): boolean =>
  orderings.every(([before, after]) => {
    const place = ({ process, at }: Step) =>
      schedule.findIndex((one) => one.process === process && one.at === at);
    return place(before) >= 0 && (place(after) < 0 || place(before) < place(after));
  });

function scheduleOf(program: Program, pct: Pct, waits?: Ordering): Step[] {
  const schedule: Step[] = [];
  let at = new Int32Array(program.length);
  for (;;) {
    const steps = enabled(program, at, waits);
    if (steps.length === 0) return schedule;
    const { instance, from, state } = pct.pick(steps, at);
    schedule.push({ process: instance, at: from });
    at = state as Int32Array<ArrayBuffer>;
  }
}

function isPossible(
  program: Program,
  orderings: readonly Ordering[],
  waits?: Ordering,
  schedule: readonly Step[] = [],
  at = new Int32Array(program.length),
): boolean {
  const steps = enabled(program, at, waits);
  if (steps.length === 0) return holds(schedule, orderings);
  return steps.some(({ instance, from, state }) =>
    isPossible(
      program,
      orderings,
      waits,
      [...schedule, { process: instance, at: from }],
      state as Int32Array<ArrayBuffer>,
    ),
  );
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) =>
    permutations(items.filter((one) => one !== first)).map((rest) => [first, ...rest]),
  );
}

function tuples(length: number, most: number): number[][] {
  if (length === 0) return [[]];
  const shorter = tuples(length - 1, most);
  return Array.from({ length: most }, (_, k) => shorter.map((one) => [k + 1, ...one])).flat();
}

/** How much of all that may be drawn leads there. */
function share(program: Program, orderings: readonly Ordering[], waits?: Ordering): number {
  const steps = program.reduce((sum, one) => sum + one, 0);
  const drawn = permutations([...program.keys()]).flatMap((order) =>
    tuples(orderings.length - 1, steps).map((falls) => new Pct(order, falls, () => 0)),
  );
  const there = drawn.filter((pct) => holds(scheduleOf(program, pct, waits), orderings));
  return there.length / drawn.length;
}

const program = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 3 });
const orderingsIn = (lengths: Program, count: number) => {
  const steps = lengths.flatMap((length, process) =>
    Array.from({ length }, (_, at) => ({ process, at })),
  );
  const step = fc.constantFrom(...steps);
  const ordering = fc.tuple(step, step).filter(([a, b]) => a.process !== b.process);
  return fc.tuple(
    fc.array(ordering, { minLength: count, maxLength: count }),
    fc.option(ordering, { nil: undefined }),
  );
};
const drawn = fc
  .tuple(program, fc.integer({ min: 1, max: 3 }))
  .chain(([lengths, depth]) =>
    orderingsIn(lengths, depth).map(([orderings, waits]) => ({ lengths, orderings, waits })),
  );

test('what some schedule does is found as often as the bound says', () => {
  let counted = 0;
  const reached = fc.property(drawn, ({ lengths, orderings, waits }) => {
    if (!isPossible(lengths, orderings, waits)) return;
    counted++;
    const steps = lengths.reduce((sum, one) => sum + one, 0);
    const bound = pctBound({ processes: lengths.length, steps, depth: orderings.length });
    expect(share(lengths, orderings, waits)).toBeGreaterThanOrEqual(bound - 1e-9);
  });
  fc.assert(reached, { numRuns: 150, seed: 1, endOnFailure: true });
  expect(counted).toBeGreaterThan(60);
});

test('without a fall an ordering within a process is never found', () => {
  const between: Ordering[] = [
    [
      { process: 0, at: 0 },
      { process: 1, at: 0 },
    ],
    [
      { process: 1, at: 0 },
      { process: 0, at: 1 },
    ],
  ];
  expect(share([2, 1], between)).toBeGreaterThan(0);
  const order = new Pct([0, 1], [], () => 0);
  expect(holds(scheduleOf([2, 1], order), between)).toBe(false);
});

test('a process that goes round alone lets another step, and goes on where none can', () => {
  const pct = new Pct([1, 0], [], () => 0);
  const at = (...words: number[]) => Int32Array.from(words);
  const step = (instance: number, state: Int32Array): Successor => ({
    instance,
    from: 0,
    choice: 0,
    failed: false,
    progresses: true,
    breaks: [],
    state,
  });
  const round = [step(0, at(1, 0)), step(1, at(0, 1))];
  expect(pct.pick(round, at(0, 0)).instance).toBe(0);
  expect(pct.pick(round, at(1, 0)).instance).toBe(0);
  expect(pct.pick(round, at(0, 0)).instance).toBe(1);
  expect(pct.pick(round, at(0, 1)).instance).toBe(0);
  expect(pct.pick([step(0, at(0, 1))], at(0, 1)).instance).toBe(0);
});
