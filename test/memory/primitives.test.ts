// What primitives order where memory is weak, one by one, beside what the kernel says of them (Documentation/memory-barriers.txt,
// atomic_t.txt, core-api/refcount-vs-atomic.rst). Each stands between a store and a load, and between two stores.
//
// What must stay true: nothing that the kernel lets be late is in order here, but where `stronger` says so, as the scope of a verdict
// does.

import { describe, expect, it, test } from 'vitest';
import { defineModel, list, set, upTo } from '../../src/index.ts';
import {
  atomic,
  atomicBits,
  barriers,
  completion,
  mutex,
  percpuRef,
  rcu,
  refcount,
  seqlock,
  spinlock,
  waitQueue,
} from '../../src/kernel/index.ts';
import type { Cells } from '../../src/language/cell.ts';
import type { MemoryModel } from '../../src/language/memory-model.ts';
import { code } from '../kernel/code.ts';
import { type RuleTests, rule } from '../kernel/rules/rule.ts';
import { endsOf } from './litmus.ts';

const cells = (): Cells => ({
  x: atomic(upTo(1)),
  y: atomic(upTo(1)),
  smp: barriers(),
  bits: atomicBits(1),
  ref: refcount(3, 2),
  last: refcount(3, 1),
  pcpu: percpuRef(3),
  wq: waitQueue(),
  gp: rcu(),
  lock: spinlock('lock'),
  held: spinlock('held'),
  m: mutex('m'),
  seq: seqlock('seq', 1),
  done: completion(),
  members: set(1),
  queue: list(1, upTo(1)),
});

function isReached(memory: MemoryModel, lines: readonly string[], asks: string): boolean {
  const text = lines.join();
  const used = Object.entries(cells()).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text));
  const registers = [...new Set(text.match(/(?<=me\.)r\d/g))];
  const model = defineModel('primitives', {
    system: () =>
      code(
        Object.fromEntries(used),
        Object.fromEntries(lines.map((line, k) => [`P${k}`, line.split('; ')])),
        Object.fromEntries(registers.map((register) => [register, upTo(1)])),
      ) as never,
  });
  const ends = endsOf(model, { 'memory-model': memory, 'store-buffer': 4 });
  return ends.some((end) => asks.split(' ').every((one) => end.split(' ').includes(one)));
}

/** The load behind it is done before the store ahead of it is seen. */
const isBuffered = (memory: MemoryModel, operation: string): boolean =>
  isReached(
    memory,
    [`x.set(1); ${operation}; me.r0 = y.read()`, 'y.set(1); smp.mb(); me.r1 = x.read()'],
    'r0=0 r1=0',
  );
/** The store behind it is seen before the store ahead of it. */
const isOvertaken = (memory: MemoryModel, operation: string): boolean =>
  isReached(
    memory,
    [`x.set(1); ${operation}; y.set(1)`, 'me.r0 = y.read(); smp.rmb(); me.r1 = x.read()'],
    'r0=1 r1=0',
  );

function ordersNothing(...operations: readonly string[]): RuleTests {
  return {
    broken: () => {
      for (const operation of operations) {
        for (const memory of ['tso', 'pso', 'lkmm'] as const)
          expect(isBuffered(memory, operation), `${operation} under ${memory}`).toBe(true);
        for (const memory of ['pso', 'lkmm'] as const)
          expect(isOvertaken(memory, operation), `${operation} under ${memory}`).toBe(true);
      }
    },
    kept: () => {
      for (const operation of operations) {
        expect(isBuffered('sc', operation)).toBe(false);
        expect(isOvertaken('tso', operation)).toBe(false);
      }
    },
  };
}

rule(
  'set_bit(), clear_bit() and change_bit() order nothing',
  ordersNothing('bits.set(0)', 'bits.clear(0)', 'bits.change(0)'),
);
rule(
  'to take a reference orders nothing',
  ordersNothing('ref.inc()', 'me.said = ref.incNotZero() ? 1 : 2'),
);
rule(
  'percpu_ref_get() and percpu_ref_tryget() order nothing',
  ordersNothing(
    'pcpu.get()',
    'me.said = pcpu.tryget() ? 1 : 2',
    'me.said = pcpu.trygetLive() ? 1 : 2',
  ),
);

/** A failed attempt is no barrier; an unlock, and what a completion is given, lets later loads pass. */
test.each([
  ['spin_trylock() that fails', 'me.said = held.tryAcquire(me) ? 1 : 2'],
  ['try_wait_for_completion() that fails', 'me.said = done.tryWait() ? 1 : 2'],
  ['complete()', 'done.complete()'],
  ['rcu_read_unlock()', 'gp.readLock(me), gp.readUnlock(me)'],
])('%s lets the load behind it be early', (_, operation) => {
  const keeps = operation.includes('held');
  const before = keeps ? "if (!held.acquire(me)) return 'blocked'" : 'smp.mb()';
  for (const memory of ['tso', 'pso'] as const) {
    const lines = [
      `x.set(1); ${operation}; me.r0 = y.read()`,
      'y.set(1); smp.mb(); me.r1 = x.read()',
      before,
    ];
    expect(isReached(memory, lines, 'r0=0 r1=0'), memory).toBe(true);
  }
});

/** What the kernel promises no more of than an order with some loads and stores, or none, and what is a full barrier here. */
describe.each([
  ['test_and_set_bit()', 'full barrier', 'bits.testAndSet(0)'],
  ['refcount_dec()', 'release', 'ref.dec()'],
  [
    'refcount_dec_and_test()',
    'release, and acquire where it was the last',
    'me.said = last.decAndTest() ? 1 : 2',
  ],
  ['percpu_ref_put()', 'nothing until it is killed, then full', 'pcpu.put()'],
  ['wake_up() of nobody', 'what its lock is', 'wq.wake()'],
  ['prepare_to_wait()', 'full barrier', 'wq.prepare(me)'],
  ['call_rcu()', 'nothing for its caller', 'gp.call(0)'],
  ['write_seqlock()', 'acquire', "if (!seq.acquire(me)) return 'blocked'"],
  ['a set', 'nothing', 'members.add(0)'],
  ['a list', 'nothing', 'queue.push(0)'],
])('%s, to the kernel: %s', (_, __, operation) => {
  it.each(['tso', 'pso'] as const)('is a full barrier under %s', (memory) => {
    expect(isBuffered(memory, operation)).toBe(false);
    expect(isOvertaken(memory, operation)).toBe(false);
  });
  it('orders nothing under lkmm, but where it is RCU', () => {
    expect(isBuffered('lkmm', operation)).toBe(!/gp|testAnd/.test(operation));
  });
});

describe.each([
  ['spin_lock()', "if (!lock.acquire(me)) return 'blocked'"],
  ['spin_trylock()', 'me.said = lock.tryAcquire(me) ? 1 : 2'],
  ['mutex_lock()', "if (!m.acquire(me)) return 'blocked'; m.release(me)"],
])('%s', (_, operation) => {
  it('is a full barrier under tso, and an acquire elsewhere', () => {
    expect(isBuffered('tso', operation)).toBe(false);
    expect(isBuffered('pso', operation)).toBe(true);
    expect(isBuffered('lkmm', operation)).toBe(true);
  });
  it('keeps behind a barrier of stores', () => {
    const taken = `x.set(1); smp.wmb(); ${operation}; y.set(1)`;
    for (const memory of ['tso', 'pso', 'lkmm'] as const) {
      const reader = 'me.r0 = y.read(); smp.rmb(); me.r1 = x.read()';
      expect(isReached(memory, [taken, reader], 'r0=1 r1=0')).toBe(false);
    }
  });
});
