// Answers that get lost, because a function returns nothing or forEach drops it, or that have no truth: what an atomic of texts holds; and
// a cell that is read past its pattern.

import { describe, expect, it } from 'vitest';
import { shapesOf } from '../../../src/compile/layout/layout.ts';
import { bool, cell, kind, oneOf } from '../../../src/index.ts';
import { atomic } from '../../../src/kernel/index.ts';
import { analyse, SCOPE } from './support.ts';

describe('an answer that gets lost', () => {
  const tell = () => {
    Math.max(1, 2);
  };
  const fail = () => {
    throw new Error('never');
  };
  const helpers = {
    isFree: { helpers: [], accesses: [], impossible: [], calls: [], takes: 0, answers: false },
  };
  const ask = (step: string) =>
    analyse(new Function('tell', 'fail', `return ${step}`)(tell, fail), { ...SCOPE, helpers });

  it.for<[string, RegExp]>([
    [
      '({ isFree }) => (isFree() ? "next" : "done")',
      /isFree\(\).*isFree returns nothing.*write return/,
    ],
    ['({ isFree, seq }) => { if (seq.value > 1 || isFree()) return "next" }', /returns nothing/],
    ['({ isFree, seq }) => { if (isFree() && seq.value > 1) return "next" }', /returns nothing/],
    ['({ isFree }) => (isFree() === 1 ? "next" : "done")', /returns nothing/],
    ['({ seq }) => (tell(seq.value) ? "next" : "done")', /tell returns nothing/],
    [
      '({ free }) => { free.forEach((n) => { if (n > 1) return "next" }) }',
      /`"next"`: forEach goes on/,
    ],
    [
      '({ seq }) => { [1, 2].forEach((n) => { return n > 1 && seq.value > 2 ? true : false }) }',
      /forEach goes on/,
    ],
  ])('%s', ([step, message]) => {
    expect(() => ask(step)).toThrow(message);
  });

  it.for<string>([
    '({ isFree }) => { isFree(); return "next" }',
    '({ isFree, seq }) => { if (seq.value > 1) isFree(); seq.value > 1 && isFree(); return "next" }',
    '({ free, seq }) => { free.forEach((n) => { if (n > 1) return; seq.value = n }) }',
    '({ seq }) => (fail(seq.value) ? "next" : "done")',
  ])('none is: %s', (step) => {
    expect(() => ask(step)).not.toThrow();
  });
});

describe('what an atomic answers', () => {
  const cells = shapesOf({
    state: atomic(oneOf('idle', 'asked')),
    flag: atomic(bool),
    owner: cell(oneOf('a', 'b')),
  });
  const ask = (step: string) => () => analyse(step, { ...SCOPE, cells });

  it('is no condition where it is a text, and compared with what it may be', () => {
    expect(ask('({ state }) => (state.xchg("asked") ? 1 : 2)')).toThrow(
      /is no condition: each of its values counts as true; .* === 'idle'/,
    );
    expect(ask('({ owner }) => (owner.value ? 1 : 2)')).toThrow(/each of its values/);
    expect(ask('({ flag }) => (flag.xchg(true) ? 1 : 2)')).not.toThrow();
    const compared = analyse('({ state }) => (state.xchg("asked") === "idel" ? 1 : 2)', {
      ...SCOPE,
      cells,
    });
    expect(compared.impossible.map(({ value }) => value)).toEqual(['idel']);
  });
});

describe('cells that the pattern does not name', () => {
  it('are a mistake where a maker or a kind of that name has no such member', () => {
    const missing = /'seq' comes in by the parameter pattern/;
    const made = new Function('seq', 'return () => seq.value');
    const asked = new Function('seq', 'return () => seq.length');
    const page = kind('page', 2);
    expect(() => analyse(made(() => 1))).toThrow(missing);
    expect(() => analyse(asked(() => 1))).toThrow(missing);
    expect(() => analyse(made(page))).toThrow(missing);
    expect(() => analyse(new Function('seq', 'return () => seq.size')(page))).not.toThrow();
    expect(() => analyse(made({ value: 7 }))).not.toThrow();
  });
});
