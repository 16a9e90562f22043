// Several reductions at once: symmetry, and a toy that forgets what a finished process knows. Each merges states that the
// other does not, and who is stuck is still known by name.

import { expect, test } from 'vitest';
import { Progress } from '../../src/base/progress.ts';
import { Search } from '../../src/check/search.ts';
import { readField, writeField } from '../../src/compile/layout/field.ts';
import { fieldsOf } from '../../src/compile/layout/slot.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { bool, cell, kind, system, upTo } from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { layersOf } from '../../src/reduction/layers.ts';
import type { ReductionPlan } from '../../src/reduction/reduction.ts';
import { planSymmetry } from '../../src/reduction/symmetry.ts';
import type { Quotient } from '../../src/transition/reduced.ts';

const task = kind('task', 3);
/** Each task leaves a guess behind; one comes upon an answer that nobody gives. */
const definition = system({ turn: cell(upTo(1)), answer: cell(bool) }, ({ process }) => ({
  task: process({
    count: task,
    locals: { guess: upTo(1) },
    start: 'guess',
    steps: {
      guess: ({ me, choose }) => {
        me.guess = choose([0, 1]);
        return 'take';
      },
      take: ({ turn }) => {
        if (turn.value === 1) return 'done';
        turn.value = 1;
        return 'wait';
      },
      wait: ({ answer }) => (answer.value ? 'done' : 'blocked'),
    },
  }),
}));
const properties: Properties = { stuck: { kind: 'deadlock', about: '' } };
const compiled = new CompiledSystem(definition, {});

const { instances } = compiled.layout;
const forget = (state: Int32Array): void => {
  for (const { label, process, frames } of instances) {
    if (readField(state, label) !== process.labelNames.indexOf('done')) continue;
    const slots = Object.values(frames).flatMap((frame) => Object.values(frame));
    for (const field of slots.flatMap(fieldsOf)) writeField(state, field, 0);
  }
};
const forgetting: Quotient = {
  moves: false,
  canonicalize: forget,
  renaming(state, moved) {
    forget(state);
    for (const k of moved.keys()) moved[k] = k;
  },
};

const plan = (parts: Partial<ReductionPlan>): ReductionPlan => ({
  refused: [],
  figures: () => ({ isUsed: true }),
  ...parts,
});
const symmetry = plan({ quotient: planSymmetry(compiled, properties).quotient });
const toy = plan({ quotient: forgetting });

function searched(...plans: readonly ReductionPlan[]) {
  const search = new Search(compiled, new Monitor(compiled, properties), properties, {
    order: 'bfs',
    maxStates: 10_000,
    maxDepth: Number.POSITIVE_INFINITY,
    memoryBytes: 2 ** 24,
    progress: new Progress(),
    ...layersOf(plans),
  });
  const { findings } = search.run();
  const depth = (at: number): number => (at < 0 ? -1 : 1 + depth(search.graph.predecessors[at]));
  const { state, waiting = [] } = findings.get('stuck') ?? { state: -1 };
  return { states: search.graph.visited.count, depth: depth(state), waiting: waiting.length };
}

test('representatives of representatives, in either order', () => {
  const { states, ...found } = searched();
  const alone = [searched(symmetry), searched(toy)];
  expect(found.waiting).toBe(1);
  for (const both of [searched(toy, symmetry), searched(symmetry, toy)]) {
    for (const one of [...alone, both]) expect(one).toMatchObject(found);
    expect(both.states).toBeLessThan(Math.min(states, ...alone.map((one) => one.states)));
  }
});

test('two that choose transitions are refused: nobody has proved both', () => {
  const choosing = plan({ expansion: () => ({}) as never });
  expect(layersOf([symmetry, choosing]).expansion).toBe(choosing.expansion);
  expect(() => layersOf([choosing, choosing])).toThrow('two reductions choose');
});
