// Specs as an author writes them who does not look at the types: what would be ignored, or end in a crash, is said.

import { expect, test } from 'vitest';
import { bool, cell, defineModel, defineSpec, system, violated } from '../../src/index.ts';
import { ModelError } from '../../src/model/errors.ts';
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
const needed = {
  properties: ({ invariant }: Wrong) => ({ off: invariant('', ({ flag }: Wrong) => !flag.value) }),
  rows: [row],
};
const examine = (more: object) => examineSpec(define(model, { ...needed, ...more }));
const examineRow = (more: object) => examine({ rows: [{ ...row, ...more }] });

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
])('%s', (_what, make, message) => {
  expect(make).toThrow(message);
  expect(make).toThrow(ModelError);
});
