// Lock order as it is shown: in words with a run for each part, as a graph of the locks, and as JSON.

import { describe, expect, test } from 'vitest';
import bootOrder from '../../docs/examples/boot-order.ts';
import { checkModel } from '../../src/check/check.ts';
import { bool, defineModel, kind, system } from '../../src/index.ts';
import { contexts, irq, mutex, spinlock, task } from '../../src/kernel/index.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import type { LockOrderOutcome } from '../../src/outcome/outcome.ts';
import { lockOrderDot } from '../../src/report/dot/lock-order.ts';
import { checkJson } from '../../src/report/json/check.ts';
import { checkText } from '../../src/report/text/check.ts';

const PROPERTIES = { 'lock-order': { kind: 'lock-order', about: 'one order' } } as const;

const cpu = kind('cpu', ['CPU0', 'CPU1']);
/** A task and an irq share a list; the task may turn irqs off, and may then take a mutex, too. */
const list = defineModel('list', {
  parameters: { irqsOff: bool, logs: bool },
  system: ({ irqsOff, logs }) =>
    system(
      { cpus: contexts(cpu), list_lock: spinlock('list_lock'), log: mutex('log') },
      ({ process }) => ({
        push: process({
          ...task(1),
          locals: { cpu },
          start: irqsOff ? 'irqs_off' : 'lock',
          steps: {
            irqs_off: ({ cpus, me }) => {
              cpus[me.cpu].irqSave(me);
              return 'lock';
            },
            lock: ({ list_lock, me }) => {
              if (!list_lock.acquire(me)) return 'blocked';
              return logs ? 'print' : 'unlock';
            },
            print: ({ log, me }) => (log.acquire(me) ? 'printed' : 'blocked'),
            printed: ({ log, me }) => {
              log.release(me);
              return 'unlock';
            },
            unlock: ({ list_lock, me }) => {
              list_lock.release(me);
              return irqsOff ? 'irqs_on' : 'done';
            },
            irqs_on: ({ cpus, me }) => {
              cpus[me.cpu].irqRestore(me);
              return 'done';
            },
          },
        }),
        handler: process({
          ...irq(0),
          locals: { cpu },
          start: 'enter',
          steps: {
            enter: ({ cpus, me }) => {
              cpus[me.cpu].irqEnter(me);
              return 'next';
            },
            lock: ({ list_lock, me }) => (list_lock.acquire(me) ? 'next' : 'blocked'),
            exit: ({ cpus, list_lock, me }) => {
              list_lock.release(me);
              cpus[me.cpu].irqExit(me);
              return 'done';
            },
          },
        }),
      }),
    ),
});

const checked = (model: ModelDefinition, set: object) =>
  checkModel(model, set as never, PROPERTIES);

const shown: readonly [string, ModelDefinition, object][] = [
  ['cycle', bootOrder, {}],
  ['irq', list, {}],
  ['sleep', list, { irqsOff: true, logs: true }],
  ['order', list, { irqsOff: true }],
];

describe.each(shown)('%s', (name, model, set) => {
  const outcome = checked(model, set);
  const lockOrder = outcome.properties[0].lockOrder as LockOrderOutcome;

  test('in words', async () => {
    // What a search costs differs from run to run.
    const text = checkText(outcome).replace(/^\d+ states, .*\n( .*\n)*/m, '');
    await expect(text).toMatchFileSnapshot(`golden/lock-order-${name}.txt`);
  });

  test('as a graph', async () => {
    await expect(lockOrderDot('lock-order', model.name, lockOrder)).toMatchFileSnapshot(
      `golden/lock-order-${name}.dot`,
    );
  });

  test('as JSON', () => {
    const json = checkJson(outcome).properties[0].lockOrder;
    expect(json?.deadlock).toBe(lockOrder.deadlock);
    expect(json?.problems.length).toBe(lockOrder.problems.length);
  });
});

test('a limit: what is seen is wrong; whether a run deadlocks is not known', () => {
  const some = (maxStates: number) => {
    const { properties } = checkModel(bootOrder, {}, PROPERTIES, { maxStates });
    return [properties[0].verdict, properties[0].lockOrder?.deadlock];
  };
  expect(some(5)).toEqual(['inconclusive', 'unknown']);
  expect(some(10)).toEqual(['violated', 'unknown']);
});
