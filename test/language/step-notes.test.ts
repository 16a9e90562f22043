// A step's notes stand with the step, or by label beside the steps: both come to the same, and nothing is said twice.
// The types of a step's code are as they are without notes; `tsc` checks the lines that expect an error.

import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/base/errors.ts';
import { checkModel } from '../../src/check/check.ts';
import { expandProcess } from '../../src/compile/layout/expand.ts';
import { bool, cell, defineModel, pool, system, upTo } from '../../src/index.ts';
import { rcu, rcuRead, regions } from '../../src/kernel/index.ts';
import type { Process } from '../../src/language/process.ts';

const cells = { free: cell(upTo(2)), lru: cell(upTo(2)) };
const take = { at: 'mm/a.c take()', thread: 'T: (1) R free', atomic: 'under zone->lock' };

/** The labels of a process, with their notes and whether there is code. */
const notesIn = (definition: { processes: Readonly<Record<string, unknown>> }) =>
  expandProcess('p', definition.processes.p as Process<string, unknown, number>).labels.map(
    ({ name, at, thread, atomic, step }) => ({ name, at, thread, atomic, code: typeof step }),
  );

describe('notes', () => {
  const code = () => 'next' as const;
  const beside = system(cells, ({ process }) => ({
    p: process({
      start: 'take',
      steps: { take: code, give: () => 'done' },
      at: { take: take.at },
      thread: { take: take.thread, give: ['T: (2)', 'T: (3)'] },
      atomic: { take: take.atomic },
    }),
  }));
  const within = system(cells, ({ process }) => ({
    p: process({
      start: 'take',
      steps: {
        take: { ...take, does: code },
        give: { thread: ['T: (2)', 'T: (3)'], does: () => 'done' },
      },
    }),
  }));

  test('with a step are those by its label', () => {
    expect(within.processes.p).toEqual({
      ...beside.processes.p,
      steps: { take: code, give: expect.any(Function) },
    });
    expect(notesIn(within)).toEqual([
      { name: 'take', ...take, code: 'function' },
      { name: 'give', thread: ['T: (2)', 'T: (3)'], code: 'function' },
    ]);
  });

  test('of some steps may stand with them, and of others beside', () => {
    const mixed = system(cells, ({ process }) => ({
      p: process({
        start: 'take',
        steps: { take: { at: take.at, does: code }, give: () => 'done' },
        thread: { take: take.thread, give: ['T: (2)', 'T: (3)'] },
        coarse: { take: take.atomic },
      }),
    }));
    expect(notesIn(mixed)).toEqual(notesIn(beside));
  });

  test('that are undefined are none, as a variant may have it', () => {
    const none = { at: undefined, does: code } as unknown as typeof code;
    const variant = system(cells, ({ process }) => ({
      p: process({
        start: 'take',
        steps: { take: none, give: () => 'done' },
        at: { take: 'mm/a.c a()' },
      }),
    }));
    expect(notesIn(variant)[0]).toEqual({ name: 'take', at: 'mm/a.c a()', code: 'function' });
  });

  test('stand with the steps of procedures, with calls, in pools and under regions', () => {
    const all = system(
      { ...cells, rcu: rcu(), workers: pool(1, {}) },
      ({ process, procedure, call }) => {
        const get = procedure('get', {
          returns: ['got'],
          start: 'take',
          steps: { take: { ...take, does: () => 'got' } },
        });
        return {
          p: regions(
            process({
              pool: 'workers',
              start: 'fast',
              steps: {
                fast: { thread: 'T: (0)', does: call(get, () => ({}), { got: 'end' }) },
                end: { at: 'mm/a.c end()', does: () => 'done' },
              },
            }),
            [rcuRead(['fast', 'end'])],
          ),
        };
      },
    );
    expect(notesIn(all).filter(({ at, thread }) => at ?? thread)).toEqual([
      { name: 'fast', thread: 'T: (0)', code: 'object' },
      { name: 'fast/take', ...take, code: 'function' },
      { name: 'end', at: 'mm/a.c end()', code: 'function' },
    ]);
  });

  test('keep the types of a step: its cells, its locals, its labels', () => {
    expect(typed).not.toThrow();
    expect(mistyped).toThrow(ModelError);
  });
});

const isFast: boolean = cells.free !== cells.lru;

function typed() {
  return system(cells, ({ process, procedure, call }) => {
    const get = procedure('get', {
      params: { n: upTo(2) },
      returns: ['got'],
      start: 'take',
      steps: { take: { at: 'a()', does: ({ me }) => (me.n === 1 ? 'got' : 'blocked') } },
    });
    return {
      p: process({
        locals: { n: upTo(2), on: bool },
        start: 'take',
        steps: {
          take: {
            ...take,
            does: ({ free, me }) => {
              const seen: number = free.value + me.n;
              me.on = seen > 0;
              return 'fast';
            },
          },
          fast: {
            at: 'b()',
            does: call(get, ({ free }) => ({ n: free.value }), { got: 'variant' }),
          },
          variant: {
            at: 'mm/a.c a()',
            does: isFast ? ({ free }) => (free.value === 0 ? 'end' : 'done') : () => 'done',
          },
          end: () => 'done',
        },
      }),
    };
  });
}

