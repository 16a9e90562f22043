// Rows against their expectations, with a stand-in for the search: every way in which a row can surprise.

import { List, Map } from 'immutable';
import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/base/orders.ts';
import { bool, cell, defineModel, defineSpec, system } from '../../src/index.ts';
import type { CheckOutcome, PropertyOutcome } from '../../src/outcome/outcome.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { runRow } from '../../src/spec/run-spec.ts';
import type { Expected, SpecDefinition } from '../../src/spec/spec.ts';
import type { Trace, TraceStep } from '../../src/trace/trace.ts';

const model = defineModel('flag', {
  parameters: { other: bool },
  system: () =>
    system({ flag: cell(bool) }, ({ process, procedure, call }) => {
      const raise = procedure('raise', {
        returns: ['up'],
        start: 'write',
        steps: {
          write: ({ flag }) => {
            flag.value = true;
            return 'up';
          },
        },
      });
      return {
        setter: process({
          count: 2,
          start: 'set',
          steps: { set: call(raise, () => ({}), { up: 'done' }) },
        }),
      };
    }),
});

function specWith(off: Expected, more: Partial<SpecDefinition> = {}): SpecDefinition {
  const spec = defineSpec(model, {
    properties: ({ invariant }) => ({ off: invariant('', ({ flag }) => !flag.value) }),
    rows: [
      { set: {}, expect: { off } },
      { set: { other: true }, expect: { off: 'violated' } },
    ],
  });
  return { ...spec, ...more };
}

const EMPTY = {
  cells: Map<string, never>(),
  processes: Map<string, never>(),
  observers: Map<string, never>(),
};

function trace(
  ...events: readonly (readonly [process: string, id: number, label: string])[]
): Trace {
  const steps = events.map(
    ([process, id, label]): TraceStep => ({
      process,
      id,
      name: `${process}${id}`,
      lane: process,
      label,
      to: '',
      choice: 0,
      chosen: [],
      changes: [],
      reads: [],
      state: EMPTY,
    }),
  );
  return {
    model: 'flag',
    parameters: {},
    fingerprint: '',
    property: { name: 'off', kind: 'invariant', about: '', message: '' },
    minimal: true,
    lanes: ['setter'],
    initial: EMPTY,
    steps: List(steps),
  };
}

function outcomeWith(...properties: readonly Partial<PropertyOutcome>[]): CheckOutcome {
  return {
    model: 'flag',
    parameters: {},
    outcome: 'holds',
    properties: properties.map((property) => ({
      name: 'off',
      kind: 'invariant',
      about: '',
      verdict: 'holds',
      ...property,
    })),
    statistics: {
      states: 1,
      transitions: 0,
      depth: 0,
      seconds: 0,
      peakMemoryBytes: 0,
      workers: 1,
      storage: 'exact',
      reductions: [],
    },
    assumptions: [],
    happenings: [],
    warnings: [],
  };
}

function runs(expected: Expected, outcome: CheckOutcome, order: Order = 'bfs') {
  const spec = specWith(expected);
  return runRow(spec, examineSpec(spec)[0], { order }, () => outcome).properties;
}

describe('verdicts', () => {
  test.each<[Expected, PropertyOutcome['verdict'], boolean]>([
    ['holds', 'holds', true],
    ['holds', 'violated', false],
    ['violated', 'holds', false],
    ['pending', 'pending', true],
    ['pending', 'holds', false],
    ['holds', 'no-violation-found', false],
  ])('%s expected, %s found', (expected, verdict, asExpected) => {
    expect(runs(expected, outcomeWith({ verdict }))).toMatchObject([
      { expected, verdict, asExpected },
    ]);
  });

  test('assertions are expected to hold, and only told where they do not', () => {
    const assertions = { name: 'assertions', kind: 'assertion' } as const;
    expect(runs('holds', outcomeWith({}, { ...assertions, verdict: 'holds' }))).toHaveLength(1);
    const [, failed] = runs('holds', outcomeWith({}, { ...assertions, verdict: 'violated' }));
    expect(failed).toMatchObject({ name: 'assertions', expected: 'holds', asExpected: false });
  });
});

describe('assertions that no step makes', () => {
  const assertions = { verdict: 'violated', depth: 3 } as const;
  const rows = [{ set: {}, expect: { off: 'violated', assertions } }] as const;
  const spec = specWith('violated', { rows });
  const outcome = outcomeWith({ verdict: 'violated' });
  const compared = (only?: string[]) =>
    runRow(spec, examineSpec(spec)[0], only ? { only } : {}, () => outcome).properties;

  test('are not violated, which is said of a row that expects it', () => {
    expect(compared(['off', 'assertions'])).toEqual(compared());
    expect(compared()[1]).toMatchObject({
      name: 'assertions',
      verdict: 'holds',
      asExpected: false,
      problem: 'no step of this row asserts',
    });
  });

  test('are not looked for where others are asked for', () => {
    expect(compared(['off'])).toHaveLength(1);
  });
});

test('assertions that hold are told in all rows of a spec that names them in one', () => {
  const rows = [
    { set: {}, expect: { off: 'violated' } },
    { set: { other: true }, expect: { off: 'violated', assertions: 'violated' } },
  ] as const;
  const spec = specWith('violated', { rows });
  const [row] = examineSpec(spec);
  const outcome = outcomeWith({}, { name: 'assertions', kind: 'assertion' });
  expect(runRow(spec, row, {}, () => outcome).properties).toMatchObject([
    { name: 'off' },
    { name: 'assertions', expected: 'holds', verdict: 'holds' },
  ]);
  const asked = specWith('violated');
  const only = { only: ['assertions'] };
  expect(runRow(asked, row, only, () => outcome).properties).toHaveLength(2);
});

