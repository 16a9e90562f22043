// One fault of each kind, planted: the audit must name the step, the cell and the line. An audit that finds nothing
// in a lie is worth nothing.

import { expect, test } from 'vitest';
import { Diamonds } from '../../src/audit/diamonds.ts';
import { FieldNames } from '../../src/audit/field-names.ts';
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
  none,
  orNone,
  primitive,
  system,
  upTo,
} from '../../src/index.ts';
import { kernelCell, query } from '../../src/kernel/kernel-cell.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { anyProcess, type ProcessId } from '../../src/language/domain.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { Canonicalizer } from '../../src/reduction/canonical.ts';
import { Group } from '../../src/reduction/group.ts';
import { NOTHING } from '../../src/reduction/partial-order/field-set.ts';
import type { ProcessStates } from '../../src/reduction/partial-order/process-states.ts';
import { ASK, type StubbornSets } from '../../src/reduction/partial-order/stubborn.ts';
import { TransitionLists } from '../../src/transition/transition-lists.ts';
import { reachedStates } from '../reduction/support.ts';
import { auditOf, compiled, found, setsOf } from './support.ts';

interface Gate {
  isFree(): boolean;
}

/** Says that it only looks, and takes. */
function look(this: { taken: boolean }): boolean {
  const was = this.taken;
  this.taken = true;
  return !was;
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
  for (const line of first.lines) expect(line).toMatch(/^audit\/planted\.test\.ts:\d+$/);
  expect(first.state.processes).toMatchObject({ task0: { at: 'ask' } });
});

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

const handOver = system({ flag: cell(bool), n: cell(upTo(3)) }, ({ process }) => ({
  waiter: process({
    start: 'wait',
    steps: {
      wait: ({ flag }) => (flag.value ? 'go' : 'blocked'),
      go: ({ n }) => {
        n.value = 1;
        return 'done';
      },
    },
  }),
  giver: process({
    start: 'give',
    steps: {
      give: ({ flag, n }) => {
        n.value = 2;
        flag.value = true;
        return 'done';
      },
    },
  }),
}));

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

/** Two tasks that count under a lock, and one that has nothing to do with them. */
const counting = system(
  { lock: cell(bool), count: cell(upTo(2)), alone: cell(upTo(1)) },
  ({ process }) => ({
    task: process({
      count: 2,
      start: 'lock',
      steps: {
        lock: ({ lock }) => {
          if (lock.value) return 'blocked';
          lock.value = true;
          return 'add';
        },
        add: ({ count }) => {
          count.value++;
          return 'unlock';
        },
        unlock: ({ lock }) => {
          lock.value = false;
          return 'done';
        },
      },
    }),
    loner: process({
      start: 'turn',
      steps: {
        turn: ({ alone }) => {
          alone.value = 1 - alone.value;
          return 'turn';
        },
      },
    }),
  }),
);

/** The same sets, as somebody else would choose. */
function choosing(
  sets: StubbornSets,
  choose: StubbornSets['choose'],
  isSticky: StubbornSets['isSticky'] = (k, code) => sets.isSticky(k, code),
): StubbornSets {
  const look = (state: Int32Array): number => {
    sets.look(state);
    return ASK;
  };
  return { choose, isSticky, isQuiet: () => false, look } as unknown as StubbornSets;
}

test('sets that are what they should be', () => {
  const { problems, sets } = auditOf({ definition: counting, sets: setsOf(counting) });
  expect(problems).toEqual([]);
  expect(sets).toBeGreaterThan(0);
});

test('a set from which a process is taken out', () => {
  const sets = setsOf(counting);
  const smaller = choosing(sets, (enabled, satisfiesProviso) => {
    const set = sets.choose(enabled, satisfiesProviso);
    const rest = set & (set - 1);
    return rest === 0 ? set : rest;
  });
  expect(found({ definition: counting, sets: smaller }).join('\n')).toMatch(
    /stubborn-sets task\/lock: the set of task1\/lock prunes task0\/lock, loner\/turn, and task1\/lock disables task0\/lock/,
  );
});

