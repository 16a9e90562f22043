// Specs as an author writes them who does not look at the types: what would be ignored, or end in a crash, is said.

import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { bool, cell, defineModel, defineSpec, system, violated } from '../../src/index.ts';
import { matrixText } from '../../src/report/text/verdict-matrix.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { runRow } from '../../src/spec/run-spec.ts';

// biome-ignore lint/suspicious/noExplicitAny: wrong specs are written here on purpose
type Wrong = any;

const model = defineModel('flag', {
  parameters: { other: bool },
  system: () =>
    system({ flag: cell(bool) }, ({ process }) => ({
      setter: process({ start: 'set', steps: { set: () => 'done' } }),
    })),
});
const [define, story] = [defineSpec as Wrong, violated as Wrong];
const row = { set: {}, expect: { off: 'violated' } };
const commit = { commit: 'x', subject: '', year: 2020, property: 'off' };
const needed = {
  properties: ({ invariant }: Wrong) => ({ off: invariant('', ({ flag }: Wrong) => !flag.value) }),
  rows: [row],
};
const examine = (more: object) => examineSpec(define(model, { ...needed, ...more }));
const examineRow = (more: object) => examine({ rows: [{ ...row, ...more }] });

function oops(): never {
  throw new Error('oops');
}

test('the spec that the others are changes of', () => {
  expect(() => examine({})).not.toThrow();
});

test.each<[string, () => unknown, RegExp]>([
  ['of no model', () => define(undefined, needed), /^defineSpec: the first .* undefined: look at/],
  ['no options', () => define(model), /^the spec of 'flag' needs options/],
  [
    'no properties',
    () => define(model, { rows: [row] }),
    /'properties' must be a function; it is n/,
  ],
  [
    'rwos',
    () => examine({ rwos: [] }),
    /^the spec of 'flag' has no option 'rwos'; did you mean 'rows'/,
  ],
  ['nots', () => examineRow({ nots: '' }), /^the spec of 'flag': row 1 has no option 'nots'; did/],
  [
    'dept',
    () => examineRow({ expect: { off: { verdict: 'holds', dept: 1 } } }),
    /row 1: 'off' has no/,
  ],
  ['null', () => examineRow({ expect: { off: null } }), /row 1 .* expects 'null' of 'off'/],
  ['a story of 5', () => story(5), /^violated: a story is a list of events, .* it is 5$/],
  ['a flat story', () => story(['setter', 'set']), /^violated: a story is a list of events/],
  [
    'story: 5',
    () => examineRow({ expect: { off: { verdict: 'violated', story: 5 } } }),
    /'off': a st/,
  ],
  [
    'a commit',
    () => examine({ history: [{ commit: 'x' }] }),
    /commit 1 of the history: 'before' must/,
  ],
  [
    'a parameter',
    () => examineRow({ set: { othr: true } }),
    /row 1 \(othr=true\): flag has no param/,
  ],
  [
    'null for a default',
    () => examineRow({ set: { other: null } }),
    /row 1: parameter other is nu/,
  ],
  ['a map', () => examineRow({ set: new Map() }), /row 1 has no 'set'/],
  [
    'what has no text, as a parameter',
    () => examineRow({ set: { other: Object.create(null) } }),
    /row 1 \(other=a plain object\): flag: parameter other cannot be/,
  ],
  [
    'what has no text, as a verdict',
    () => examineRow({ expect: { off: { verdict: Object.create(null) } } }),
    /expects 'a plain object' of 'off'/,
  ],
  ['a story of what JSON has not', () => story([[1n]]), /a story is a list .* it is an array$/],
  [
    'a getter that throws',
    () => examine({ rows: [Object.defineProperty({ ...row }, 'note', { get: oops })] }),
    /the spec of 'flag' throws: oops/,
  ],
  [
    'parameters of two rows',
    () => examine({ rows: [row, { ...row, set: { othr: 1 } }, { ...row, set: { other: 5 } }] }),
    /row 2 \(othr=1\): flag has no[\s\S]*row 3 \(other=5\): flag: parameter other cannot be 5/,
  ],
  [
    'a tooth that changes nothing',
    () => examine({ teeth: { off: { replace: 'x', by: 'x', at: {} } } }),
    /the tooth of 'off' changes nothing/,
  ],
  [
    'a tooth and a commit at parameters that are none, besides other mistakes',
    () =>
      examine({
        teeth: { off: { replace: 'x', at: { othr: true } } },
        history: [{ ...commit, before: { othr: true }, after: {} }],
        steps: { one: 'setter/nothing' },
      }),
    /'setter\/nothing'[\s\S]*tooth of 'off' is tried at no row: flag has no parameter 'othr'[\s\S]*x \(off\) has no row for the code before it: flag has no parameter 'othr'/,
  ],
  [
    'a commit of no property',
    () => examine({ history: [{ ...commit, property: 'of', before: {}, after: {} }] }),
    /history: x \(of\) is of 'of', and the row before it has off/,
  ],
  [
    'nothing claimed',
    () => examine({ properties: () => ({}), rows: [{ set: {}, expect: {} }] }),
    /row 1 \(defaults\) claims nothing/,
  ],
  [
    'a depth of liveness',
    () =>
      examine({
        properties: ({ terminates }: Wrong) => ({ off: terminates('', ['setter']) }),
        rows: [{ set: {}, expect: { off: { verdict: 'violated', depth: 3 } } }],
      }),
    /expects a depth of 'off'; of liveness/,
  ],
  [
    'a story of an instance that there is not',
    () => examineRow({ expect: { off: story([['setter9', 'set']]) } }),
    /tells of 'setter9' at 'set'/,
  ],
])('%s', (_what, make, message) => {
  expect(make).toThrow(message);
  expect(make).toThrow(ModelError);
});

