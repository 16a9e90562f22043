// One fault of each kind, planted: the audit must name the step, the cell and the line. An audit that finds nothing
// in a lie is worth nothing.

import { expect, test } from 'vitest';
import { Diamonds } from '../../src/audit/diamonds.ts';
import { Findings } from '../../src/audit/findings.ts';
import { IndependenceAudit } from '../../src/audit/independence.ts';
import { Progress, StopRequest } from '../../src/base/progress.ts';
import type { StepAccess } from '../../src/compile/access/access.ts';
import type { FlatLabel } from '../../src/compile/layout/expand.ts';
import type { InstancePlan } from '../../src/compile/layout/layout.ts';
import { Monitor } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import { initialStates } from '../../src/compile/program/initial-states.ts';
import {
  array,
  bool,
  cell,
  defineModel,
  defineProperties,
  kind,
  primitive,
  system,
  upTo,
} from '../../src/index.ts';
import { kernelCell, query } from '../../src/kernel/kernel-cell.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { Canonicalizer } from '../../src/reduction/canonical.ts';
import { Group } from '../../src/reduction/group.ts';
import { NOTHING } from '../../src/reduction/partial-order/field-set.ts';
import type { ProcessStates } from '../../src/reduction/partial-order/process-states.ts';
import { FieldNames } from '../../src/trace/field-names.ts';
import { TransitionLists } from '../../src/transition/transition-lists.ts';
import { reachedStates } from '../reduction/support.ts';
import { counting, handOver, look } from './planted-setup.ts';
import { auditOf, compiled, found } from './support.ts';

interface Gate {
  isFree(): boolean;
}

const asking = (gate: ReturnType<typeof kernelCell<Gate>>): SystemDefinition =>
  system({ gate, n: cell(upTo(2)) }, ({ process }) => ({
    task: process({
      count: 2,
      start: 'ask',
      steps: {
        ask: ({ gate, n }) => {
          if (gate.isFree()) n.value = 1;
          return 'done';
        },
      },
    }),
  }));

/** An analysis that overlooks what a step does to a cell. */
class Overlooking extends CompiledSystem {
  readonly #cell: string;
  readonly #write: boolean;

  constructor(definition: SystemDefinition, cell: string, write: boolean) {
    super(definition);
    this.#cell = cell;
    this.#write = write;
  }

  override accessOf(instance: InstancePlan, label: FlatLabel): StepAccess {
    const access = super.accessOf(instance, label);
    const isKept = (one: StepAccess['accesses'][number]): boolean =>
      one.cell !== this.#cell || one.write !== this.#write;
    return { ...access, accesses: access.accesses.filter(isKept) };
  }
}

test.each([
  [
    'a primitive',
    primitive<{ taken: typeof bool }, Gate>({ taken: bool }, { isFree: { pure: true, run: look } }),
  ],
  ['a kernel cell', kernelCell<Gate>({ taken: bool }, { isFree: query(look) })],
])('a method of %s that is marked pure and writes', (_what, gate) => {
  const { problems } = auditOf({ definition: asking(gate) });
  const [first] = problems;
  expect(first).toMatchObject({ claim: 'accesses', step: 'task/ask', cells: ['gate.taken'] });
  expect(first.message).toContain('taken only to read it: is a method marked pure');
  // The method's line and that of the step which calls it.
  expect(first.lines).toHaveLength(2);
  for (const line of first.lines)
    expect(line).toMatch(/^test\/audit\/planted(\.test|-setup)\.ts:\d+$/);
  expect(first.state.processes).toMatchObject({ task0: { at: 'ask' } });
});

test('a read that the analysis overlooks', () => {
  const lying = new Overlooking(handOver, 'flag', false);
  const problems = found({ definition: handOver, system: lying });
  expect(problems).toContain(
    'accesses waiter/wait: flag: the step reads it, which its text is not seen to do',
  );
  expect(problems.join('\n')).toMatch(
    /independence waiter\/wait: giver\/give .* waiter\/wait, .*; see what waiter\/wait touches unseen/,
  );
});

test('a write that the analysis overlooks', () => {
  const lying = new Overlooking(handOver, 'n', true);
  expect(found({ definition: handOver, system: lying })).toEqual(
    expect.arrayContaining([
      'accesses giver/give: n: the step writes it, which its text is not seen to do',
    ]),
  );
});

