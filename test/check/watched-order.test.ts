// The order in which steps are seen, against the slow explorer: whatever it says may come next comes next in the automaton, and
// nothing else.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Automaton } from '../../src/automaton/automaton.ts';
import { watchedOrder } from '../../src/check/watched-order.ts';
import { bool, cell, defineModel, defineProperties, system } from '../../src/index.ts';
import type { ParameterValues } from '../../src/language/define-model.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { explore, TooManyStates } from '../../src/reference/explore.ts';
import { initialStates } from '../../src/reference/initial.ts';
import { keyOf } from '../../src/reference/shown.ts';
import { placeOf, type Stack, type State, type World, worldOf } from '../../src/reference/state.ts';
import { outcomesOf } from '../../src/reference/step.ts';
import { loadSource } from '../support/load-source.ts';
import { randomModel } from '../support/random-model.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 6);
const OPTIONS = { maxStates: 5000, memoryBytes: 2 ** 24 };
const LONGEST = 4;

/** Where the watched instance may be after a word, as states by their texts. */
type Places = ReadonlyMap<string, State>;

/** The words of one instance of a process, which begins again when it is done. */
class Slow {
  readonly #world: World;
  readonly #self: number;
  constructor(definition: SystemDefinition, self: number) {
    this.#world = worldOf(definition);
    this.#self = self;
  }

  begin(): Places {
    return this.#closed(initialStates(this.#world, []).toArray());
  }

  next(places: Places): Map<string, Places> {
    const after = new Map<string, State[]>();
    for (const state of places.values()) {
      const label = placeOf(state.processes.get(this.#self) as Stack);
      for (const to of this.#steps(state, true))
        after.set(label, [...(after.get(label) ?? []), to]);
    }
    return new Map([...after].map(([label, states]) => [label, this.#closed(states)]));
  }

  #steps(state: State, own: boolean): State[] {
    return this.#world.instances
      .filter(({ self }) => (self === this.#self) === own)
      .flatMap((one) => outcomesOf(this.#world, state, one))
      .flatMap((outcome) => (outcome.type === 'moved' ? [outcome.state] : []));
  }

  #closed(first: readonly State[]): Places {
    const all = new Map<string, State>();
    const queue = [...first];
    for (const state of queue) {
      const key = keyOf(this.#world, [], state);
      if (all.has(key)) continue;
      all.set(key, state);
      queue.push(...this.#steps(state, false));
      const isDone = placeOf(state.processes.get(this.#self) as Stack) === 'done';
      if (isDone) queue.push(...initialStates(this.#world, []).toArray());
    }
    return all;
  }
}

/** Compares word by word. */
function compare(
  all: readonly { slow: Slow; places: Places }[],
  { moves }: Automaton,
  at: number,
  left: number,
): void {
  const next = new Map<string, { slow: Slow; places: Places }[]>();
  for (const { slow, places } of all) {
    for (const [label, to] of slow.next(places)) {
      next.set(label, [...(next.get(label) ?? []), { slow, places: to }]);
    }
  }
  const name = (label: string) => label.replace(/\W+/g, '__');
  expect([...moves[at].keys()].sort()).toEqual([...next.keys()].map(name).sort());
  if (left === 0) return;
  for (const [label, some] of next)
    compare(some, { moves }, moves[at].get(name(label)) as number, left - 1);
}

test(
  `the steps of the first process of ${RUNS} random models`,
  async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(randomModel, async ({ source }) => {
        const { model } = await loadSource(source);
        const definition = model.system({} as ParameterValues);
        try {
          const { verdicts } = explore(definition, {}, { maxStates: 80 });
          if (verdicts.assertions.verdict !== 'holds') return;
        } catch (error) {
          if (error instanceof TooManyStates) return;
          throw error;
        }
        const { instances } = worldOf(definition);
        const [{ process }] = instances;
        const order = watchedOrder(model, {}, {}, { process }, OPTIONS);
        if ('figures' in order) throw new Error('stopped');
        const all = instances
          .filter((one) => one.process === process)
          .map(({ self }) => new Slow(definition, self));
        compare(
          all.map((slow) => ({ slow, places: slow.begin() })),
          order,
          0,
          LONGEST,
        );
        compared++;
      }),
      { numRuns: RUNS, seed: 3, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(RUNS / 5);
  },
  60_000 + RUNS * 1000,
);

describe('an observer', () => {
  const model = defineModel('lock', {
    system: () =>
      system({ held: cell(bool) }, ({ process }) => ({
        task: process({
          count: 2,
          start: 'return',
          steps: {
            return: ({ held }) => {
              if (held.value) return 'blocked';
              held.value = true;
              return 'next';
            },
            inside: () => 'next',
            unlock: ({ held }) => {
              held.value = false;
              return 'return';
            },
          },
        }),
      })),
  });
  const { properties } = defineProperties(model, ({ observer, invariant }) => ({
    alternate: observer('one is in at a time', {
      state: { inside: bool },
      on: {
        task: {
          return: ({ my, assert }) => {
            assert(!my.inside, 'two');
            my.inside = true;
          },
          unlock: ({ my }) => {
            my.inside = false;
          },
        },
      },
    }),
    never: observer('nobody is ever in', {
      state: {},
      on: { task: { inside: ({ assert }) => assert(false, 'in') } },
    }),
    free: invariant('', () => true),
  }));
  const order = (property: string) =>
    watchedOrder(model, {}, properties({}), { property }, OPTIONS);

  test('watches the steps that it has handlers for, by names that are free in C', () => {
    expect(order('alternate')).toEqual({
      moves: [new Map([['step_return', 1]]), new Map([['unlock', 0]])],
    });
  });

  test.each([
    ['never', /never is violated in lock with these parameters: there is no order to watch/],
    ['free', /free is no observer of certain steps/],
  ])('%s is refused', (property, message) => {
    expect(() => order(property)).toThrow(message);
  });

  test('a search that did not come to its end proves no order', () => {
    const few = { ...OPTIONS, maxStates: 2 };
    expect(() => watchedOrder(model, {}, {}, { process: 'task' }, few)).toThrow(
      /not searched to its end \(states\)/,
    );
  });
});
