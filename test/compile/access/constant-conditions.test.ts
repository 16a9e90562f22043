// What claims and assertions ask that has one answer in every state: found where it stands, and nowhere else. A random
// condition that is called constant has that answer for all values, by the engine's own evaluation.

import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { analyseStep } from '../../../src/compile/access/analyse.ts';
import { shapesOf } from '../../../src/compile/layout/layout.ts';
import {
  array,
  bool,
  cell,
  kind,
  list,
  none,
  oneOf,
  orNone,
  perProcess,
  record,
  set,
  upTo,
} from '../../../src/index.ts';
import { spinlock } from '../../../src/kernel/index.ts';
import { analyse, SCOPE } from './support.ts';

const page = kind('page', 2);
const cells = shapesOf({
  a: cell(upTo(3)),
  b: cell(upTo(3)),
  free: array(2, upTo(2)),
  ok: cell(bool),
  word: cell(oneOf('x', 'y')),
  head: cell(orNone(page)),
  queue: list(2, upTo(2)),
  lock: spinlock('lock'),
  seen: set(2),
  many: array(2, record({ n: upTo(2) })),
  each: perProcess(upTo(2)),
  lone: array(1, upTo(2)),
  only: cell(upTo(0)),
});
const scope = { ...SCOPE, cells };
const all = '{ a, b, free, ok, word, head, queue, lock, seen, many, each, lone, only }';

function claim(condition: string) {
  const fn = new Function('none', 'n', `return (${all}) => ${condition}`)(none, 2);
  const asked = { ...scope, tools: [], readOnly: true, viewsMayLeave: true };
  return analyseStep(fn, asked, { property: 'p' }).constant;
}

describe('a claim asks for nothing', () => {
  it.for<[string, boolean, string]>([
    ['a.value < 5', true, 'a.value is a whole number 0..3'],
    ['a.value >= 0', true, 'a.value is a whole number 0..3'],
    ['a.value === a.value', true, 'a.value is a whole number 0..3'],
    ['a.value > b.value && a.value < b.value', false, 'whatever it reads'],
    ['ok.value || true', true, 'ok.value is true or false'],
    ['ok.value || !ok.value', true, 'ok.value is true or false'],
    ['a.value % 2 === 2', false, 'a.value is a whole number 0..3'],
    ["word.value === 'x' || word.value === 'y'", true, "word.value is 'x' | 'y'"],
    ['head.value === none || head.value !== none', true, 'head.value is a page (0..1) or none'],
    ['(ok.value ? a.value < 4 : true)', true, 'whatever it reads'],
    ['!free.some((n) => n > 1) || true', true, 'whatever it reads'],
    ['lock.isHeld() || ok.value || true', true, 'ok.value is true or false'],
    ['free.length === 2', true, 'free.length is a whole number 2..2'],
    ['queue.length > 2', false, 'queue.length is a whole number 0..2'],
    ['seen.size <= 2', true, 'seen.size is a whole number 0..2'],
    [
      'free.filter((n) => n > 1).length <= 2',
      true,
      'free.filter((n) => n > 1).length is a whole number 0..2',
    ],
    [
      'many.slice(1).filter((one) => one.n > 1).length > 1',
      false,
      'many.slice(1).filter((one) => one.n > 1).length is a whole number 0..1',
    ],
    ['many.slice(2).every((one) => one.n > 0)', true, 'there is nothing in many.slice(2)'],
    ['many.slice(2).some((one) => one.n > 0)', false, 'there is nothing in many.slice(2)'],
  ])('%s', ([condition, answer, why]) => {
    const text = condition.replace(/^\((.*)\)$/, '$1');
    expect(claim(condition)).toEqual([{ text, answer, why }]);
  });

  it.for<[string, string[]]>([
    ['a.value < 5 && b.value < 3', ['a.value < 5']],
    ['b.value < 3 || !(a.value > 9)', ['b.value < 3 || !(a.value > 9)']],
    ['b.value < 3 || a.value > 9', ['a.value > 9']],
    ['(ok.value ? a.value > 9 : b.value < 3)', ['a.value > 9']],
    ['many.every((one) => one.n <= 2)', ['one.n <= 2']],
    ['!many.some((one) => one.n > 2 || one.n === a.value)', ['one.n > 2']],
  ])('in a part: %s', ([condition, texts]) => {
    expect(claim(condition).map(({ text }) => text)).toEqual(texts);
  });

  it.for<string>([
    'a.value < 3',
    'a.value < n + 9',
    'a.value <= b.value || ok.value',
    'head.value === none',
    'lock.owner !== none',
    'queue.first < 3',
    'queue.at(0) < 3',
    '[a.value].some((k) => k < 9)',
    'queue.length < 2',
    'seen.size > 1',
    'free.filter((n) => n > 1).length > 1',
    'free.slice(1).length === free.filter((n) => n > 1).length',
    'many.slice(1).every((one) => one.n > 0)',
    'each.filter((n) => n > 1).length <= 2',
    'free.map((n) => n + 1).length <= n',
    'only.value === 0',
    'lone.slice(1).every((n) => n > 0)',
    'lone.filter((n) => n > 0).length <= 1',
  ])('or not: %s', (condition) => {
    expect(claim(condition)).toEqual([]);
  });
});

