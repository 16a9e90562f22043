// Inter-processor calls: a call waits until its target has irqs on; two senders with irqs off wait for each other; a
// cpu that is gone never answers (entry 13 of the catalogue).

import { array, kind, system, upTo } from 'mmcheck';
import { callFunctions, contexts, irq, task } from 'mmcheck/kernel';
import { expect, test } from 'vitest';
import { never, verdictsOf } from './verdicts.ts';

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
          send: ({ calls, me }) => (calls[1 - me.cpu].send(me) ? 'next' : 'blocked'),
          wait: ({ calls, me }) => (calls[1 - me.cpu].isAcked(me) ? 'next' : 'blocked'),
          on: ({ cpus, me }) => {
            if (irqsOff) cpus[me.cpu].irqRestore(me);
            else cpus[me.cpu].preemptEnable(me);
            return 'done';
          },
        },
      }),
      ipi: process({
        ...irq((id) => id),
        count: 2,
        locals: { cpu },
        start: 'enter',
        end: ['enter'],
        steps: {
          enter: ({ calls, cpus, me }) => {
            if (!calls[me.cpu].isPending()) return 'blocked';
            cpus[me.cpu].irqEnter(me);
            return 'next';
          },
          func: ({ handled, me }) => {
            handled[me.cpu] = 1;
            return 'next';
          },
          ack: ({ calls, me }) => {
            calls[me.cpu].finish();
            return calls[me.cpu].isPending() ? 'func' : 'exit';
          },
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
