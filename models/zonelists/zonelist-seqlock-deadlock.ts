// zonelist-seqlock-deadlock: readers of zonelist_update_seq spin while a writer is inside.
//
// 3d36424b3b58 (2022) put the rebuild of zonelists into a seqlock, whose readers include GFP_ATOMIC
// requests of interrupts and of tasks that hold other spinlocks: one that the writer's printk() may
// want, or one on the writer's own cpu, waits for ever. 1007843a9190 (2023, Tetsuo Handa) turns off
// irqs and defers printk() in the section; a2ebb5157582 (2023) makes that fit for PREEMPT_RT. At
// stake: a machine that hangs while memory is hotplugged.

import { array, bool, defineModel, kind, oneOf, parameter, range, system, upTo } from 'mmcheck';
import { contexts, irq, seqlock, spinlock, task } from 'mmcheck/kernel';

export default defineModel('zonelist-seqlock-deadlock', {
  about:
    'zonelist_update_seq makes GFP_ATOMIC requests spin while zonelists are rebuilt: from irqs, and ' +
    'under locks that printk() takes. 3d36424b3b58 (2022), 1007843a9190, a2ebb5157582 (2023).',
  parameters: {
    guard: parameter(
      "What keeps readers and the writer out of each other's way; once there were no readers.",
      oneOf(
        'none',
        'nobody-reads',
        'irq-off',
        'printk-deferred',
        'irq-off-printk-deferred',
        'irqsave-printk-deferred',
        'atomic-does-not-read',
        'counter-without-spinning',
      ),
    ),
    rt: parameter('PREEMPT_RT: irq handlers are threads, and spinlocks sleep.', bool),
    irqs: parameter('Irq sources, the first on cpu 0.', range(1, 2)),
    ports: parameter('Serial ports, with a pty writer each, on cpu 1 and so on.', range(1, 2)),
  },

  system: ({ guard, rt, irqs, ports }) => {
    const cpu = kind(
      'cpu',
      Array.from({ length: ports + 1 }, (_, c) => `CPU${c}`),
    );
    const reads = guard !== 'nobody-reads' && guard !== 'atomic-does-not-read';
    const spins = reads && guard !== 'counter-without-spinning';
    const irqOff = guard === 'irq-off' || guard === 'irq-off-printk-deferred';
    const irqsave = guard === 'irqsave-printk-deferred';
    const deferred = irqsave || guard.endsWith('printk-deferred');
    /** 1007843a9190 defers printk() around the lock; in a2ebb5157582 the lock is the outer one. */
    const deferredFirst = deferred && !irqsave;
    const lock = deferredFirst ? 'printk_deferred_enter' : 'write_seqlock';

    return system(
      {
        cpus: contexts(cpu, { preemption: rt ? 'rt' : 'full' }),
        zonelist_update_seq: seqlock('zonelist_update_seq', 1),
        port_lock: array(ports, spinlock('port->lock')),
        printk_deferred: array(cpu, bool),
      },
      ({ process }) => ({
        build_all_zonelists: process({
          ...task(0),
          locals: { cpu, port: upTo(ports) },
          start: irqOff || irqsave ? 'local_irq_save' : lock,
          steps: {
            local_irq_save: {
              thread: 'W: irq_off',
              does: ({ cpus, me }) => {
                if (irqsave) cpus[me.cpu].spinBegin(me, 'irqsave');
                else cpus[me.cpu].irqSave(me);
                return deferredFirst ? 'printk_deferred_enter' : 'write_seqlock';
              },
            },
            write_seqlock: {
              at: 'mm/page_alloc.c __build_all_zonelists()',
              thread: 'W: seq++ (odd)',
              does: ({ zonelist_update_seq, me }) => {
                if (!zonelist_update_seq.acquire(me)) return 'blocked';
                return irqsave ? 'printk_deferred_enter' : 'printk';
              },
            },
            printk_deferred_enter: {
              at: 'mm/page_alloc.c __build_all_zonelists()',
              thread: 'W: printk_deferred',
              does: ({ printk_deferred, me }) => {
                printk_deferred[me.cpu] = true;
                return irqsave ? 'printk' : 'write_seqlock';
              },
            },
            // Any printk() in the section: build_zonelists() has one.
            printk: {
              at: 'mm/page_alloc.c build_zonelists() pr_info()',
              thread: 'W: printk: LOCK port; UNLOCK port',
              does: ({ printk_deferred, me }) => {
                if (!printk_deferred[me.cpu]) return 'lock_port';
                return deferredFirst ? 'write_sequnlock' : 'printk_deferred_exit';
              },
            },
            lock_port: {
              at: 'drivers/tty/serial/8250/8250_port.c serial8250_console_write()',
              thread: 'W: printk: LOCK port; UNLOCK port',
              does: ({ port_lock, me }) =>
                port_lock[me.port].acquire(me) ? 'unlock_port' : 'blocked',
            },
            unlock_port: {
              thread: 'W: printk: LOCK port; UNLOCK port',
              does: ({ port_lock, me }) => {
                port_lock[me.port].release(me);
                me.port++;
                return me.port < ports ? 'lock_port' : 'write_sequnlock';
              },
            },
            write_sequnlock: {
              at: 'mm/page_alloc.c __build_all_zonelists()',
              thread: 'W: seq++ (even)',
              does: ({ zonelist_update_seq, me }) => {
                zonelist_update_seq.release(me);
                if (deferredFirst) return 'printk_deferred_exit';
                return irqOff || irqsave ? 'local_irq_restore' : 'done';
              },
            },
            printk_deferred_exit: {
              thread: 'W: printk_deferred',
              does: ({ printk_deferred, me }) => {
                printk_deferred[me.cpu] = false;
                if (irqsave) return 'write_sequnlock';
                return irqOff ? 'local_irq_restore' : 'done';
              },
            },
            local_irq_restore: {
              thread: 'W: irq_off',
              does: ({ cpus, me }) => {
                if (irqsave) cpus[me.cpu].spinEnd(me, 'irqsave');
                else cpus[me.cpu].irqRestore(me);
                return 'done';
              },
            },
          },
        }),
        irq_handler: process({
          ...(rt ? task((id) => id) : irq((id) => id)),
          count: irqs,
          locals: { cpu },
          start: 'irq_enter',
          steps: {
            irq_enter: ({ cpus, me }) => {
              if (!rt) cpus[me.cpu].irqEnter(me);
              return reads ? 'read_seqbegin' : 'irq_exit';
            },
            read_seqbegin: {
              at: 'mm/page_alloc.c __alloc_pages_slowpath() zonelist_iter_begin()',
              thread: 'I: spin until seq even',
              does: ({ zonelist_update_seq }) =>
                spins && zonelist_update_seq.isWriting() ? 'blocked' : 'irq_exit',
            },
            irq_exit: ({ cpus, me }) => {
              if (!rt) cpus[me.cpu].irqExit(me);
              return 'done';
            },
          },
        }),
        pty_write: process({
          ...task((id) => id + 1),
          count: ports,
          locals: { cpu },
          start: 'local_irq_save',
          steps: {
            local_irq_save: ({ cpus, me }) => {
              cpus[me.cpu].spinBegin(me, 'irqsave');
              return 'lock_port';
            },
            lock_port: {
              at: 'drivers/tty/tty_buffer.c tty_insert_flip_string_and_push_buffer()',
              thread: 'P: LOCK port',
              does: ({ port_lock, me }) => {
                if (!port_lock[me.id].acquire(me)) return 'blocked';
                return reads ? 'read_seqbegin' : 'unlock_port';
              },
            },
            read_seqbegin: {
              at: 'mm/page_alloc.c __alloc_pages_slowpath() zonelist_iter_begin()',
              thread: 'P: spin until seq even',
              does: ({ zonelist_update_seq }) =>
                spins && zonelist_update_seq.isWriting() ? 'blocked' : 'unlock_port',
            },
            unlock_port: {
              thread: 'P: UNLOCK port',
              does: ({ port_lock, me }) => {
                port_lock[me.id].release(me);
                return 'local_irq_restore';
              },
            },
            local_irq_restore: ({ cpus, me }) => {
              cpus[me.cpu].spinEnd(me, 'irqsave');
              return 'done';
            },
          },
        }),
      }),
    );
  },
});
