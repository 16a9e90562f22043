// stop_machine: what it stops, and that it waits for what cannot be preempted. cpu_down() with an IPI sender (entry 13):
// the mask of online cpus, read and used in one region with preemption off, is never stale.

import { bool, cell, kind, none, system, upTo } from 'mmcheck';
import {
  callFunctions,
  contexts,
  irq,
  stopMachine,
  stopper,
  stopperSteps,
  task,
} from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, verdictsOf } from './verdicts.ts';

const cpu = kind('cpu', 2);

function halfUpdate(off: 'nothing' | 'preemption' | 'irqs') {
  return system(
    {
      cpus: contexts(cpu),
      stop: stopMachine(cpu),
      a: cell(upTo(1)),
      b: cell(upTo(1)),
      torn: cell(bool),
    },
    ({ process }) => ({
      updater: process({
        ...task(1),
        locals: { cpu },
        start: 'off',
        steps: {
          off: ({ cpus, me }) => {
            if (off === 'preemption') cpus[me.cpu].preemptDisable(me);
            if (off === 'irqs') cpus[me.cpu].irqSave(me);
            return 'next';
          },
          a: ({ a }) => {
            a.value = 1;
            return 'next';
          },
          b: ({ b }) => {
            b.value = 1;
            return 'next';
          },
          on: ({ cpus, me }) => {
            if (off === 'preemption') cpus[me.cpu].preemptEnable(me);
            if (off === 'irqs') cpus[me.cpu].irqRestore(me);
            return 'done';
          },
        },
      }),
      hotplug: process({
        ...task(0),
        locals: { cpu },
        start: 'begin',
        steps: {
          begin: ({ stop, cpus }) => {
            return stop.begin(
              cpu.ids.filter((c) => cpus[c].online),
              none,
            )
              ? 'next'
              : 'blocked';
          },
          wait: ({ stop }) => (stop.isDone() ? 'done' : 'blocked'),
        },
      }),
      stopper: process({
        ...stopper(cpu),
        steps: {
          ...stopperSteps,
          run: ({ stop, a, b, torn, me }) => {
            if (!stop.isRunning()) return 'blocked';
            if (stop.isFirst(me.cpu) && a.value !== b.value) torn.value = true;
            stop.ack();
            return 'exit';
          },
        },
      }),
    }),
  );
}

test('a task is stopped anywhere, except where it cannot be preempted', () => {
  const torn = never(({ torn }) => torn.value);
  expect(verdictsOf(halfUpdate('nothing'), { torn })).toMatchObject({
    torn: 'violated',
    deadlock: 'holds',
  });
  expect(verdictsOf(halfUpdate('preemption'), { torn })).toMatchObject({
    torn: 'holds',
    deadlock: 'holds',
  });
  expect(verdictsOf(halfUpdate('irqs'), { torn })).toMatchObject({
    torn: 'holds',
    deadlock: 'holds',
  });
});

/** A drains cpu 1 by IPI while H takes cpu 1 down. */
function drainAgainstOffline(mask: 'in-region' | 'before-region') {
  return system(
    { cpus: contexts(cpu), stop: stopMachine(cpu), calls: callFunctions(cpu) },
    ({ process }) => ({
      drain: process({
        ...task(0),
        locals: { cpu, there: bool },
        start: mask === 'in-region' ? 'off' : 'early',
        steps: {
          early: ({ cpus, me }) => {
            me.there = cpus[1].online;
            return 'next';
          },
          off: ({ cpus, me }) => {
            cpus[me.cpu].preemptDisable(me);
            return mask === 'in-region' ? 'read' : 'send';
          },
          read: ({ cpus, me }) => {
            me.there = cpus[1].online;
            return 'next';
          },
          send: ({ calls, cpus, me }) =>
            me.there
              ? calls[1].send(me, me.cpu, cpus[me.cpu].mayCall(me), true)
                ? 'next'
                : 'blocked'
              : 'on',
          wait: ({ calls, me }) => (calls[1].isAcked(me) ? 'next' : 'blocked'),
          on: ({ cpus, me }) => {
            cpus[me.cpu].preemptEnable(me);
            return 'done';
          },
        },
      }),
      ipi: process({
        ...irq(1),
        locals: { cpu },
        start: 'enter',
        end: ['enter'],
        steps: {
          enter: ({ calls, cpus, me }) => {
            if (!calls[me.cpu].take()) return 'blocked';
            cpus[me.cpu].irqEnter(me);
            return 'next';
          },
          ack: ({ calls, me }) => {
            calls[me.cpu].finish();
            return 'next';
          },
          exit: ({ cpus, me }) => {
            cpus[me.cpu].irqExit(me);
            return 'enter';
          },
        },
      }),
      hotplug: process({
        ...task(0),
        locals: { cpu },
        start: 'begin',
        steps: {
          begin: ({ stop, cpus }) =>
            stop.begin(
              cpu.ids.filter((c) => cpus[c].online),
              none,
            )
              ? 'next'
              : 'blocked',
          wait: ({ stop }) => (stop.isDone() ? 'done' : 'blocked'),
        },
      }),
      stopper: process({
        ...stopper(cpu),
        steps: {
          ...stopperSteps,
          run: ({ stop, cpus, me }) => {
            if (!stop.isRunning()) return 'blocked';
            if (me.cpu === 1) cpus[me.cpu].setOnline(false);
            stop.ack();
            return 'exit';
          },
        },
      }),
    }),
  );
}

test('an IPI to a cpu that goes offline', () => {
  expect(verdictsOf(drainAgainstOffline('in-region'))).toMatchObject({ deadlock: 'holds' });
  expect(verdictsOf(drainAgainstOffline('before-region'))).toMatchObject({ deadlock: 'violated' });
});