test('a pair that is not independent', () => {
  const system = compiled(handOver);
  const transitions = new TransitionLists(system, new Monitor(system, {}), new Progress().flags);
  const findings = new Findings(system);
  const now = { ...NOTHING, waits: 0n };
  const blind = { of: () => 0, all: [{ now }] } as unknown as ProcessStates;
  const diamonds = new Diamonds(transitions, new FieldNames(system.layout));
  const pairs = new IndependenceAudit(transitions, blind, diamonds, findings);
  for (const state of initialStates(system)) expect(pairs.check(state)).toBe(1);
  expect(findings.problems.map(({ message }) => message)).toEqual([
    'giver/give enables waiter/wait, though nothing they touch is said to meet; no access is known to be missing, ' +
      'so this is a mistake of mmcheck: please report it with the model',
  ]);
});

test('two orders that end differently, and a claim that sees the difference on the way', () => {
  const writers = system({ n: cell(upTo(2)), m: cell(upTo(2)) }, ({ process }) => ({
    one: process({
      start: 's',
      steps: {
        s: ({ n }) => {
          n.value = 1;
          return 'done';
        },
      },
    }),
    two: process({
      start: 's',
      steps: {
        s: ({ n }) => {
          n.value = 2;
          return 'done';
        },
      },
    }),
    three: process({
      start: 's',
      steps: {
        s: ({ m }) => {
          m.value = 1;
          return 'done';
        },
      },
    }),
  }));
  const model = defineModel('writers', { system: () => writers });
  const { properties } = defineProperties(model, ({ unreachable }) => ({
    first: unreachable('m is never ahead', ({ n, m }) => m.value === 1 && n.value === 0),
  }));
  const system_ = compiled(writers, properties({}));
  const monitor = new Monitor(system_, properties({}));
  const transitions = new TransitionLists(system_, monitor, new Progress().flags);
  const diamonds = new Diamonds(transitions, new FieldNames(system_.layout));
  const [state] = [...initialStates(system_)];
  expect(diamonds.clash(state, 0, 1)).toEqual({
    message: 'one/s and two/s end in different states in different orders',
    cells: ['n'],
  });
  expect(diamonds.clash(state, 0, 2)?.message).toBe(
    "one/s and three/s show 'first' different states on the way",
  );
});

test('a permutation that does not commute', () => {
  const node = kind('node', 3);
  const first = system({ load: array(node, upTo(1)) }, ({ process }) => ({
    task: process({
      start: 'pick',
      steps: {
        pick: ({ load }) => {
          load[node.ids[0]] = 1;
          return 'done';
        },
      },
    }),
  }));
  const { layout } = compiled(first);
  const symmetry = new Canonicalizer(layout, new Group(layout, [{ name: 'node', size: 3 }]));
  expect(found({ definition: first, symmetry })).toEqual([
    'symmetry task/pick: tells node ids apart',
  ]);
});

test('a step that remembers', () => {
  let runs = 0;
  const tick = (): number => runs++;
  const drifting = system({ n: cell(upTo(3)) }, ({ process }) => ({
    task: process({
      start: 's',
      steps: {
        // Twice in a row it does the same, so the engine's own second look sees nothing.
        s: ({ n }) => {
          n.value = Math.floor(tick() / 2) % 4;
          return 's';
        },
      },
    }),
  }));
  expect(found({ definition: drifting })).toEqual([
    expect.stringMatching(/^repetition task\/s: did not do the same/),
  ]);
});

test('a large model is audited in some of the states that the search kept, from first to last', () => {
  const definition = counting;
  const reached = [...reachedStates(definition, {}, 100)];
  const asked: number[] = [];
  const kept = {
    count: reached.length,
    stateAt: (index: number) => {
      asked.push(index);
      return reached[index];
    },
  };
  const report = auditOf({ definition, kept, size: { small: 5, sample: 4 } });
  expect(report).toMatchObject({ states: 4, complete: false, problems: [] });
  expect(asked).toEqual([0, 1, 2, 3].map((k) => Math.floor((k * reached.length) / 4)));
});

test('when nobody wants the answer any more, nothing is looked at', () => {
  const progress = new Progress();
  progress.requestStop(StopRequest.time);
  expect(auditOf({ definition: handOver, progress })).toMatchObject({ states: 0, complete: false });
});

test('whoever claims nothing is told nothing', () => {
  const properties: Properties = {};
  expect(found({ definition: handOver, properties })).toEqual([]);
});
