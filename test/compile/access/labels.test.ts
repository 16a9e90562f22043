// The labels that a step may return.

import { describe, expect, it } from 'vitest';
import { analyse } from './support.ts';

describe('labels', () => {
  it.for<[string, readonly string[] | 'any']>([
    ["() => 'a'", ['a']],
    ["({ me }) => (me.i ? 'a' : me.zone ? `b` : 'c')", ['a', 'b', 'c']],
    ["({ me }) => { if (me.i) return 'a'; return 'b' }", ['a', 'b']],
    ["() => (f(), 'a')", ['a']],
    ["() => 'a' || 'b'", ['a', 'b']],
    ["() => { f(() => 'x'); f(() => { return y }); return 'a' }", ['a']],
    ["() => { switch (f()) { case 1: return 'a'; default: for (;;) return 'b' } }", ['a', 'b']],
    ["() => { if (f) return 'a'; return 'a' }", ['a']],
    ['() => {}', []],
    ['() => LABEL', 'any'],
    ["() => f() && 'a'", 'any'],
    ["() => f() ? 'a' : LABEL", 'any'],
    ['() => `a${f()}`', 'any'],
    ["() => { if (f()) return g(); return 'a' }", 'any'],
  ])('%s', ([step, expected]) => {
    expect(analyse(step).labels).toEqual(expected);
  });
});
