// The methods of a cpu's context (see contexts.ts for what they mean). The counts are those of the task, or of a
// softirq that runs on top of it and is back at its start when it ends, as softirqExit() sees to: irqs and softirqs were
// on when it began, and a preempt count that it leaves to a task is found when that ends. An irq has no counts, as
// nothing can come between its steps on its cpu.
//
// not kept: softirqs and reschedules that become due as they are switched on run at once
// not kept: priorities of tasks
// not kept: interrupts that cannot be switched off

import { type None, none, type ProcessId } from '../language/domain.ts';
import type { Counterpart, Exclusion, Method } from '../language/method.ts';
import type { ContextOptions, SpinForm, State } from './context-state.ts';
import { action, query, refuse } from './kernel-cell.ts';
import { bhOnRt } from './rt-softirqs.ts';
import type { Who } from './who.ts';

type Count = 'preemptCount' | 'irqOff' | 'bhOff';

export const isIn = (place: ProcessId | None, me: Who): boolean => place === me.self;
export const isFreeFor = (place: ProcessId | None, me: Who): boolean =>
  place === none || place === me.self;

function up(cpu: State, me: Who, count: Count): void {
  if (isIn(cpu.irq, me)) return;
  if (!isIn(cpu.softirq, me)) {
    if (!isFreeFor(cpu.task, me))
      refuse(cpu, 'another task has this cpu to itself; is the guard missing?');
    cpu.task = me.self;
  }
  cpu[count]++;
}

function down(cpu: State, me: Who, count: Count, isRt: boolean): void {
  if (isIn(cpu.irq, me)) return;
  const isOwn = isIn(cpu.softirq, me) || (isIn(cpu.task, me) && cpu.softirq === none);
  if (!isOwn || cpu[count] === 0) refuse(cpu, `${count} of this cpu is not the process's to lower`);
  cpu[count]--;
  letGo(cpu, isRt);
}

/** The cpu is anybody's once the task has nothing off. */
function letGo(cpu: State, isRt: boolean): void {
  if (cpu.softirq !== none || cpu.claimed) return;
  if (countsOf(cpu, isRt) === 0) cpu.task = none;
}

/** What keeps other tasks off the cpu: on PREEMPT_RT who has softirqs off can be preempted. */
function countsOf({ preemptCount, irqOff, bhOff }: State, isRt: boolean): number {
  return preemptCount + irqOff + (isRt ? 0 : bhOff);
}

/** A handler that has not entered keeps nobody from its cpu. */
function enters(sort: 'irq' | 'softirq'): Counterpart {
  return {
    methods: [`${sort}Enter`],
    by: 'itself',
    why: `until a handler enters, tasks go on beside it; its first step is cpus[me.cpu].${sort}Enter(me), its last ${sort}Exit(me)`,
  };
}

const entries = {
  /** With irqs off only what a dying cpu flushes: see runsCalls(). */
  irqEnter: action(function (this: State, me: Who) {
    if (this.irq !== none || (this.irqOff > 0 && this.online))
      refuse(this, 'an irq enters where irqs are off; is the guard missing?');
    this.irq = me.self;
  }),
  irqExit: action(function (this: State, me: Who) {
    if (this.irq !== me.self) refuse(this, 'irqExit() by a process that is not the active irq');
    this.irq = none;
  }),
  softirqEnter: action(function (this: State, me: Who) {
    if (this.softirq !== none || this.bhOff > 0 || this.irqOff > 0)
      refuse(this, 'a softirq enters where it cannot; is the guard missing?');
    this.softirq = me.self;
  }),
  softirqExit: action(function (this: State, me: Who) {
    if (this.softirq !== me.self)
      refuse(this, 'softirqExit() by a process that is not the active softirq');
    if (this.irqOff + this.bhOff > 0 || (this.task === none && this.preemptCount > 0))
      refuse(this, 'softirqExit() with irqs, softirqs or preemption off; switch them on before it');
    this.softirq = none;
  }),
  setOnline: action(function (this: State, online: boolean) {
    this.online = online;
  }),
};