test('a commit may turn assertions, which hold where a row does not name them', () => {
  const history = [{ ...commit, property: 'assertions', before: { other: true }, after: {} }];
  const broken = { set: { other: true }, expect: { off: 'violated', assertions: 'violated' } };
  expect(() => examine({ rows: [row, broken], history })).not.toThrow();
});

describe('rows of one configuration', () => {
  const other = { set: { other: true }, expect: { off: 'violated' } };

  test.each<[string, object[], RegExp]>([
    ['that say the same', [row, other, row], /row 1 \(defaults\) and row 3 \(defaults\) are one/],
    [
      'of which one names a default',
      [row, { ...row, set: { other: false } }],
      /row 1 \(defaults\) and row 2 \(other=false\) are one configuration; keep one/,
    ],
    [
      'that contradict each other',
      [other, { ...other, expect: { off: 'holds' } }],
      /and expect 'violated' and 'holds' of 'off'; only one of them can be right/,
    ],
    [
      'of which one leaves out what the other expects',
      [row, { ...row, expect: { off: { leftOut: 'too large' } } }],
      /are one configuration; keep one/,
    ],
  ])('%s are refused', (_, rows, message) => {
    expect(() => examine({ rows })).toThrow(message);
  });

  test('are those of equal parameters only', () => {
    expect(() => examine({ rows: [row, other] })).not.toThrow();
  });
});

test('a row whose parameters are none hides no other mistake, and makes none', () => {
  const wrong = { ...row, set: { othr: 1 }, expect: { off: 'violated' } };
  const rows = [wrong, { set: {}, expect: { of: 'holds' } }, { set: { other: true }, expect: {} }];
  const message = (more: object): string => {
    try {
      examine({ rows, ...more });
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
  const history = [{ ...commit, before: { other: true }, after: { othr: 1 } }];
  const teeth = { of: { replace: 'x', at: { other: true } } };
  const found = message({ history, teeth, steps: { one: 'setter/gone', two: 'nobody/set' } });
  expect(found.split('\n').slice(1)).toEqual([
    "  - row 1 (othr=1): flag has no parameter 'othr'; did you mean 'other'?",
    "  - row 2 (defaults) expects nothing of 'off'",
    "  - row 2 (defaults) expects something of 'of', which is no property; there is off",
    "  - row 3 (other=true) expects nothing of 'off'",
    "  - step 'two' is mapped to 'nobody/set', a label of no row's system",
    "  - `teeth` names 'of', which is no property",
    "  - history: x (off) is of 'off', and the row before it has ",
    "  - history: x (off) has no row for the code after it: flag has no parameter 'othr'; did you mean 'other'?",
  ]);
});

describe('a property that a row leaves out', () => {
  const left = { set: { other: true }, expect: { off: { leftOut: 'the other row has it' } } };

  test('is not checked there, and the row says why', () => {
    const both = (makers: Wrong) => ({ ...needed.properties(makers), end: makers.deadlock() });
    const rows = [
      { set: {}, expect: { off: 'violated', end: { leftOut: 'it ends at once' } } },
      { set: { other: true }, expect: { ...left.expect, end: 'holds' } },
    ];
    const teeth = { end: { replace: 'x', at: { other: true } } };
    const spec = define(model, { properties: both, rows, teeth });
    const [one, two] = examineSpec(spec).map((row) => runRow(spec, row));
    expect(one.properties.map(({ name }) => name)).toEqual(['off']);
    expect(two.properties.map(({ name }) => name)).toEqual(['end']);
    expect([one.leftOut, two.leftOut]).toEqual([
      { end: 'it ends at once' },
      { off: 'the other row has it' },
    ]);
    const run = { spec: 'specs/flag.ts', model: 'flag', seed: '', rows: [one, two] };
    expect(matrixText(run)).toMatch(
      /other +off +end\n[- ]+\n +false +! holds, not violated +-\n +true +- +holds/,
    );
    expect(matrixText(run)).toContain('other=true: off is left out: the other row has it');
  });

  test.each<[string, object, RegExp]>([
    ['by every row', { rows: [left] }, /row 1 \(other=true\) claims nothing/],
    [
      'by every row, of several',
      {
        rows: [{ set: {}, expect: { off: { leftOut: 'no' }, end: 'violated' } }],
        properties: (makers: Wrong) => ({ ...needed.properties(makers), end: makers.deadlock() }),
      },
      /every row leaves 'off' out; let one check it/,
    ],
    [
      'for no reason',
      { rows: [row, { ...left, expect: { off: { leftOut: '' } } }] },
      /'off' is left out for no/,
    ],
    [
      'and expects',
      { rows: [row, { ...left, expect: { off: { leftOut: 'a', depth: 1 } } }] },
      /has no option 'depth'/,
    ],
    [
      'that is none',
      { rows: [row, { ...left, expect: { off: 'violated', of: { leftOut: 'a' } } }] },
      /leaves out 'of', which is no property; there is off/,
    ],
    [
      'and that steps assert',
      { rows: [row, { ...left, expect: { off: 'violated', assertions: { leftOut: 'a' } } }] },
      /leaves out what its steps assert/,
    ],
    [
      'and a tooth is to break there',
      { rows: [row, left], teeth: { off: { replace: 'x', at: { other: true } } } },
      /the tooth of 'off' is tried at a row that leaves it out/,
    ],
  ])('%s', (_, more, message) => {
    expect(() => examine(more)).toThrow(message);
  });
});