function mistyped() {
  return system(cells, ({ process, procedure }) => ({
    p: process({
      start: 'label',
      steps: {
        // @ts-expect-error there is no label 'ende'
        label: { at: 'c()', does: () => 'ende' },
        // @ts-expect-error there is no cell 'fre'
        cell: { at: 'd()', does: ({ fre }) => (fre.value ? 'end' : 'done') },
        // @ts-expect-error a number is no note
        note: { at: 5, does: () => 'end' },
        end: () => 'done',
      },
      // @ts-expect-error there is no label 'ende'
      thread: { ende: 'T: (9)' },
    }),
    q: procedure('get', {
      returns: ['got'],
      start: 'take',
      // @ts-expect-error a procedure never returns 'done'
      steps: { take: { at: 'a()', does: () => 'done' } },
    }) as never,
  }));
}

describe('a mistake in notes', () => {
  // biome-ignore lint/suspicious/noExplicitAny: wrong models are written here on purpose
  const build = (options: any) => () =>
    system(cells, ({ process }) => ({ p: process({ start: 'take', ...options }) }));
  const does = () => 'done';
  const start = "the process that starts at 'take'";

  test.each([
    [
      'a note twice',
      { steps: { take: { at: 'a', does } }, at: { take: 'b' } },
      "'at' of 'take' is said twice",
    ],
    [
      'the same twice',
      { steps: { take: { thread: 'T', does } }, thread: { take: 'T' } },
      "'thread' of 'take' is said twice",
    ],
    [
      'under both names',
      { steps: { take: does }, atomic: { take: 'b' }, coarse: { take: 'b' } },
      "'atomic' of 'take' is said twice",
    ],
    [
      'under the older name',
      { steps: { take: { atomic: 'a', does } }, coarse: { take: 'b' } },
      "'atomic' of 'take' is said twice",
    ],
    [
      'no code',
      { steps: { take: { at: 'a' } } },
      "'take' has notes and no code; write it as does: ({ cells })",
    ],
    [
      'a misspelt note',
      { steps: { take: { athomic: 'a', does } } },
      "a step has no 'athomic'; did you mean 'atomic'?",
    ],
    ['the older name of one', { steps: { take: { coarse: 'a', does } } }, "a step has no 'coarse'"],
    [
      'a note that is no text',
      { steps: { take: { at: 5, does } } },
      'at is a text, not the number 5',
    ],
    [
      'steps that are no texts',
      { steps: { take: { thread: ['T', 5], does } } },
      'thread is a text, not the number 5',
    ],
    [
      'a list that is none',
      { steps: { take: does }, atomic: 'a' },
      "atomic must be { label: note }, not the text 'a'",
    ],
    [
      'no text in a list',
      { steps: { take: does }, coarse: { take: true } },
      'coarse is a text, not a boolean true',
    ],
    [
      'code that is none',
      { steps: { take: { does: 'done' } } },
      "a step must be a function or a call(...); 'take' is the text 'done'",
    ],
    [
      'notes in notes',
      { steps: { take: { does: { does } } } },
      "a step must be a function or a call(...); 'take' is a plain object",
    ],
  ])('%s', (_what, options, message) => {
    expect(build(options)).toThrow(ModelError);
    expect(build(options)).toThrow(`${start}: ${message}`);
  });

  test('a label that there is not', () => {
    const made = build({ steps: { take: does }, thread: { tak: 'T' } })();
    expect(() => notesIn(made)).toThrow("there is no label 'tak'; its labels: take");
  });

  test('a procedure is named', () => {
    const made = () =>
      system(cells, ({ process, procedure }) => {
        procedure('get', {
          returns: ['got'],
          start: 'take',
          steps: { take: { at: 'a', does: () => 'got' } },
          at: { take: 'b' },
        });
        return { p: process({ start: 'take', steps: { take: () => 'done' } }) };
      });
    expect(made).toThrow("procedure 'get': 'at' of 'take' is said twice");
  });

  test('code that the analysis cannot read is refused at its step', () => {
    const made = build({
      steps: {
        take: {
          at: 'a',
          does() {
            return 'done';
          },
        },
      },
    })();
    const model = defineModel('wrong', { system: () => made });
    expect(() => checkModel(model, {}, {})).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('not an arrow function'),
        place: expect.objectContaining({ process: 'p', step: 'take' }),
      }),
    );
  });
});
