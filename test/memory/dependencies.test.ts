// Dependencies under lkmm: a load or a store through what has been loaded, and a store of it, come after that load. What the text of
// a step does not show to be one orders nothing, and what the kernel's model does not order is not ordered either.

import { describe, expect, it, test } from 'vitest';
import { array, cell, defineModel, upTo } from '../../src/index.ts';
import { atomic, barriers } from '../../src/kernel/index.ts';
import type { Cells } from '../../src/language/cell.ts';
import { lkmm } from '../../src/reference/axiomatic/lkmm.ts';
import { code } from '../kernel/code.ts';
import { byAxioms, byEngine } from '../litmus/both-ways.ts';
import { endsOf } from './litmus.ts';

const cells = (): Cells => ({
  mem: array(2, atomic(upTo(2))),
  next: array(2, atomic(upTo(1))),
  p: atomic(upTo(1)),
  q: atomic(upTo(1)),
  plain: cell(upTo(1)),
  x: atomic(upTo(2)),
  smp: barriers(),
});

/** Of each process its steps. */
function isReached(processes: readonly (readonly string[])[], asks: string): boolean {
  const text = processes.flat().join();
  const used = Object.entries(cells()).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text));
  const registers = [...new Set(text.match(/(?<=me\.)r\d/g))];
  const model = defineModel('depends', {
    system: () =>
      code(
        Object.fromEntries(used),
        Object.fromEntries(processes.map((steps, k) => [`P${k}`, steps])),
        Object.fromEntries(registers.map((register) => [register, upTo(2)])),
      ) as never,
  });
  const ends = endsOf(model, { 'memory-model': 'lkmm', 'store-buffer': 4 });
  return ends.some((end) => asks.split(' ').every((one) => end.split(' ').includes(one)));
}

const WRITER = ['mem[1].set(1)', 'smp.wmb()', 'p.set(1)'];
const PLAIN_WRITER = ['mem[1].set(1)', 'smp.wmb()', 'plain.value = 1'];
const FOLLOW = 'me.r1 = mem[me.r0].read()';

describe('message passing by an address', () => {
  it.each([
    ['in the next step', ['me.r0 = p.read()', FOLLOW]],
    ['later', ['me.r0 = p.read()', 'me.r2 = x.read()', FOLLOW]],
    ['with an acquire', ['me.r0 = p.readAcquire()', FOLLOW]],
    ['under a name', ['me.r0 = p.read()', 'const k = me.r0; me.r1 = mem[k].read()']],
    ['where it is asked for first', ['me.r0 = p.read()', `if (me.r0 === 1) ${FOLLOW}`]],
  ])('is ordered: %s', (_, reader) => {
    expect(isReached([WRITER, reader], 'r0=1 r1=0')).toBe(false);
    expect(isReached([WRITER, reader], 'r0=1 r1=1')).toBe(true);
    expect(isReached([WRITER.toSpliced(1, 1), reader], 'r0=1 r1=0')).toBe(true);
  });

  it.each([
    [
      'a control dependency',
      WRITER,
      ['me.r0 = p.read()', 'if (me.r0 === 1) me.r1 = mem[1].read()'],
    ],
    ['a value that is worked out', WRITER, ['me.r0 = p.read() * 1', FOLLOW]],
    ['an index that is worked out', WRITER, ['me.r0 = p.read()', 'me.r1 = mem[me.r0 * 1].read()']],
    ['a load without READ_ONCE()', PLAIN_WRITER, ['me.r0 = plain.value', FOLLOW]],
    ['one of two loads', WRITER, ['if (p.read() === 0) me.r0 = p.read(); else me.r0 = 1', FOLLOW]],
    ['a local that is assigned behind it', WRITER, ['me.r0 = p.read(); me.r0 = 1', FOLLOW]],
    ['a local that is assigned before the use', WRITER, ['me.r0 = p.read()', 'me.r0 = 1', FOLLOW]],
    ['a load that may run twice', WRITER, ['for (const k of [1, 2]) me.r0 = p.read()', FOLLOW]],
  ])('is not: %s', (_, writer, reader) => {
    expect(isReached([writer, reader], 'r0=1 r1=0')).toBe(true);
  });

  it('goes on from pointer to pointer', () => {
    const writer = ['mem[1].set(1)', 'smp.wmb()', 'next[1].set(1)', 'p.set(1)'];
    const reader = ['me.r0 = p.read()', 'me.r1 = next[me.r0].read()', 'me.r2 = mem[me.r1].read()'];
    expect(isReached([writer, reader], 'r1=1 r2=0')).toBe(false);
    const first = ['mem[1].set(1)', 'smp.wmb()', 'p.set(1)', 'next[1].set(1)'];
    expect(isReached([first, reader], 'r0=1 r1=1 r2=0')).toBe(false);
    const independent = ['me.r0 = p.read()', 'me.r1 = q.read()', 'me.r2 = mem[me.r1].read()'];
    const other = ['q.set(1)', 'mem[1].set(1)', 'smp.wmb()', 'p.set(1)'];
    expect(isReached([other, independent], 'r0=1 r1=1 r2=0')).toBe(true);
  });

  it('is the affair of one process: another store hands on what its own barriers tell', () => {
    const passed = [
      ['mem[1].set(1)'],
      ['me.r0 = mem[1].read()', 'p.set(me.r0)'],
      ['me.r1 = p.read()', 'me.r2 = mem[me.r1].read()'],
    ];
    expect(isReached(passed, 'r0=1 r1=1 r2=0')).toBe(true);
  });
});

