// Who folds in vmstat-percpu-diff: the worker of the first cpu, or whoever has seen the last one die, or thinks so.

import { task } from 'mmcheck/kernel';
import type { Make, Variant } from './variant.ts';

export function fold({ process }: Make, { fold, cpu, diff }: Variant) {
  const victim = cpu.ids[cpu.ids.length - 1];
  const isRemote = fold === 'dead-cpu' || fold === 'live-cpu';
  return {
    vmstat_update: process({
      ...task(0),
      count: fold === 'own-cpu' ? 1 : 0,
      environment: true,
      locals: { cpu, v: diff },
      begin: () => ({ cpu: cpu.ids[0], v: 0 }),
      start: 'this_cpu_xchg',
      steps: {
        this_cpu_xchg: {
          at: 'mm/vmstat.c refresh_cpu_vm_stats() this_cpu_xchg()',
          thread: 'fold: XCHG diff→0',
          atomic: 'one instruction; the other is only a record',
          does: ({ vm_stat_diff, under_way, me }) => {
            me.v = vm_stat_diff[me.cpu];
            vm_stat_diff[me.cpu] = 0;
            under_way.value++;
            return 'atomic_long_add';
          },
        },
        atomic_long_add: {
          at: 'mm/vmstat.c refresh_cpu_vm_stats() atomic_long_add()',
          thread: 'fold: global+=',
          atomic: 'the other is only a record',
          does: ({ vm_stat, under_way, me }) => {
            vm_stat.value += me.v;
            under_way.value--;
            return 'done';
          },
        },
      },
    }),
    page_alloc_cpu_dead: process({
      count: isRemote ? 1 : 0,
      environment: true,
      locals: { v: diff },
      begin: () => ({ v: 0 }),
      start: fold === 'dead-cpu' ? 'take_cpu_down' : 'load',
      steps: {
        take_cpu_down: {
          at: 'kernel/cpu.c take_cpu_down()',
          thread: 'CPU_DEAD',
          does: ({ cpus }) => {
            if (!cpus[victim].isSchedulable()) return 'blocked';
            cpus[victim].setOnline(false);
            return 'load';
          },
        },
        load: {
          at: 'mm/vmstat.c cpu_vm_stats_fold()',
          thread: 'CPU_DEAD fold from another cpu: R diff',
          atomic: 'the other is only a record',
          does: ({ vm_stat_diff, under_way, me }) => {
            me.v = vm_stat_diff[victim];
            under_way.value++;
            return 'store';
          },
        },
        store: {
          at: 'mm/vmstat.c cpu_vm_stats_fold()',
          thread: 'CPU_DEAD fold from another cpu: W diff',
          does: ({ vm_stat_diff }) => {
            vm_stat_diff[victim] = 0;
            return 'atomic_long_add';
          },
        },
        atomic_long_add: {
          at: 'mm/vmstat.c cpu_vm_stats_fold() atomic_long_add()',
          thread: 'fold: global+=',
          atomic: 'the other is only a record',
          does: ({ vm_stat, under_way, me }) => {
            vm_stat.value += me.v;
            under_way.value--;
            return 'done';
          },
        },
      },
    }),
  };
}
