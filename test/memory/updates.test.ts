// Read-modify-writes where memory is weak. An instruction that locks the bus is a full barrier under tso; under pso one that orders
// nothing acts on memory behind the stores of its own word, and past the others; under lkmm it orders nothing but its word.

import { describe, expect, it, test } from 'vitest';
import { defineModel, upTo } from '../../src/index.ts';
import { atomic, barriers } from '../../src/kernel/index.ts';
import type { Cells } from '../../src/language/cell.ts';
import type { MemoryModel } from '../../src/language/memory-model.ts';
import { code } from '../kernel/code.ts';
import { endsOf } from './litmus.ts';

const cells = (): Cells => ({ x: atomic(upTo(3)), y: atomic(upTo(3)), smp: barriers() });

/** Of each process its steps, `;` between them. */
function isReached(memory: MemoryModel, lines: readonly string[], asks: string): boolean {
  const text = lines.join();
  const used = Object.entries(cells()).filter(([name]) => text.includes(`${name}.`));
  const registers = [...new Set(text.match(/(?<=me\.)r\d/g))];
  const model = defineModel('updates', {
    system: () =>
      code(
        Object.fromEntries(used),
        Object.fromEntries(lines.map((line, k) => [`P${k}`, line.split('; ')])),
        Object.fromEntries(registers.map((register) => [register, upTo(3)])),
      ) as never,
  });
  const ends = endsOf(model, { 'memory-model': memory, 'store-buffer': 4 });
  return ends.some((end) => asks.split(' ').every((one) => end.split(' ').includes(one)));
}

/** xchg_relaxed(): a load and a store in one step. */
const relaxed = (word: string, value: number, register = 'r9'): string =>
  `me.${register} = ${word}.read(), ${word}.set(${value})`;

describe.each([
  ['xchg_relaxed()', relaxed('y', 1), { tso: false, pso: true, lkmm: true }],
  ['xchg()', 'me.r9 = y.xchg(1)', { tso: false, pso: false, lkmm: false }],
  ['cmpxchg()', 'me.r9 = y.cmpxchg(0, 1)', { tso: false, pso: false, lkmm: false }],
  ['xchg_release()', 'me.r9 = y.read(), y.setRelease(1)', { tso: false, pso: false, lkmm: false }],
] as const)('message passing by %s', (_, update, shown) => {
  it.each(['sc', 'tso', 'pso', 'lkmm'] as const)('under %s', (memory) => {
    const lines = [`x.set(1); ${update}`, 'me.r0 = y.read(); smp.rmb(); me.r1 = x.read()'];
    expect(isReached(memory, lines, 'r0=1 r1=0')).toBe(memory !== 'sc' && shown[memory]);
  });
});

describe.each([
  ['a store before it', `x.set(1); ${relaxed('x', 2)}; me.r0 = y.read()`, 'r9=0'],
  ['a barrier of stores before it', `y.set(1); smp.wmb(); ${relaxed('x', 1)}`, 'x=1'],
] as const)('it stays behind %s', (_, line, asks) => {
  it.each(['tso', 'pso', 'lkmm'] as const)('under %s', (memory) => {
    if (asks === 'r9=0') return expect(isReached(memory, [line], asks)).toBe(false);
    const reader = 'me.r0 = x.read(); smp.rmb(); me.r1 = y.read()';
    expect(isReached(memory, [line, reader], 'r0=1 r1=0')).toBe(false);
    const atOnce = line.replaceAll('; ', ', ');
    expect(isReached(memory, [atOnce, reader], 'r0=1 r1=0')).toBe(false);
  });
});

test.each(['sc', 'tso', 'pso', 'lkmm'] as const)('under %s none is lost', (memory) => {
  const adds = 'me.r8 = x.read(), x.set(me.r8 + 1)';
  expect(isReached(memory, [`y.set(1); ${adds}; me.r0 = y.read()`, adds], 'x=2')).toBe(true);
  expect(isReached(memory, [`y.set(1); ${adds}; me.r0 = y.read()`, adds], 'x=1')).toBe(false);
});

test.each(['sc', 'tso', 'pso', 'lkmm'] as const)(
  'under %s cmpxchg() compares, answers and replaces one value',
  (memory) => {
    const lines = ['x.set(1)', 'me.r0 = x.cmpxchg(0, 2)'];
    expect(isReached(memory, lines, 'r0=0 x=1')).toBe(true);
    expect(isReached(memory, lines, 'r0=1 x=1')).toBe(true);
    expect(isReached(memory, lines, 'r0=1 x=2')).toBe(false);
  },
);
