// percpu-this-cpu-ops: this_cpu_add(), of one instruction or of several.
//
// "Independent per-CPU data section for nVHE" (Brazdil, September 2020), and Lameter's question there what per-cpu operations are
// on a machine without an instruction that finds its cpu's variable and changes it; f3eab7184ddc (arm64, 2015). At stake:
// an addition that is lost, or made on the variable of a cpu that the task has left.

import {
  array,
  bool,
  cell,
  defineModel,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  perProcess,
  range,
  system,
  upTo,
} from 'mmcheck';
import { contexts, irq, migrates, migrator, placements } from 'mmcheck/kernel';

export default defineModel('percpu-this-cpu-ops', {
  about:
    'Tasks that migrate, and an interrupt, add to the variable of their own cpu. f3eab7184ddc arm64: ' +
    'percpu: Make this_cpu accessors pre-empt safe (2015).',
  parameters: {
    op: parameter(
      'How it is added: by one instruction (x86); by load and store, with nothing off, preemption off, or irqs off; by an atomic operation, or LL/SC, with nothing off (arm64 until 2015); or by LL/SC with preemption off (since).',
      oneOf(
        'one-instruction',
        'load-store',
        'preempt-off',
        'irq-off',
        'atomic',
        'll-sc',
        'preempt-off-ll-sc',
      ),
    ),
    result: parameter(
      'What is returned: nothing, the sum that was stored, or what is read by another this_cpu operation.',
      oneOf('nothing', 'sum', 'read-again'),
    ),
    irqs: parameter('Interrupts on the first cpu that add, too.', range(0, 2)),
    tasks: parameter('Tasks, which migrate.', range(2, 3)),
    cpus: parameter('Cpus.', range(2, 3)),
    adds: parameter('Additions of each task.', range(1, 2)),
  },
  system: ({ op, result, irqs, tasks, cpus: size, adds }) => {
    const cpu = kind('cpu', size);
    const sum = upTo(tasks * adds + irqs);
    const isExclusive = op === 'll-sc' || op === 'preempt-off-ll-sc';
    const disables = op === 'preempt-off' || op === 'irq-off' || op === 'preempt-off-ll-sc';
    const isOneStep = op === 'one-instruction' || op === 'atomic';
    const first = disables ? 'disable' : op === 'one-instruction' ? 'add' : 'this_cpu_ptr';
    const added = disables ? 'enable' : 'added';
    const starts = Array.from({ length: tasks }, (_, t) => cpu.ids[t % size]);
    return system(
      {
        cpus: contexts(cpu),
        places: placements(cpu, starts),
        /** The per-cpu variable, and by whom it is held exclusively since LL. */
        v: array(cpu, sum),
        exclusive: perProcess(bool),
        /** Additions that were made; and whether one was made on another cpu's variable. Records of it. */
        made: cell(sum),
        foreign: cell(bool),
      },
      ({ process }) => ({
        task: process({
          ...migrates((id) => id),
          count: tasks,
          environment: true,
          // The address, the cpu of an LL, what was read, and what was stored.
          locals: {
            place: upTo(tasks - 1),
            a: orNone(cpu),
            on: orNone(cpu),
            x: sum,
            sum,
            left: upTo(adds),
          },
          begin: (id) => ({ place: id, left: adds }),
          start: 'schedule',
          steps: {
            schedule: ({ places, me }) => {
              places[me.place].start(me);
              return 'this_cpu_add';
            },
            this_cpu_add: ({ me }) => {
              if (me.left === 0) return 'done';
              me.left--;
              return first;
            },
            disable: {
              at: 'arch/arm64/include/asm/percpu.h _pcp_protect() preempt_disable_notrace()',
              thread: 'preempt_disable, or irq-off',
              atomic: 'the cpu that it runs on',
              does: ({ cpus, places, me }) => {
                if (op === 'irq-off') cpus[places[me.place].cpu].irqSave(me);
                else cpus[places[me.place].cpu].preemptDisable(me);
                return 'this_cpu_ptr';
              },
            },
            this_cpu_ptr: {
              at: 'arch/arm64/include/asm/percpu.h _pcp_protect() raw_cpu_ptr()',
              thread: 'R cpu → a=&v[cpu]',
              does: ({ places, me }) => {
                me.a = places[me.place].cpu;
                return op === 'atomic' ? 'add' : 'load';
              },
            },
            add: {
              at: 'arch/x86/include/asm/percpu.h percpu_add_op()',
              thread: ['single-step op', 'a; RMW *a'],
              atomic: 'one instruction; the others are only records of it',
              does: ({ places, v, made, foreign, me }) => {
                const here = places[me.place].cpu;
                const a = op === 'one-instruction' || me.a === none ? here : me.a;
                v[a]++;
                me.sum = v[a];
                me.x = me.sum;
                me.a = none;
                made.value++;
                if (a !== here) foreign.value = true;
                return 'added';
              },
            },
            load: {
              at: 'include/asm-generic/percpu.h raw_cpu_generic_to_op()',
              thread: ['R *a→x', 'LL *a'],
              atomic: 'who holds it exclusively goes with the load',
              does: ({ places, v, exclusive, me }) => {
                if (me.a !== none) me.x = v[me.a];
                if (isExclusive) {
                  me.on = places[me.place].cpu;
                  exclusive[me.self] = true;
                }
                return 'store';
              },
            },
            store: {
              at: 'include/asm-generic/percpu.h raw_cpu_generic_to_op()',
              thread: ['W *a=x+1', 'SC *a (fails if another write or context switch)'],
              atomic: 'one store; the others are only records of it',
              does: ({ places, v, exclusive, made, foreign, me }) => {
                const here = places[me.place].cpu;
                if (isExclusive && (!exclusive[me.self] || me.on !== here)) return 'load';
                if (me.a === none) return added;
                me.x++;
                v[me.a] = me.x;
                me.sum = me.x;
                made.value++;
                if (me.a !== here) foreign.value = true;
                me.a = none;
                if (isExclusive) {
                  me.on = none;
                  exclusive.fill(false);
                }
                return added;
              },
            },
            enable: {
              at: 'arch/arm64/include/asm/percpu.h _pcp_protect() preempt_enable_notrace()',
              atomic: 'the cpu that it runs on',
              does: ({ cpus, places, me }) => {
                if (op === 'irq-off') cpus[places[me.place].cpu].irqRestore(me);
                else cpus[places[me.place].cpu].preemptEnable(me);
                return 'added';
              },
            },
            added: () => (result === 'read-again' ? 'this_cpu_read' : 'returned'),
            this_cpu_read: {
              at: 'include/linux/percpu-defs.h this_cpu_read()',
              thread: 'Return-value ops',
              atomic: 'one instruction',
              does: ({ places, v, me }) => {
                me.x = v[places[me.place].cpu];
                return 'returned';
              },
            },
            returned: ({ me }) => {
              me.x = 0;
              me.sum = 0;
              return 'this_cpu_add';
            },
          },
        }),
        scheduler: process({
          ...migrator(cpu, tasks),
          atomic: { migrate: 'under the run queue locks' },
        }),
        handler: process({
          ...irq(0),
          count: irqs,
          environment: true,
          locals: { cpu, x: sum },
          start: 'irq_enter',
          steps: {
            irq_enter: {
              thread: 'IRQ',
              does: ({ cpus, me }) => {
                cpus[me.cpu].irqEnter(me);
                return isOneStep ? 'add' : 'load';
              },
            },
            add: {
              at: 'arch/x86/include/asm/percpu.h percpu_add_op()',
              thread: 'IRQ: single-step op',
              atomic: 'one instruction; the other is only a record of it',
              does: ({ v, made, me }) => {
                v[me.cpu]++;
                made.value++;
                return 'irq_exit';
              },
            },
            load: {
              at: 'include/asm-generic/percpu.h raw_cpu_generic_to_op()',
              thread: ['IRQ: R *a→x', 'IRQ: LL *a'],
              atomic: 'who holds it exclusively goes with the load',
              does: ({ v, exclusive, me }) => {
                me.x = v[me.cpu];
                if (isExclusive) exclusive[me.self] = true;
                return 'store';
              },
            },
            store: {
              at: 'include/asm-generic/percpu.h raw_cpu_generic_to_op()',
              thread: ['IRQ: W *a=x+1', 'IRQ: SC *a'],
              atomic: 'one store; the others are only records of it',
              does: ({ v, exclusive, made, me }) => {
                if (isExclusive && !exclusive[me.self]) return 'load';
                v[me.cpu] = me.x + 1;
                made.value++;
                if (isExclusive) exclusive.fill(false);
                return 'irq_exit';
              },
            },
            irq_exit: {
              thread: 'IRQ',
              atomic: 'whoever was interrupted holds nothing exclusively any more',
              does: ({ cpus, exclusive, me }) => {
                if (isExclusive) exclusive.fill(false);
                cpus[me.cpu].irqExit(me);
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
