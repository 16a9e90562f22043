// Cycles of states that go round by messages: whoever takes one needs somebody who sends one, so in a ring one process
// with a sticky label is enough. And cycles of labels that count: whoever counts up needs somebody who stores less.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/reduction/cycle-proviso.test.ts looks further.

import fc from 'fast-check';
import { array, bool, cell, kind, list, system, upTo } from 'mmcheck';
import { describe, expect, test } from 'vitest';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { stubbornSets } from '../../src/reduction/partial-order/plan.ts';
import { somewhere } from '../kernel/verdicts.ts';
import { countingModel } from '../support/counting-model.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import type { RandomModel } from '../support/random-model.ts';
import { ringModel } from '../support/ring-model.ts';
import { accessesTold, dropping, telling, writesOfLocalsTold } from './dropped-rules/parts.ts';
import { expectSound } from './random-sources.ts';
import { type Reducer, Searches, SOUND } from './reduced-search.ts';
import { caller, idler, rounds, scales, swing } from './rule-models/counting.ts';

const MODELS = Number(process.env.RANDOM_MODELS ?? 20);
const SEED = Number(process.env.SEED ?? 1);

/** The labels of each instance at which nothing is pruned. */
function stickyIn(definition: SystemDefinition): Record<string, string[]> {
  const { layout, sets } = setsOf(definition);
  return Object.fromEntries(
    layout.instances.map(({ name, index, process }) => {
      const sticky = process.flat.labels.filter(({ code }) => sets.isSticky(index, code));
      return [name, sticky.map((label) => label.name)];
    }),
  );
}

function setsOf(definition: SystemDefinition) {
  const compiled = new CompiledSystem(definition);
  return { layout: compiled.layout, sets: stubbornSets(compiled, new Monitor(compiled, {}), true) };
}

const CELLS = { inbox: array(3, list(1, bool, [true])), go: cell(bool), x: cell(bool) };
interface Views {
  readonly inbox: readonly { readonly isEmpty: boolean; shift(): boolean }[];
  readonly x: { value: boolean };
}
const early = { early: somewhere(({ x }) => x.value) };

/** Takes one message before the step that is looked for; nobody meets it. */
const other = {
  start: 'begin',
  steps: {
    begin: ({ inbox }: Views) => {
      if (inbox[2].isEmpty) return 'blocked';
      inbox[2].shift();
      return 'late' as const;
    },
    late: ({ x }: Views) => {
      x.value = true;
      return 'done' as const;
    },
  },
} as const;

/** Messages go round for ever. */
const ring = system(CELLS, ({ process }) => ({
  node: process({
    count: 2,
    start: 'take',
    end: ['take'],
    steps: {
      take: ({ inbox, me }) => {
        if (inbox[me.id].isEmpty) return 'blocked';
        inbox[me.id].shift();
        return 'pass';
      },
      pass: ({ inbox, me }) => {
        const to = 1 - me.id;
        if (inbox[to].length >= 1) return 'blocked';
        inbox[to].push(true);
        return 'take';
      },
    },
  }),
  other: process(other),
}));

/** Who may find nothing to do with a message may look at it for ever. */
const looker = system(CELLS, ({ process }) => ({
  looker: process({
    start: 'look',
    steps: {
      look: ({ inbox, go }) => {
        if (inbox[0].isEmpty) return 'blocked';
        if (go.value) inbox[0].shift();
        return 'again';
      },
      again: () => 'look',
    },
  }),
  other: process(other),
}));

const HAND: Readonly<Record<string, readonly [SystemDefinition, Reducer]>> = {
  'that what was taken may be added again': [
    ring,
    accessesTold((access) => (access.end === 'back' ? { ...access, write: false } : access)),
  ],
  'that it is taken in every run': [
    looker,
    accessesTold((access) => (access.end === 'front' ? { ...access, always: true } : access)),
  ],
  'that a number may be stored anew': [
    rounds,
    writesOfLocalsTold((writes) => writes.filter(({ commutes }) => commutes === 'adds')),
  ],
  'that it is counted in every run': [
    idler,
    writesOfLocalsTold((writes) => writes.map((one) => ({ ...one, always: true }))),
  ],
  'that a frame is left': [
    caller,
    dropping({ told: (system) => telling(system, { frameWrites: () => [] }) }),
  ],
  'that it may be counted down': [
    swing,
    accessesTold((access) =>
      access.commutes === 'takes away' ? { ...access, commutes: 'adds' } : access,
    ),
  ],
};

describe('without the rule, a run is lost', () => {
  test.each(Object.entries(HAND))('%s', (_name, [definition, reducer]) => {
    const searches = new Searches(definition, early);
    expect(searches.compare(SOUND).difference).toBeUndefined();
    expect(searches.compare(reducer).difference).toMatch(/^misses early/);
  });
});

test('one process of a ring has a sticky label', () => {
  expect(stickyIn(ring)).toEqual({ node0: [], node1: ['take'], other: [] });
});

test('who does not take in every run has one, too', () => {
  expect(stickyIn(looker).looker).toHaveLength(1);
});

test('who only counts has none', () => {
  const cells = { ...CELLS, n: cell(upTo(3)) };
  const definition = system(cells, ({ process }) => ({
    locally: process({
      locals: { i: upTo(3) },
      start: 'count',
      steps: {
        count: ({ me, x }) => {
          me.i++;
          x.value = true;
          return me.i === 3 ? 'done' : 'count';
        },
      },
    }),
    together: process({
      count: 2,
      start: 'count',
      steps: {
        count: ({ n }) => {
          if (n.value === 3) return 'blocked';
          n.value++;
          return 'count';
        },
      },
    }),
  }));
  expect(stickyIn(definition)).toEqual({ locally: [], together0: [], together1: [] });
});

test('of two that count one number, up and down, one has', () => {
  expect(Object.values(stickyIn(scales)).flat()).toHaveLength(1);
});

test('those that may be exchanged have the same', () => {
  const node = kind('node', 2);
  const inbox = array(node, list(1, bool));
  const { node0, node1 } = stickyIn(
    system({ inbox }, ({ process }) => ({
      node: process({
        count: node,
        locals: { to: node },
        start: 'take',
        steps: {
          take: ({ inbox, me }) => {
            if (inbox[me.id].isEmpty) return 'blocked';
            inbox[me.id].shift();
            return 'choose';
          },
          choose: ({ me, choose }) => {
            me.to = choose(node.ids);
            return 'pass';
          },
          pass: ({ inbox, me }) => {
            if (inbox[me.to].length >= 1) return 'blocked';
            inbox[me.to].push(true);
            return 'take';
          },
        },
      }),
    })),
  );
  expect(node0).toHaveLength(1);
  expect(node1).toEqual(node0);
});

const sparesSome = ({ source }: RandomModel): boolean => {
  const { layout, sets } = setsOf(evaluateSource(source).model.system({}));
  return layout.instances.some(({ index, process }) =>
    process.flat.labels.some(({ code }) => sets.proviso.isSpared(index, code)),
  );
};

test.each([
  ['send messages', ringModel],
  ['count', countingModel],
] as const)(
  `${MODELS} random models whose processes %s`,
  async (_, models) => {
    const spared = fc.sample(models, { numRuns: 100, seed: SEED }).filter(sparesSome);
    expect(spared.length, 'models with a label that need not be sticky').toBeGreaterThan(10);
    const reduced = await expectSound(models.filter(sparesSome), MODELS, SEED);
    expect(reduced, 'models with something to prune').toBeGreaterThan(MODELS / 10);
  },
  300_000 + MODELS * 1000,
);
