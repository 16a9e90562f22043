// Doubts that accesses show.

import { describe, expect, it } from 'vitest';
import { missingCounterparts } from '../../../src/compile/access/counterparts.ts';
import type { LintedProcess, LintedStep } from '../../../src/compile/access/linted-process.ts';
import { lint } from '../../../src/compile/access/lints.ts';
import { shapesOf } from '../../../src/compile/layout/layout.ts';
import { kind, table } from '../../../src/index.ts';
import { heap, rcu, rwsem, seqcount } from '../../../src/kernel/index.ts';
import { analyse, SCOPE } from './support.ts';

function step(text: string, more: Partial<LintedStep> = {}, scope = SCOPE): LintedStep {
  const labels = ['a', 'b', 'c', 'done'];
  return {
    access: analyse(text, scope),
    targets: Object.fromEntries(labels.map((l) => [l, l])),
    ...more,
  };
}

function process(
  steps: Record<string, LintedStep>,
  more: Partial<LintedProcess> = {},
): LintedProcess {
  const { locals = [] } = more;
  return { name: 'p', start: 'a', locals, assigned: new Set(locals), steps, ...more };
}

describe('lints', () => {
  it('finds nothing in a plain model', () => {
    const steps = {
      a: step("({ free, me }) => { free[me.i] = 1; return 'b' }"),
      b: step("({ seq }) => { seq.value = 0; return 'done' }"),
    };
    expect(lint(['free', 'seq'], [process(steps, { locals: ['i'] })])).toEqual([]);
  });

  it('names cells that no step writes', () => {
    const [warning] = lint(['free'], [process({ a: step('({ free }) => free[0]') })]);
    expect(warning).toMatch(/cell 'free': no step writes it/);
  });

  it('names locals that nobody reads', () => {
    const steps = { a: step('({ me }) => { me.i = 1; me.zone = 1 }') };
    const locals = ['i', 'zone'];
    const observed = new Set(['zone']);
    expect(lint([], [process(steps, { locals, observed })])).toEqual([
      expect.stringMatching(/'i' is never read/),
    ]);
  });

  it('names labels to which no step leads', () => {
    const steps = { a: step("() => 'done'"), b: step("() => 'b'") };
    expect(lint([], [process(steps)])).toEqual([expect.stringMatching(/no step leads to 'b'/)]);
    const open = { a: step('() => LABEL'), b: step("() => 'b'") };
    expect(lint([], [process(open)])).toEqual([]);
  });

  it('follows reserved labels and calls', () => {
    const steps = {
      a: step("() => 'next'", { targets: { next: 'b' } }),
      b: step('() => ({})', { enters: 'b/read' }),
      'b/read': step("() => 'got'", { targets: { got: 'c' } }),
      c: step("() => 'blocked'"),
    };
    expect(lint([], [process(steps)])).toEqual([]);
  });

  it('names steps that touch several cells which may change', () => {
    const text = '({ free, seq, held }) => { free[0] = seq.value; return held.size }';
    const writer = step("({ seq }) => { seq.value = 1; return 'a' }");
    const warnings = lint([], [process({ a: step(text, { targets: { any: 'b' } }), b: writer })]);
    expect(warnings).toEqual([expect.stringMatching(/p\/a: one step touches seq, free/)]);
    const noted = { a: step(text, { atomic: 'under a lock', targets: { any: 'b' } }), b: writer };
    expect(lint([], [process(noted)])).toEqual([]);
  });

  it('names what a pattern names and nothing uses', () => {
    const forgotten = step("({ free, seq, me }) => { free[me.i] = 1; return 'done' }");
    expect(lint([], [process({ a: forgotten })])).toEqual([
      expect.stringMatching(/^p\/a: its pattern names 'seq', and it does nothing with it/),
    ]);
    const renamed = step("({ free: f, me }) => { f[me.i] = 1; return 'done' }");
    expect(lint([], [process({ a: renamed })])).toEqual([]);
  });

  it('names assertions that cannot fail', () => {
    const idle = step("({ me, assert }) => { assert(me.i <= 2, ''); return 'done' }");
    expect(lint([], [process({ a: idle })])).toEqual([
      'p/a asks `me.i <= 2`, which is always true: me.i is a whole number 0..2; ask what could be otherwise',
    ]);
  });
});

