// The rules of calls between cpus (kernel/smp.c), each by a model that would go wrong without it and one that it lets pass:
// synchronous calls are made first, a cpu that is offline or the sender's own is not sent to, a dying cpu makes what is
// still queued, and each sort of record is one for whom the kernel has one.

import { kind, none, system } from 'mmcheck';
import {
  callFunctions,
  contexts,
  ipi,
  irq,
  stopMachine,
  stopper,
  stopperSteps,
  task,
} from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { calls, cpu, interrupts, log } from './ipi-rules-setup.ts';
import { rule } from './rules/rule.ts';
import type { Any } from './script.ts';
import { never, refusalOf, verdictsOf } from './verdicts.ts';

describe('smpcfd_dying_cpu()', () => {
  /** Cpu 1 dies while cpu 0 calls it, waiting or not; the handler is an ipi, or an irq, which no dying cpu takes. */
  const dying = (wait: boolean, flushes: boolean, actor = ipi) =>
    system(
      { cpus: contexts(cpu), calls: calls(), log: log(), stop: stopMachine(cpu) },
      ({ process }: Any) => ({
        ipi: interrupts(process, actor),
        sender: process({
          ...task(0),
          locals: { cpu },
          start: 'off',
          steps: {
            off: ({ cpus, me }: Any) => {
              cpus[me.cpu].preemptDisable(me);
              return 'next';
            },
            send: ({ calls, cpus, me }: Any) => {
              if (!cpus[1].online) return 'on';
              if (!calls[1].send(me, me.cpu, cpus[me.cpu].mayCall(me), wait, 'drain'))
                return 'blocked';
              return wait ? 'wait' : 'on';
            },
            wait: ({ calls, me }: Any) => (calls[1].isAcked(me) ? 'on' : 'blocked'),
            on: ({ cpus, me }: Any) => {
              cpus[me.cpu].preemptEnable(me);
              return 'done';
            },
          },
        }),
        hotplug: process({
          ...task(0),
          locals: { cpu },
          start: 'begin',
          steps: {
            begin: ({ stop, cpus }: Any) =>
              stop.begin(
                cpu.ids.filter((c) => cpus[c].online),
                none,
              )
                ? 'next'
                : 'blocked',
            wait: ({ stop }: Any) => (stop.isDone() ? 'done' : 'blocked'),
          },
        }),
        stopper: process({
          ...stopper(cpu),
          steps: {
            ...stopperSteps,
            run: ({ stop, cpus, me }: Any) => {
              if (!stop.isRunning()) return 'blocked';
              if (me.cpu === 1) {
                cpus[me.cpu].setOnline(false);
                return 'smpcfd_dying_cpu';
              }
              stop.ack();
              return 'exit';
            },
            smpcfd_dying_cpu: ({ stop, calls, me }: Any) => {
              if (flushes && calls[me.cpu].isPending()) return 'blocked';
              stop.ack();
              return 'exit';
            },
          },
        }),
      }),
    );
  const lost = never(
    ({ calls, cpus, stop }) => !cpus[1].online && stop.isDone() && calls[1].isPending(),
  );

  rule('a dying cpu makes what is queued', {
    broken: () => {
      for (const wait of [true, false]) {
        expect(verdictsOf(dying(wait, true), { lost })).toMatchObject({
          lost: 'holds',
          deadlock: 'holds',
        });
      }
    },
    // Only that: who does not flush loses a call, and an irq comes to it no more.
    kept: () => {
      expect(verdictsOf(dying(false, false), { lost })).toMatchObject({ lost: 'violated' });
      expect(verdictsOf(dying(false, true, irq), { lost })).toMatchObject({
        deadlock: 'violated',
      });
    },
  });
});

