// Who moves tasks from cpu to cpu: kernel/sched/core.c. The scheduler may move any task that is not held, at any time, and
// never has to. Off a cpu that is no longer active it has to: balance_push() moves every task that is scheduled there, and
// sched_cpu_dying() finds none left. So claims that something happens at last may count on balancePush(), not on migrator().
//
// What must stay true: both move a task only to a cpu where tasks may come (isActive()), and neither looks at an order of
// tasks or cpus.

import type { Kind } from '../language/domain.ts';
import type { Tools } from '../language/process.ts';
import type { CpuContext } from './contexts.ts';
import type { Placement } from './placement.ts';

export interface Scheduler<N extends string> extends Pick<Tools, 'choose'> {
  readonly cpus: CpuContext[];
  readonly places: Placement<N>[];
}

// rule: no task comes to a cpu that is not active
/** The scheduler: moves any task that may leave its cpu to any other cpu where tasks may come, at any time. */
export function migrator<N extends string>(cpu: Kind<N>, tasks: number) {
  const all = Array.from({ length: tasks }, (_, k) => k);
  const cpuIds = cpu.ids;
  return {
    environment: true,
    start: 'migrate' as const,
    lane: (): string => 'scheduler',
    steps: {
      migrate: ({ cpus, places, choose }: Scheduler<N>) => {
        const t = choose(all);
        const to = choose(cpuIds);
        const from = places[t].cpu;
        if (to === from || !cpus[to].isActive()) return 'blocked';
        if (!places[t].mayLeave(cpus[from].online, cpus[from].task)) return 'blocked';
        places[t].moveTo(to);
        return 'migrate';
      },
    },
  };
}

// rule: tasks are pushed off a cpu that is not active
/**
 * balance_push(): moves the tasks off a cpu that is not active. One for each task, with strong fairness: a task that has
 * preemption off again and again is moved all the same.
 */
export function balancePush<N extends string>(cpu: Kind<N>, tasks: number) {
  const cpuIds = cpu.ids;
  return {
    count: tasks,
    fairness: 'strong' as const,
    start: 'push' as const,
    end: ['push'] as const,
    lane: (id: number): string => `balance_push ${id}`,
    steps: {
      push: ({
        cpus,
        places,
        choose,
        me,
      }: Scheduler<N> & { readonly me: { readonly id: number } }) => {
        const to = choose(cpuIds);
        const from = places[me.id].cpu;
        if (cpus[from].isActive() || !cpus[to].isActive()) return 'blocked';
        if (!places[me.id].mayLeave(cpus[from].online, cpus[from].task)) return 'blocked';
        places[me.id].moveTo(to);
        return 'push';
      },
    },
  };
}
