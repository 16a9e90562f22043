// Inter-processor calls: a call waits until its target has irqs on; two senders with irqs off wait for each other; a
// cpu that is gone never answers (entry 13 of the catalogue); who does not wait gets its record back before the function.

import { array, cell, kind, none, system, upTo } from 'mmcheck';
import { callFunctions, contexts, ipi, task } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, somewhere, verdictsOf } from './verdicts.ts';

const cpu = kind('cpu', 2);

function mutualCalls(irqsOff: boolean) {
  return system(
    { cpus: contexts(cpu), calls: callFunctions(cpu), handled: array(cpu, upTo(1)) },
    ({ process }) => ({
      sender: process({
        ...task((id) => id),
        count: 2,
        locals: { cpu },
        start: 'off',
        steps: {
          off: ({ cpus, me }) => {
            if (irqsOff) cpus[me.cpu].irqSave(me);
            else cpus[me.cpu].preemptDisable(me);
            return 'next';
          },
          // Not asked, to see what comes of it.
          send: ({ calls, me }) =>
            calls[1 - me.cpu].send(me, me.cpu, none, true) ? 'next' : 'blocked',
          wait: ({ calls, me }) => (calls[1 - me.cpu].isAcked(me) ? 'next' : 'blocked'),
          on: ({ cpus, me }) => {
            if (irqsOff) cpus[me.cpu].irqRestore(me);
            else cpus[me.cpu].preemptEnable(me);
            return 'done';
          },
        },
      }),
      ipi: process({
        ...ipi((id) => id),
        count: 2,
        locals: { cpu },
        start: 'enter',
        end: ['enter'],
        steps: {
          enter: ({ calls, cpus, me }) => {
            if (!calls[me.cpu].take()) return 'blocked';
            cpus[me.cpu].irqEnter(me);
            return 'next';
          },
          func: ({ handled, me }) => {
            handled[me.cpu] = 1;
            return 'next';
          },
          ack: ({ calls, me }) => (calls[me.cpu].finish() ? 'func' : 'exit'),
          exit: ({ cpus, me }) => {
            cpus[me.cpu].irqExit(me);
            return 'enter';
          },
        },
      }),
    }),
  );
}

test('an acknowledged call has been made', () => {
  const early = never(
    ({ sender, handled }) =>
      (sender[0].at === 'on' && handled[1] === 0) || (sender[1].at === 'on' && handled[0] === 0),
  );
  expect(verdictsOf(mutualCalls(false), { early })).toMatchObject({
    early: 'holds',
    deadlock: 'holds',
  });
});

test('two senders with irqs off wait for each other', () => {
  expect(verdictsOf(mutualCalls(true))).toMatchObject({ deadlock: 'violated' });
});

/** Cpu 0 calls cpu 1 three times and waits for none of them: smp_call_function_single_async(). */
function asyncCalls() {
  return system(
    {
      cpus: contexts(cpu),
      calls: callFunctions(cpu),
      taken: cell(upTo(3)),
      made: cell(upTo(3)),
    },
    ({ process }) => ({
      sender: process({
        ...task(0),
        locals: { cpu, sent: upTo(3) },
        start: 'send',
        steps: {
          send: ({ calls, me }) => {
            if (!calls[1].send(me, me.cpu, none, false)) return 'blocked';
            me.sent++;
            return me.sent < 3 ? 'send' : 'done';
          },
        },
      }),
      ipi: process({
        ...ipi(1),
        locals: { cpu },
        start: 'enter',
        end: ['enter'],
        steps: {
          enter: ({ calls, cpus, me }) => {
            if (!calls[me.cpu].take()) return 'blocked';
            cpus[me.cpu].irqEnter(me);
            return 'next';
          },
          take: ({ calls, taken, me }) => {
            taken.value++;
            calls[me.cpu].start();
            return 'next';
          },
          func: ({ made }) => {
            made.value++;
            return 'next';
          },
          finish: ({ calls, me }) => (calls[me.cpu].finish() ? 'take' : 'exit'),
          exit: ({ cpus, me }) => {
            cpus[me.cpu].irqExit(me);
            return 'enter';
          },
        },
      }),
    }),
  );
}

test('a record is queued again only once its call is taken, and every call is made', () => {
  const reused = never(({ sender, taken }) => sender[0].sent > taken.value + 1);
  const lost = never(
    ({ sender, calls, made }) => !calls[1].isPending() && made.value < sender[0].sent,
  );
  const early = somewhere(({ sender, made }) => sender[0].sent === made.value + 2);
  expect(verdictsOf(asyncCalls(), { reused, lost, early })).toMatchObject({
    reused: 'holds',
    lost: 'holds',
    deadlock: 'holds',
    early: 'holds',
  });
});