describe('an assertion asks for nothing', () => {
  const asserts = (body: string) =>
    analyse(`({ seq, lock, me, assert }) => { ${body}; return "next" }`).constant.map(
      ({ text }) => text,
    );

  it.for<[string, string[]]>([
    ['assert(me.i <= 2, "")', ['me.i <= 2']],
    ['assert(me.i === me.i || seq.value > 9, "")', ['me.i === me.i || seq.value > 9']],
    ['assert((seq.value > 5, true), "")', ['seq.value > 5, true']],
    ['const old = seq.value; seq.value = 0; assert(old < 5, "")', ['old < 5']],
    ['const old = seq.value; seq.value = 0; assert(old === seq.value, "")', []],
    ['let old = seq.value; old = 9; assert(old < 5, "")', []],
    ['assert(seq.value++ < 5, "")', []],
    ['assert(!lock.acquire() || seq.value === seq.value, "")', []],
    ['if (me.i <= 2) seq.value = 1', []],
  ])('%s', ([body, texts]) => {
    expect(asserts(body)).toEqual(texts);
  });
});

/** Texts of conditions over `a`, `b` and `ok`. */
const conditions = fc.letrec<{ number: string; truth: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom('a.value', 'b.value', '0', '2', '3', '-1'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '%', '&', '|'), tie('number'))
      .map((parts) => `(${parts.join(' ')})`),
  ),
  truth: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('ok.value', 'true', 'n === 2'),
    fc
      .tuple(
        tie('number'),
        fc.constantFrom('===', '!==', '<', '<=', '>', '>=', '==', '!='),
        tie('number'),
      )
      .map((parts) => parts.join(' ')),
    fc
      .tuple(tie('truth'), fc.constantFrom('&&', '||', ','), tie('truth'))
      .map((parts) => `(${parts.join(' ')})`),
    fc
      .tuple(tie('truth'), tie('truth'), tie('truth'))
      .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    tie('truth').map((one) => `!(${one})`),
  ),
})).truth;

test('what is called constant is, whatever is read, also by what is not understood', () => {
  const [low, high] = [
    [0, 1, 2, 3],
    [false, true],
  ] as const;
  fc.assert(
    fc.property(conditions, (condition) => {
      let found: ReturnType<typeof claim>;
      try {
        found = claim(condition);
      } catch {
        // What is refused is not looked at: it compares what is negated, or truth with a number.
        return;
      }
      for (const { text, answer } of found) {
        if (text.endsWith('...')) continue;
        const evaluate = new Function('a', 'b', 'ok', 'n', `return Boolean((${text}))`);
        for (const a of low)
          for (const b of low)
            for (const ok of high)
              for (const n of [1, 2])
                expect(evaluate({ value: a }, { value: b }, { value: ok }, n), text).toBe(answer);
      }
    }),
    { endOnFailure: true, numRuns: 300 },
  );
});
