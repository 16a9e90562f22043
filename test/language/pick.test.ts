// A step may come from pick(): its parameters have their types, whatever else the process has, and a wrong name in it is
// found where it stands. `tsc` checks the types, and the lines that expect an error.

import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/check/check.ts';
import {
  bool,
  cell,
  defineModel,
  defineProperties,
  kind,
  oneOf,
  orNone,
  pick,
  system,
  upTo,
} from '../../src/index.ts';
import { rcu, rcuRead, regions, spinlock, withLock } from '../../src/kernel/index.ts';

const cpu = kind('cpu', 2);
const cells = { data: cell(upTo(3)), seq: cell(upTo(2)), owner: cell(orNone(cpu)) };
const parameters = { update: oneOf('in-place', 'seqcount') };

const steps = defineModel('steps', {
  parameters,
  system: ({ update }) =>
    system(cells, ({ process, procedure, call }) => {
      const add = procedure('add', {
        params: { by: upTo(1) },
        results: { sum: upTo(3) },
        returns: ['ok', 'full'],
        start: 'look',
        steps: {
          look: pick(update, {
            'in-place': ({ data, me }) => (data.value + me.by > 1 ? 'full' : 'write'),
            seqcount: () => 'next',
          }),
          write: {
            atomic: 'under zone->lock',
            does: pick(update, {
              'in-place': ({ data, me }) => {
                data.value += me.by;
                me.sum = data.value;
                return 'ok';
              },
              seqcount: ({ me }) => (me.by === 0 ? 'full' : 'ok'),
            }),
          },
        },
      });
      return {
        // Nothing but picks, and no locals: there is nothing else from which the types could come.
        writer: process({
          start: 'write',
          steps: {
            write: pick(update, {
              'in-place': ({ data }) => {
                data.value = 1;
                return 'done';
              },
              seqcount: ({ seq }) => {
                seq.value++;
                return 'done';
              },
            }),
          },
        }),
        reader: process({
          count: cpu,
          locals: { saw: orNone(cpu), sum: upTo(3) },
          start: 'own',
          steps: {
            own: pick(update, {
              'in-place': ({ owner, me }) => {
                owner.value = me.id;
                return 'look';
              },
              seqcount: () => 'next',
            }),
            look: pick(update, {
              'in-place': {
                thread: 'R',
                does: ({ owner, me }) => {
                  me.saw = owner.value;
                  return 'sum';
                },
              },
              seqcount: () => 'sum',
            }),
            sum: pick(update, {
              'in-place': call(
                add,
                () => ({ by: 1 }),
                { ok: 'done', full: 'done' },
                { sum: 'sum' },
              ),
              seqcount: ({ me }) => (me.sum === 0 ? 'done' : 'own'),
            }),
          },
        }),
      };
    }),
});
const properties = defineProperties(steps, ({ invariant }) => ({
  'data-stays': invariant('nobody writes in place', ({ data }) => data.value === 0),
  'seq-stays': invariant('nobody counts', ({ seq }) => seq.value === 0),
}));

