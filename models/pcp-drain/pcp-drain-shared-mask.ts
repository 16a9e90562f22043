// pcp-drain-shared-mask: drain_all_pages() sends IPIs to the cpus in one static cpumask.
//
// linux-mm, January 2012: "[PATCH 2/2] page allocator: do not drain per-cpu lists via IPI from page
// allocator context" (Gorman), and Gilad Ben-Yossef's answer, merged as 74046494ea68: only the cpus
// that have pages, in a mask that concurrent drainers share. bd233f538d51 (2017) serialises those.
// At stake: memory hotplug and CMA, which need the pages, wait for a drain that has left one out.

import {
  array,
  bool,
  defineModel,
  kind,
  none,
  oneOf,
  parameter,
  range,
  set,
  system,
  upTo,
} from 'mmcheck';
import { callFunctions, contexts, ipi, mutex, task } from 'mmcheck/kernel';
import { perCpuPages } from '../shared/pcp.ts';

export default defineModel('pcp-drain-shared-mask', {
  about:
    'drain_all_pages() sends IPIs to the cpus in a static cpumask, which concurrent drainers ' +
    'share: does a drain miss a page? 74046494ea68 (2012), bd233f538d51 (2017).',
  parameters: {
    lock: parameter(
      'Whether drainers keep each other out; by trylock, a second one returns at once.',
      oneOf('none', 'pcpu_drain_mutex', 'mutex_trylock'),
    ),
    count: parameter(
      'When the freer counts its page: the drainer reads pcp->count without a lock.',
      oneOf('before-list-add', 'after-list-add'),
    ),
    force_all_cpus: parameter('Drains all cpus, also those whose count is 0.', bool),
    drainers: parameter('Callers of drain_all_pages().', range(2, 3)),
    cpus: parameter('Cpus, each with a pcp list.', range(2, 4)),
    freers: parameter('Tasks that free a page, each on a cpu of its own.', range(1, 2)),
  },

  system: ({ lock, count, force_all_cpus, drainers, cpus, freers }) => {
    const drainer = kind('drainer', drainers);
    const cpu = kind('cpu', cpus);
    const last = cpus - 1;

    return system(
      {
        cpus: contexts(cpu),
        calls: callFunctions(cpu, { records: drainers }),
        pcp: array(cpu, perCpuPages(freers)),
        buddy: set(freers),
        cpus_with_pcps: set(cpus),
        pcpu_drain_mutex: mutex('pcpu_drain_mutex'),
      },
      ({ process }) => ({
        drain_all_pages: process({
          count: drainer,
          locals: { c: upTo(last), has_pcps: bool, targets: set(cpus) },
          start: 'drain_all_pages',
          steps: {
            drain_all_pages: {
              at: 'mm/page_alloc.c drain_all_pages()',
              thread: 'A, B: lock',
              does: () => (lock === 'none' ? 'read_count' : 'mutex_lock'),
            },
            mutex_lock: {
              thread: 'A, B: lock',
              does: ({ pcpu_drain_mutex, me }) => {
                if (lock === 'mutex_trylock') {
                  return pcpu_drain_mutex.tryAcquire(me) ? 'read_count' : 'return';
                }
                return pcpu_drain_mutex.acquire(me) ? 'read_count' : 'blocked';
              },
            },
            read_count: {
              at: 'mm/page_alloc.c drain_all_pages() pcp->count',
              thread: 'A, B: R pcp[c].count',
              does: ({ pcp, me }) => {
                me.has_pcps = force_all_cpus || pcp[me.c].count > 0;
                return 'set_mask';
              },
            },
            set_mask: {
              at: 'mm/page_alloc.c drain_all_pages() cpumask_set_cpu() cpumask_clear_cpu()',
              thread: 'A, B: W mask bit c (set or clear)',
              does: ({ cpus_with_pcps, me }) => {
                if (me.has_pcps) cpus_with_pcps.add(me.c);
                else cpus_with_pcps.delete(me.c);
                me.has_pcps = false;
                if (me.c === last) {
                  me.c = 0;
                  return 'on_each_cpu_mask';
                }
                me.c++;
                return 'read_count';
              },
            },
            on_each_cpu_mask: {
              at: 'kernel/smp.c smp_call_function_many() cpumask_and()',
              thread: 'A, B: send IPIs to R mask',
              does: ({ cpus_with_pcps, me }) => {
                for (let c = 0; c < cpus; c++) if (cpus_with_pcps.has(c)) me.targets.add(c);
                return 'send';
              },
            },
            send: {
              at: 'kernel/smp.c smp_call_function_many()',
              thread: 'A, B: send IPIs to R mask',
              does: ({ calls, me }) => {
                if (me.targets.has(me.c) && !calls[me.c].send(me, none, none, true))
                  return 'blocked';
                if (me.c === last) {
                  me.c = 0;
                  return 'csd_lock_wait';
                }
                me.c++;
                return 'send';
              },
            },
            csd_lock_wait: {
              at: 'kernel/smp.c csd_lock_wait()',
              thread: 'A, B: wait',
              does: ({ calls, me }) => {
                if (me.targets.has(me.c) && !calls[me.c].isAcked(me)) return 'blocked';
                if (me.c === last) {
                  me.c = 0;
                  me.targets.clear();
                  return lock === 'none' ? 'return' : 'mutex_unlock';
                }
                me.c++;
                return 'csd_lock_wait';
              },
            },
            mutex_unlock: {
              thread: 'A, B: wait',
              does: ({ pcpu_drain_mutex, me }) => {
                pcpu_drain_mutex.release(me);
                return 'return';
              },
            },
            return: { thread: 'A, B: return', does: () => 'done' },
          },
        }),
        drain_local_pages: process({
          ...ipi((id) => id),
          count: cpu,
          locals: { cpu },
          start: 'irq_enter',
          steps: {
            irq_enter: {
              at: 'kernel/smp.c generic_smp_call_function_interrupt()',
              thread: 'IPI: pcp to buddy',
              atomic: 'an irq comes where there is a call',
              does: ({ calls, cpus, me }) => {
                if (!calls[me.cpu].take()) return 'blocked';
                cpus[me.cpu].irqEnter(me);
                return 'free_pcppages_bulk';
              },
            },
            free_pcppages_bulk: {
              at: 'mm/page_alloc.c free_pcppages_bulk()',
              thread: 'IPI: pcp to buddy',
              atomic: 'under zone->lock, and the list is only for its cpu with irqs off',
              does: ({ pcp, buddy, me }) => {
                for (const page of pcp[me.cpu].list.values()) buddy.add(page);
                pcp[me.cpu].list.clear();
                return 'clear_count';
              },
            },
            clear_count: {
              at: 'mm/page_alloc.c drain_pages() pcp->count = 0',
              thread: 'IPI: pcp to buddy',
              does: ({ pcp, me }) => {
                pcp[me.cpu].count = 0;
                return 'csd_unlock';
              },
            },
            csd_unlock: {
              at: 'kernel/smp.c csd_unlock()',
              thread: 'IPI: pcp to buddy',
              does: ({ calls, me }) => {
                return calls[me.cpu].finish() ? 'free_pcppages_bulk' : 'irq_exit';
              },
            },
            irq_exit: {
              thread: 'IPI: pcp to buddy',
              does: ({ cpus, me }) => {
                cpus[me.cpu].irqExit(me);
                return 'irq_enter';
              },
            },
          },
          end: ['irq_enter'],
        }),
        free_pages: process({
          ...task((id) => last - id),
          count: freers,
          locals: { cpu },
          start: 'local_irq_save',
          steps: {
            local_irq_save: {
              at: 'mm/page_alloc.c free_hot_cold_page()',
              thread: 'F: irq_off',
              does: ({ cpus, me }) => {
                cpus[me.cpu].irqSave(me);
                return count === 'before-list-add' ? 'count' : 'list_add';
              },
            },
            list_add: {
              at: 'mm/page_alloc.c free_hot_cold_page() list_add()',
              thread: 'F: list_add, count++',
              does: ({ pcp, me }) => {
                pcp[me.cpu].list.add(me.id);
                return count === 'before-list-add' ? 'local_irq_restore' : 'count';
              },
            },
            count: {
              at: 'mm/page_alloc.c free_hot_cold_page() pcp->count++',
              thread: 'F: list_add, count++',
              does: ({ pcp, me }) => {
                pcp[me.cpu].count++;
                return count === 'before-list-add' ? 'list_add' : 'local_irq_restore';
              },
            },
            local_irq_restore: {
              thread: 'F: irq_off',
              does: ({ cpus, me }) => {
                cpus[me.cpu].irqRestore(me);
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
