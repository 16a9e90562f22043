// Statements that do nothing: what is told and not used, a `;` in place of a body.

import { describe, expect, it } from 'vitest';
import { analyse } from './support.ts';

describe('a statement that does nothing is refused', () => {
  it.for<[string, RegExp]>([
    ["({ seq }) => { if (seq.value) 'blocked'; return 'a' }", /`'blocked'`: this does nothing/],
    ["({ seq }) => { seq.value === 1 ? 'a' : 'blocked'; return 'a' }", /this does nothing/],
    ["({ seq }) => { seq.value && 'blocked'; return 'a' }", /write return before it/],
    ["() => { 'next' }", /`'next'`: this does nothing/],
    ['() => { `next` }', /this does nothing/],
    ['({ seq }) => { !(seq.value > 1); return "a" }', /this does nothing/],
    ['({ free, seq }) => free.some((n) => { if (n > 1) "a"; return true })', /this does nothing/],
    ["({ seq }) => { if (seq.value); { seq.value = 1 } return 'a' }", /a `;` comes after it/],
    ["({ seq }) => { if (seq.value); else seq.value = 1; return 'a' }", /a `;` comes after it/],
    ["({ seq }) => { if (seq.value) return 'a'; else; seq.value = 1 }", /a `;` comes after it/],
    ["({ seq }) => { while (seq.value); return 'a' }", /`seq.value`: nothing depends on this/],
    ["({ seq }) => { for (; seq.value; ); return 'a' }", /`seq.value`: nothing depends on this/],
    ['({ seq }) => { for (const i of [0, 1]); { seq.value = 1 } }', /nothing depends on this/],
    ['({ seq }) => { for (const i in [0, 1]); { seq.value = 1 } }', /nothing depends on this/],
    ["({ seq }) => { if (seq.value) {} return 'a' }", /the `if` does nothing/],
    ["({ free }) => { free.map((n) => n + 1); return 'a' }", /this does nothing/],
    ["({ free }) => { free.filter((n) => n > 1); return 'a' }", /this does nothing/],
  ])('%s', ([step, message]) => {
    expect(() => analyse(step)).toThrow(message);
  });

  it.for<string>([
    "() => { 'use strict'; return 'a' }",
    "({ free, seq }) => { free.map((n) => (seq.value = n)); return 'a' }",
    "({ seq }) => { if (seq.value) {} else seq.value = 1; return 'a' }",
    "({ seq }) => { while (seq.value > 0) {} return 'a' }",
    "({ lock, seq }) => { seq.value && lock.tell(); return 'a' }",
    "({ lock, seq }) => { seq.value ? lock.tell() : undefined; return 'a' }",
    "({ seq }) => { let k = 0; do k++; while (k < 2); return 'a' }",
    "({ seq }) => { ; return 'a' }",
  ])('this does something: %s', (step) => {
    expect(() => analyse(step)).not.toThrow();
  });
});