test('a fault of a set that shows only after some steps of the others', () => {
  const sets = setsOf(handOver);
  const onlyGiver = choosing(sets, (enabled) => enabled & 2 || enabled);
  const late = system({ a: cell(bool), n: cell(upTo(2)) }, ({ process }) => ({
    slow: process({
      start: 's1',
      steps: {
        s1: ({ a }) => {
          a.value = true;
          return 's2';
        },
        s2: ({ n }) => {
          n.value = 1;
          return 'done';
        },
      },
    }),
    quick: process({
      start: 's',
      steps: {
        s: ({ n }) => {
          n.value = 2;
          return 'done';
        },
      },
    }),
  }));
  expect(found({ definition: late, sets: onlyGiver })).toContainEqual(
    expect.stringContaining(
      'the set of quick/s prunes slow/s1, and quick/s and slow/s2 end in different states in different orders, ' +
        'after slow/s1',
    ),
  );
});

test('a set without those who wake somebody that it depends on', () => {
  const waking = system({ flag: cell(bool), n: cell(upTo(2)) }, ({ process }) => ({
    first: process({
      start: 's',
      steps: {
        s: ({ n }) => {
          n.value = 1;
          return 'done';
        },
      },
    }),
    sleeper: process({
      start: 's',
      steps: {
        s: ({ flag, n }) => {
          if (!flag.value) return 'blocked';
          n.value = 2;
          return 'done';
        },
      },
    }),
    waker: process({
      start: 's',
      steps: {
        s: ({ flag }) => {
          flag.value = true;
          return 'done';
        },
      },
    }),
  }));
  const sets = setsOf(waking);
  const onlyFirst = choosing(sets, (enabled) => enabled & 1 || enabled);
  expect(found({ definition: waking, sets: onlyFirst })).toContainEqual(
    expect.stringContaining('the set of first/s prunes waker/s, and first/s and sleeper/s end'),
  );
});

test('a set that does not lead on, and a cycle without a sticky label', () => {
  const sets = setsOf(counting);
  const loner = choosing(sets, (enabled) => enabled & 4 || enabled);
  expect(found({ definition: counting, sets: loner })).toContainEqual(
    expect.stringContaining('does not lead on from a label that is not sticky'),
  );
  const loose = choosing(
    sets,
    (enabled) => enabled,
    () => false,
  );
  expect(found({ definition: counting, sets: loose })).toEqual([
    expect.stringContaining('stubborn-sets loner/turn: closes a cycle of labels'),
  ]);
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

type Inside = { readonly inside: ReturnType<typeof orNone<ProcessId>> };
interface Door {
  enter(me: { readonly self: ProcessId }): boolean;
  leave(): void;
}

/** A door that says that whoever is in keeps others out, and does not: `lets` says how it lies. */
const door = (lets: 'in' | 'go') =>
  primitive<Inside, Door>(
    { inside: orNone(anyProcess) },
    {
      enter: {
        pure: false,
        excludedBy: [{ by: 'inside' }],
        run(me) {
          if (this.inside !== none && lets === 'go') return false;
          this.inside = me.self;
          return true;
        },
      },
      leave: {
        pure: false,
        run() {
          this.inside = none;
        },
      },
    },
  );

test.each([
  ['in', 'task/enter: is taken, though task0 is said to keep others out'],
  ['go', 'thief/open: lets go for task0, which is said to do so itself'],
] as const)('an owner that lets others %s', (lets, said) => {
  const definition = system({ door: door(lets) }, ({ process }) => ({
    task: process({
      count: 2,
      start: 'enter',
      steps: {
        enter: ({ door, me }) => (door.enter(me) ? 'leave' : 'blocked'),
        leave: ({ door }) => {
          door.leave();
          return 'done';
        },
      },
    }),
    thief: process({
      start: 'open',
      steps: {
        open: ({ door }) => {
          door.leave();
          return 'done';
        },
      },
    }),
  }));
  expect(found({ definition })).toContainEqual(expect.stringContaining(`exclusion ${said}`));
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
