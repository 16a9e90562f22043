// What holds wherever a run ends: an end is a state in which no step changes anything, whoever stands there; no reduction
// loses one, and without the rules that keep ends it would.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { replayTrace } from '../../src/check/replay.ts';
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
import type { Predicate, Properties } from '../../src/language/claims/property.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { explore, TooManyStates } from '../../src/reference/explore.ts';
import type { Trace } from '../../src/trace/trace.ts';
import { disagreement } from '../reduction/agreement.ts';
import { RULES } from '../reduction/dropped-rules/all.ts';
import { Searches, SOUND } from '../reduction/reduced-search.ts';
import { RACE_CELLS, readX } from '../reduction/rule-models/rule-model.ts';
import { evaluateSource } from '../support/evaluate-source.ts';
import { randomModel } from '../support/random-model.ts';
import { reorderModel } from '../support/reorder-model.ts';

const atEnd = (holds: Predicate): Properties => ({
  end: { kind: 'at-end', about: 'claimed', holds },
});
const check = (made: SystemDefinition, holds: Predicate, options = {}) =>
  checkModel(defineModel('m', { system: () => made }), {}, atEnd(holds), options);

const writeX = ({ x }: { readonly x: { value: boolean } }): 'done' => {
  x.value = true;
  return 'done';
};

/** Adds one to a count, up to `most`; what it does there is given. */
const counting = (there: 'done' | 'blocked' | 'count') =>
  system({ n: cell(upTo(2)), x: cell(bool) }, ({ process }) => ({
    counter: process({
      start: 'count',
      steps: {
        count: ({ n }) => {
          if (n.value === 2) return there;
          n.value++;
          return 'count';
        },
      },
    }),
    writer: process({ start: 'write', steps: { write: writeX } }),
  }));
type Counting = { readonly n: { value: number }; readonly x: { value: boolean } };

describe('an end', () => {
  test.each(['done', 'blocked', 'count'] as const)('is where nothing moves: %s', (there) => {
    const made = counting(there);
    expect(check(made, ({ n, x }: Counting) => n.value === 2 && x.value).outcome).toBe('holds');
    const { properties } = check(made, ({ x }: Counting) => !x.value);
    // The end of a process is a step.
    const steps = there === 'done' ? 4 : 3;
    expect(properties[0]).toMatchObject({ verdict: 'violated', depth: steps, minimal: true });
    const said = properties[0].counterexample?.property.message ?? '';
    expect(said).toContain('Here nobody can take a step any more.');
    expect(said.includes('counter')).toBe(there !== 'done');
  });

  test('is not where somebody goes on for ever, and that is told', () => {
    const made = system({ n: cell(bool), x: cell(bool) }, ({ process }) => ({
      clock: process({
        start: 'tick',
        environment: true,
        steps: {
          tick: ({ n }) => {
            n.value = !n.value;
            return 'tick';
          },
        },
      }),
      writer: process({ start: 'write', steps: { write: writeX } }),
    }));
    const { outcome, never } = check(made, ({ x }: Counting) => !x.value);
    expect(outcome).toBe('holds');
    expect(never).toContain("a run ends, as claim 'end' asks");
    expect(check(counting('done'), ({ x }: Counting) => x.value).never).toEqual([]);
  });

  test('is not where an assertion fails: nobody knows what would come', () => {
    const made = system({ x: cell(bool) }, ({ process }) => ({
      p: process({
        start: 'a',
        steps: {
          a: ({ assert }) => {
            assert(false, 'no');
            return 'done';
          },
        },
      }),
    }));
    const [end, assertions] = check(made, ({ x }: Counting) => x.value).properties;
    expect([end.verdict, assertions.verdict]).toEqual(['holds', 'violated']);
  });

  test('is not known where a limit was reached', () => {
    const { outcome } = check(counting('done'), ({ x }: Counting) => !x.value, { maxDepth: 2 });
    expect(outcome).toBe('inconclusive');
  });

  test('may be the beginning', () => {
    const made = system({ x: cell(bool) }, ({ process }) => ({
      p: process({ start: 'a', steps: { a: () => 'blocked' } }),
    }));
    expect(check(made, ({ x }: { x: { value: boolean } }) => x.value).properties[0].depth).toBe(0);
  });
});

