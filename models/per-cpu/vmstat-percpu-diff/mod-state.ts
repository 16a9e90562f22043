// mod_zone_page_state() and __inc_zone_state() of vmstat-percpu-diff.

import { range } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export type ModState = ReturnType<typeof modState>;

export function modState({ procedure }: Make, values: Variant) {
  const { update, threshold, store, page, cpu, diff, value } = values;
  const first = update === 'inc' ? 'inc_return' : 'this_cpu_read';
  // The threshold is an s8, too, and so is half of it.
  const overstep = update === 'inc' ? threshold >> 1 : 0;
  return procedure('mod_zone_page_state', {
    params: { cpu, delta: range(-page, page) },
    // What was read, what is to be stored, and what goes to the global counter.
    locals: { old: diff, x: value, z: value },
    returns: ['updated'],
    start: update === 'cmpxchg' ? 'this_cpu_read' : 'off',
    steps: {
      off: {
        at: 'mm/vmstat.c mod_zone_page_state() local_irq_save()',
        thread: '__mod (preempt/irq-off)',
        does: ({ cpus, me }) => {
          if (update === 'preempt-off') cpus[me.cpu].preemptDisable(me);
          else cpus[me.cpu].irqSave(me);
          return first;
        },
      },
      this_cpu_read: {
        at: 'mm/vmstat.c __mod_zone_page_state() __this_cpu_read()',
        thread: 'x=delta+R diff',
        atomic: 'the other is only a record of it',
        does: ({ vm_stat_diff, unbatched, me }) => {
          me.old = vm_stat_diff[me.cpu];
          me.x = me.delta + me.old;
          me.z = 0;
          const isOver = Math.abs(me.x) > threshold;
          if (isOver) {
            me.z = me.x;
            me.x = 0;
            if (me.old === 0) unbatched.value = true;
          }
          if (update === 'cmpxchg') return 'this_cpu_cmpxchg';
          return isOver ? 'state_add' : 'this_cpu_write';
        },
      },
      this_cpu_cmpxchg: {
        at: 'mm/vmstat.c mod_zone_state() this_cpu_cmpxchg()',
        thread: 'cmpxchg_local form: loop',
        does: ({ vm_stat_diff, me }) => {
          if (vm_stat_diff[me.cpu] !== me.old) return 'this_cpu_read';
          vm_stat_diff[me.cpu] = store(me.x);
          return me.z === 0 ? 'updated' : 'state_add';
        },
      },
      inc_return: {
        at: 'mm/vmstat.c __inc_zone_state() __this_cpu_inc_return()',
        thread: 'inc: v=++diff',
        does: ({ vm_stat_diff, me }) => {
          const v = store(vm_stat_diff[me.cpu] + me.delta);
          vm_stat_diff[me.cpu] = v;
          if (v * me.delta <= threshold) return 'on';
          me.x = -overstep * me.delta;
          me.z = v - me.x;
          return 'state_add';
        },
      },
      state_add: {
        at: 'mm/vmstat.c __mod_zone_page_state() zone_page_state_add()',
        thread: 'if |x|>t {global+=x; x=0}',
        does: ({ vm_stat, me }) => {
          vm_stat.value += me.z;
          return update === 'cmpxchg' ? 'updated' : 'this_cpu_write';
        },
      },
      this_cpu_write: {
        at: 'mm/vmstat.c __mod_zone_page_state() __this_cpu_write()',
        thread: 'W diff=(s8)x',
        does: ({ vm_stat_diff, me }) => {
          vm_stat_diff[me.cpu] = store(me.x);
          return 'on';
        },
      },
      on: {
        at: 'mm/vmstat.c mod_zone_page_state() local_irq_restore()',
        does: ({ cpus, me }) => {
          if (update === 'preempt-off') cpus[me.cpu].preemptEnable(me);
          else cpus[me.cpu].irqRestore(me);
          return 'updated';
        },
      },
    },
  });
}
