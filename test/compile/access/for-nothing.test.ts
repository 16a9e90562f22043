// Code that would hold or go on for nothing: an answer that is thrown away, a lock that is taken past its methods, a value that is
// compared with what is none.

import { describe, expect, it } from 'vitest';
import { shapesOf } from '../../../src/compile/layout/layout.ts';
import { array, cell, kind, list, oneOf, orNone, table, upTo } from '../../../src/index.ts';
import { heap, seqcount, seqlock, spinlock } from '../../../src/kernel/index.ts';
import { anyProcess } from '../../../src/language/domain.ts';
import { analyse, SCOPE } from './support.ts';

describe('an answer that is not used', () => {
  it.for<[string, RegExp]>([
    [
      '({ lock }) => { lock.isFree(); return "next" }',
      /is not used; ask it, if \(lock.isFree\(\)\)/,
    ],
    ['({ lock }) => { lock.acquire(); return "next" }', /lock.acquire\(\) \? 'next' : 'blocked'/],
    ['({ lock }) => { void lock.acquire(); return "next" }', /is not used/],
    ['({ lock }) => { const mine = lock.acquire(); return "next" }', /is not used/],
    ['({ lock, seq }) => { seq.value && lock.acquire(); return "next" }', /is not used/],
    ['({ lock, seq }) => { seq.value ? lock.acquire() : lock.tell(); }', /is not used/],
    ['({ lock }) => { lock.acquire(), lock.tell(); return "next" }', /is not used/],
    ['({ lock }) => { if (lock.acquire()); return "next" }', /nothing depends on this/],
    ['({ lock }) => { if (!lock.acquire()) {} return "next" }', /nothing depends on this/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });

  it.for<string>([
    '({ lock }) => { if (!lock.isFree()) return "blocked"; lock.acquire(); return "next" }',
    '({ lock }) => { if (lock.owner) return "blocked"; lock.acquire(); return "next" }',
    '({ lock }) => { const mine = lock.acquire(); return mine ? "next" : "blocked" }',
    '({ seq }) => { const old = seq.value; return "next" }',
    '({ lock, seq }) => { if (seq.value > 1) {} else lock.tell(); return "next" }',
    '({ lock }) => { lock.tell(); return "next" }',
  ])('none is: %s', (step) => {
    expect(() => analyse(step)).not.toThrow();
  });
});

describe('arguments that a method does without', () => {
  const cells = shapesOf({
    seq: seqlock('seq', 2),
    count: seqcount(2),
    lock: spinlock('lock'),
    pages: heap(kind('page', 2)),
  });
  const ask = (step: string) => analyse(step, { ...SCOPE, cells });

  it.for<[string, RegExp]>([
    ['({ seq }) => (seq.retry() ? "next" : "done")', /retry\(cookie\) needs cookie/],
    ['({ seq, me }) => (seq.retry(me) ? "next" : "done")', /retry\(cookie\) takes no me there/],
    ['({ pages, me }) => { pages.deref(me) }', /takes no me there/],
    ['({ pages }) => { pages.free() }', /free\(o\) needs o/],
    ['({ lock }) => (lock.acquire() ? "next" : "blocked")', /needs the step's me/],
  ])('%s', ([step, message]) => {
    expect(() => ask(step)).toThrow(message);
  });

  it.for<string>([
    '({ seq, me }) => (seq.retry(me.i) ? "next" : "done")',
    '({ count }) => { count.writeBegin(); return "next" }',
    '({ count, me }) => { count.writeBegin(me); return "next" }',
    '({ seq }) => (seq.retry(...[1]) ? "next" : "done")',
  ])('none is: %s', (step) => {
    expect(() => ask(step)).not.toThrow();
  });

  it('and those that a helper would ignore', () => {
    const help = { helpers: [], accesses: [], impossible: [], calls: [], takes: 1, answers: true };
    const call = (step: string) => analyse(step, { ...SCOPE, helpers: { help } });
    expect(() => call('({ help }) => help(1, 2)')).toThrow(/`2`: help takes one value besides/);
    expect(() => call('({ help }) => help(1)')).not.toThrow();
    expect(() => call('({ help, me }) => help(...[me.i, 1])')).not.toThrow();
  });
});

describe('what is asked as a whole', () => {
  it.for<[string, RegExp]>([
    ['({ free }) => { if (free) return "next" }', /`free`: is no condition.* some\(\.\.\.\)/],
    ['({ zone }) => (!zone.lists ? "next" : "done")', /`zone.lists`: is no condition/],
    ['({ lock, seq }) => lock && seq.value', /`lock`: is no condition.* one of its fields/],
    ['({ held }) => { while (held) {} }', /its isEmpty/],
    ['({ free }) => { if (!free.filter((n) => n > 1)) return "next" }', /a list counts as true/],
    ['({ pages }) => (pages.slice(1) ? "next" : "done")', /is no condition/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
    expect(() => analyse(step, { ...SCOPE, readOnly: true, viewsMayLeave: true })).toThrow(message);
  });

  it.for<string>([
    '({ pages }) => { if (pages.find((p) => p.ref > 1)) return "next" }',
    '({ free }) => { if (free.filter((n) => n > 1).length) return "next" }',
    '({ held }) => { if (held.size) return "next" }',
  ])('none is: %s', (step) => {
    expect(() => analyse(step)).not.toThrow();
  });
});

describe('what only methods change', () => {
  it.for<[string, RegExp]>([
    ['({ lock }) => { lock.owner = false }', /can only be read; .* one of acquire, tell, isFree/],
    ['({ lock }) => { lock.owner &&= true }', /can only be read; /],
    ['({ lock }) => { [lock.owner] = [true] }', /can only be read; /],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });
});

describe('a value and a view are never the same', () => {
  it.for<[string, RegExp]>([
    ['({ seq, pages }) => seq.value === pages[0]', /pages\[0\].*compare one of its fields/],
    ['({ seq, free }) => free[0] !== seq', /compare seq.value/],
    ['({ pages }) => pages.some((p) => p === "used")', /`p`.*compare one of its fields/],
    ['({ free }) => free.map((n) => n + 1) === [1, 2]', /is new, so it is never the same/],
    ['({ pages, me }) => pages.some((p) => me.i === p)', /`p`.*compare one of its fields/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });
});

it('a process that is compared with a label is told by its label, and with a number by its id', () => {
  const cells = shapesOf({ waiter: table(2, { at: oneOf('wake', 'wait'), id: upTo(1) }) });
  const ask = (step: string) => () => analyse(step, { ...SCOPE, cells });
  expect(ask('({ waiter }) => waiter[0] === "wake"')).toThrow(/compare waiter\[0\]\.at$/);
  expect(ask('({ waiter }) => waiter.some((at) => at !== "wake")')).toThrow(/compare at\.at$/);
  expect(ask('({ waiter }) => waiter[0] === 1')).toThrow(/compare waiter\[0\]\.id$/);
});

describe('a process among all is not known by its number among its own', () => {
  const cells = shapesOf({ who: cell(orNone(anyProcess)), holders: array(2, orNone(anyProcess)) });
  const scope = { ...SCOPE, cells };

  it.for<string>([
    '({ who, me }) => who.value === me.id',
    '({ holders, me }) => holders.some((one) => me.id !== one)',
  ])('%s', (step) => {
    expect(() => analyse(step, scope)).toThrow(/compare it with me.self/);
  });

  it('but by what it is called there', () => {
    expect(() => analyse('({ who, me }) => who.value === me.self', scope)).not.toThrow();
  });
});

describe('conditions that have the same answer always', () => {
  it.for<[string, RegExp]>([
    [
      '({ seq }) => { if (seq.value = 1) return "done"; return "next" }',
      /this assigns; to compare/,
    ],
    ['({ me, seq }) => { while (!(me.i = seq.value)) {} }', /this assigns/],
    ['({ seq, assert }) => { assert(seq.value = 1, "one"); return "done"; }', /this assigns/],
    ['({ seq }) => { if (seq.value in [0, 1]) return "a"; return "b"; }', /asks for its indices/],
    [
      '({ seq }) => { if (seq.value === (0 || 1)) return "a"; return "b"; }',
      /this is 1, whatever .* write \[0, 1\]\.includes/,
    ],
    [
      '({ pages }) => pages.some(({ state }) => state === ("used" || "free"))',
      /this is "used", whatever/,
    ],
    [
      '({ seq }) => { if (typeof seq.value === "number") return "a"; return "b"; }',
      /compare seq\.value with/,
    ],
    ['({ pages }) => pages.every(({ state }) => state = "used")', /this assigns/],
    ['({ pages }) => pages.every((p) => p.state === "used" || "free")', /a text is always true/],
    [
      '({ pages }) => pages.some((p) => { p.state === "used" })',
      /does nothing.* write return before it/,
    ],
    ['({ free }) => free.filter((n) => { n > 1; }).length', /write return before it/],
    ['() => [0, 1].find((n) => { n > 1 })', /write return before it/],
    ['({ free }) => free.some((n) => { const one = n > 1; })', /given to some returns nothing/],
    ['({ lock }) => !lock.owner === true', /negated before .* write lock.owner !== true/],
    ['({ seq }) => { seq.value === 1; return "next" }', /does nothing.* = to assign/],
    ['({ seq }) => 0 < seq.value < 3', /true or false, which < takes for 1 or 0.* &&/],
    ['({ seq }) => seq.value & 1 === 0', /compared before &.* \(seq.value & ...\)/],
    ['({ seq }) => seq.value === 2 | 1', /compared before \|/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });

  it.for<string>([
    '({ pages }) => pages.some((p) => { if (p.ref > 1) return true; return p.state === "used" })',
    '({ seq }) => (seq.value > 1 && "done") || "next"',
    '({ seq }) => ((seq.value & 1) === 0 ? "done" : "next")',
    '({ seq, me }) => (seq.value > 1) === (me.i > 1)',
    '({ lock, me }) => !lock.owner === !me.i',
    '({ seq, me }) => (seq.value > 1) | (me.i > 1)',
    '({ free }) => { let n = 0; free.forEach((one) => { n += one; }); return n > 1 ? "done" : "next" }',
  ])('none is: %s', (step) => {
    expect(() => analyse(step)).not.toThrow();
  });
});

describe('for...in', () => {
  it('gives texts, none of which is an id', () => {
    const page = kind('page', 2);
    const step = ({ free }: { free: number[] }) => {
      for (const one in page.ids) free[Number(one)] = 1;
      return 'next';
    };
    expect(() => analyse(step)).toThrow(/`page.ids`: for...in gives .* write for...of/);
  });
});

describe('a kind', () => {
  const page = kind('page', 2);

  it('has its ids in ids, and not in itself', () => {
    const pages = page as unknown as number[];
    // biome-ignore lint/suspicious/noExplicitAny: the cells of the tests
    const ask = (step: (context: any) => unknown) => () => analyse(step);
    expect(ask(({ free }) => free[pages[0]])).toThrow(
      /`pages\[0\]`: pages is a kind, .* write pages\.ids\[\.\.\.\]/,
    );
    expect(ask(({ seq }) => pages[seq.value])).toThrow(/pages is a kind/);
    expect(ask(({ free }) => free[page.ids[0]])).not.toThrow();
  });
});

describe('an id or a position as a condition', () => {
  const page = kind('page', 2);
  const cells = shapesOf({
    owner: cell(orNone(page)),
    owners: array(2, page),
    queue: list(2, page),
    words: array(2, oneOf('a', 'b')),
    pages: heap(page),
  });
  const ask = (step: string) => analyse(step, { ...SCOPE, cells });

  it.for<[string, RegExp]>([
    ['({ owner }) => { const o = owner.value; if (!o) return "next" }', /none counts as true/],
    ['({ owners }) => owners.some((one) => !one)', /the first id counts as false/],
    ['({ owners }) => { for (const one of owners) if (one) return "next" }', /the first id/],
    ['({ owners }) => { if (owners.find((o) => o === 1)) return "next" }', /ask some\(/],
    ['({ queue }) => { if (queue.first) return "next" }', /the first id counts as false/],
    ['({ queue }) => { const p = queue.shift(); return p ? "next" : "done" }', /the first id/],
    ['({ queue }) => { if (queue.at(0)) return "next" }', /the first id counts as false/],
    ['({ queue }) => queue.indexOf(1) && "next"', /is -1, which counts as true.* >= 0/],
    ['({ words }) => { if (!words.findIndex((w) => w === "a")) return "next" }', /is -1/],
    ['({ pages, choose }) => { const o = pages.alloc(0); if (!o) return "next" }', /none counts/],
  ])('%s', ([step, message]) => {
    expect(() => ask(step)).toThrow(message);
  });

  it.for<string>([
    '({ queue }) => (queue.isEmpty ? "next" : "done")',
    '({ words }) => { if (words.find((w) => w === "a")) return "next" }',
    '({ queue }) => (queue.indexOf(1) >= 0 ? "next" : "done")',
    '({ owners }) => { let o = owners[0]; o = 5; if (o) return "next" }',
  ])('none is: %s', (step) => {
    expect(() => ask(step)).not.toThrow();
  });
});

describe('a loop of no turns', () => {
  it('is refused', () => {
    const step = '({ free }) => { for (let i = 0; i < 0; i++) free[i] = 1; return "next" }';
    expect(() => analyse(step)).toThrow('`i < 0`: this is false before the first turn');
  });

  it.for<string>([
    '({ free }) => { for (let i = 0; i < 1; i++) free[i] = 1; return "next" }',
    '({ free }) => { for (let i = 0; i < N; i++) free[i] = 1; return "next" }',
    '({ free, me }) => { for (let i = me.i; i < 0; i++) free[i] = 1; return "next" }',
  ])('none is: %s', (step) => {
    expect(() => analyse(step)).not.toThrow(/first turn/);
  });
});