/**
 * Who keeps a context out until it has stepped itself: what is above it, and what has switched it off. What runs on top
 * of a task is the one to switch on again what is off while it runs. Sound only if that holds for processes without a
 * guard, too: so a softirq is refused where irqs are off, and a task that lowers a count below a softirq.
 */
const aboveTask: readonly Exclusion[] = [{ by: 'irq' }, { by: 'softirq' }, { by: 'task' }];
const aboveSoftirq: readonly Exclusion[] = [
  { by: 'irq' },
  { by: 'softirq' },
  { by: 'task', while: 'irqOff', unless: 'softirq' },
  { by: 'task', while: 'bhOff', unless: 'softirq' },
];
const aboveIrq: readonly Exclusion[] = [
  { by: 'irq' },
  { by: 'softirq', while: 'irqOff' },
  { by: 'task', while: 'irqOff', unless: 'softirq' },
];

const questions = {
  // rule: an offline cpu runs only the task that has it to itself
  // rule: a softirq keeps tasks off its cpu
  // rule: who has anything off has the cpu to itself
  /** Whoever has the cpu to itself as it dies goes on until it lets go: the stopper in take_cpu_down(). */
  runsTask: query(
    function (this: State, me: Who) {
      if (!this.online && !isIn(this.task, me)) return false;
      return this.irq === none && this.softirq === none && isFreeFor(this.task, me);
    },
    { excludedBy: aboveTask },
  ),
  // rule: with softirqs off no softirq enters
  /** A softirq enters with irqs on; once inside, only an irq is above it. */
  runsSoftirq: query(
    function (this: State, me: Who) {
      if (!this.online || this.irq !== none) return false;
      return (
        isIn(this.softirq, me) || (this.softirq === none && this.bhOff === 0 && this.irqOff === 0)
      );
    },
    { excludedBy: aboveSoftirq, goesWith: enters('softirq') },
  ),
  // rule: an irq keeps all others off its cpu, and irqs do not nest
  // rule: with irqs off neither irqs nor softirqs enter
  runsIrq: query(
    function (this: State, me: Who) {
      return this.online && (isIn(this.irq, me) || (this.irq === none && this.irqOff === 0));
    },
    { excludedBy: aboveIrq, goesWith: enters('irq') },
  ),
  // rule: a dying cpu makes what is queued
  /**
   * The interrupt for other cpus' calls: where an irq could come; and on a cpu that is offline while its stopper still has
   * it to itself, as the stopper makes those calls then. Its holder alone can end that.
   */
  runsCalls: query(
    function (this: State, me: Who) {
      if (this.irq !== none) return this.irq === me.self;
      return this.online ? this.irqOff === 0 : this.task !== none;
    },
    { excludedBy: [{ by: 'irq' }], goesWith: enters('irq') },
  ),
  isSchedulable: query(function (this: State) {
    return this.task === none && this.softirq === none && this.irq === none;
  }),
  irqsOn: query(function (this: State) {
    return this.irq === none && this.irqOff === 0;
  }),
};

/** Questions whose answer depends on who can be preempted where. */
function sleeping(isRt: boolean): Record<'maySleep' | 'mayCall', Method> {
  return {
    // rule: nobody sleeps with anything off
    maySleep: query(function (this: State, me: Who) {
      const isTask = !isIn(this.irq, me) && !isIn(this.softirq, me);
      return isTask && countsOf(this, isRt) === 0 && !(isRt && bhOnRt.holds(this, me));
    }),
    mayCall: query(function (this: State, me: Who) {
      const isTask = this.irq === none && this.softirq === none && isIn(this.task, me);
      return isTask && this.irqOff === 0;
    }),
  };
}

