// ipi-memory-order: a call for another cpu is written into a record, queued, and announced by an IPI.
//
// What pcp-drain-ipi-vs-cpu-hotplug takes for one step, store by store. linux-mm, January 2012 ("do not drain per-cpu
// lists via IPI from page allocator context"): smp_call_function_many() had smp_mb() before the IPI and in its handler;
// llist_add() and llist_del_all(), which replaced them, are full barriers. At stake: an IPI whose call nobody finds,
// and, were a cpu to go without stop_machine(), a call that waits on its queue for ever.

import { bool, cell, defineModel, oneOf, parameter, system } from 'mmcheck';
import { atomic, barriers } from 'mmcheck/kernel';

export default defineModel('ipi-memory-order', {
  about:
    'A cpu queues a call for another and sends an IPI: does the other find it, and what if it goes offline? ' +
    'The barriers of smp_call_function_many() (2012).',
  parameters: {
    queue: parameter(
      'list_add_rcu(), which is a release, or llist_add() and llist_del_all(), which are cmpxchg() and xchg().',
      oneOf('list', 'llist'),
    ),
    sender: parameter('smp_mb() behind the entry on the list.', oneOf('nothing', 'smp_mb')),
    target: parameter(
      'smp_mb() before the other cpu looks at the list.',
      oneOf('nothing', 'smp_mb'),
    ),
    cpu: parameter(
      'The other cpu takes the IPI, or goes offline, without stop_machine().',
      oneOf('stays', 'goes'),
    ),
  },

  system: ({ queue, sender, target, cpu }) => {
    const isLlist = queue === 'llist';
    const announce = cpu === 'stays' ? 'send_ipi' : 'cpu_online';
    const look = target === 'smp_mb' ? 'smp_mb' : 'llist_del_all';
    return system(
      {
        /** The record has the function that is to be called. */
        func: cell(bool),
        /** The record is on the queue. */
        entry: atomic(bool),
        ipi: cell(bool),
        online: cell(bool, true),
        smp: barriers(),
      },
      ({ process }) => ({
        smp_call_function: process({
          locals: { sent: bool },
          start: 'csd_func',
          steps: {
            csd_func: {
              at: 'kernel/smp.c smp_call_function_many_cond() csd->func = func',
              thread: 'csd fields',
              does: ({ func }) => {
                func.value = true;
                return 'llist_add';
              },
            },
            llist_add: {
              at: 'kernel/smp.c smp_call_function_many_cond() llist_add()',
              thread: 'sender: W queue',
              does: ({ entry }) => {
                if (isLlist) entry.xchg(true);
                else entry.setRelease(true);
                return sender === 'smp_mb' ? 'smp_mb' : announce;
              },
            },
            smp_mb: {
              thread: 'smp_mb in smp_call_function_many',
              does: ({ smp }) => {
                smp.mb();
                return announce;
              },
            },
            // Who finds the cpu offline takes the call back.
            cpu_online: {
              at: 'kernel/smp.c generic_exec_single() cpu_online()',
              thread: 'sender: R online',
              does: ({ online }) => (online.value ? 'send_ipi' : 'done'),
            },
            send_ipi: {
              at: 'kernel/smp.c smp_call_function_many_cond() arch_send_call_function_ipi_mask()',
              thread: 'the IPI',
              does: ({ ipi, me }) => {
                ipi.value = true;
                me.sent = true;
                return 'done';
              },
            },
          },
        }),
        flush: process({
          locals: { found: bool, func: bool },
          start: cpu === 'stays' ? 'irq_enter' : 'set_cpu_offline',
          steps: {
            irq_enter: {
              at: 'kernel/smp.c generic_smp_call_function_single_interrupt()',
              thread: 'handler',
              does: ({ ipi }) => (ipi.value ? look : 'blocked'),
            },
            set_cpu_offline: {
              at: 'kernel/cpu.c set_cpu_online()',
              thread: 'dying cpu: W online=0',
              does: ({ online }) => {
                online.value = false;
                return look;
              },
            },
            smp_mb: {
              thread: 'handler',
              does: ({ smp }) => {
                smp.mb();
                return 'llist_del_all';
              },
            },
            llist_del_all: {
              at: 'kernel/smp.c __flush_smp_call_function_queue() llist_del_all()',
              thread: ['handler', 'dying cpu: R queue'],
              does: ({ entry, me }) => {
                me.found = isLlist ? entry.xchg(false) : entry.read();
                return me.found ? 'csd_do_func' : 'done';
              },
            },
            csd_do_func: {
              at: 'kernel/smp.c __flush_smp_call_function_queue() func(info)',
              thread: 'handler may see an old func',
              does: ({ func, me }) => {
                me.func = func.value;
                return 'done';
              },
            },
          },
          ...(cpu === 'stays' && { end: ['irq_enter'] }),
        }),
      }),
    );
  },
});
