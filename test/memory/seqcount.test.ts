// Seqcounts where memory is weak: the barriers that they have, each against the same count without it, and that they have no more.

import { expect } from 'vitest';
import { defineModel, upTo } from '../../src/index.ts';
import { atomic, barriers, seqcount } from '../../src/kernel/index.ts';
import type { MemoryModel } from '../../src/language/memory-model.ts';
import { code } from '../kernel/code.ts';
import { rule } from '../kernel/rules/rule.ts';
import { endsOf } from './litmus.ts';

const EVERY = ['tso', 'pso', 'lkmm'] as const;

function isReached(memory: MemoryModel, lines: readonly string[], asks: string): boolean {
  const all = {
    x: atomic(upTo(1)),
    y: atomic(upTo(1)),
    seq: seqcount(1),
    count: atomic(upTo(2)),
    smp: barriers(),
  };
  const used = Object.entries(all).filter(([name]) => lines.join().includes(`${name}.`));
  const registers = [...new Set(lines.join().match(/(?<=me\.)r\d/g))];
  const model = defineModel('seq', {
    system: () =>
      code(
        Object.fromEntries(used),
        Object.fromEntries(lines.map((line, k) => [`P${k}`, line.split('; ')])),
        Object.fromEntries(registers.map((register) => [register, upTo(2)])),
      ) as never,
  });
  const ends = endsOf(model, { 'memory-model': memory, 'store-buffer': 4 });
  return ends.some((end) => asks.split(' ').every((one) => end.split(' ').includes(one)));
}

/** With a count that is stored and loaded plainly, and these barriers in the places of the two of a writer, or of a reader. */
const writer = (begin: string, end: string): string =>
  `count.set(1)${begin}; x.set(1); y.set(1); ${end}count.set(2)`;
const reader = (begin: string, end: string): string =>
  `me.r2 = count.read()${begin}; me.r0 = x.read(); me.r1 = y.read(); ${end}me.r3 = count.read()`;
const WRITES = 'seq.writeBegin(); x.set(1); y.set(1); seq.writeEnd()';
const READS =
  "if (seq.isWriting()) return 'blocked'; me.r2 = seq.read(); me.r0 = x.read(); me.r1 = y.read(); me.r3 = seq.retry(me.r2) ? 1 : 0";
/** Half of the update is seen, and the count is even and has not changed. */
const isTorn = (memory: MemoryModel, lines: readonly string[], done: readonly string[]): boolean =>
  done.some((counts) => isReached(memory, lines, `r0=0 r1=1 ${counts}`)) ||
  done.some((counts) => isReached(memory, lines, `r0=1 r1=0 ${counts}`));
const EVEN = ['r2=0 r3=0', 'r2=2 r3=2'];

rule('write_seqcount_begin() has smp_wmb() behind it, and write_seqcount_end() before it', {
  broken: () => {
    const reads = reader('; smp.rmb()', 'smp.rmb(); ');
    for (const memory of ['pso', 'lkmm'] as const) {
      expect(isTorn(memory, [writer('', 'smp.wmb(); '), reads], EVEN)).toBe(true);
      expect(isTorn(memory, [writer('; smp.wmb()', ''), reads], EVEN)).toBe(true);
      expect(isTorn(memory, [writer('; smp.wmb()', 'smp.wmb(); '), reads], EVEN)).toBe(false);
    }
    for (const memory of EVERY) {
      expect(isTorn(memory, [WRITES, READS], ['r2=0 r3=0', 'r2=2 r3=0'])).toBe(false);
    }
  },
  // It is no full barrier: a load behind it may be done before the stores ahead of it are seen.
  kept: () => {
    for (const memory of EVERY) {
      const lines = [
        'seq.writeBegin(); x.set(1); seq.writeEnd(); me.r0 = y.read()',
        'y.set(1); smp.mb(); me.r1 = x.read(); me.r2 = seq.read()',
      ];
      expect(isReached(memory, lines, 'r0=0 r1=0')).toBe(true);
    }
  },
});

rule('read_seqbegin() has smp_rmb() behind it, and read_seqretry() before it', {
  broken: () => {
    const writes = writer('; smp.wmb()', 'smp.wmb(); ');
    expect(isTorn('lkmm', [writes, reader('', 'smp.rmb(); ')], EVEN)).toBe(true);
    expect(isTorn('lkmm', [writes, reader('; smp.rmb()', '')], EVEN)).toBe(true);
    expect(isTorn('lkmm', [WRITES, READS], ['r2=0 r3=0', 'r2=2 r3=0'])).toBe(false);
  },
  // Nothing stands between the begin and what is loaded before it.
  kept: () => {
    const writes = 'seq.writeBegin(); y.set(1); seq.writeEnd()';
    const begins = 'me.r0 = y.read(); me.r1 = seq.read()';
    expect(isReached('lkmm', [writes, begins], 'r0=1 r1=0')).toBe(true);
    const retries = 'me.r2 = seq.read(); me.r0 = y.read(); me.r1 = seq.retry(0) ? 1 : 0';
    expect(isReached('lkmm', [writes, retries], 'r0=1 r1=0')).toBe(false);
  },
});