/** What exists, whether the kernel's model allows it, whether it is shown. */
test.each([
  [
    'S+wmb+data',
    [
      'WRITE_ONCE(*x, 2); smp_wmb(); WRITE_ONCE(*y, 1);',
      'int r0 = READ_ONCE(*y); WRITE_ONCE(*x, r0);',
    ],
    '1:r0=1 x=2',
    false,
    false,
  ],
  [
    'S+wmb+addr',
    [
      'WRITE_ONCE(*x, 2); smp_wmb(); WRITE_ONCE(*p, x);',
      'int *r0 = READ_ONCE(*p); WRITE_ONCE(*r0, 1);',
    ],
    '1:r0=x x=2',
    false,
    false,
  ],
  [
    'S+wmb+po',
    [
      'WRITE_ONCE(*x, 2); smp_wmb(); WRITE_ONCE(*y, 1);',
      'int r0 = READ_ONCE(*y); WRITE_ONCE(*x, 1);',
    ],
    '1:r0=1 x=2',
    true,
    true,
  ],
  [
    'S+wmb+ctrl',
    [
      'WRITE_ONCE(*x, 2); smp_wmb(); WRITE_ONCE(*y, 1);',
      'int r0 = READ_ONCE(*y); if (r0) WRITE_ONCE(*x, 1);',
    ],
    '1:r0=1 x=2',
    false,
    true,
  ],
  [
    'MP+wmb+addr',
    [
      'WRITE_ONCE(*x, 2); smp_wmb(); rcu_assign_pointer(*p, x);',
      'int *r0 = rcu_dereference(*p); int r1 = READ_ONCE(*r0);',
    ],
    '1:r0=x 1:r1=0',
    false,
    false,
  ],
  [
    'MP+wmb+ctrl',
    [
      'WRITE_ONCE(*x, 2); smp_wmb(); WRITE_ONCE(*y, 1);',
      'int r0 = READ_ONCE(*y); int r1; if (r0) r1 = READ_ONCE(*x);',
    ],
    '1:r0=1 1:r1=0',
    true,
    true,
  ],
  [
    'S+wmb+rmb-addr',
    [
      'WRITE_ONCE(*x, 2); smp_wmb(); WRITE_ONCE(*y, 1); WRITE_ONCE(*p, x);',
      'int r2 = READ_ONCE(*y); smp_rmb(); int *r0 = READ_ONCE(*p); WRITE_ONCE(*r0, 1);',
    ],
    '1:r2=1 x=2',
    false,
    false,
  ],
])('%s', async (_, bodies, asks, isAllowed, isShown) => {
  const processes = bodies.map((body, k) => `P${k}(int *x, int *y, int **p)\n{\n${body}\n}\n`);
  const observed = asks.split(' ').map((one) => one.replace(/=.*/, ''));
  const text =
    `C one\n{ int *p = &x; x=0; }\n${processes.join('\n')}\nlocations [${observed.join('; ')}]\nexists (true)\n`.replace(
      '&x; x=0',
      asks.includes('r0=x') ? '&y' : '&x',
    );
  expect(byAxioms(text, lkmm).includes(asks)).toBe(isAllowed);
  expect((await byEngine(text, 'lkmm')).includes(asks)).toBe(isShown);
});
