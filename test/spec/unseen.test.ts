// What no row of a spec sees is told, and a spec may demand that there is nothing of the kind, or nothing else.

import { describe, expect, test } from 'vitest';
import { ExitCode, exitCodeOfRuns } from '../../src/cli/exit-code.ts';
import { bool, cell, defineModel, defineSpec, system, upTo } from '../../src/index.ts';
import { runJson } from '../../src/report/json/run.ts';
import { matrixText, summaryText } from '../../src/report/text/verdict-matrix.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { type SpecRun, summarize } from '../../src/spec/run-outcome.ts';
import { runRow } from '../../src/spec/run-spec.ts';
import { unseenOf } from '../../src/spec/unseen.ts';
import { mmcheck, project, TINY, tinySpec } from '../cli/mmcheck.ts';

/** `late` is reached where `n` is 1, `gone` never, and the setter ends where `n` is not 2. */
const model = defineModel('tiny', {
  parameters: { n: upTo(2) },
  system: ({ n }) =>
    system({ flag: cell(bool) }, ({ process }) => ({
      setter: process({
        start: 'set',
        end: ['set'],
        steps: {
          set: ({ flag }) => {
            flag.value = true;
            if (n > 0) return n === 1 ? 'late' : 'set';
            return flag.value ? 'done' : 'gone';
          },
          late: () => 'done',
          gone: () => 'done',
        },
      }),
    })),
});

function run(rows: readonly number[], never?: readonly string[], stress = false): SpecRun {
  const spec = defineSpec(model, {
    properties: ({ deadlock, invariant }) => ({
      end: deadlock(),
      stays: invariant('once set', ({ setter, flag }) => setter[0].at !== 'done' || flag.value),
    }),
    rows: rows.map((n) => ({ set: { n }, expect: { end: 'holds', stays: 'holds' } })),
    teeth: { end: { replace: '', at: { n: rows[0] } }, stays: { replace: '', at: { n: rows[0] } } },
  });
  const found = examineSpec(spec).map((row) => runRow(spec, row));
  const demand = never && { never, stress };
  return {
    spec: 'specs/tiny.ts',
    model: 'tiny',
    seed: '',
    rows: found,
    ...unseenOf(found, demand),
  };
}
const status = (one: SpecRun) => exitCodeOfRuns([one], summarize([one]));

describe('without a demand', () => {
  test('an observer of a process that a row does not have is seen in the rows that do', () => {
    const some = defineModel('some', {
      parameters: { n: upTo(1) },
      system: ({ n }) =>
        system({ flag: cell(bool) }, ({ process }) => ({
          setter: process({
            count: n,
            start: 'set',
            steps: {
              set: ({ flag }) => {
                flag.value = true;
                return 'done';
              },
            },
          }),
          other: process({ start: 'end', steps: { end: () => 'done' } }),
        })),
    });
    const rowsOf = (rows: readonly number[]) => {
      const spec = defineSpec(some, {
        properties: ({ observer }) => ({
          once: observer('it is set once', {
            state: { set: bool },
            on: {
              setter: ({ my, assert }) => {
                assert(!my.set, 'it is set twice');
                my.set = true;
              },
            },
          }),
        }),
        rows: rows.map((n) => ({ set: { n }, expect: { once: 'holds' } })),
        teeth: { once: { replace: '', at: { n: rows[0] } } },
      });
      return unseenOf(
        examineSpec(spec).map((row) => runRow(spec, row)),
        undefined,
      ).unseen;
    };
    expect(rowsOf([0, 1])).toEqual([]);
    expect(rowsOf([0])).toEqual(['there is any setter', "observer 'once' has anything to do"]);
  });

  test('what no row sees is told: status 0', () => {
    const one = run([0, 2]);
    expect(matrixText(one)).toContain('Seen in no row:\n  - setter is at late, gone\n');
    expect(runJson([one], summarize([one])).specs[0]).toMatchObject({
      unseen: ['setter is at late', 'setter is at gone'],
    });
    expect(status(one)).toBe(ExitCode.asExpected);
  });

  test('and what one of them sees is not, nor what one may have seen that was not run', () => {
    expect(run([1, 2]).unseen).toEqual(['setter is at gone']);
    expect(run([2]).unseen).toEqual([
      'setter is at late',
      'setter is at gone',
      'setter ends',
      "claim 'stays' needs `flag.value`",
    ]);
    const [{ happenings: _, ...stopped }] = run([0]).rows;
    expect(unseenOf([...run([2]).rows, stopped], undefined)).toEqual({});
    const [row] = run([0]).rows;
    const demand = { never: [], stress: false };
    const cutBy = (reached: 'states' | 'error') => ({ ...row, limit: { reached, message: '' } });
    expect(unseenOf([cutBy('states')], demand)).toEqual({});
    expect(unseenOf([cutBy('error')], demand).unmet).toHaveLength(2);
  });
});

