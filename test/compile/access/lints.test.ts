// Doubts that accesses show.

import { describe, expect, it } from 'vitest';
import { type LintedProcess, type LintedStep, lint } from '../../../src/compile/access/lints.ts';
import { analyse } from './support.ts';

function step(text: string, more: Partial<LintedStep> = {}): LintedStep {
  const labels = ['a', 'b', 'c', 'done'];
  return { access: analyse(text), targets: Object.fromEntries(labels.map((l) => [l, l])), ...more };
}

function process(
  steps: Record<string, LintedStep>,
  more: Partial<LintedProcess> = {},
): LintedProcess {
  return { name: 'p', start: 'a', locals: [], steps, ...more };
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
});
