// Specs as an author writes them who does not look at the types: what would be ignored, or end in a crash, is said.

import { expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { bool, cell, defineModel, defineSpec, system, violated } from '../../src/index.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';

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
