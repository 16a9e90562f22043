// A claim of the form *if ... then* whose *if* never comes is told, whatever form it has; one whose *if* comes is not.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import {
  bool,
  cell,
  defineModel,
  defineProperties,
  kind,
  set,
  system,
  upTo,
} from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';

const task = kind('task', 2);
/** `go` never gets true, so `a` stays at `wait`; `n` gets 1. */
const model = defineModel('vacuous', {
  system: () =>
    system({ go: cell(bool), x: cell(bool), n: cell(upTo(3)), left: set(task) }, ({ process }) => ({
      a: process({
        start: 'wait',
        steps: {
          wait: ({ go }) => (go.value ? 'bad' : 'blocked'),
          bad: ({ x }) => {
            x.value = true;
            return 'done';
          },
        },
      }),
      b: process({
        count: task,
        start: 'look',
        steps: {
          look: {
            atomic: 'a test',
            does: ({ go, x, n, left, me }) => {
              if (x.value) go.value = true;
              n.value = 1;
              left.add(me.id);
              return 'done';
            },
          },
        },
      }),
    })),
});
const BAD = 'bad';
const isBad = ({ at }: { readonly at: string }) => at === BAD;

type Makers = Parameters<Parameters<typeof defineProperties>[1]>[0];
// biome-ignore lint/suspicious/noExplicitAny: the views of the model above
type Claim = (views: any) => boolean;

const toldOf = (made: (makers: Makers) => Properties, options = {}) => {
  const { properties } = defineProperties(model, made as never);
  const { never, outcome } = checkModel(model, {}, properties({}), options);
  expect(outcome).toBe('holds');
  return (never ?? []).filter((words) => words.startsWith('claim'));
};
const invariant = (claim: Claim) => toldOf((make) => ({ c: make.invariant('.', claim as never) }));
const unreachable = (claim: Claim) =>
  toldOf((make) => ({ c: make.unreachable('.', claim as never) }));

describe('told is a claim whose case never comes', () => {
  test.each<[string, Claim, string]>([
    ['not this, or that', ({ a, x }) => a[0].at !== 'done' || x.value, 'x.value'],
    ['a negation', ({ go, n }) => !go.value || n.value > 0, 'n.value > 0'],
    [
      'a chain of conditions',
      ({ a, go, n }) => a[0].at !== 'bad' || go.value || n.value < 9,
      'n.value < 9',
    ],
    ['a condition', ({ go, n }) => (go.value ? n.value === 2 : true), 'n.value === 2'],
    [
      'a condition, the other way',
      ({ x, n }) => (!x.value ? true : n.value === 2),
      'n.value === 2',
    ],
    [
      'an early return',
      ({ go, n }) => {
        if (!go.value) return true;
        const least = 1;
        return n.value >= least;
      },
      'const least = 1;',
    ],
    [
      'of each',
      ({ b, n }) => b.every(({ at }: { at: string }) => at !== BAD || n.value === 3),
      'n.value === 3',
    ],
    [
      'of each of those that are let through',
      ({ b, n }) => b.filter(({ at }: { at: string }) => at === BAD).every(() => n.value === 3),
      'n.value === 3',
    ],
    [
      'of any of those',
      ({ b, n }) => !b.filter(({ at }: { at: string }) => at === BAD).some(() => n.value === 3),
      'n.value === 3',
    ],
    ['one of several', ({ n, go, x }) => n.value < 2 && (!go.value || x.value), 'x.value'],
    ['a negated case', ({ go, n }) => !(go.value && n.value === 2), 'n.value === 2'],
    ['by a function of the file', ({ a, x }) => !isBad(a[0]) || x.value, 'x.value'],
  ])('%s', (_, claim, without) => {
    expect(invariant(claim)).toEqual([`claim 'c' needs \`${without}\``]);
  });

  test('unreachable states of which the first half is', () => {
    expect(unreachable(({ go, n }) => go.value && n.value === 0)).toEqual([
      "claim 'c' needs `n.value === 0`",
    ]);
  });

  test('leads-to that never begins', () => {
    const made = (make: Makers) => ({
      c: make.leadsTo(
        '.',
        (({ go }: never) => (go as { value: boolean }).value) as never,
        (() => true) as never,
      ),
    });
    expect(toldOf(made)).toEqual(["claim 'c' begins"]);
  });
});

describe('not told is', () => {
  test.each<[string, Claim]>([
    [
      'one of those that are let through now and then',
      ({ b, n }) => b.filter(({ at }: { at: string }) => at === 'done').every(() => n.value === 1),
    ],
    ['one whose case comes', ({ b, n }) => b[0].at !== 'done' || n.value === 1],
    [
      'an early return that is not always taken',
      ({ n }) => {
        if (n.value === 0) return true;
        return n.value === 1;
      },
    ],
    [
      'one whose case comes to one of several',
      ({ b, left }) =>
        b.every(({ at, id }: { at: string; id: number }) => at !== 'done' || left.has(id)),
    ],
    ['one without a case', ({ n }) => n.value < 2],
    ['one of two conditions', ({ n, x }) => n.value < 2 && !x.value],
  ])('%s', (_, claim) => {
    expect(invariant(claim)).toEqual([]);
  });

  test('unreachable states of which the first half is reached', () => {
    expect(unreachable(({ n, go }) => n.value === 1 && go.value)).toEqual([]);
  });

  test('anything of a search that has not seen everything', () => {
    const claim: Claim = ({ go, n }) => !go.value || n.value === 2;
    const made = (make: Makers) => ({ c: make.invariant('.', claim as never) });
    const { properties } = defineProperties(model, made as never);
    expect(checkModel(model, {}, properties({}), { maxStates: 1 }).never).toBeUndefined();
  });
});

test('it is the same without reductions', () => {
  const claim: Claim = ({ b, n }) =>
    b.every(({ at }: { at: string }) => at !== BAD || n.value === 3);
  const made = (make: Makers) => ({ c: make.invariant('.', claim as never) });
  expect(toldOf(made, { reduction: false })).toEqual(toldOf(made));
});

test('what is there when it is to come is told', () => {
  const told = toldOf(({ eventually, leadsTo }) => ({
    first: eventually('', (({ n }) => n.value === 0) as Claim),
    later: eventually('', (({ n }) => n.value === 1) as Claim),
    same: leadsTo('', (({ n }) => n.value === 1) as Claim, (({ n }) => n.value > 0) as Claim),
    next: leadsTo('', (({ n }) => n.value === 0) as Claim, (({ n }) => n.value > 0) as Claim),
  }));
  expect(told).toEqual([
    "claim 'first' has something to wait for: its goal is there when a run begins",
    "claim 'same' begins where what it leads to is not there already",
  ]);
});
