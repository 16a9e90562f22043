// The rules of what runs on a cpu, each by a model that would go wrong without it and one that it lets pass: who runs on top
// of whom, who keeps whom off, what local_bh_disable() is on PREEMPT_RT, and what a cpu that is offline still does.

import { bool, cell, kind, none, system } from 'mmcheck';
import { contexts, irq, mutex, softirq, spinlock, task } from 'mmcheck/kernel';
import { describe, expect } from 'vitest';
import { problemsOf } from '../lock-order/support.ts';
import { rule } from './rules/rule.ts';
import { type Any, script } from './script.ts';
import { never, refusalOf, somewhere, verdictsOf } from './verdicts.ts';

const cpu = kind('cpu', 1);
type Preemption = 'full' | 'none' | 'rt';

/** `cpus[me.cpu].NAME(me)` as a step. */
const ON_CPU: Any = {
  irqSave: ({ cpus, me }: Any) => {
    cpus[me.cpu].irqSave(me);
    return 'next';
  },
  irqRestore: ({ cpus, me }: Any) => {
    cpus[me.cpu].irqRestore(me);
    return 'next';
  },
  preemptDisable: ({ cpus, me }: Any) => {
    cpus[me.cpu].preemptDisable(me);
    return 'next';
  },
  preemptEnable: ({ cpus, me }: Any) => {
    cpus[me.cpu].preemptEnable(me);
    return 'next';
  },
  bhDisable: ({ cpus, me }: Any) => {
    cpus[me.cpu].bhDisable(me);
    return 'next';
  },
  bhEnable: ({ cpus, me }: Any) => {
    cpus[me.cpu].bhEnable(me);
    return 'next';
  },
  bhWait: ({ cpus, me }: Any) => {
    if (!cpus[me.cpu].isBhFree(me)) return 'blocked';
    cpus[me.cpu].bhDisable(me);
    return 'next';
  },
  spinBegin: ({ cpus, me }: Any) => {
    cpus[me.cpu].spinBegin(me);
    return 'next';
  },
  spinEnd: ({ cpus, me }: Any) => {
    cpus[me.cpu].spinEnd(me);
    return 'next';
  },
  claim: ({ cpus, me }: Any) => {
    cpus[me.cpu].claim(me);
    return 'next';
  },
  yield: ({ cpus, me }: Any) => {
    cpus[me.cpu].yield(me);
    return 'next';
  },
  irqEnter: ({ cpus, me }: Any) => {
    cpus[me.cpu].irqEnter(me);
    return 'next';
  },
  irqExit: ({ cpus, me }: Any) => {
    cpus[me.cpu].irqExit(me);
    return 'next';
  },
  softirqEnter: ({ cpus, me }: Any) => {
    cpus[me.cpu].softirqEnter(me);
    return 'next';
  },
  softirqExit: ({ cpus, me }: Any) => {
    cpus[me.cpu].softirqExit(me);
    return 'next';
  },
};
const on = (...names: string[]): Any[] => names.map((name) => ON_CPU[name]);
/** Whoever takes it says that he is inside, and looks whether another one is. */
const inside = ({ busy, assert }: Any) => {
  assert(!busy.value, 'two at once');
  busy.value = true;
  return 'next';
};
const outside = ({ busy }: Any) => {
  busy.value = false;
  return 'next';
};
const within = (enter: readonly string[], leave: readonly string[]) => [
  ...on(...enter),
  inside,
  outside,
  ...on(...leave),
];

const made = (all: (process: Any) => Any, preemption: Preemption = 'full') =>
  system(
    {
      cpus: contexts(cpu, { preemption }),
      busy: cell(bool),
      lock: spinlock('lock'),
      mx: mutex('mx'),
    },
    ({ process }: Any) => all(process),
  );
const as = (actor: Any, steps: Any[], more: Any = {}) =>
  script(steps, { ...actor, locals: { cpu }, ...more });
const hard = (steps = within(['irqEnter'], ['irqExit'])) => as(irq(0), steps);
const soft = (steps = within(['softirqEnter'], ['softirqExit'])) => as(softirq(0), steps);
const user = (enter: string[], leave: string[]) => as(task(0), within(enter, leave));

/** Whether two of them can be inside at once. */
const excluded = (a: Any, b: Any, preemption?: Preemption) =>
  verdictsOf(made((process) => ({ a: process(a), b: process(b) }), preemption)).assertions;

