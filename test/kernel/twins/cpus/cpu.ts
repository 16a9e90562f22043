// What runs on a cpu as include/linux/preempt.h and kernel/softirq.c have it: each context has a preempt_count and a flag
// for its interrupts of its own, hardirq and softirq context are set while one runs, and a task is preempted only where its
// count is 0 and its interrupts are on. Users 0 and 1 are tasks, user 2 is a softirq, user 3 an irq.

import { array, bool, kind, record, upTo } from 'mmcheck';
import { contexts, irq, softirq, task } from 'mmcheck/kernel';
import type { Any } from '../../script.ts';
import type { Operation, Twin } from './twin.ts';

const cpu = kind('cpu', 1);
const TASKS = [0, 1];
const SOFTIRQ = 2;
const USERS = 4;

const irqsOff = (c: Any): boolean => c.irqs_off.some((depth: number) => depth > 0);
const bhOff = (c: Any): boolean => c.bh_off.some((depth: number) => depth > 0);
const isAtomic = (c: Any, user: number): boolean =>
  c.preempt[user] + c.irqs_off[user] + c.bh_off[user] > 0;

/** Whether the scheduler, or an interrupt, lets this context run. */
function mayRun(c: Any, user: number): boolean {
  if (TASKS.includes(user)) {
    return !c.hardirq && !c.softirq && !isAtomic(c, 1 - user);
  }
  if (user === SOFTIRQ) return !c.hardirq && (c.softirq || (!bhOff(c) && !irqsOff(c)));
  return c.hardirq || !irqsOff(c);
}

const look: Any = [
  ({ cpus, me }: Any) => {
    me.sleeps = cpus[0].maySleep(me);
    return 'next';
  },
];
const twinLook = (user: number): Any => [
  ({ c, me }: Any) => {
    me.sleeps = TASKS.includes(user) && !isAtomic(c, user);
    return 'next';
  },
];

const within = (user: number): Operation[] => [
  { primitive: look, twin: twinLook(user) },
  {
    primitive: [
      ({ cpus, me }: Any) => {
        cpus[0].preemptDisable(me);
        return 'next';
      },
      ...look,
      ({ cpus, me }: Any) => {
        cpus[0].preemptEnable(me);
        return 'next';
      },
    ],
    twin: [
      ({ c }: Any) => {
        c.preempt[user]++;
        return 'next';
      },
      ...twinLook(user),
      ({ c }: Any) => {
        c.preempt[user]--;
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ cpus, me }: Any) => {
        cpus[0].irqSave(me);
        return 'next';
      },
      ...look,
      ({ cpus, me }: Any) => {
        cpus[0].irqSave(me);
        return 'next';
      },
      ({ cpus, me }: Any) => {
        cpus[0].irqRestore(me);
        return 'next';
      },
      ({ cpus, me }: Any) => {
        cpus[0].irqRestore(me);
        return 'next';
      },
    ],
    twin: [
      ({ c }: Any) => {
        c.irqs_off[user]++;
        return 'next';
      },
      ...twinLook(user),
      ({ c }: Any) => {
        c.irqs_off[user]++;
        return 'next';
      },
      ({ c }: Any) => {
        c.irqs_off[user]--;
        return 'next';
      },
      ({ c }: Any) => {
        c.irqs_off[user]--;
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ cpus, me }: Any) => {
        cpus[0].bhDisable(me);
        return 'next';
      },
      ...look,
      ({ cpus, me }: Any) => {
        cpus[0].bhEnable(me);
        return 'next';
      },
    ],
    twin: [
      ({ c }: Any) => {
        c.bh_off[user]++;
        return 'next';
      },
      ...twinLook(user),
      ({ c }: Any) => {
        c.bh_off[user]--;
        return 'next';
      },
    ],
  },
];

/** What a handler does is between its entry and its exit. */
const handled = (operation: Operation, names: 'softirq' | 'irq'): Operation => ({
  primitive: [
    names === 'irq'
      ? ({ cpus, me }: Any) => {
          cpus[0].irqEnter(me);
          return 'next';
        }
      : ({ cpus, me }: Any) => {
          cpus[0].softirqEnter(me);
          return 'next';
        },
    ...operation.primitive,
    names === 'irq'
      ? ({ cpus, me }: Any) => {
          cpus[0].irqExit(me);
          return 'next';
        }
      : ({ cpus, me }: Any) => {
          cpus[0].softirqExit(me);
          return 'next';
        },
  ],
  twin: [
    names === 'irq'
      ? ({ c }: Any) => {
          c.hardirq = true;
          return 'next';
        }
      : ({ c }: Any) => {
          c.softirq = true;
          return 'next';
        },
    ...operation.twin,
    names === 'irq'
      ? ({ c }: Any) => {
          c.hardirq = false;
          return 'next';
        }
      : ({ c }: Any) => {
          c.softirq = false;
          return 'next';
        },
  ],
});

export const cpuTwin: Twin = {
  most: 2,
  users: [
    within(0),
    within(1),
    within(2).map((one) => handled(one, 'softirq')),
    // Nothing comes between the steps of an irq, so what it switches off is no matter.
    [{ primitive: look, twin: twinLook(3) }].map((one) => handled(one, 'irq')),
  ],
  as: (user, side) => {
    const locals = { cpu, sleeps: bool };
    if (side === 'twin') return { locals, guard: GUARDS[user] };
    return { ...[task, task, softirq, irq][user](0), locals };
  },
  primitive: () => ({ cells: { cpus: contexts(cpu) }, others: () => ({}) }),
  twin: () => ({
    cells: {
      c: record({
        preempt: array(USERS, upTo(2)),
        irqs_off: array(USERS, upTo(2)),
        bh_off: array(USERS, upTo(2)),
        softirq: bool,
        hardirq: bool,
      }),
    },
    others: () => ({}),
  }),
};

const GUARDS: Any[] = Array.from(
  { length: USERS },
  (_, user) =>
    ({ c }: Any) =>
      mayRun(c, user),
);
