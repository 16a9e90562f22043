// Steps that break a model, one mistake each, with a part of what the reference says about it. Both
// engines must refuse every one of them: a mistake is a model error, never a silent wrap, drop or
// alias.

import {
  array,
  bool,
  cell,
  kind,
  list,
  oneOf,
  orNone,
  record,
  set,
  system,
  table,
  upTo,
} from '../../src/index.ts';
import type { SystemDefinition } from '../../src/language/system.ts';

// biome-ignore lint/suspicious/noExplicitAny: wrong programs are written here on purpose
type Wrong = any;
type WrongStep = (context: Wrong) => Wrong;

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

/** A system with cells of every shape and one process, which takes this step. */
export function systemWith(step: WrongStep): SystemDefinition {
  return system(cells, ({ process }) => ({
    p: process({ locals: { n: upTo(1) }, start: 's', steps: { s: step } }),
  }));
}

export const brokenSteps: Readonly<Record<string, { says: string; step: WrongStep }>> = {
  'above the domain': {
    says: 'small.value cannot be 3',
    step: ({ small }) => {
      small.value = 3;
      return 'done';
    },
  },
  'not integral': {
    says: 'small.value cannot be 0.5',
    step: ({ small }) => {
      small.value = 0.5;
      return 'done';
    },
  },
  'of the wrong type': {
    says: 'small.value cannot be true',
    step: ({ small }) => {
      small.value = true;
      return 'done';
    },
  },
  undefined: {
    says: 'small.value cannot be undefined',
    step: ({ small }) => {
      small.value = undefined;
      return 'done';
    },
  },
  'an id outside': {
    says: 'owner.value cannot be node2',
    step: ({ owner }) => {
      owner.value = 2;
      return 'done';
    },
  },
  'a local outside': {
    says: 'me.n cannot be 2',
    step: ({ me }) => {
      me.n = 2;
      return 'done';
    },
  },
  'reading outside an array': {
    says: 'slots[2] is outside',
    step: ({ slots, me }) => {
      me.n = slots[me.n + 2];
      return 'done';
    },
  },
  'writing outside an array': {
    says: 'slots[2] is outside',
    step: ({ slots, me }) => {
      slots[me.n + 2] = 0;
      return 'done';
    },
  },
  'a negative index': {
    says: 'slots[-1] is outside',
    step: ({ slots, me }) => {
      slots[me.n - 1] = 0;
      return 'done';
    },
  },
  'none as an index': {
    says: 'none is no index',
    step: ({ slots, owner, me }) => {
      me.n = slots[owner.value];
      return 'done';
    },
  },
  'growing an array': {
    says: 'slots[2] is outside',
    step: ({ slots }) => {
      slots.push(1);
      return 'done';
    },
  },
  'shrinking an array': {
    says: 'always has 2 elements',
    step: ({ slots }) => {
      slots.pop();
      return 'done';
    },
  },
  'reading an unknown field': {
    says: "no field 'stat'",
    step: ({ nodes, me }) => {
      me.n = nodes[0].stat;
      return 'done';
    },
  },
  'setting an unknown field': {
    says: "no field 'stat'",
    step: ({ nodes }) => {
      nodes[0].stat = 0;
      return 'done';
    },
  },
  'an unknown local': {
    says: "no field 'm'",
    step: ({ me }) => {
      me.m = 0;
      return 'done';
    },
  },
  'setting who one is': {
    says: "no field 'id'",
    step: ({ me }) => {
      me.id = 0;
      return 'done';
    },
  },
  'a record as a whole': {
    says: 'nodes[0] cannot be assigned as a whole',
    step: ({ nodes }) => {
      nodes[0] = { state: 'idle', ref: 0 };
      return 'done';
    },
  },
  'an array as a whole': {
    says: 'grid[0] cannot be assigned as a whole',
    step: ({ grid }) => {
      grid[0] = grid[1];
      return 'done';
    },
  },
  'a list that is full': {
    says: 'queue is full',
    step: ({ queue }) => {
      queue.push(0);
      queue.push(1);
      return 'done';
    },
  },
  'a list that is empty': {
    says: 'queue.at(0)',
    step: ({ queue }) => {
      queue.shift();
      return 'done';
    },
  },
  'a value not in the list': {
    says: 'not in the list',
    step: ({ queue }) => {
      queue.remove(1);
      return 'done';
    },
  },
  'a value outside the domain of a list': {
    says: 'cannot be 3',
    step: ({ queue }) => {
      queue.push(3);
      return 'done';
    },
  },
  'a member outside': {
    says: 'members 0..1',
    step: ({ members, me }) => {
      members.add(me.n + 2);
      return 'done';
    },
  },
  'a name that does not exist': {
    says: "no 'smal'",
    step: ({ smal, me }) => {
      me.n = smal.value;
      return 'done';
    },
  },
  'an unknown label': { says: "no label 'nowhere'", step: () => 'nowhere' },
  'next on the last step': { says: 'the last step', step: () => 'next' },
  'nothing to choose from': {
    says: 'nothing to choose',
    step: ({ choose }) => {
      choose([]);
      return 'done';
    },
  },
  'blocked after a change': {
    says: 'changed nothing',
    step: ({ small }) => {
      small.value = 1;
      return 'blocked';
    },
  },
  'blocked after a change of locals': {
    says: 'changed nothing',
    step: ({ me }) => {
      me.n = 1;
      return 'blocked';
    },
  },
  'an exception': {
    says: 'lost',
    step: () => {
      throw new Error('lost');
    },
  },
};
