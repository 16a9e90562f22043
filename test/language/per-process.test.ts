// perProcess(): an element for each process of the system, which belongs to that process as a local does.

import {
  anyProcess,
  cell,
  defineModel,
  kind,
  none,
  orNone,
  perProcess,
  pool,
  system,
  upTo,
} from 'mmcheck';
import { describe, expect, test } from 'vitest';
import { accessText } from '../../src/check/access-text.ts';
import { checkModel } from '../../src/check/check.ts';
import { CompiledSystem } from '../../src/compile/program/compile.ts';
import type { Cells } from '../../src/language/cell.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { StateDecoder } from '../../src/trace/show-state.ts';
import { never, verdictsOf } from '../kernel/verdicts.ts';

const task = kind('task', 3);

/** Workers that count, and somebody who waits for two of them. */
const counting = (): SystemDefinition =>
  system({ seen: perProcess(upTo(2)) }, ({ process }) => ({
    worker: process({
      count: task,
      start: 'count',
      steps: {
        count: ({ seen, me }) => {
          seen[me.self]++;
          return seen[me.self] === 2 ? 'done' : 'count';
        },
      },
    }),
    other: process({
      start: 'look',
      steps: {
        look: ({ seen }) => {
          if (seen.filter((times) => times === 2).length < 2) return 'blocked';
          seen.forEach((times, who) => {
            if (times === 1) seen[who] = 0;
          });
          return 'done';
        },
      },
    }),
  }));

test('the reference explorer reaches the same', () => {
  const two = never(({ seen }) => seen.every((times: number) => times === 2));
  expect(verdictsOf(counting(), { two })).toMatchObject({ two: 'holds' });
});

test('an element for each instance, those of pools included', () => {
  const made = system({ jobs: pool(2), seen: perProcess(upTo(1)) }, ({ process }) => ({
    boss: process({
      start: 'spawn',
      steps: { spawn: ({ jobs }) => (jobs.spawn({}) < 2 ? 'done' : 'done') },
    }),
    job: process({
      pool: 'jobs',
      start: 'go',
      steps: {
        go: ({ seen, me }) => {
          seen[me.self] = 1;
          return 'done';
        },
      },
    }),
  }));
  const { layout } = new CompiledSystem(made);
  const { seen } = layout.cells;
  expect(seen.type === 'array' && seen.elements.length).toBe(3);
  expect(() => verdictsOf(made)).not.toThrow();
});

describe("an element is its process's own", () => {
  test('to the search, which stores one state for all that differ in who is who', () => {
    const alone = (cells: Cells, place: string): SystemDefinition =>
      system(cells, ({ process }) => ({
        worker: process({
          count: 4,
          start: 'count',
          locals: { mine: upTo(2) },
          steps: {
            count: new Function(
              `return ({ ${Object.keys(cells).join()}${cells.seen ? ', ' : ''}me }) => {
                ${place}++;
                return ${place} === 2 ? 'done' : 'count';
              }`,
            )(),
          },
        }),
      }));
    const statesOf = (made: SystemDefinition, reduction: false | readonly ['symmetry']): number =>
      checkModel(defineModel('counting', { system: () => made }), {}, {}, { reduction }).statistics
        .states;
    const shared = alone({ seen: perProcess(upTo(2)) }, 'seen[me.self]');
    const local = alone({}, 'me.mine');
    expect([statesOf(shared, false), statesOf(shared, ['symmetry'])]).toEqual([81, 15]);
    expect([statesOf(local, false), statesOf(local, ['symmetry'])]).toEqual([81, 15]);
  });

  test('to the access analysis: no step of one touches what a step of another does', () => {
    const compiled = new CompiledSystem(counting());
    const [first, second] = compiled.layout.instances;
    const [label] = first.process.flat.labels;
    expect(compiled.accessOf(first, label).accesses.map(accessText)).toContain('seen[me.self]');
    const fields = [first, second].map((one) => compiled.writtenFields(one, label));
    expect([...fields[0]].filter((field) => fields[1].has(field))).toEqual([]);
  });
});

test('states show those of whom it says something', () => {
  const { layout, state } = new CompiledSystem(counting());
  const decoder = new StateDecoder(layout);
  expect(decoder.decode(state).cells.toJS()).toEqual({ seen: {} });
  const { seen } = layout.cells;
  if (seen.type !== 'array' || seen.elements[1].type !== 'scalar') throw new Error('no array');
  state[seen.elements[1].field.word] |= 2 << seen.elements[1].field.shift;
  expect(decoder.decode(state).cells.toJS()).toEqual({ seen: { worker1: 2 } });
});

test('a local has no array over processes', () => {
  const wrong = system({ by: cell(orNone(anyProcess)) }, ({ process }) => ({
    one: process({
      start: 's',
      locals: { seen: perProcess(upTo(1)) },
      steps: { s: ({ by }) => (by.value === none ? 'done' : 'done') },
    }),
    two: process({ start: 's', steps: { s: () => 'done' } }),
  }));
  expect(() => new CompiledSystem(wrong)).toThrow('perProcess() is for cells');
});

test.each([[[1, 0]], [(k: number) => k]])(
  'no process starts with another value than others',
  (initial) => {
    expect(() => perProcess(upTo(1), initial as never)).toThrow('give one value for all');
  },
);
