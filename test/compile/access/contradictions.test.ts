// Conditions that contradict themselves, in `if` and in callbacks; never one that another variant could answer otherwise.

import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { ModelError } from '../../../src/base/errors.ts';
import { analyseStep } from '../../../src/compile/access/analyse.ts';
import { shapesOf } from '../../../src/compile/layout/layout.ts';
import { bool, cell, none, oneOf, orNone, table, upTo } from '../../../src/index.ts';
import { SCOPE } from './support.ts';

const cells = shapesOf({
  st: cell(oneOf('idle', 'gone')),
  n: cell(upTo(3)),
  ok: cell(bool),
  head: cell(orNone(upTo(2))),
  p: table(2, { at: oneOf('one', 'two'), id: upTo(1) }),
});
const at = { process: 'p', step: 'a' };

function found(body: string) {
  const fn = new Function('none', 'N', `return ({ st, n, ok, head, p }) => ${body}`)(none, 2);
  return analyseStep(fn, { ...SCOPE, cells }, at).constant;
}

it.for<[string, string, boolean]>([
  [
    "{ if (st.value === 'idle' && st.value === 'gone') return 'a'; return 'b' }",
    "st.value === 'idle' && st.value === 'gone'",
    false,
  ],
  [
    "st.value !== 'idle' || st.value !== 'gone' ? 'a' : 'b'",
    "st.value !== 'idle' || st.value !== 'gone'",
    true,
  ],
  ["{ while (ok.value && !ok.value) n.value = 1; return 'a' }", 'ok.value && !ok.value', false],
  [
    "p.filter(({ at }) => at === 'one' && at === 'two').length",
    "at === 'one' && at === 'two'",
    false,
  ],
  ['p.some((one) => one.id === 0 && one.id === 1)', 'one.id === 0 && one.id === 1', false],
  [
    "head.value === none || head.value !== none ? 'a' : 'b'",
    'head.value === none || head.value !== none',
    true,
  ],
  [
    "{ if (n.value < 2 && n.value > 3) return 'a'; return 'b' }",
    'n.value < 2 && n.value > 3',
    false,
  ],
  ["n.value >= -1 || n.value < 0 ? 'a' : 'b'", 'n.value >= -1 || n.value < 0', true],
  ["n.value > 1 && n.value < 2 ? 'a' : 'b'", 'n.value > 1 && n.value < 2', false],
  [
    "p[0].id < n.value && n.value < p[0].id ? 'a' : 'b'",
    'p[0].id < n.value && n.value < p[0].id',
    false,
  ],
])('%s', ([body, text, answer]) => {
  expect(found(body)).toEqual([{ text, answer, why: 'whatever it reads' }]);
});

it.for<string>([
  "st.value === 'idle' || st.value === 'gone' ? 'a' : 'b'",
  "ok.value ? 'a' : 'b'",
  "!ok.value ? 'a' : 'b'",
  "n.value ? 'a' : 'b'",
  "n.value === 0 && !n.value ? 'a' : 'b'",
  "n.value === N && n.value === 1 ? 'a' : 'b'",
  "n.value === -1 ? 'a' : 'b'",
  "n.value === 1 + 1 ? 'a' : 'b'",
  "head.value !== none ? 'a' : 'b'",
  "st.value === 'idle' && p.some(({ at }) => at === 'two') ? 'a' : 'b'",
  'p.some((one) => p.some((other) => one.id === 0 && other.id === 1))',
  "n.value !== head.value && p[0].id !== n.value && p[1].id !== n.value ? 'a' : 'b'",
  "n.value && p[0].id && n.value !== none && p[0].id !== none && n.value !== p[0].id ? 'a' : 'b'",
  "n.value === 1 && n.value++ === 2 ? 'a' : 'b'",
  "n.value > 1 && n.value < 3 ? 'a' : 'b'",
  "n.value > 1 && p[0].id === n.value ? 'a' : 'b'",
  "n.value < 2 || n.value > 3 ? 'a' : 'b'",
  "n.value > 100 && n.value < 0 ? 'a' : 'b'",
  "n.value > 1 && p[0].id > n.value && p[1].id > p[0].id ? 'a' : 'b'",
  "head.value < 2 && head.value > 3 ? 'a' : 'b'",
  "{ let k = n.value; k++; if (k === 1 && st.value === 'idle') return 'a'; return 'b' }",
])('nothing is said of %s', (body) => {
  expect(found(body)).toEqual([]);
});

test('a name that is given another value is not the same all through', () => {
  expect(found("{ let k = n.value; if (k === 1 && ++k === 2) return 'a'; return 'b' }")).toEqual(
    [],
  );
});

test('a random condition that is said to have one answer has it for all values', () => {
  const value = fc.constantFrom('n.value', 'm.value', 'ok.value', 'head.value', '0', '1', 'none');
  const number = fc.constantFrom('n.value', 'm.value', '0', '1', '2');
  const { condition } = fc.letrec((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(value, fc.constantFrom('===', '!=='), value).map(([a, is, b]) => `${a} ${is} ${b}`),
      fc
        .tuple(number, fc.constantFrom('<', '<=', '>', '>='), number)
        .map(([a, is, b]) => `${a} ${is} ${b}`),
      fc.constantFrom('n.value', 'ok.value'),
      tie('condition').map((one) => `!(${one})`),
      fc
        .tuple(tie('condition'), fc.constantFrom('&&', '||'), tie('condition'))
        .map(([a, join, b]) => `(${a}) ${join} (${b})`),
      fc
        .tuple(tie('condition'), tie('condition'), tie('condition'))
        .map(([a, b, c]) => `((${a}) ? (${b}) : (${c}))`),
    ),
  }));
  const ids = [0, 1, 2, none];
  let said = 0;
  fc.assert(
    fc.property(condition as fc.Arbitrary<string>, (text) => {
      const fn = new Function(
        'none',
        `return ({ n, m, ok, head }) => { if (${text}) return 'a'; return 'b' }`,
      )(none);
      const shapes = { ...cells, ...shapesOf({ m: cell(upTo(3)) }) };
      const constant = accepted(() => analyseStep(fn, { ...SCOPE, cells: shapes }, at).constant);
      for (const { text: part, answer } of constant) {
        // A long text is shown in part.
        if (part.includes('...')) continue;
        said++;
        const asks = new Function('n', 'm', 'ok', 'head', 'none', `return Boolean(${part})`);
        for (const n of [0, 1, 2, 3])
          for (const m of [0, 1, 2, 3])
            for (const ok of [false, true])
              for (const head of ids) {
                const all = [n, m, ok, head].map((one) => ({ value: one }));
                expect([part, asks(...all, none)]).toEqual([part, answer]);
              }
      }
    }),
    { numRuns: 1000, seed: 1, endOnFailure: true },
  );
  expect(said).toBeGreaterThan(50);
});

/** Other analyses refuse some conditions. */
function accepted<T>(analyse: () => readonly T[]): readonly T[] {
  try {
    return analyse();
  } catch (error) {
    if (error instanceof ModelError) return [];
    throw error;
  }
}
