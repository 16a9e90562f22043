// The claims about pcp-drain-ipi-vs-cpu-hotplug, and what becomes of each. The history:
// 5fbd036b552f (2012) sets a new cpu active before online, 8d056c48e486 (2014) flushes the calls of
// a dying cpu, 45178ac0cea8 (2019) unparks the stopper before the cpu runs tasks. The removal that
// the thread discusses was not merged; 74046494ea68 (2012) sends fewer IPIs instead: see
// pcp-drain-shared-mask. Which barriers a call by IPI needs is asked of ipi-memory-order.

import { array, defineSpec, set } from 'mmcheck';
import model from '../../models/pcp-drain/pcp-drain-ipi-vs-cpu-hotplug.ts';
import { rows } from './pcp-drain-ipi-vs-cpu-hotplug/rows.ts';

export default defineSpec(model, {
  seed:
    '[PATCH 2/2] page allocator: do not drain per-cpu lists via IPI from page allocator context ' +
    '(Jan 2012); 74046494ea68, 5fbd036b552f, 8d056c48e486, 9e949a388635, 45178ac0cea8',
  answer:
    'Gorman, that get_online_cpus() may not be taken there; Zijlstra, that a cpu going down is safe. ' +
    'One coming up was not (Moskovchenko), until 5fbd036b552f. To do without IPIs costs an OOM beside ' +
    "other cpus' pages.",
  properties: (
    { invariant, conservation, observer, deadlock, terminates },
    { allocators, freers, cpus },
  ) => {
    const all = Array.from({ length: allocators }, (_, allocator) => allocator);
    const each = Array.from({ length: cpus }, (_, c) => c);
    const last = cpus - 1;
    const noOom = (about: string, own: boolean) =>
      observer(about, {
        state: { listed: array(allocators, set(cpus)) },
        always: ({ pcp, my }) => {
          for (const c of each) {
            if (pcp[c] === 0) for (const allocator of all) my.listed[allocator].delete(c);
          }
        },
        on: {
          alloc_pages: {
            drain_all_pages: ({ pcp, my, me }) => {
              for (const c of each) {
                if (pcp[c] > 0 && (!own || c === me.cpu)) my.listed[me.id].add(c);
              }
            },
            get_page_from_freelist: ({ my, me, step, assert }) => {
              assert(step.to !== 'out_of_memory' || my.listed[me.id].isEmpty, 'a page is left');
              my.listed[me.id].clear();
            },
          },
        },
      });
    return {
      'no-lost-call': invariant(
        'no call is pending for a cpu that is dead',
        ({ cpus: contexts, calls, stopper }) =>
          contexts[last].online ||
          stopper[last].at === 'CPU_DYING' ||
          (calls[last].syncBy.isEmpty && calls[last].asyncBy.isEmpty),
      ),
      'no-page-lost': conservation(
        'a page is on a pcp list, in the buddy allocator, or held, and only once',
        1 + freers,
        ({ pcp, buddy, alloc_pages, release_pages }) =>
          pcp.reduce((sum, pages) => sum + pages, 0) +
          buddy.value +
          alloc_pages.reduce((sum, { page }) => sum + page, 0) +
          release_pages.filter(({ freed }) => !freed).length,
      ),
      'dead-list-empty': invariant(
        'after CPU_DEAD the list of the cpu is empty until it is online again',
        ({ cpus: contexts, pcp, cpu_hotplug, stopper }) =>
          contexts[last].online ||
          pcp[last] === 0 ||
          stopper[last].at !== 'sleep' ||
          cpu_hotplug[0].at === 'stop_machine_wait' ||
          cpu_hotplug[0].at === 'local_irq_save' ||
          cpu_hotplug[0].at.startsWith('CPU_DEAD'),
      ),
      deadlock: deadlock(),
      'drain-returns': terminates('every drain returns', 'alloc_pages'),
      'no-premature-oom': noOom(
        'nobody is out of memory beside a list that has had a page since its drain began',
        false,
      ),
      'no-oom-beside-own-list': noOom('nor beside such a list of its own cpu', true),
      'stop-one-cpu-runs': invariant(
        'stop_one_cpu() on a cpu that is online runs its function',
        ({ rescuer_thread }) =>
          rescuer_thread[0].at !== 'process_scheduled_works' || rescuer_thread[0].migrated,
      ),
    };
  },
  rows,
  teeth: {
    'no-oom-beside-own-list': {
      replace: "return me.called.isEmpty ? 'local_irq_disable'",
      by: "return me.called.isEmpty ? 'preempt_enable'",
      file: './pcp-drain-ipi-vs-cpu-hotplug/alloc-pages.ts',
      at: {},
    },
  },
  history: [
    {
      commit: 'not merged',
      subject:
        '[PATCH 2/2] page allocator: do not drain per-cpu lists via IPI from page allocator context',
      year: 2012,
      property: 'no-premature-oom',
      before: { variant: 'drain_all_pages' },
      after: { variant: 'drain_local_pages' },
    },
    {
      commit: '5fbd036b552f',
      subject: 'sched: Cleanup cpu_active madness',
      year: 2012,
      property: 'deadlock',
      before: { variant: 'online-then-active', hotplug: 'cpu_up' },
      after: { variant: 'drain_all_pages', hotplug: 'cpu_up' },
    },
    {
      commit: '8d056c48e486',
      subject: 'CPU hotplug, smp: flush any pending IPI callbacks before CPU offline',
      year: 2014,
      property: 'no-lost-call',
      before: { variant: 'async', hotplug: 'cpu_down' },
      after: { variant: 'async-flushed', hotplug: 'cpu_down' },
    },
    {
      commit: '8d056c48e486',
      subject: 'CPU hotplug, smp: flush any pending IPI callbacks before CPU offline',
      year: 2014,
      property: 'deadlock',
      before: { variant: 'async', hotplug: 'cpu_down+up', drains: 2 },
      after: { variant: 'async-flushed', hotplug: 'cpu_down+up', drains: 2 },
    },
    {
      commit: '45178ac0cea8',
      subject: 'cpu/hotplug, stop_machine: Fix stop_machine vs hotplug order',
      year: 2019,
      property: 'stop-one-cpu-runs',
      before: { variant: 'late-unpark', hotplug: 'cpu_up' },
      after: { variant: 'drain_all_pages', hotplug: 'cpu_up' },
    },
  ],
});