test('what ended a search is kept', () => {
  const limit = { reached: 'states', message: 'too many' } as const;
  const spec = specWith('violated');
  const run = runRow(spec, examineSpec(spec)[0], {}, () => ({ ...outcomeWith({}), limit }));
  expect(run.limit).toEqual(limit);
});

describe('depth and story', () => {
  const counterexample = trace(
    ['setter', 1, 'set'],
    ['setter', 0, 'set'],
    ['setter', 0, 'set/write'],
  );
  const found = outcomeWith({ verdict: 'violated', depth: 3, counterexample });
  const problem = (story: [string, string][], depth = 3, order: Order = 'bfs') =>
    runs({ verdict: 'violated', story, depth }, found, order)[0].problem;

  const sets: [string, string] = ['setter', 'set'];
  test.each<[string, [string, string][]]>([
    ['the process', [sets, sets]],
    [
      'the instance',
      [
        ['setter1', 'set'],
        ['setter0', 'set'],
      ],
    ],
    ['a label in a call', [['setter0', 'set/write']]],
    ['a label in a call by its last name', [['setter0', 'write']]],
  ])('an event names %s', (_name, story) => {
    expect(problem(story)).toBeUndefined();
  });

  const otherWayRound: [string, string][] = [
    ['setter0', 'set'],
    ['setter1', 'set'],
  ];

  test('the order counts', () => {
    const words = "the story's event setter1 set is missing after setter0 set";
    expect(problem(otherWayRound)).toBe(words);
  });

  test('what repeats for ever is gone round as often as the story needs', () => {
    const told = (loop: number, ...story: [string, string][]) => {
      const lasso = { ...counterexample, loop };
      const round = outcomeWith({ verdict: 'violated', counterexample: lasso });
      return runs({ verdict: 'violated', story }, round)[0].problem;
    };
    const writes: [string, string] = ['setter0', 'write'];
    expect(told(1, writes, ['setter0', 'set'], writes, writes)).toBeUndefined();
    expect(told(1, writes, ['setter1', 'set'])).toContain('setter1 set is missing');
    expect(told(3, writes, writes)).toContain('is missing');
  });

  test('another depth is a problem, unless the run is not the shortest', () => {
    expect(problem([], 2)).toBe('depth 3, not 2');
    expect(problem(otherWayRound, 2, 'dfs')).toBeUndefined();
  });
});

describe('a spec itself', () => {
  test('maps steps to labels, those of a called procedure included', () => {
    const steps = { one: 'setter/set', two: ['setter/set/write'] };
    expect(examineSpec(specWith('holds', { steps }))).toHaveLength(2);
    expect(() => examineSpec(specWith('holds', { steps: { one: 'setter/write' } }))).toThrow(
      /step 'one' is mapped to 'setter\/write'/,
    );
  });

  const rows = [{ set: {}, expect: { off: 'holds' } }] as const;
  const tooth = { replace: 'flag.value  = true;', at: {} };
  const examine = (teeth: SpecDefinition['teeth'], text?: string) =>
    examineSpec(specWith('holds', { rows, teeth }), () => text);
  const source = 'write: ({ flag }) => {\n  flag.value =\n    true;\n}';

  test('says how a property that no row violates could fail', () => {
    expect(() => examine({}, source)).toThrow(/no row violates 'off'/);
    expect(examine({ off: tooth }, source)).toHaveLength(1);
    expect(() => examine({ off: tooth, on: tooth }, source)).toThrow(/'on', which is no property/);
  });

  test('has teeth that are in the text of the model, once', () => {
    expect(() => examine({ off: tooth }, source + source)).toThrow(/which stands 2 times in the/);
    expect(() => examine({ off: tooth }, 'flag.value = false;')).toThrow(/which does not stand/);
    expect(() => examine({ off: { ...tooth, file: './a.ts' } })).toThrow(
      /is in .\/a.ts, which was/,
    );
    expect(() => examine({ off: tooth })).toThrow(/not found; import the model by its whole name/);
  });

  test('has teeth that are tried where the property holds', () => {
    const at = { other: true };
    expect(() => examine({ off: { ...tooth, at } }, source)).toThrow(
      /at no row: no row has these parameters/,
    );
    const broken = [...rows, { set: at, expect: { off: 'violated' } }] as const;
    const spec = specWith('holds', { rows: broken, teeth: { off: { ...tooth, at } } });
    expect(() => examineSpec(spec)).toThrow(/a row in which it is expected 'violated'/);
  });

  test('has rows, and expects verdicts that exist', () => {
    expect(() => examineSpec(specWith('holds', { rows: [] }))).toThrow(/no rows/);
    expect(() => examineSpec(specWith('broken' as never))).toThrow(/expects 'broken' of 'off'/);
  });

  test('has properties that can be made', () => {
    const properties = () => {
      throw new TypeError('oops');
    };
    expect(() => examineSpec(specWith('holds', { properties }))).toThrow(
      /the properties .* throws: oops/,
    );
  });
});

test('rows that are not whole are told, all at once', () => {
  const rows = [{ expect: { off: 'holds' } }, { set: {} }] as unknown as SpecDefinition['rows'];
  expect(() => examineSpec(specWith('holds', { rows }))).toThrow(
    /row 1 has no 'set'[\s\S]*row 2 has no 'expect'/,
  );
});