test('an observer that reacts in one row only is seen, and one that reacts in none is not', () => {
  const spec = defineSpec(model, {
    properties: ({ observer }) => ({
      late: observer('hears of late', { state: {}, on: { setter: { late: () => {} } } }),
      gone: observer('hears of gone', { state: {}, on: { setter: { gone: () => {} } } }),
    }),
    rows: [0, 1].map((n) => ({ set: { n }, expect: { late: 'holds', gone: 'holds' } as const })),
    teeth: { late: { replace: '', at: { n: 0 } }, gone: { replace: '', at: { n: 0 } } },
  });
  const rows = examineSpec(spec).map((row) => runRow(spec, row));
  const of = (row: (typeof rows)[number]) => unseenOf([row], undefined).unseen;
  expect(of(rows[0])).toContain("observer 'late' has anything to do");
  expect(of(rows[1])).not.toContain("observer 'late' has anything to do");
  const { unseen } = unseenOf(rows, undefined);
  expect(unseen).not.toContain("observer 'late' has anything to do");
  expect(unseen).toContain("observer 'gone' has anything to do");
});

describe('a demand', () => {
  const both = ['setter is at late', 'setter is at gone'];
  test.each<[string, readonly string[], readonly string[]]>([
    ['that is met', both, []],
    [
      'that leaves one out',
      both.slice(1),
      ["no row sees it, and 'never' does not say so: setter is at late"],
    ],
    [
      'that says too much',
      [...both, 'setter ends'],
      ["'never' says so, and it happens, or is nothing of the model: setter ends"],
    ],
  ])('%s', (_, never, unmet) => {
    const one = run([0, 2], never);
    expect(one.unmet).toEqual(unmet);
    expect(status(one)).toBe(unmet.length === 0 ? ExitCode.asExpected : ExitCode.violated);
    const text = matrixText(one, { columns: 200 });
    expect(text).not.toContain('Seen in no row');
    for (const words of unmet) expect(text).toContain(`! ${words}`);
  });

  test('that nothing be unseen', () => {
    const one = run([0, 2], []);
    expect(summaryText(summarize([one]))).toBe('2 rows: all as expected, 2 demands not met\n');
  });

  test('of a run with large rows, which may see more', () => {
    expect(run([0, 2], [...both, 'setter ends'], true).unmet).toEqual([]);
  });

  test('of the wrong shape', () => {
    const spec = {
      ...defineSpec(model, { properties: () => ({}), rows: [], never: [7] as never }),
    };
    const rows = [{ set: {}, expect: { assertions: 'holds' } }] as const;
    expect(() => examineSpec({ ...spec, rows })).toThrow("'never' is a list of what `run` says");
  });
});

test('on the command line, of all properties only', async () => {
  const idle = TINY.replace("'done'; }", "'done'; }, idle: () => 'set'").replace(
    "return 'done'",
    "return flag.value ? 'done' : 'idle'",
  );
  const rows = "{ set: {}, expect: { off: 'violated' } }";
  const cwd = project({ 'models/tiny.ts': idle, 'specs/tiny.ts': tinySpec(rows, 'never: [],') });
  const all = await mmcheck(['run'], { cwd });
  expect(all.stdout).toContain("! no row sees it, and 'never' does not say so: setter is at idle");
  expect(all.code).toBe(1);
  expect((await mmcheck(['run', '--property', 'off'], { cwd })).code).toBe(0);
});
