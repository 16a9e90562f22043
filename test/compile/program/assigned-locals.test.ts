// Doubts about what no step writes: locals that are read, and cells; none where a variant of the model does.

import { expect, test } from 'vitest';
import { checkModel } from '../../../src/check/check.ts';
import { bool, cell, defineModel, kind, system, upTo } from '../../../src/index.ts';
import { contexts, spinlock } from '../../../src/kernel/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: the builder and the steps of any system
type Any = any;

const use = ({ x, me }: Any) => {
  x.value = me.seen;
  return 'done';
};
const plain = { start: 'go', locals: { seen: upTo(3) }, steps: { go: use } };

function warnings(options: (builder: Any) => object, cells: object = {}): readonly string[] {
  const made = system({ x: cell(upTo(3)), ...cells }, (builder: Any) => ({
    p: builder.process({ ...plain, ...options(builder) }),
  }));
  return checkModel(defineModel('m', { system: () => made as Any }), {}, {}).warnings;
}

/** A call of a procedure that hands a value back, and one that does not. */
const called = (results: object) => ({
  steps: ({ procedure, call }: Any) => {
    const get = procedure('get', {
      ...{ returns: ['out'], results: { got: upTo(3) }, start: 'in' },
      steps: {
        in: ({ x, me }: Any) => {
          me.got = x.value;
          return 'out';
        },
      },
    });
    return { go: call(get, () => ({}), { out: 'use' }, results), use };
  },
});

const UNASSIGNED = expect.stringMatching(/^p: no step assigns the local 'seen', so it stays/);

test('a local that is read and never assigned', () => {
  expect(warnings(() => ({}))).toEqual([UNASSIGNED]);
  expect(warnings(() => ({ guard: ({ me }: Any) => me.seen === 0 }))).toEqual([UNASSIGNED]);
  const other = called({});
  expect(warnings((builder) => ({ steps: other.steps(builder) }))).toContainEqual(UNASSIGNED);
});

test.each<[string, (builder: Any) => object]>([
  ['begin gives', () => ({ begin: () => ({ seen: 1 }) })],
  ['is a constant', () => ({ locals: { seen: cell(upTo(3), 1) } })],
  ['a procedure hands back', (builder) => ({ steps: called({ got: 'seen' }).steps(builder) })],
  [
    'a step assigns',
    () => ({
      steps: {
        go: ({ x, me }: Any) => {
          me.seen = x.value;
          return 'next';
        },
        use,
      },
    }),
  ],
])('nothing is said of what %s', (_what, options) => {
  expect(warnings(options)).toEqual([]);
});

test('a primitive that no step writes may be needed as it is, a plain cell is not', () => {
  const begun = () => ({ begin: () => ({ seen: 1 }) });
  expect(warnings(begun, { cpus: contexts(kind('cpu', 2)), lock: spinlock('lock') })).toEqual([]);
  expect(warnings(begun, { other: cell(upTo(2)) })).toEqual([
    expect.stringMatching(/^cell 'other': no step writes it/),
  ]);
});

/** A model of two variants, of which one may assign the local. */
const inVariants = (assigning: Any) =>
  checkModel(
    defineModel('m', {
      parameters: { later: bool },
      system: ({ later }: Any) =>
        system({ x: cell(upTo(3)) }, ({ process }: Any) => ({
          p: process({ ...plain, steps: later ? { go: assigning, use } : { go: use } }),
        })) as Any,
    }),
    { later: false },
    {},
  ).warnings;

test('a local that a variant of the model assigns may be for that one', () => {
  const assigns = ({ x, me }: Any) => {
    me.seen = x.value;
    return 'use';
  };
  expect(inVariants(assigns)).toEqual([]);
  expect(inVariants(() => 'use')).toEqual([UNASSIGNED]);
});
