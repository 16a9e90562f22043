// The rules of what runs on a cpu, each by a model that would go wrong without it and one that it lets pass: who runs on top
// of whom, who keeps whom off, what local_bh_disable() is on PREEMPT_RT, and what a cpu that is offline still does.

import { softirq, task } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { as, excluded, hard, looks, made, on, user, within } from './context-rules-setup.ts';
import { rule } from './rules/rule.ts';
import type { Any } from './script.ts';
import { never, verdictsOf } from './verdicts.ts';

const soft = (steps = within(['softirqEnter'], ['softirqExit'])) => as(softirq(0), steps);

/** Whether a process that looks ever sees a handler inside. */
const seesAnother = (who: 'irq' | 'softirq', watcher: Any) => {
  const handler =
    who === 'irq' ? hard(on('irqEnter', 'irqExit')) : soft(on('softirqEnter', 'softirqExit'));
  const model = made((process) => ({ handler: process(handler), watcher: process(watcher) }));
  return verdictsOf(model, { seen: never(({ busy }) => busy.value) }).seen;
};

describe('who runs on top of whom', () => {
  rule('an irq keeps all others off its cpu, and irqs do not nest', {
    broken: () => {
      expect(excluded(hard(), hard())).toBe('holds');
      // Who steps while an irq is inside would see it.
      expect(seesAnother('irq', as(task(0), [looks.irq]))).toBe('holds');
      expect(
        seesAnother('irq', soft([...on('softirqEnter'), looks.irq, ...on('softirqExit')])),
      ).toBe('holds');
    },
    kept: () => expect(excluded(hard(), soft())).toBe('violated'),
  });

  rule('a softirq keeps tasks off its cpu', {
    broken: () => {
      expect(excluded(soft(), soft())).toBe('holds');
      expect(seesAnother('softirq', as(task(0), [looks.softirq]))).toBe('holds');
    },
    kept: () => expect(excluded(soft(), user([], []))).toBe('violated'),
  });
});

describe('who keeps whom off', () => {
  rule('with irqs off neither irqs nor softirqs enter', {
    broken: () => {
      expect(excluded(user(['irqSave'], ['irqRestore']), hard())).toBe('holds');
      expect(excluded(user(['irqSave'], ['irqRestore']), soft())).toBe('holds');
    },
    kept: () =>
      expect(excluded(user(['preemptDisable'], ['preemptEnable']), hard())).toBe('violated'),
  });

  rule('with softirqs off no softirq enters', {
    broken: () => expect(excluded(user(['bhDisable'], ['bhEnable']), soft())).toBe('holds'),
    kept: () => expect(excluded(user(['bhDisable'], ['bhEnable']), hard())).toBe('violated'),
  });

  rule('who has anything off has the cpu to itself', {
    broken: () => {
      for (const [off, back] of [
        ['preemptDisable', 'preemptEnable'],
        ['irqSave', 'irqRestore'],
        ['bhDisable', 'bhEnable'],
        ['spinBegin', 'spinEnd'],
      ]) {
        expect(excluded(user([off], [back]), user([off], [back]))).toBe('holds');
      }
    },
    kept: () => expect(excluded(user([], []), user([], []))).toBe('violated'),
  });

  rule('without CONFIG_PREEMPT a task keeps its cpu until it yields', {
    broken: () =>
      expect(excluded(user(['claim'], ['yield']), user(['claim'], ['yield']), 'none')).toBe(
        'holds',
      ),
    kept: () =>
      expect(excluded(user(['claim'], ['yield']), user(['claim'], ['yield']), 'full')).toBe(
        'violated',
      ),
  });

  const asks = (off: string[], back: string[], answer: boolean) =>
    verdictsOf(
      made((process) => ({
        a: process(
          as(task(0), [
            ...on(...off),
            ({ cpus, me, assert }: Any) => {
              assert(cpus[me.cpu].maySleep(me) === answer, 'may sleep, or not');
              return 'next';
            },
            ...on(...back),
          ]),
        ),
      })),
    ).assertions;
  rule('nobody sleeps with anything off', {
    broken: () => {
      expect(asks(['irqSave'], ['irqRestore'], false)).toBe('holds');
      expect(asks(['preemptDisable'], ['preemptEnable'], false)).toBe('holds');
      expect(asks(['bhDisable'], ['bhEnable'], false)).toBe('holds');
    },
    kept: () => expect(asks(['irqSave', 'irqRestore'], [], true)).toBe('holds'),
  });
});