describe('pick', () => {
  test.each([
    ['in-place', ['violated', 'holds']],
    ['seqcount', ['holds', 'violated']],
  ])('takes the step of the variant %s', (update, verdicts) => {
    const outcome = checkModel(steps, { update }, properties.properties({ update }));
    expect(outcome.properties.map(({ verdict }) => verdict)).toEqual(verdicts);
  });

  test('of anything else has the type of its choices', () => {
    const update = 'seqcount' as 'in-place' | 'seqcount';
    const count: number = pick(update, { 'in-place': 1, seqcount: 2 });
    const start: 'a' | 'b' = pick(update, { 'in-place': 'a', seqcount: 'b' });
    const by = pick(update, { 'in-place': (n: number) => n + 1, seqcount: (n: number) => n - 1 });
    const labels: readonly string[] = pick(update, { 'in-place': ['a'], seqcount: [] });
    // @ts-expect-error a variant is left out
    pick(update, { seqcount: 1 });
    // @ts-expect-error there is no such variant
    pick(update, { 'in-place': 1, seqcount: 2, rcu: 3 });
    expect([count, start, by(count), labels]).toEqual([2, 'b', 1, []]);
  });

  test('types the names in a step: cells, locals, ids and labels', () => {
    const v = 'x' as 'x' | 'y';
    const wrong = () =>
      system(cells, ({ process, procedure, call }) => {
        const f = procedure('f', {
          params: { n: upTo(2) },
          returns: ['ok'],
          start: 'a',
          steps: {
            // @ts-expect-error no such parameter
            a: pick(v, { x: ({ me }) => (me.m > 0 ? 'ok' : 'b'), y: () => 'b' }),
            // @ts-expect-error no such label, nor does it return there
            b: pick(v, { x: ({ me }) => (me.n > 0 ? 'ko' : 'b'), y: () => 'b' }),
            // @ts-expect-error a procedure returns, and does not end
            c: { at: 'x', does: pick(v, { x: () => 'done', y: () => 'b' }) },
          },
        });
        return {
          p: process({
            count: cpu,
            locals: { k: upTo(3) },
            start: 'a',
            steps: {
              // @ts-expect-error no such cell
              a: pick(v, { x: ({ dat }) => (dat ? 'b' : 'c'), y: () => 'b' }),
              // @ts-expect-error no such local
              b: pick(v, { x: ({ me }) => (me.q ? 'b' : 'c'), y: () => 'b' }),
              // @ts-expect-error no such label
              c: pick(v, { x: ({ me }) => (me.k ? 'b' : 'x'), y: () => 'b' }),
              // @ts-expect-error no such label in the variant that touches nothing
              d: pick(v, { x: ({ me }) => (me.k ? 'b' : 'c'), y: () => 'x' }),
              // @ts-expect-error no such local
              e: { at: 'x', does: pick(v, { x: ({ me }) => (me.q ? 'b' : 'c'), y: () => 'b' }) },
              // @ts-expect-error a return label is left out
              f: pick(v, { x: call(f, () => ({ n: 1 }), {}), y: () => 'b' }),
              // @ts-expect-error nor such a label of the caller
              g: pick(v, { x: call(f, () => ({ n: 1 }), { ok: 'x' }), y: () => 'b' }),
              // @ts-expect-error an id is compared with ids
              h: pick(v, { x: ({ me }) => (me.id === 'b' ? 'b' : 'c'), y: () => 'b' }),
            },
          }),
        };
      });
    expect(wrong).not.toThrow();
  });
});

test('regions take labels that depend on a parameter, without `as const`', () => {
  const model = defineModel('held', {
    parameters: { fixed: bool, ...parameters },
    system: ({ fixed, update }) => {
      const held = fixed ? ['write', 'count'] : ['count'];
      return system({ ...cells, lock: spinlock('lock'), rcu: rcu() }, ({ process }) => ({
        p: regions(
          process({
            start: 'write',
            steps: { write: () => 'count', count: () => 'done' },
          }),
          [
            withLock('lock', fixed ? ['write', 'count'] : ['count']),
            rcuRead(pick(update, { 'in-place': ['write'], seqcount: [] })),
            ...(fixed ? [withLock('lock', [])] : []),
            rcuRead(['write', ...(fixed ? ['count'] : [])]),
            rcuRead(held),
          ],
        ),
      }));
    },
  });
  const isLocked = (fixed: boolean) =>
    model.system({ fixed, update: 'seqcount' }).processes.p?.start.startsWith('lock lock');
  expect([isLocked(false), isLocked(true)]).toEqual([false, true]);
});

test('a misspelt label of a region is an error of the types where its letters are known, and always of the model', () => {
  const misspelt = (labels: readonly string[]) => () =>
    system(cells, ({ process }) => ({
      p: regions(process({ start: 'write', steps: { write: () => 'done' } }), [
        // @ts-expect-error no such label
        rcuRead(['wrte']),
        rcuRead(labels),
      ]),
    }));
  expect(misspelt([])).toThrow("there is no label 'wrte'");
});

test('a value without a choice is told', () => {
  const choose = () => pick('two' as string, { one: 1, tow: 2 });
  expect(choose).toThrow("pick: there is no 'two'; did you mean 'tow'?");
});