/** cpu_active_mask, where it is modelled. */
function activity(activeMask: boolean): Record<'setActive' | 'isActive', Method> {
  return {
    setActive: action(function (this: State, active: boolean) {
      if (!activeMask) refuse(this, 'setActive(): say contexts(cpu, { activeMask: true })');
      this.active = active;
    }),
    isActive: activeMask
      ? query(function (this: State) {
          return this.online && this.active === true;
        })
      : query(function (this: State) {
          return this.online;
        }),
  };
}

// rule: without CONFIG_PREEMPT a task keeps its cpu until it yields
function switches(preemption: ContextOptions['preemption']): Record<'claim' | 'yield', Method> {
  if (preemption !== 'none')
    return { claim: query(() => undefined), yield: query(() => undefined) };
  return {
    claim: action(function (this: State, me: Who) {
      if (!isFreeFor(this.task, me))
        refuse(this, 'another task has this cpu to itself; is the guard missing?');
      this.task = me.self;
      this.claimed = true;
    }),
    yield: action(function (this: State, me: Who) {
      if (!isIn(this.task, me)) refuse(this, 'yield() by a task that does not have the cpu');
      this.claimed = false;
      letGo(this, false);
    }),
  };
}

// rule: a spinlock leaves its cpu alone on PREEMPT_RT
/** What a spinlock_t does to its cpu; on PREEMPT_RT it sleeps, and does nothing. */
function spinning(
  preemption: ContextOptions['preemption'],
): Record<'spinBegin' | 'spinEnd', Method> {
  if (preemption === 'rt') {
    return {
      spinBegin: action(function (this: State, me: Who, form: SpinForm = 'plain') {
        if (form === 'bh') bhOnRt.disable(this, me);
      }),
      spinEnd: action(function (this: State, me: Who, form: SpinForm = 'plain') {
        if (form === 'bh') bhOnRt.enable(this, me);
      }),
    };
  }
  const counts: Record<SpinForm, Count> = { plain: 'preemptCount', irqsave: 'irqOff', bh: 'bhOff' };
  return {
    spinBegin: action(function (this: State, me: Who, form: SpinForm = 'plain') {
      up(this, me, counts[form]);
    }),
    spinEnd: action(function (this: State, me: Who, form: SpinForm = 'plain') {
      down(this, me, counts[form], false);
    }),
  };
}

/** What is switched off and on is the cpu's own affair, and no barrier to any other. */
const OWN = { order: 'relaxed' } as const;
const raise = (count: Count): Method =>
  action(function (this: State, me: Who) {
    up(this, me, count);
  }, OWN);
const lower = (count: Count, isRt: boolean): Method =>
  action(function (this: State, me: Who) {
    down(this, me, count, isRt);
  }, OWN);

/** local_bh_disable() and local_bh_enable(). */
function softirqs(
  preemption: ContextOptions['preemption'],
): Record<'bhDisable' | 'bhEnable' | 'isBhFree', Method> {
  if (preemption !== 'rt') {
    return {
      bhDisable: raise('bhOff'),
      bhEnable: lower('bhOff', false),
      isBhFree: query((_me: Who) => true),
    };
  }
  return {
    bhDisable: action(function (this: State, me: Who) {
      bhOnRt.disable(this, me);
    }),
    bhEnable: action(function (this: State, me: Who) {
      bhOnRt.enable(this, me);
    }),
    isBhFree: query(function (this: State, me: Who) {
      return bhOnRt.isFree(this, me);
    }),
  };
}

export function contextMethods(
  preemption: ContextOptions['preemption'],
  activeMask: boolean,
): Record<string, Method> {
  const isRt = preemption === 'rt';
  return {
    ...questions,
    ...sleeping(isRt),
    ...entries,
    ...activity(activeMask),
    ...switches(preemption),
    ...spinning(preemption),
    preemptDisable: raise('preemptCount'),
    preemptEnable: lower('preemptCount', isRt),
    irqSave: raise('irqOff'),
    irqRestore: lower('irqOff', isRt),
    ...softirqs(preemption),
  };
}
