// A label in a claim at which no process can be is refused: it would make the claim hold for nothing. What a claim says of
// another variant, of a field called `at`, or of labels as a whole is none of that.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { refuseUnknownLabels } from '../../src/check/refuse-labels.ts';
import { observerShapes } from '../../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import {
  bool,
  cell,
  defineModel,
  defineProperties,
  oneOf,
  pool,
  range,
  record,
  system,
  upTo,
} from '../../src/index.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import { shippedRows } from '../support/shipped-rows.ts';

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
type Claim = (views: any) => boolean;
interface Told {
  readonly step: { readonly from: string; readonly to: string };
  readonly assert: (condition: boolean, message: string) => void;
}
type Makers = Parameters<Parameters<typeof defineProperties>[1]>[0];

const model = (parameters = {}) =>
  defineModel('m', {
    parameters,
    system: (values: { retries?: boolean }) =>
      system(
        { workers: pool(1), x: cell(bool), page: record({ at: oneOf('lru', 'free') }) },
        ({ process, procedure, call }) => {
          const use = procedure('use', {
            returns: ['ok'],
            start: 'lock',
            steps: { lock: () => 'unlock', unlock: () => 'ok' },
          });
          return {
            boss: process({
              start: 'spawn',
              steps: {
                spawn: {
                  atomic: 'a test',
                  does: ({ workers, x }) => {
                    x.value = true;
                    workers.spawn({});
                    return 'use';
                  },
                },
                use: call(use, () => ({}), { ok: 'done' }),
                ...(('retries' in values && values.retries
                  ? { retry: () => 'done' }
                  : {}) as object),
              },
            }),
            worker: process({
              pool: 'workers',
              start: 'work',
              steps: { work: ({ x }) => (x.value ? 'done' : 'blocked') },
            }),
          };
        },
      ),
  });

const checked = (made: (makers: Makers) => Properties, parameters = {}) => {
  const one = model(parameters);
  const properties = defineProperties(one, made as never).properties({});
  return () => checkModel(one, {}, properties);
};
const claims = (claim: Claim, parameters = {}) =>
  checked(({ invariant }) => ({ claim: invariant('a claim', claim) }), parameters);

// biome-ignore lint/suspicious/noExplicitAny: the processes of the model above
const misspeltCount = ({ boss }: any) =>
  boss.filter((one: { at: string }) => one.at === 'spwan').length;
const misspelt: Claim = ({ boss }) => boss[0].at !== 'spwan';

describe('refused is', () => {
  test.each<[string, Claim, string]>([
    ['a misspelt label', misspelt, "'spwan', so it would hold for nothing; did you mean 'spawn'?"],
    [
      'the end of a process of a pool',
      ({ worker, x }) => worker[0].at !== 'done' || !x.value,
      "'done', so it would hold for nothing; there are idle, work, exit",
    ],
    ['a misspelt label of a call', ({ boss }) => boss[0].at !== 'use/lokc', "'use/lock'?"],
    ['a label behind another call', ({ boss }) => boss[0].at !== 'spawn/lock', "'spawn/lock'"],
    ['one of a list', ({ boss }) => !['use', 'loose'].includes(boss[0].at), "'loose'"],
    ['one of another process', ({ worker }) => worker[0].at !== 'spawn', "'spawn'"],
  ])('%s', (_, claim, message) => {
    expect(claims(claim)).toThrow(message);
  });

  test.each<[string, (makers: Makers) => Properties]>([
    ['reachable', (make) => ({ claim: make.reachable('.', misspelt) })],
    ['unreachable', (make) => ({ claim: make.unreachable('.', misspelt) })],
    ['always possible', (make) => ({ claim: make.alwaysPossible('.', misspelt) })],
    ['eventually', (make) => ({ claim: make.eventually('.', misspelt) })],
    ['leads to, first', (make) => ({ claim: make.leadsTo('.', misspelt, ({ x }) => x.value) })],
    ['leads to, then', (make) => ({ claim: make.leadsTo('.', ({ x }) => x.value, misspelt) })],
    ['a count', (make) => ({ claim: make.conservation('.', 0, misspeltCount) })],
  ])('a claim of the kind: %s', (_, made) => {
    expect(checked(made)).toThrow("'spwan'");
  });

  test.each<[string, (makers: Makers) => Properties, string]>([
    [
      'where a step goes, in a handler of an observer',
      (make) => ({
        claim: make.observer('.', {
          state: {},
          on: { boss: ({ step, assert }: Told) => assert(step.to !== 'use/lokc', '.') },
        }),
      }),
      "did you mean 'use/lock'?",
    ],
    [
      'a label of another process than it watches',
      (make) => ({
        claim: make.observer('.', {
          state: {},
          on: { worker: { work: ({ step, assert }: Told) => assert(step.to !== 'spawn', '.') } },
        }),
      }),
      "'spawn'",
    ],
    [
      'where a step came from, in one that always runs',
      (make) => ({
        claim: make.observer('.', {
          state: {},
          always: ({ step, assert }) => assert(!['work', 'wrok'].includes(step.from), '.'),
        }),
      }),
      "'wrok', so it would hold for nothing; did you mean 'work'?",
    ],
    [
      'a process',
      (make) => ({
        claim: make.observer('.', {
          state: {},
          always: ({ step, assert }) => assert(step.process !== 'bos', '.'),
        }),
      }),
      "no process is called 'bos', so it would hold for nothing; did you mean 'boss'?",
    ],
  ])('%s', (_, made, message) => {
    expect(checked(made)).toThrow(message);
  });

  test('what no variant has', () => {
    expect(claims(misspelt, { retries: bool, n: upTo(3) })).toThrow("'spwan'");
  });
});

describe('not refused is', () => {
  test.each<[string, Claim, object?]>([
    ['any label of a process that it reads', ({ boss, worker }) => boss[0].at !== worker[0].at],
    ['the end', ({ boss }) => ['spawn', 'done'].includes(boss[0].at)],
    ['the exit of a pool', ({ worker }) => worker[0].at !== 'exit'],
    ['what is done with a label as a text', ({ boss }) => boss[0].at.length > 0],
    ['a field called `at`', ({ boss, page }) => boss[0].at === 'use' || page.at === 'lru'],
    ['a label of another variant', ({ boss }) => boss[0].at !== 'retry', { retries: bool }],
    ['anything, with too many variants', misspelt, { n: range(1, 2000) }],
  ])('%s', (_, claim, parameters) => {
    expect(claims(claim, parameters)).not.toThrow();
  });

  test('a label that an observer names and a process that it watches has', () => {
    const made = ({ observer }: Makers) => ({
      claim: observer('.', {
        state: {},
        always: ({ step, x, assert }) =>
          assert(step.process !== 'boss' || step.to !== 'done' || x.value, '.'),
        on: { boss: ({ step, assert }: Told) => assert(step.from !== 'retry', '.') },
      }),
    });
    expect(checked(made, { retries: bool })).not.toThrow();
  });

  test('anything that a shipped spec claims', async () => {
    for (const { model, values, properties } of await shippedRows()) {
      const claimed = properties(values);
      const compiled = new CompiledSystem(model.system(values), observerShapes(claimed));
      expect(() => refuseUnknownLabels(model, compiled, claimed)).not.toThrow();
    }
  });
});
