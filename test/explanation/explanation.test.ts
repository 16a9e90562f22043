// What an explanation says of a run is so: steps that are said not to depend on each other may be exchanged, a pair whose order
// matters does not break the property the other way round, and no run from the state after the last chance ends well.

import { describe, expect, it } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import { explainTrace } from '../../src/check/explain-trace.ts';
import { takeAgain } from '../../src/check/replay.ts';
import { fieldsOf } from '../../src/compile/layout/slot.ts';
import type { Path } from '../../src/counterexample/run.ts';
import { Dependence } from '../../src/explanation/dependence.ts';
import { lastChance } from '../../src/explanation/no-return.ts';
import { racesOf } from '../../src/explanation/races.ts';
import { scheduleOf, take } from '../../src/explanation/schedule.ts';
import { type Breaks, breaking } from '../../src/explanation/verdict-of-run.ts';
import {
  bool,
  cell,
  defineModel,
  defineProperties,
  record,
  system,
  upTo,
} from '../../src/index.ts';
import { explanationText } from '../../src/report/text/explanation.ts';
import type { Trace } from '../../src/trace/trace.ts';
import type { Stepper } from '../../src/transition/stepper.ts';
import { someRows } from '../support/shipped-rows.ts';

const EXPLAINED = ['invariant', 'observer', 'unreachable', 'assertion', 'at-end'];

interface Found {
  readonly stepper: Stepper;
  readonly path: Path;
  readonly breaks: Breaks;
}

/** So many runs of shipped rows of at most so many states, of properties that one run decides. */
async function runs(count: number, most: number): Promise<Found[]> {
  const found: Found[] = [];
  for (const { model, values, properties } of await someRows()) {
    if (found.length >= count) break;
    const claims = properties(values);
    const outcome = checkModel(model, values, claims, { maxStates: most });
    for (const { counterexample: trace, verdict, kind } of outcome.properties) {
      if (verdict !== 'violated' || !trace || !EXPLAINED.includes(kind)) continue;
      const { stepper, path } = takeAgain(model, claims, trace);
      found.push({ stepper, path, breaks: breaking(stepper, claims, trace.property, path) });
    }
  }
  return found;
}
const some = runs(24, 2000);
const small = runs(8, 300);

it('independent steps that follow each other may be exchanged', async () => {
  let exchanged = 0;
  for (const { stepper, path } of await some) {
    const dependence = new Dependence(stepper, path);
    const turns = scheduleOf(stepper, path);
    for (let k = 0; k + 1 < turns.length - 1; k++) {
      if (turns[k].name === turns[k + 1].name || dependence.sharedBy(k, k + 1).length > 0) continue;
      const turned = [...turns];
      [turned[k], turned[k + 1]] = [turns[k + 1], turns[k]];
      const { path: there } = take(stepper, path.initial, turned.slice(0, k + 2));
      expect(cellsAndProcesses(stepper, there.steps.at(-1)?.state)).toEqual(
        cellsAndProcesses(stepper, path.steps[k + 1].state),
      );
      exchanged++;
    }
  }
  expect(exchanged).toBeGreaterThan(10);
});

/** Without the memory of observers, which see the order. */
function cellsAndProcesses({ system: { layout } }: Stepper, state: Int32Array | undefined) {
  const observers = Object.values(layout.observers).flatMap(Object.values).flatMap(fieldsOf);
  const copy = state?.slice();
  for (const { word, shift, bits } of observers) {
    if (copy) copy[word] &= ~(((1 << bits) - 1) << shift);
  }
  return copy;
}

it('a pair whose order matters does not break the property the other way round', async () => {
  let mattering = 0;
  for (const { stepper, path, breaks } of await some) {
    const dependence = new Dependence(stepper, path);
    const turns = scheduleOf(stepper, path);
    for (const { first, second, order } of racesOf(stepper, path, dependence, breaks)) {
      if (order !== 'matters') continue;
      mattering++;
      const turned = dependence.withTurned(first.number - 1, second.number - 1);
      expect(turned.indexOf(second.number - 1)).toBeLessThan(turned.indexOf(first.number - 1));
      expect([...turned].sort((a, b) => a - b)).toEqual([...turns.keys()]);
      const { path: there } = take(
        stepper,
        path.initial,
        turned.map((k) => turns[k]),
      );
      for (const k of there.steps.keys()) {
        expect(breaks({ initial: there.initial, steps: there.steps.slice(0, k + 1) })).toBe(false);
      }
    }
  }
  expect(mattering).toBeGreaterThan(5);
});

it('the last chance is the last', async () => {
  let late = 0;
  for (const { stepper, path, breaks } of await small) {
    const { after, exact } = lastChance(stepper, path, breaks);
    const states = [path.initial, ...path.steps.map(({ state }) => state)];
    const canEndWell = states.slice(0, -1).map((state) => endsWell(stepper, state, breaks));
    expect(exact).toBe(true);
    expect(after).toBe(canEndWell.includes(true) ? canEndWell.lastIndexOf(true) : undefined);
    if (after !== undefined) late++;
  }
  expect(late).toBeGreaterThan(2);
});

