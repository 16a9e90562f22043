// Lock order as it is shown: in words with a run for each part, as a graph of the locks, and as JSON.

import { describe, expect, test } from 'vitest';
import cpuVsMem from '../../models/cpu-vs-mem-hotplug-lock-order.ts';
import seqlock from '../../models/zonelist-seqlock-deadlock.ts';
import { checkModel } from '../../src/check.ts';
import type { ModelDefinition } from '../../src/model/define-model.ts';
import type { LockOrderOutcome } from '../../src/outcome.ts';
import { checkJson } from '../../src/report/check-json.ts';
import { checkText } from '../../src/report/check-text.ts';
import { lockOrderDot } from '../../src/report/lock-order-dot.ts';
import { fromWireOutcome, toWireOutcome } from '../../src/supervise/wire-outcome.ts';

const PROPERTIES = { 'lock-order': { kind: 'lock-order', about: 'one order' } } as const;

const checked = (model: ModelDefinition, set: object) =>
  checkModel(model, set as never, PROPERTIES);

describe.each([
  ['cycle', cpuVsMem, { cpuHotplug: 'none' }],
  ['irq', seqlock, { guard: 'none' }],
  ['sleep', seqlock, { guard: 'irq-off-printk-deferred', rt: true }],
  ['order', cpuVsMem, { order: 'cpu-then-mem' }],
] as const)('%s', (name, model, set) => {
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

  test('as JSON, also across threads', () => {
    const json = checkJson(outcome).properties[0].lockOrder;
    expect(json?.deadlock).toBe(lockOrder.deadlock);
    expect(json?.problems.length).toBe(lockOrder.problems.length);
    expect(checkJson(fromWireOutcome(toWireOutcome(outcome)))).toEqual(checkJson(outcome));
  });
});

test('a limit: what is seen is wrong; whether a run deadlocks is not known', () => {
  const some = (maxStates: number) => {
    const { properties } = checkModel(cpuVsMem, {}, PROPERTIES, { maxStates });
    return [properties[0].verdict, properties[0].lockOrder?.deadlock];
  };
  expect(some(5)).toEqual(['inconclusive', 'unknown']);
  expect(some(40)).toEqual(['violated', 'unknown']);
});
