// A broken model is an error that names the place, never a silent wrap, drop or alias.

import { expect, test } from 'vitest';
import {
  array,
  bool,
  cell,
  kind,
  list,
  none,
  oneOf,
  orNone,
  record,
  set,
  system,
  table,
  upTo,
} from '../../src/index.ts';
import { explore } from '../../src/reference/explore.ts';

const node = kind('node', 2);
const cells = {
  small: cell(upTo(2)),
  owner: cell(orNone(node)),
  slots: array(2, upTo(3), [1, 2]),
  grid: array(2, array(2, bool)),
  nodes: table(node, { state: oneOf('idle', 'busy'), ref: upTo(2) }, (k: number) => ({ ref: k })),
  queue: list(1, upTo(2)),
  members: set(node),
  box: record({ inner: record({ a: upTo(1), b: bool }, { b: true }) }),
};
// biome-ignore lint/suspicious/noExplicitAny: wrong programs are written here on purpose
type Wrong = any;

/** A process with one step that does the given. */
const one = (step: (context: Wrong) => unknown) =>
  system(cells, ({ process }) => ({
    p: process({
      locals: { n: upTo(1) },
      start: 's',
      steps: { s: (context: Wrong) => (step(context) ?? 'done') as 'done' },
    }),
  }));

test.each<[string, string, (context: Wrong) => unknown]>([
  [
    'above the domain',
    'small.value cannot be 3',
    ({ small }) => {
      small.value = 3;
    },
  ],
  [
    'not integral',
    'small.value cannot be 0.5',
    ({ small }) => {
      small.value = 0.5;
    },
  ],
  [
    'of the wrong type',
    'small.value cannot be true',
    ({ small }) => {
      small.value = true;
    },
  ],
  [
    'undefined',
    'small.value cannot be undefined',
    ({ small }) => {
      small.value = undefined;
    },
  ],
  [
    'an id outside',
    'owner.value cannot be node2',
    ({ owner }) => {
      owner.value = 2;
    },
  ],
  [
    'a local outside',
    'me.n cannot be 2',
    ({ me }) => {
      me.n = 2;
    },
  ],
  ['an index outside', 'slots[2] is outside', ({ slots }) => slots[2] === 0],
  [
    'a negative index',
    'slots[-1] is outside',
    ({ slots }) => {
      slots[-1] = 0;
    },
  ],
  ['none as an index', 'none is no index', ({ slots }) => slots[none] === 0],
  ['growing an array', 'slots[2] is outside', ({ slots }) => void slots.push(1)],
  ['shrinking an array', 'always has 2 elements', ({ slots }) => void slots.pop()],
  ['an unknown field', "no field 'stat'", ({ nodes }) => nodes[0].stat === 0],
  [
    'setting an unknown field',
    "no field 'stat'",
    ({ nodes }) => {
      nodes[0].stat = 0;
    },
  ],
  [
    'an unknown local',
    "no field 'm'",
    ({ me }) => {
      me.m = 0;
    },
  ],
  [
    'who one is',
    "no field 'id'",
    ({ me }) => {
      me.id = 0;
    },
  ],
  [
    'a record with a stranger',
    "no field 'x'",
    ({ nodes }) => {
      nodes[0] = { state: 'idle', ref: 0, x: 1 };
    },
  ],
  [
    'a full list',
    'queue is full',
    ({ queue }) => {
      queue.push(0);
      queue.push(1);
    },
  ],
  ['an empty list', 'queue.at(0)', ({ queue }) => void queue.shift()],
  ['a value not in the list', 'not in the list', ({ queue }) => void queue.remove(1)],
  ['a member outside', 'members 0..1', ({ members }) => void members.add(2)],
  ['an unknown name', "no 'smal'", ({ smal }) => void smal],
  ['an unknown label', "no label 'nowhere'", () => 'nowhere'],
  ['next on the last step', 'the last step', () => 'next'],
  ['an empty choice', 'nothing to choose', ({ choose }) => choose([])],
  [
    'blocked after a change',
    'changed nothing',
    ({ small }) => {
      small.value = 1;
      return 'blocked';
    },
  ],
  [
    'blocked after a change of locals',
    'changed nothing',
    ({ me }) => {
      me.n = 1;
      return 'blocked';
    },
  ],
])('%s', (_what, message, step) => {
  expect(() => explore(one(step))).toThrow(message);
});

test('the error names process and step', () => {
  expect(() => explore(one(() => 'nowhere'))).toThrow(
    expect.objectContaining({ name: 'ModelError', place: { process: 'p', step: 's' } }),
  );
});

test('records and arrays are copied by value', () => {
  const copy = one(({ nodes, grid }) => {
    nodes[0] = nodes[1];
    nodes[1].ref = 2;
    grid[0] = [true, false];
    grid[1] = grid[0];
    grid[1][1] = true;
  });
  const { states, key } = explore(copy);
  const last = states
    .toArray()
    .map(key)
    .find((text) => text.includes('"at":"done"'));
  expect(last).toContain('"nodes":[{"ref":1,"state":"idle"},{"ref":2,"state":"idle"}]');
  expect(last).toContain('"grid":[[true,false],[true,true]]');
});

test('initial values: of all elements, by list, by function, of some fields', () => {
  const { states, key } = explore(one(() => 'done'));
  expect(states.toArray().map(key)[0]).toContain(
    '{"box":{"inner":{"a":0,"b":true}},"grid":[[false,false],[false,false]],"members":[],' +
      '"nodes":[{"ref":0,"state":"idle"},{"ref":1,"state":"idle"}],"owner":null,"queue":[],' +
      '"slots":[1,2],"small":0}',
  );
});