/** Slowly: all states that are reached without breaking the property, and whether one of them is an end. */
function endsWell(stepper: Stepper, start: Int32Array, breaks: Breaks): boolean {
  const { instances } = stepper.system.layout;
  const open = [start];
  const seen = new Set([start.join()]);
  for (const state of open) {
    let moves = 0;
    for (const { name, index, process } of instances) {
      const label = process.labelNames[stepper.labelOf(state, index)];
      for (let choice = 0; choice < 8; choice++) {
        const { path, stopped } = take(stepper, state, [{ name, label, choice }]);
        const [step] = path.steps;
        if (stopped !== undefined || (!step.failed && step.state.join() === state.join())) continue;
        moves++;
        if (step.failed || breaks(path) || seen.has(step.state.join())) continue;
        seen.add(step.state.join());
        open.push(step.state);
      }
    }
    if (moves === 0) return true;
  }
  return false;
}

describe('a lost update', () => {
  const model = defineModel('update', {
    parameters: { atomic: bool },
    system: ({ atomic }) =>
      system({ count: cell(upTo(2)), other: cell(upTo(2)) }, ({ process }) => ({
        writer: process({
          count: 2,
          locals: { seen: upTo(2) },
          start: 'read',
          steps: {
            read: ({ count, me }) => {
              me.seen = count.value;
              if (!atomic) return 'write';
              count.value = me.seen + 1;
              return 'done';
            },
            write: ({ count, me }) => {
              count.value = me.seen + 1;
              return 'done';
            },
          },
        }),
        bystander: process({
          start: 'count',
          steps: {
            count: ({ other }) => {
              other.value = 1;
              return 'done';
            },
          },
        }),
      })),
  });
  const { properties } = defineProperties(model, ({ atTheEnd }) => ({
    both: atTheEnd('both are counted', ({ count }) => count.value === 2),
  }));
  const claims = properties({ atomic: false });
  const [{ counterexample }] = checkModel(model, {}, claims).properties;

  it('is a race of two pairs, and too late when both have read', () => {
    const explained = explainTrace(model, claims, counterexample as Trace, {
      values: { atomic: true },
      differing: 'atomic=true',
    });
    const pairs = explained.races.map(({ first, second, on, order }) => [
      first.label,
      second.label,
      on.join(),
      order,
    ]);
    expect(pairs).toEqual(expect.arrayContaining([['read', 'write', 'count', 'matters']]));
    expect(explained.mattering.every(({ process }) => process.startsWith('writer'))).toBe(true);
    expect(explained.noReturn).toMatchObject({ exact: true, step: { label: 'read' } });
    expect(explained.fixed).toMatchObject({ parameters: 'atomic=true', step: { label: 'read' } });
  });
});

it('a variant that keeps a part of a record otherwise, or begins with it, is told by that part', () => {
  const model = defineModel('parts', {
    parameters: { keeps: bool, begun: upTo(1) },
    system: ({ keeps, begun }) =>
      system({ one: record({ a: upTo(2), b: upTo(1) }, { a: 0, b: begun }) }, ({ process }) => ({
        writer: process({
          start: 'write',
          steps: {
            write: ({ one }) => {
              one.a = keeps ? 1 : 2;
              return 'done';
            },
          },
        }),
      })),
  });
  const { properties } = defineProperties(model, ({ invariant }) => ({
    kept: invariant('a is not 2', ({ one }) => one.a !== 2),
  }));
  const claims = properties({ keeps: false, begun: 0 });
  const [{ counterexample }] = checkModel(model, {}, claims).properties;
  const saysAt = (values: { keeps: boolean; begun: number }) =>
    explainTrace(model, claims, counterexample as Trace, { values, differing: '' }).fixed?.says;
  expect(saysAt({ keeps: true, begun: 0 })).toBe('it leaves one.a = 1 there');
  expect(saysAt({ keeps: true, begun: 1 })).toBe('the run begins with one.b = 1');
});

it('a claim that is broken where the run begins', () => {
  const model = defineModel('begun', {
    system: () =>
      system({ x: cell(upTo(2), 0) }, ({ process }) => ({
        p: process({
          start: 'a',
          steps: {
            a: ({ x }) => {
              x.value = 1;
              return 'done';
            },
          },
        }),
      })),
  });
  const { properties } = defineProperties(model, ({ invariant }) => ({
    some: invariant('x is not 0', ({ x }) => x.value !== 0),
  }));
  const [{ counterexample }] = checkModel(model, {}, properties({})).properties;
  const trace = counterexample as Trace;
  const explained = explainTrace(model, properties({}), trace);
  expect(explained).toMatchObject({ steps: 0, races: [], noReturn: { exact: true } });
  expect(explanationText(trace, explained)).toContain('It is so where the run begins');
});

it('a mistake of the model that the check had no need to reach', () => {
  const model = defineModel('beyond', {
    system: () =>
      system({ x: cell(upTo(1)), first: cell(bool) }, ({ process }) => ({
        a: process({
          start: 'add',
          steps: {
            add: ({ x, first }) => {
              first.value = x.value === 0;
              x.value = x.value + 1;
              return 'done';
            },
          },
        }),
        b: process({
          start: 'add',
          steps: {
            add: ({ x }) => {
              x.value = x.value + 1;
              return 'done';
            },
          },
        }),
      })),
  });
  const { properties } = defineProperties(model, ({ unreachable }) => ({
    second: unreachable('a is first', ({ first }) => first.value),
  }));
  const [{ counterexample }] = checkModel(model, {}, properties({})).properties;
  const explained = explainTrace(model, properties({}), counterexample as Trace);
  // Where b is first, a goes wrong: no run is known to end well, and none is proved not to.
  expect(explained).toMatchObject({ steps: 1, noReturn: { exact: false } });
});
