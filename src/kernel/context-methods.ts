// The methods of a cpu's context (see contexts.ts for what they mean). The counts are those of the task, or of a
// softirq that runs on top of it and is back at its start when it ends, as softirqExit() sees to: irqs and softirqs were
// on when it began, and a preempt count that it leaves to a task is found when that ends. An irq has no counts, as
// nothing can come between its steps on its cpu.

import type { Exclusion, Method } from '../model/cell.ts';
import { type None, none, type ProcessId } from '../model/domain.ts';
import type { ContextOptions, SpinForm } from './contexts.ts';
import { action, query, refuse } from './kernel-cell.ts';
import type { Who } from './who.ts';

interface State {
  online: boolean;
  task: ProcessId | None;
  claimed: boolean;
  softirq: ProcessId | None;
  irq: ProcessId | None;
  preemptCount: number;
  irqOff: number;
  bhOff: number;
}
type Count = 'preemptCount' | 'irqOff' | 'bhOff';

const isIn = (place: ProcessId | None, me: Who): boolean => place === me.self;
const isFreeFor = (place: ProcessId | None, me: Who): boolean =>
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

function down(cpu: State, me: Who, count: Count): void {
  if (isIn(cpu.irq, me)) return;
  const isOwn = isIn(cpu.softirq, me) || (isIn(cpu.task, me) && cpu.softirq === none);
  if (!isOwn || cpu[count] === 0) refuse(cpu, `${count} of this cpu is not the process's to lower`);
  cpu[count]--;
  letGo(cpu);
}

/** The cpu is anybody's once the task has nothing off. */
function letGo(cpu: State): void {
  if (cpu.softirq !== none || cpu.claimed) return;
  if (cpu.preemptCount + cpu.irqOff + cpu.bhOff === 0) cpu.task = none;
}

const entries = {
  irqEnter: action(function (this: State, me: Who) {
    if (this.irq !== none || this.irqOff > 0)
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
 * Who keeps a context out until he himself has stepped: what is above it, and what has switched it off. What runs on top
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
  /** Whoever has the cpu to itself as it dies goes on until it lets go: the stopper in take_cpu_down(). */
  runsTask: query(
    function (this: State, me: Who) {
      if (!this.online && !isIn(this.task, me)) return false;
      return this.irq === none && this.softirq === none && isFreeFor(this.task, me);
    },
    { excludedBy: aboveTask },
  ),
  /** A softirq enters with irqs on; once inside, only an irq is above it. */
  runsSoftirq: query(
    function (this: State, me: Who) {
      if (!this.online || this.irq !== none) return false;
      return (
        isIn(this.softirq, me) || (this.softirq === none && this.bhOff === 0 && this.irqOff === 0)
      );
    },
    { excludedBy: aboveSoftirq },
  ),
  runsIrq: query(
    function (this: State, me: Who) {
      return this.online && (isIn(this.irq, me) || (this.irq === none && this.irqOff === 0));
    },
    { excludedBy: aboveIrq },
  ),
  isSchedulable: query(function (this: State) {
    return this.task === none && this.softirq === none && this.irq === none;
  }),
  irqsOn: query(function (this: State) {
    return this.irq === none && this.irqOff === 0;
  }),
  maySleep: query(function (this: State, me: Who) {
    const isTask = !isIn(this.irq, me) && !isIn(this.softirq, me);
    return isTask && this.preemptCount + this.irqOff + this.bhOff === 0;
  }),
};

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
      letGo(this);
    }),
  };
}

/** What a spinlock_t does to its cpu; on PREEMPT_RT it sleeps, and does nothing. */
function spinning(
  preemption: ContextOptions['preemption'],
): Record<'spinBegin' | 'spinEnd', Method> {
  if (preemption === 'rt')
    return { spinBegin: query(() => undefined), spinEnd: query(() => undefined) };
  const counts: Record<SpinForm, Count> = { plain: 'preemptCount', irqsave: 'irqOff', bh: 'bhOff' };
  return {
    spinBegin: action(function (this: State, me: Who, form: SpinForm = 'plain') {
      up(this, me, counts[form]);
    }),
    spinEnd: action(function (this: State, me: Who, form: SpinForm = 'plain') {
      down(this, me, counts[form]);
    }),
  };
}

const raise = (count: Count): Method =>
  action(function (this: State, me: Who) {
    up(this, me, count);
  });
const lower = (count: Count): Method =>
  action(function (this: State, me: Who) {
    down(this, me, count);
  });

export function contextMethods(preemption: ContextOptions['preemption']): Record<string, Method> {
  return {
    ...questions,
    ...entries,
    ...switches(preemption),
    ...spinning(preemption),
    preemptDisable: raise('preemptCount'),
    preemptEnable: lower('preemptCount'),
    irqSave: raise('irqOff'),
    irqRestore: lower('irqOff'),
    bhDisable: raise('bhOff'),
    bhEnable: lower('bhOff'),
  };
}
