// Symmetry that is wrongly believed: the analysis is replaced by "every kind is interchangeable", so that what is found
// is found by the look at symmetry in every run (src/symmetry-watch) alone.

import { describe, expect, test, vi } from 'vitest';
import { ORDERS } from '../../src/base/orders.ts';
import { Progress, StopRequest } from '../../src/base/progress.ts';
import { checkModel } from '../../src/check/check.ts';
import type { CheckOptions } from '../../src/check/options.ts';
import { Search } from '../../src/check/search.ts';
import { Monitor, observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import {
  array,
  bool,
  cell,
  defineModel,
  defineProperties,
  kind,
  orNone,
  set,
  system,
  upTo,
} from '../../src/index.ts';
import type { ModelProperties } from '../../src/language/claims/makers.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import type { CheckOutcome } from '../../src/outcome/outcome.ts';
import { planSymmetry } from '../../src/reduction/symmetry.ts';
import { SymmetryWatch } from '../../src/symmetry-watch/watch.ts';
import { TELLING_IDS_APART } from '../fixtures/telling-ids-apart.ts';
import { claim, type IdModel, loadIdModel } from '../support/id-model.ts';
import { TRAPS } from '../support/id-statements.ts';

vi.mock('../../src/reduction/id-symmetry/distinguished-kinds.ts', () => ({
  distinguishedKinds: () => new Map(),
}));

const said = ({ properties }: CheckOutcome): object[] =>
  properties.map(({ name, verdict, depth, minimal }) => ({
    name,
    verdict,
    depth: minimal ? depth : undefined,
  }));

const gapsOf = ({ warnings }: CheckOutcome): string[] =>
  warnings.filter((one) => one.startsWith('symmetry of kind'));

interface Subject {
  readonly model: ModelDefinition;
  readonly properties: ModelProperties;
}

function checked({ model, properties }: Subject, options: CheckOptions = {}): CheckOutcome {
  return checkModel(model, {}, properties.properties({}), options);
}

function ofIds(given: IdModel): Subject {
  const { definition, properties } = loadIdModel(given);
  return {
    model: { name: 'ids', about: '', parameters: {}, system: () => definition } as never,
    properties: { properties: () => properties } as never,
  };
}

/** The outcome is that of a search without symmetry, in both orders, and says which step is to blame. */
function expectGap(subject: Subject, names: string): void {
  for (const order of ORDERS) {
    const outcome = checked(subject, { order });
    expect(said(outcome)).toEqual(said(checked(subject, { order, reduction: ['partial-order'] })));
    expect(gapsOf(outcome)).toEqual([expect.stringContaining(names)]);
    expect(gapsOf(outcome)[0]).toMatch(
      /treats \w+ and \w+ differently \(with the two exchanged .*; the search was done again without it\. This is a gap in mmcheck's analysis/,
    );
  }
  const plain = checked(subject, { reduction: false });
  expect(said(checked(subject))).toEqual(said(plain));
  expect(gapsOf(plain)).toEqual([]);
}

describe('what an analysis has taken for harmless', () => {
  test.each(Object.entries(TELLING_IDS_APART))('%s', (_, fixture) => {
    expectGap(fixture, fixture.names);
    expect(checked(fixture).outcome).toBe('violated');
  });
});

const node = 'if (me.on !== none) state[me.on] = (state[me.on] + 1) % 3;';

describe('whatever may tell ids apart', () => {
  test.each(
    Object.entries({
      'an invariant': [claim('invariant', 'state[0] < 2'), "property 'p0'"],
      'an unreachable condition': [claim('unreachable', 'state[1] === 2'), "property 'p0'"],
      'a reachable condition': [claim('reachable', 'owner.value === HOT'), "property 'p0'"],
      'a count that is conserved': [
        "conservation('', 3, ({ state }) => (state[2] === 2 ? 2 : 3))",
        "property 'p0'",
      ],
      "an observer's handler": [
        "observer('', { state: { seen: bool }, on: { worker: ({ state, my }) => { my.seen = state[0] === 1; } } })",
        "observer 'p0'",
      ],
      "an observer's assertion": [
        "observer('', { state: { seen: bool }, always: ({ state, assert }) => { assert(state[2] < 2, ''); } })",
        "observer 'p0'",
      ],
    }),
  )('%s', (_, [property, names]) => {
    expectGap(ofIds({ steps: [[node], ['owner.value = me.on;']], properties: [property] }), names);
  });

  test('a guard', () => {
    expectGap(ofIds(TRAPS['a guard']), 'guard of worker');
  });

  test('the arguments of a call', () => {
    const cpu = kind('cpu', 3);
    const model = defineModel('calls', {
      system: () =>
        system(
          { left: array(cpu, bool), got: cell(orNone(cpu)) },
          ({ process, procedure, call }) => {
            const take = procedure('take', {
              params: { one: cpu },
              returns: ['ok'],
              start: 'store',
              steps: {
                store: ({ got, me }) => {
                  got.value = me.one;
                  return 'ok';
                },
              },
            });
            return {
              caller: process({
                start: 'mark',
                steps: {
                  mark: ({ left, choose }) => {
                    left[choose(cpu.ids)] = true;
                    return 'next';
                  },
                  fetch: call(take, ({ left }) => ({ one: cpu.ids[left[cpu.ids[0]] ? 1 : 0] }), {
                    ok: 'done',
                  }),
                },
              }),
            };
          },
        ),
    });
    const properties = defineProperties(model, ({ unreachable }) => ({
      other: unreachable('', ({ got }) => got.value === cpu.ids[1]),
    }));
    expectGap({ model: model as never, properties: properties as never }, 'caller/fetch');
  });

  test('an initial step, which is looked at before the search', () => {
    const subject = ofIds({
      steps: [[node]],
      initial: 'state[choose([0, 1])] = 2;',
      properties: [claim('unreachable', 'state[0] === 1')],
    });
    const outcome = checked(subject);
    expect(said(outcome)).toEqual(said(checked(subject, { reduction: false })));
    expect(gapsOf(outcome).filter((one) => one.includes("'node'"))).toEqual([]);
    expect(outcome.statistics.symmetry?.kinds ?? {}).not.toHaveProperty('node');
  });
});

describe('looks are spread over states and properties', () => {
  test('a claim is looked at, too, where no step asks it', () => {
    // Of the tasks that are alike one is always the first to go, so no state is new in which it is the other.
    const steps = [['if (isSame(me.on, owner.value)) n.value = 2;']];
    const other = claim('invariant', 'n.value < 4');
    for (const k of [0, 1]) {
      const properties = [other, claim('unreachable', `worker[${k}].at === 's0'`)];
      expectGap(ofIds({ nodes: 4, steps, properties }), "property 'p1'");
    }
  });

  test('a step that is run twice does not use up its looks in one state', () => {
    const last = "step.process === 'worker' && step.id === 0 && worker.every((w) => w.at === 's0')";
    const handler = `({ step, worker, my, assert }) => { my.seen = ${last}; assert(!my.seen, ''); }`;
    const { definition, properties } = loadIdModel({
      nodes: 4,
      tasks: 3,
      steps: [['me.on = none;']],
      properties: [`observer('', { state: { seen: bool }, always: ${handler} })`],
    });
    const compiled = new CompiledSystem(definition, observerShapes(properties));
    const monitor = new Monitor(compiled, properties);
    const { quotient } = planSymmetry(compiled, properties);
    const progress = new Progress();
    const watch = new SymmetryWatch(monitor, quotient!, progress.flags);
    new Search(compiled, monitor, properties, {
      order: 'bfs',
      maxStates: 1000,
      maxDepth: Number.POSITIVE_INFINITY,
      memoryBytes: 2 ** 24,
      progress,
      exhaustive: true,
      quotient,
    }).run();
    expect([...watch.gaps.keys()]).toEqual(['task']);
  });
});

/** Two kinds of ids, of which only the cpus are told apart. */
const twoKinds = ((): Subject => {
  const [cpu, page] = [kind('cpu', 3), kind('page', 3)];
  const model = defineModel('two', {
    system: () =>
      system({ rank: array(cpu, upTo(2)), free: set(page), n: cell(upTo(3)) }, ({ process }) => ({
        worker: process({
          start: 'number',
          steps: {
            number: ({ rank }) => {
              let k = 0;
              for (const c of cpu.ids) rank[c] = k++;
              return 'next';
            },
            give: ({ free, choose }) => {
              free.add(choose(page.ids));
              return 'next';
            },
            take: ({ free, rank, n, choose }) => {
              free.clear();
              n.value = rank[choose(cpu.ids)];
              return 'give';
            },
          },
        }),
      })),
  });
  const properties = defineProperties(model, ({ unreachable, deadlock }) => ({
    two: unreachable('', ({ n }) => n.value === 2),
    deadlock: deadlock(),
  }));
  return { model: model as never, properties: properties as never };
})();

test('only the kind is dropped that is told apart, and the figures say so', () => {
  const outcome = checked(twoKinds);
  expect(outcome.statistics.symmetry?.kinds).toEqual({ page: 3 });
  expect(outcome.statistics.refused).toEqual([
    { reduction: 'symmetry', kind: 'cpu', reason: expect.stringContaining('worker/number') },
  ]);
  expect(gapsOf(outcome)).toEqual([expect.stringContaining("symmetry of kind 'cpu'")]);
  expect(said(outcome)).toEqual(said(checked(twoKinds, { reduction: false })));
});

test('the limits hold for the search that is done again', () => {
  const subject = twoKinds;
  const states = checked(subject, { maxStates: 4 });
  expect(states.limit?.reached).toBe('states');
  expect(states.statistics.states).toBeLessThan(10);
  expect(gapsOf(states)).toHaveLength(1);
  const progress = new Progress();
  progress.requestStop(StopRequest.time);
  expect(checked(subject, { progress: progress.shared }).outcome).toBe('inconclusive');
});

test('nobody is told of a model that treats ids alike, and its search is the same', () => {
  const steps = [['owner.value = me.on;'], [node], ['if (me.on !== none) mem.add(me.on);']];
  const subject = ofIds({ steps, properties: [claim('invariant', 'state.some((s) => s < 2)')] });
  const outcome = checked(subject);
  expect(outcome.warnings.filter((one) => one.includes('symmetry'))).toEqual([]);
  expect(outcome.statistics.symmetry?.kinds).toMatchObject({ node: 3, task: 2 });
  expect(outcome.statistics.refused).toBeUndefined();
});
