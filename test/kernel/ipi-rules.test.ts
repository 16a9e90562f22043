// The rules of calls between cpus (kernel/smp.c), each by a model that would go wrong without it and one that it lets pass:
// synchronous calls are made first, a cpu that is offline or the sender's own is not sent to, a dying cpu makes what is
// still queued, and each sort of record is one for whom the kernel has one.

import { bool, cell, none, system } from 'mmcheck';
import { contexts, task } from 'mmcheck/kernel';
import { describe, expect, test } from 'vitest';
import { calls, cpu, interrupts, log } from './ipi-rules-setup.ts';
import { rule } from './rules/rule.ts';
import type { Any } from './script.ts';
import { never, refusalOf, somewhere, verdictsOf } from './verdicts.ts';

describe('__flush_smp_call_function_queue()', () => {
  /** An asynchronous drain and then a flush, of which the sender says whether it waits. */
  const twoCalls = (wait: boolean) =>
    system(
      { cpus: contexts(cpu), calls: calls(), log: log(), both: cell(bool) },
      ({ process }: Any) => ({
        drain: process({
          start: 'send',
          steps: {
            send: ({ calls, me }: Any) =>
              calls[1].send(me, none, none, false, 'drain') ? 'done' : 'blocked',
          },
        }),
        flush: process({
          start: 'send',
          steps: {
            send: ({ calls, both, me }: Any) => {
              if (!calls[1].send(me, none, none, wait, 'flush')) return 'blocked';
              both.value = calls[1].asyncCalls.includes('drain');
              return 'next';
            },
            wait: ({ calls, me }: Any) => (calls[1].isAcked(me) ? 'done' : 'blocked'),
          },
        }),
        ipi: interrupts(process),
      }),
    );

  const overtakes = somewhere(({ both, log }) => both.value && log.first === 'flush');
  rule('synchronous calls are made first', {
    broken: () =>
      expect(verdictsOf(twoCalls(true), { overtakes })).toMatchObject({
        overtakes: 'holds',
        deadlock: 'holds',
      }),
    // Where neither waits, the drain that was queued before is made before.
    kept: () =>
      expect(verdictsOf(twoCalls(false), { overtakes })).toMatchObject({ overtakes: 'violated' }),
  });

  /** The flush is queued while the drain is made, or once its interrupt is over. */
  const whileMaking = (inside: boolean) =>
    system(
      { cpus: contexts(cpu), calls: calls(), log: log(), asked: cell(bool) },
      ({ process }: Any) => ({
        ipi: interrupts(process),
        sender: process({
          start: 'drain',
          steps: {
            drain: ({ calls, me }: Any) =>
              calls[1].send(me, none, none, false, 'drain') ? 'next' : 'blocked',
            wait: ({ cpus, log }: Any) =>
              (inside ? cpus[1].irq === none && log.made === 0 : log.made === 0)
                ? 'blocked'
                : 'next',
            flush: ({ calls, me }: Any) =>
              calls[1].send(me, none, none, true, 'flush') ? 'next' : 'blocked',
            acked: ({ calls, me }: Any) => (calls[1].isAcked(me) ? 'done' : 'blocked'),
          },
        }),
      }),
    );

  rule('an interrupt takes at once what is queued', {
    broken: () => {
      const jumps = never(({ log }) => log.first === 'flush');
      expect(verdictsOf(whileMaking(true), { jumps })).toMatchObject({
        jumps: 'holds',
        deadlock: 'holds',
      });
    },
    kept: () => {
      const both = somewhere(({ log }) => log.made === 2);
      expect(verdictsOf(whileMaking(false), { both })).toMatchObject({
        both: 'holds',
        deadlock: 'holds',
      });
    },
  });
});

describe('generic_exec_single()', () => {
  /** smp_call_function_single(wait=1) by cpu 0. */
  const single = (to: 0 | 1, online: boolean, irqsOff = false) =>
    system(
      {
        cpus: contexts(cpu, { online: (c) => c === 0 || online }),
        calls: calls(),
        log: log(),
      },
      ({ process }: Any) => ({
        ipi: interrupts(process),
        sender: process({
          ...task(0),
          locals: { cpu },
          start: 'off',
          steps: {
            off: ({ cpus, me }: Any) => {
              if (irqsOff) cpus[me.cpu].irqSave(me);
              else cpus[me.cpu].preemptDisable(me);
              return 'call';
            },
            call: ({ calls, cpus, me }: Any) => {
              const sent = calls[to].call(
                me,
                me.cpu,
                irqsOff ? none : cpus[me.cpu].mayCall(me),
                cpus[to].online,
                'drain',
              );
              return sent === 'queued' ? 'wait' : sent === 'direct' ? 'func' : 'on';
            },
            func: ({ log }: Any) => {
              log.made++;
              return 'on';
            },
            wait: ({ calls, me }: Any) => (calls[to].isAcked(me) ? 'on' : 'blocked'),
            on: ({ cpus, me }: Any) => {
              if (irqsOff) cpus[me.cpu].irqRestore(me);
              else cpus[me.cpu].preemptEnable(me);
              return 'done';
            },
          },
        }),
      }),
    );
  const made = somewhere(({ log }) => log.made === 1);

  rule('no call is queued for a cpu that is offline', {
    broken: () =>
      expect(verdictsOf(single(1, false), { made })).toMatchObject({
        deadlock: 'holds',
        made: 'violated',
      }),
    kept: () =>
      expect(verdictsOf(single(1, true), { made })).toMatchObject({
        deadlock: 'holds',
        made: 'holds',
      }),
  });

  rule('a call to the own cpu is made directly', {
    broken: () =>
      expect(verdictsOf(single(0, true, true), { made })).toMatchObject({
        deadlock: 'holds',
        made: 'holds',
      }),
    kept: () => {
      expect(verdictsOf(single(0, true), { made })).toMatchObject({
        deadlock: 'holds',
        made: 'holds',
      });
      expect(verdictsOf(single(1, true), { made })).toMatchObject({ made: 'holds' });
    },
  });

  test('smp_call_function_many() leaves the own cpu out, and looks at no mask', () => {
    const many = (to: 0 | 1) =>
      system({ calls: calls() }, ({ process }) => ({
        sender: process({
          start: 'send',
          steps: {
            send: ({ calls, me }) => (calls[to].send(me, 0, none, true) ? 'done' : 'blocked'),
          },
        }),
      }));
    expect(refusalOf(many(0))).toContain('send() to the own cpu');
    expect(refusalOf(many(1))).toBe('');
  });

  test('what does not say who sends is refused', () => {
    const old = system({ calls: calls() }, ({ process }) => ({
      sender: process({
        start: 'send',
        steps: {
          send: ({ calls, me }) => ((calls as Any)[1].send(me, 'drain') ? 'done' : 'blocked'),
        },
      }),
    }));
    expect(refusalOf(old)).toContain('send(me, from, mayCall, wait, what) needs wait');
  });
});
