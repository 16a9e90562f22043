// Who updates in vmstat-percpu-diff: a task on each cpu, and an interrupt on the first.

import { range, upTo } from 'mmcheck';
import { irq, task } from 'mmcheck/kernel';
import type { ModState } from './mod-state.ts';
import type { Make, Variant } from './variant.ts';

export function updaters({ process, call }: Make, values: Variant, modState: ModState) {
  const { cpu, page, irqs, updates } = values;
  const deltas = range(-page, page);
  return {
    task: process({
      ...task((id) => id),
      count: cpu,
      environment: true,
      locals: { cpu, delta: deltas, left: upTo(updates) },
      begin: (id) => ({ cpu: cpu.ids[id], delta: page, left: updates }),
      start: 'changes',
      steps: {
        changes: {
          thread: 'updaters on 2 cpus (task)',
          atomic: 'both are only records of it',
          does: ({ actual, under_way, me, choose }) => {
            if (me.left === 0) return 'done';
            me.left--;
            me.delta = choose([page, -page]);
            actual.value += me.delta;
            under_way.value++;
            return 'mod_state';
          },
        },
        mod_state: {
          at: 'mm/vmstat.c mod_zone_page_state()',
          does: call(modState, ({ me }) => ({ cpu: me.cpu, delta: me.delta }), {
            updated: 'changed',
          }),
        },
        changed: ({ under_way }) => {
          under_way.value--;
          return 'changes';
        },
      },
    }),
    handler: process({
      ...irq(0),
      count: irqs,
      environment: true,
      locals: { cpu, delta: deltas },
      begin: () => ({ cpu: cpu.ids[0], delta: page }),
      start: 'irq_enter',
      steps: {
        irq_enter: {
          thread: 'updaters on 2 cpus (IRQ)',
          atomic: 'the others are only records of it',
          does: ({ cpus, actual, under_way, me, choose }) => {
            cpus[me.cpu].irqEnter(me);
            me.delta = choose([page, -page]);
            actual.value += me.delta;
            under_way.value++;
            return 'mod_state';
          },
        },
        mod_state: {
          at: 'mm/vmstat.c mod_zone_page_state()',
          does: call(modState, ({ me }) => ({ cpu: me.cpu, delta: me.delta }), {
            updated: 'irq_exit',
          }),
        },
        irq_exit: {
          atomic: 'the other is only a record of it',
          does: ({ cpus, under_way, me }) => {
            under_way.value--;
            cpus[me.cpu].irqExit(me);
            return 'done';
          },
        },
      },
    }),
  };
}