const looks: Any = {
  irq: ({ cpus, busy }: Any) => {
    if (cpus[0].irq !== none) busy.value = true;
    return 'next';
  },
  softirq: ({ cpus, busy }: Any) => {
    if (cpus[0].softirq !== none) busy.value = true;
    return 'next';
  },
};
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

describe('a cpu that is offline', () => {
  const off = (first: Any) =>
    made((process) => ({
      a: process(first),
      b: process(
        script([
          ({ cpus }: Any) => {
            if (cpus[0].irq !== none || cpus[0].softirq !== none) return 'blocked';
            cpus[0].setOnline(false);
            return 'next';
          },
        ]),
      ),
    }));
  rule('an offline cpu runs only the task that has it to itself', {
    broken: () => {
      expect(verdictsOf(off(as(task(0), [() => 'next'])))).toMatchObject({ deadlock: 'violated' });
      expect(verdictsOf(off(hard(on('irqEnter', 'irqExit'))))).toMatchObject({
        deadlock: 'violated',
      });
    },
    kept: () => {
      const late = somewhere(({ cpus, a }) => !cpus[0].online && a[0].at === 'end');
      const model = off(as(task(0), on('preemptDisable', 'preemptEnable')));
      expect(verdictsOf(model, { late })).toMatchObject({ late: 'holds' });
    },
  });
});

describe('local_bh_disable() on PREEMPT_RT', () => {
  const both = (steps: Any[]) =>
    made((process) => ({ a: process(as(task(0), steps, { count: 2 })) }), 'rt');

  rule('on PREEMPT_RT softirqs are off for one task of a cpu at a time', {
    broken: () => {
      const model = both([...on('bhWait'), inside, outside, ...on('bhEnable')]);
      expect(verdictsOf(model)).toMatchObject({ assertions: 'holds', deadlock: 'holds' });
      expect(refusalOf(both(on('bhDisable', 'bhEnable')))).toContain(
        'go on only if cpus[c].isBhFree(me)',
      );
    },
    kept: () => {
      const nested = made(
        (process) => ({
          a: process(as(task(0), on('bhWait', 'bhDisable', 'bhEnable', 'bhEnable'))),
        }),
        'rt',
      );
      const left = never(
        ({ a, cpus }) =>
          a[0].at === 'end' && (cpus[0].bhOff > 0 || cpus[0].softirqCtrl.owner !== none),
      );
      expect(verdictsOf(nested, { left })).toMatchObject({ deadlock: 'holds', left: 'holds' });
    },
  });

  rule('on PREEMPT_RT who has softirqs off can be preempted', {
    broken: () => {
      const other = user(['preemptDisable'], ['preemptEnable']);
      expect(excluded(user(['bhDisable'], ['bhEnable']), other, 'rt')).toBe('violated');
      expect(excluded(user(['bhDisable'], ['bhEnable']), other, 'full')).toBe('holds');
    },
    kept: () => {
      const other = user(['preemptDisable'], ['preemptEnable']);
      expect(excluded(other, other, 'rt')).toBe('holds');
    },
  });

  const acquireMutex = ({ mx, me }: Any) => (mx.acquire(me) ? 'next' : 'blocked');
  const releaseMutex = ({ mx, me }: Any) => {
    mx.release(me);
    return 'next';
  };
  const acquireLock = ({ lock, me }: Any) => (lock.acquire(me) ? 'next' : 'blocked');
  const releaseLock = ({ lock, me }: Any) => {
    lock.release(me);
    return 'next';
  };
  rule('on PREEMPT_RT a mutex is not taken with softirqs off', {
    broken: () => {
      const model = made(
        (process) => ({
          a: process(
            as(task(0), [...on('bhDisable'), acquireMutex, releaseMutex, ...on('bhEnable')]),
          ),
        }),
        'rt',
      );
      expect(problemsOf(model)).toEqual([
        'mx, whose waiters sleep, is asked for under softirq_ctrl.lock',
      ]);
    },
    kept: () => {
      const model = made(
        (process) => ({
          a: process(
            as(task(0), [...on('bhDisable'), acquireLock, releaseLock, ...on('bhEnable')]),
          ),
        }),
        'rt',
      );
      expect(problemsOf(model)).toEqual([]);
    },
  });

  const spins = user(['spinBegin'], ['spinEnd']);
  rule('a spinlock leaves its cpu alone on PREEMPT_RT', {
    broken: () => expect(excluded(spins, spins, 'rt')).toBe('violated'),
    kept: () => expect(excluded(spins, spins, 'full')).toBe('holds'),
  });
});