describe('methods that go with others', () => {
  const cells = shapesOf({
    sem: rwsem('sem'),
    weak: rwsem('weak', { writerPreference: false }),
    heap: heap(kind('page', 2)),
    seq: seqcount(2),
    rcu: rcu({ graces: 2 }),
    zones: table(2, { lock: rwsem('zone') }),
  });
  const doubts = (...texts: string[]) =>
    missingCounterparts(
      texts.map((text, k) => ({
        process: `p${k}`,
        calls: analyse(text, { ...SCOPE, cells }).calls,
      })),
    ).map(({ words }) => words);

  it.for<[string[], string]>([
    [
      [
        '({ sem, me }) => (sem.acquireWrite(me) ? "done" : "blocked")',
        '({ sem, me }) => (sem.acquireRead(me) ? "done" : "blocked")',
      ],
      'p0 calls sem.acquireWrite(), and never calls sem.announceWrite()',
    ],
    [
      [
        '({ sem, me }) => (sem.acquireWrite(me) ? "done" : "blocked")',
        '({ sem, me }) => { sem.announceWrite(me); return sem.acquireWrite(me) ? "done" : "blocked" }',
        '({ sem, me }) => (sem.tryAcquireRead(me) ? "done" : "next")',
      ],
      'p0 calls sem.acquireWrite(), and never calls sem.announceWrite()',
    ],
    [
      [
        '({ zones, me }) => (zones[me.i].lock.acquireWrite(me) ? "done" : "blocked")',
        '({ zones, me }) => (zones[me.i].lock.acquireRead(me) ? "done" : "blocked")',
      ],
      'p0 calls zones.lock.acquireWrite(), and never calls zones.lock.announceWrite()',
    ],
    [
      ['({ heap }) => { heap.freeRcu(0); return "done" }'],
      'p0 calls heap.freeRcu(), and no step calls heap.reclaim()',
    ],
    [
      ['({ rcu }) => { rcu.call(0); return "done" }'],
      'p0 calls rcu.call(), and no step calls rcu.invoke()',
    ],
    [
      ['({ rcu }) => { rcu.invoke(0); return "done" }'],
      'p0 calls rcu.invoke(), and no step calls rcu.finish()',
    ],
    [
      ['({ seq }) => (seq.isWriting() ? "blocked" : "done")'],
      'p0 calls seq.isWriting(), and no step calls seq.writeBegin()',
    ],
    [
      [
        '({ seq, me }) => (seq.retry(me.i) ? "blocked" : "done")',
        '({ seq }) => { seq.writeBegin(); return "done" }',
      ],
      'p0 calls seq.retry(), and no step calls seq.read()',
    ],
    [
      [
        '({ rcu }) => { rcu.call(0); return "done" }',
        '({ rcu }) => { rcu.kfree(1); return "done" }',
      ],
      'p0 calls rcu.call(), p1 calls rcu.kfree(), and no step calls rcu.invoke()',
    ],
    [
      ['({ heap, rcu }) => { heap.freeRcu(0); rcu.kfree(0); return "done" }'],
      'p0 calls rcu.kfree(), and no step calls rcu.invoke()',
    ],
  ])('%s', ([texts, doubt]) => {
    expect(doubts(...texts)).toEqual([expect.stringContaining(doubt)]);
  });

  it.for<string[]>([
    ['({ sem, me }) => (sem.acquireWrite(me) ? "done" : "blocked")'],
    ['({ weak, me }) => (weak.acquireWrite(me) ? "done" : "blocked")'],
    ['({ heap }) => { heap.freeRcu(0); return "done" }', '({ heap }) => { heap.reclaim(0) }'],
    // Whoever is handed a primitive may call anything of it.
    ['({ heap }) => { heap.freeRcu(0); touch(heap); return "done" }'],
    ['({ seq }) => (seq.isWriting() ? "blocked" : "done")', '({ seq }) => { seq.writeBegin() }'],
  ])('nothing is missing in %s', (texts) => {
    expect(doubts(...[texts].flat())).toEqual([]);
  });
});

describe('a section in which nothing is read', () => {
  const scope = { ...SCOPE, cells: { ...SCOPE.cells, ...shapesOf({ count: seqcount(2) }) } };
  const begin = "({ count, me }) => { me.i = count.read(); return 'b' }";
  const retry = "({ count, me }) => (count.retry(me.i) ? 'a' : 'c')";
  const read = (to: string) => `({ free, me }) => { me.zone = free[0]; return '${to}' }`;
  const doubts = (a: string, b: string, c: string, more: Partial<LintedStep> = {}) => {
    const steps = { a: step(a, more, scope), b: step(b, {}, scope), c: step(c, {}, scope) };
    return lint([], [process(steps, { locals: ['i', 'zone'] })]).filter((one) =>
      /is read since/.test(one),
    );
  };

  it('is told', () => {
    expect(doubts(begin, retry, read('done'))).toEqual([
      expect.stringMatching(
        /^p\/b calls count\.retry\(\), and nothing is read since count\.read\(\): /,
      ),
    ]);
  });

  it.for([
    ['behind a read', begin, read('c'), "({ count, me }) => (count.retry(me.i) ? 'a' : 'done')"],
    [
      'where the first step reads',
      "({ count, free, me }) => { me.i = count.read(); me.zone = free[0]; return 'b' }",
      retry,
      read('done'),
    ],
    [
      'where the last step reads',
      begin,
      "({ count, free, me }) => { me.zone = free[0]; return count.retry(me.i) ? 'a' : 'c' }",
      read('done'),
    ],
    [
      'where one way reads',
      "({ count, me }) => { me.i = count.read(); return me.zone === 1 ? 'b' : 'c' }",
      retry,
      read('b'),
    ],
  ])('is not one %s', ([, a, b, c]) => {
    expect(doubts(a, b, c)).toEqual([]);
  });

  it('is not looked for where procedures are called', () => {
    expect(doubts(begin, retry, read('done'), { enters: 'b' })).toEqual([]);
  });
});
