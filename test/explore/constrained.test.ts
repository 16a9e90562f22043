// A bound on exploration: states beyond it are kept and not gone on from. The reference, every order and every reduction
// say the same of random models, and what is said is so of the model without the bound.
//
// RANDOM_MODELS=5000 SEED=7 npx vitest run test/explore/constrained.test.ts looks further.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ORDERS } from '../../src/base/orders.ts';
import { checkModel } from '../../src/check/check.ts';
import { stateGraph } from '../../src/check/state-graph.ts';
import {
  array,
  cell,
  constrained,
  defineModel,
  defineProperties,
  kind,
  list,
  system,
  upTo,
} from '../../src/index.ts';
import type { Predicate, Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { REDUCTIONS } from '../../src/outcome/reduction-names.ts';
import { explore, TooManyStates } from '../../src/reference/explore.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';
import { reachable } from '../support/reachable.ts';

const RUNS = Number(process.env.RANDOM_MODELS ?? 20);
const SEED = Number(process.env.SEED ?? 1);
const MINUTE = 60_000;
const MAX_STATES = 400;

const page = kind('page', 2);

/** Messages without an end; the list overflows behind the constraint. */
const endless = () =>
  system({ queue: list(3, page), sent: array(page, upTo(9)) }, ({ process }) => ({
    sender: process({
      count: page,
      start: 'send',
      steps: {
        send: ({ queue, sent, me }) => {
          queue.push(me.id);
          sent[me.id]++;
          return 'send';
        },
      },
    }),
    receiver: process({
      start: 'get',
      steps: {
        get: ({ queue }) => {
          if (queue.isEmpty) return 'blocked';
          queue.shift();
          return 'get';
        },
      },
    }),
  }));
const messages = defineModel('messages', {
  system: () =>
    constrained(
      endless(),
      'at most two messages, and of each page two in all',
      ({ queue, sent }) => queue.length <= 2 && sent.every((times) => times < 3),
    ),
});
const { properties } = defineProperties(messages, (make) => ({
  short: make.invariant('the list is short', ({ queue }) => queue.length <= 3),
  few: make.invariant('few are sent', ({ sent }) => sent[0] + sent[1] <= 4),
  first: make.invariant('one is sent', ({ sent }) => sent[0] + sent[1] <= 0),
  far: make.reachable('many are sent', ({ sent }) => sent[0] === 5),
  ends: make.atTheEnd('the list is empty', ({ queue }) => queue.isEmpty),
  stuck: make.deadlock(),
  empties: make.alwaysPossible('the list empties', ({ queue }) => queue.isEmpty),
}));

describe('messages without an end', () => {
  const outcome = checkModel(messages, {}, properties({}));
  test('what states decide holds within the constraint, and the rest is open', () => {
    const said = outcome.properties.map(({ name, verdict, minimal }) => [name, verdict, minimal]);
    expect(said).toEqual([
      ['short', 'holds', undefined],
      ['few', 'violated', false],
      ['first', 'violated', true],
      ['far', 'inconclusive', undefined],
      ['ends', 'inconclusive', undefined],
      ['stuck', 'inconclusive', undefined],
      ['empties', 'inconclusive', undefined],
    ]);
    expect(outcome.assumptions).toContain(
      'runs within the constraint: at most two messages, and of each page two in all',
    );
    expect(outcome.limit?.reached).toBe('constraint');
    expect(outcome.limit?.message).toMatch(
      /^[\d,]+ states lie beyond the constraint \(at most two/,
    );
    expect(outcome.never).toBeUndefined();
  });
  test('with symmetry, and without partial order', () => {
    const { short } = properties({});
    const { statistics } = checkModel(messages, {}, { short }, { audit: true });
    expect(statistics.reductions).toEqual(['symmetry']);
    expect(statistics.refused?.map(({ reduction }) => reduction)).toContain('partial-order');
  });
  test('a picture has the states beyond it, and no way out of them', () => {
    const graph = stateGraph(messages, {}, {}, { maxStates: 1000 });
    if (!('states' in graph)) throw new Error('not finished');
    expect(graph.edges.every(({ to }) => to >= 0)).toBe(true);
  });
});

test('a constraint that tells ids apart is none that permutes them', () => {
  const one = defineModel('one', {
    system: () =>
      constrained(
        endless(),
        'the first sends once',
        ({ queue, sent }) => queue.length <= 2 && sent[0] < 2 && sent[1] < 3,
      ),
  });
  const { short } = properties({});
  const { statistics } = checkModel(one, {}, { short }, { maxStates: 500 });
  expect(statistics.reductions).toEqual([]);
});

test('no other threads help: they would go on beyond it', () => {
  let asked = 0;
  const team = () => {
    asked++;
    return undefined;
  };
  const short = { short: properties({}).short };
  checkModel(messages, {}, short, { team } as never);
  expect(asked).toBe(0);
  checkModel(defineModel('free', { system: () => endless() as never }), {}, short, {
    team,
    maxStates: 5,
  } as never);
  expect(asked).toBe(1);
});

test('a constraint that everything keeps changes nothing', () => {
  const small = (bound: boolean) => {
    const plain = system({ n: cell(upTo(2)) }, ({ process }) => ({
      p: process({
        start: 'up',
        steps: {
          up: ({ n }) => {
            if (n.value === 2) return 'done';
            n.value++;
            return 'up';
          },
        },
      }),
    }));
    return bound ? constrained(plain, 'small', ({ n }) => n.value <= 2) : plain;
  };
  const [bound, free] = [true, false].map((one) => {
    const model = defineModel('small', { system: () => small(one) });
    const claims = defineProperties(model, ({ deadlock, eventually }) => ({
      stuck: deadlock(),
      two: eventually('it is two', ({ n }) => n.value === 2),
    }));
    return checkModel(model, {}, claims.properties({}));
  });
  expect(bound.limit).toBeUndefined();
  expect(bound.assumptions).toEqual(free.assumptions);
  expect(bound.properties).toEqual(free.properties);
});

describe('refused', () => {
  // biome-ignore lint/suspicious/noExplicitAny: what the types refuse
  const wrong = constrained as any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const misspelt = ({ sender }: any): boolean => sender[0].at === 'sned';
  test.each<[string, () => unknown, RegExp]>([
    ['no system', () => wrong({}, 'x', () => true), /begin with what system\(\.\.\.\) returned/],
    ['no words', () => wrong(endless(), () => true), /say in words how far to go/],
    ['no function', () => wrong(endless(), 'x', true), /a function must say where/],
    [
      'two of them',
      () => wrong(messages.system({}), 'x', () => true),
      /has a constraint \(at most two messages, .*\); write one that says both/,
    ],
    [
      'no answer',
      () => checkModel(defineModel('m', { system: () => wrong(endless(), 'x', () => 1) }), {}, {}),
      /must say true or false/,
    ],
    [
      'a misspelt label',
      () =>
        checkModel(
          defineModel('m', {
            system: () => wrong(endless(), 'x', misspelt),
          }),
          {},
          {},
        ),
      /at 'sned', .* did you mean 'send'/,
    ],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(message);
  });
});

/** Some process has not got to a place yet. */
function bound(definition: SystemDefinition, pick: number): Predicate {
  const names = Object.keys(definition.processes);
  const name = names[pick % names.length];
  const labels = [...Object.keys(definition.processes[name].steps), 'done'];
  const label = labels[Math.floor(pick / names.length) % labels.length];
  return new Function(`return ({ ${name} }) => ${name}.every((one) => one.at !== '${label}')`)();
}

/** Whether the engine says what the reference says; a standstill is a deadlock, wherever the search ends. */
function expectSame(
  actual: { readonly verdict: string; readonly depth?: number },
  expected: { readonly verdict: string; readonly depth?: number },
  full: { readonly verdict: string },
): void {
  if (expected.verdict === 'inconclusive' && actual.verdict === 'violated') {
    expect(full.verdict).toBe('violated');
  } else expect(actual).toEqual(expected);
}

test(
  `${RUNS} random models`,
  () => {
    let cut = 0;
    const agrees = fc.property(randomModel, fc.nat(999), ({ source }, pick) => {
      const { model, properties: made } = evaluateSource(source);
      const definition = model.system({});
      const all: Properties = { ...made.properties({}), stuck: { kind: 'deadlock', about: '' } };
      const within: SystemDefinition = {
        ...definition,
        constraint: { about: 'not there yet', holds: bound(definition, pick) },
      };
      try {
        const full = explore(definition, all, { maxStates: MAX_STATES });
        const expected = explore(within, all, { maxStates: MAX_STATES });
        if (expected.states.size < full.states.size) cut++;
        for (const order of ORDERS) {
          const found = reachable(within, all, { memoryBytes: 2 ** 22, order });
          expect(found.keys).toEqual(new Set(expected.states.map((state) => expected.key(state))));
          expect(found.transitions).toBe(expected.transitions);
        }
        const constrainedModel = defineModel('within', { system: () => within as never });
        for (const reduction of [false, true, ...REDUCTIONS.map((one) => [one])]) {
          const outcome = checkModel(constrainedModel, {}, all, {
            reduction,
            memoryBytes: 2 ** 22,
          });
          for (const { name, kind, verdict, depth } of outcome.properties) {
            if (kind === 'lock-order' || kind === 'memory-model') continue;
            const actual = { verdict, ...(depth !== undefined && { depth }) };
            expectSame(actual, expected.verdicts[name], full.verdicts[name]);
            if (verdict === 'violated' && kind !== 'reachable') {
              expect([name, full.verdicts[name].verdict]).toEqual([name, 'violated']);
            }
          }
        }
      } catch (error) {
        fc.pre(!(error instanceof TooManyStates));
        throw error;
      }
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED, maxSkipsPerRun: 1000 });
    expect(cut).toBeGreaterThan(RUNS / 20);
  },
  10 * MINUTE + RUNS * 200,
);