test('is asked again of a run that is replayed', () => {
  const model = defineModel('m', { system: () => counting('blocked') });
  const wrong = atEnd(({ x }: Counting) => !x.value);
  const trace = checkModel(model, {}, wrong).properties[0].counterexample as Trace;
  const claimOf = (holds: Predicate, of = trace) => replayTrace(model, atEnd(holds), of).claim;
  const again = replayTrace(model, wrong, trace);
  expect(again.claim).toBe('stands');
  expect(again.trace.property.message).toBe('Here nobody can take a step any more.');
  expect(claimOf(() => true)).toBe('falls');
  expect(claimOf(() => false, { ...trace, steps: trace.steps.butLast() })).toBe('falls');
});

test('its maker, and what it refuses', () => {
  const model = defineModel('m', { system: () => counting('done') });
  const made = defineProperties(model, ({ atTheEnd }) => ({
    end: atTheEnd('it was written', ({ x, writer }) => x.value && writer[0].at === 'done'),
  }));
  expect(checkModel(model, {}, made.properties({})).outcome).toBe('holds');
  const wrong = defineProperties(model, ({ atTheEnd }) => ({ end: atTheEnd('x', true as never) }));
  expect(() => wrong.properties({})).toThrow("as in atTheEnd('every page is free again'");
});

describe('symmetry', () => {
  const node = kind('node', 3);
  const made = system({ seen: set(node) }, ({ process }) => ({
    p: process({
      count: node,
      start: 'look',
      steps: {
        look: ({ seen, me }) => {
          if (seen.size < 2) seen.add(me.id);
          return 'done';
        },
      },
    }),
  }));
  type Seen = { readonly seen: { has(id: number): boolean; size: number } };

  test('keeps ends, and the story has the names of the run', () => {
    const { properties, statistics } = check(made, ({ seen }: Seen) => seen.size === 3);
    expect(statistics.reductions).toContain('symmetry');
    expect(properties[0]).toMatchObject({ verdict: 'violated', depth: 3 });
  });

  test('is off where a claim tells ids apart', () => {
    const { outcome, statistics } = check(made, ({ seen }: Seen) => seen.has(0));
    expect(statistics.reductions).not.toContain('symmetry');
    expect(outcome).toBe('violated');
  });
});

describe('partial order keeps ends, and would not without its rules', () => {
  const race = system(RACE_CELLS, ({ process }) => ({
    writer: process({ start: 'write', steps: { write: writeX } }),
    reader: process({ start: 'read', steps: { read: readX } }),
  }));
  const unseen = ({ seen }: { seen: { value: boolean } }) => !seen.value;
  test.each<[string, SystemDefinition, Predicate]>([
    ['those on whom a step depends', race, unseen],
    ['what a step reads', race, unseen],
  ])('%s', (name, made, holds) => {
    const searches = new Searches(made, atEnd(holds));
    expect(searches.compare(SOUND).difference).toBeUndefined();
    expect(searches.compare(RULES[name]).difference).toBe('misses end');
  });
});

const RUNS = Number(process.env.RANDOM_MODELS ?? 10);
const SEED = Number(process.env.SEED ?? 1);
/** The reference takes seconds for a thousand. */
const maxStates = 300;
const MINUTE = 60_000;

/** Where processes stand, which decides either way at many ends. */
function standing(definition: SystemDefinition, pick: number): Predicate {
  const names = Object.keys(definition.processes);
  const name = names[pick % names.length];
  const { start } = definition.processes[name];
  const source =
    pick % 2 === 0
      ? `({ ${name} }) => ${name}.some((one) => one.at === 'done')`
      : `({ ${name} }) => ${name}.every((one) => one.at !== '${start}')`;
  return new Function(`return ${source}`)() as Predicate;
}

test(
  `${RUNS} random models`,
  () => {
    let decided = 0;
    const models = fc.oneof(randomModel, reorderModel);
    const agrees = fc.property(models, fc.nat(99), ({ source }, pick) => {
      const { model, properties } = evaluateSource(source);
      const all = { ...properties.properties({}), ...atEnd(standing(model.system({}), pick)) };
      expect(disagreement(model, all, { maxStates })).not.toHaveProperty('difference');
      try {
        const expected = explore(model.system({}), all, { maxStates }).verdicts.end;
        const outcome = checkModel(model, {}, all, { reduction: false, maxStates });
        if (outcome.limit) return;
        const { verdict, depth } = outcome.properties.find(({ name }) => name === 'end') ?? {};
        expect({ verdict, depth }).toEqual({ depth: undefined, ...expected });
        if (verdict === 'violated') decided++;
      } catch (error) {
        if (!(error instanceof TooManyStates) && (error as Error).name !== 'ModelError')
          throw error;
      }
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED });
    expect(decided).toBeGreaterThan(RUNS / 30);
  },
  MINUTE + RUNS * 5000,
);