describe('csd_lock()', () => {
  /** Two tasks of cpu 0 post to the targets, of which nobody makes a call. */
  const post = (targets: readonly [number, number], from: 'cpu' | 'elsewhere') => {
    const three = kind('cpu', 3);
    return system({ calls: callFunctions(three) }, ({ process }) => ({
      sender: process({
        count: 2,
        start: 'post',
        steps: {
          post: ({ calls, me }) => {
            const by = from === 'cpu' ? 0 : none;
            const isFree = calls.every((one) => one.isFree(me, by));
            return calls[targets[me.id]].post(me, by, none, isFree, true) ? 'done' : 'blocked';
          },
        },
      }),
    }));
  };

  rule('csd_data is one for a sending cpu, whatever the target', {
    broken: () => expect(verdictsOf(post([1, 2], 'cpu'))).toMatchObject({ deadlock: 'violated' }),
    kept: () => {
      expect(verdictsOf(post([1, 2], 'elsewhere'))).toMatchObject({ deadlock: 'holds' });
      expect(verdictsOf(post([1, 1], 'elsewhere'))).toMatchObject({ deadlock: 'holds' });
    },
  });

  /** The same by smp_call_function_many(). */
  const many = (targets: readonly [number, number]) => {
    const three = kind('cpu', 3);
    return system({ calls: callFunctions(three) }, ({ process }) => ({
      sender: process({
        count: 2,
        start: 'send',
        steps: {
          send: ({ calls, me }) =>
            calls[targets[me.id]].send(me, 0, none, false) ? 'done' : 'blocked',
        },
      }),
    }));
  };

  rule('cfd->pcpu is one for a sending cpu and a target', {
    broken: () => expect(verdictsOf(many([1, 1]))).toMatchObject({ deadlock: 'violated' }),
    kept: () => expect(verdictsOf(many([1, 2]))).toMatchObject({ deadlock: 'holds' }),
  });

  /** One process is both cpus: while it makes its call, it sends the next one. */
  const finish = (wait: boolean, starts: boolean) =>
    system({ calls: callFunctions(cpu) }, ({ process }) => ({
      all: process({
        start: 'send',
        coarse: { make: 'one process is both cpus' },
        steps: {
          send: ({ calls, me }) => (calls[1].send(me, 0, none, wait) ? 'next' : 'blocked'),
          take: ({ calls }) => (calls[1].take() ? 'next' : 'blocked'),
          make: ({ calls, me, assert }) => {
            if (starts) calls[1].start();
            assert(calls[1].send(me, 0, none, wait), 'the record is locked');
            return 'next';
          },
          finish: ({ calls }) => {
            calls[1].finish();
            return 'done';
          },
        },
      }),
    }));

  rule('an asynchronous record is locked until its function is about to run', {
    broken: () =>
      expect(verdictsOf(finish(false, false))).toMatchObject({ assertions: 'violated' }),
    kept: () => expect(verdictsOf(finish(false, true))).toMatchObject({ assertions: 'holds' }),
  });

  rule('a synchronous record is locked until its function has run', {
    broken: () => expect(verdictsOf(finish(true, true))).toMatchObject({ assertions: 'violated' }),
    kept: () =>
      expect(
        verdictsOf(
          system({ calls: callFunctions(cpu) }, ({ process }) => ({
            all: process({
              start: 'send',
              coarse: { make: 'one process is both cpus' },
              steps: {
                send: ({ calls, me }) => (calls[1].send(me, 0, none, true) ? 'next' : 'blocked'),
                make: ({ calls, me, assert }) => {
                  calls[1].take();
                  calls[1].start();
                  calls[1].finish();
                  assert(calls[1].isAcked(me), 'it is acknowledged');
                  return 'next';
                },
                again: ({ calls, me }) => (calls[1].send(me, 0, none, true) ? 'done' : 'blocked'),
              },
            }),
          })),
        ),
      ).toMatchObject({ assertions: 'holds', deadlock: 'holds' }),
  });
});

describe('a sender', () => {
  const SENDS: Readonly<Record<string, Any>> = {
    call: ({ calls, cpus, me }: Any) => {
      calls[1].call(me, me.cpu, cpus[me.cpu].mayCall(me), true);
      return 'next';
    },
    post: ({ calls, cpus, me }: Any) => {
      calls[1].post(me, me.cpu, cpus[me.cpu].mayCall(me), true, true);
      return 'next';
    },
    send: ({ calls, cpus, me }: Any) => {
      calls[1].send(me, me.cpu, cpus[me.cpu].mayCall(me), false);
      return 'next';
    },
  };
  const sends = (how: string, off: 'nothing' | 'preemption' | 'irqs') =>
    system({ cpus: contexts(cpu), calls: callFunctions(cpu) }, ({ process }: Any) => ({
      sender: process({
        ...task(0),
        locals: { cpu },
        start: 'off',
        steps: {
          off: ({ cpus, me }: Any) => {
            if (off !== 'nothing') cpus[me.cpu].preemptDisable(me);
            if (off === 'irqs') cpus[me.cpu].irqSave(me);
            return 'next';
          },
          send: SENDS[how],
          on: ({ cpus, me }: Any) => {
            if (off === 'irqs') cpus[me.cpu].irqRestore(me);
            if (off !== 'nothing') cpus[me.cpu].preemptEnable(me);
            return 'done';
          },
        },
      }),
    }));

  rule('who calls another cpu has preemption off and irqs on', {
    broken: () => {
      for (const how of Object.keys(SENDS)) {
        expect(refusalOf(sends(how, 'nothing'))).toContain('preemption on or irqs off');
        expect(refusalOf(sends(how, 'irqs'))).toContain('preemption on or irqs off');
      }
    },
    kept: () => {
      for (const how of Object.keys(SENDS)) expect(refusalOf(sends(how, 'preemption'))).toBe('');
    },
  });
});
