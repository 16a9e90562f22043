// What the tests of context rules share.

import { bool, cell, kind, none, system } from 'mmcheck';
import { contexts, irq, mutex, spinlock, task } from 'mmcheck/kernel';
import { type Any, script } from './script.ts';
import { verdictsOf } from './verdicts.ts';

export const cpu = kind('cpu', 1);

export type Preemption = 'full' | 'none' | 'rt';

/** `cpus[me.cpu].NAME(me)` as a step. */
export const ON_CPU: Any = {
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

export const on = (...names: string[]): Any[] => names.map((name) => ON_CPU[name]);

/** Whoever takes it says that he is inside, and looks whether another one is. */
export const inside = ({ busy, assert }: Any) => {
  assert(!busy.value, 'two at once');
  busy.value = true;
  return 'next';
};

export const outside = ({ busy }: Any) => {
  busy.value = false;
  return 'next';
};

export const within = (enter: readonly string[], leave: readonly string[]) => [
  ...on(...enter),
  inside,
  outside,
  ...on(...leave),
];

export const made = (all: (process: Any) => Any, preemption: Preemption = 'full') =>
  system(
    {
      cpus: contexts(cpu, { preemption }),
      busy: cell(bool),
      lock: spinlock('lock'),
      mx: mutex('mx'),
    },
    ({ process }: Any) => all(process),
  );

export const as = (actor: Any, steps: Any[], more: Any = {}) =>
  script(steps, { ...actor, locals: { cpu }, ...more });

export const hard = (steps = within(['irqEnter'], ['irqExit'])) => as(irq(0), steps);

export const user = (enter: string[], leave: string[]) => as(task(0), within(enter, leave));

/** Whether two of them can be inside at once. */
export const excluded = (a: Any, b: Any, preemption?: Preemption) =>
  verdictsOf(made((process) => ({ a: process(a), b: process(b) }), preemption)).assertions;

export const looks: Any = {
  irq: ({ cpus, busy }: Any) => {
    if (cpus[0].irq !== none) busy.value = true;
    return 'next';
  },
  softirq: ({ cpus, busy }: Any) => {
    if (cpus[0].softirq !== none) busy.value = true;
    return 'next';
  },
};
