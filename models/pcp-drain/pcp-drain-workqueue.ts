// pcp-drain-workqueue: drain_all_pages() queues a work item per cpu, whose worker may lose its cpu.
//
// linux-mm, February 2017: "mm, page_alloc: do not depend on cpu hotplug locks inside the
// allocator" (Hocko), a459eeb7b852, after 0ccce3b92421 had moved the drain from IPIs to workqueues.
// At stake: cpu hotplug and the percpu allocator wait for each other for ever; and without the
// lock, a worker that has lost its cpu edits the pcp list of another.

import { array, defineModel, kind, oneOf, parameter, range, system, upTo } from 'mmcheck';
import {
  contexts,
  migrates,
  migrator,
  mutex,
  percpuRwsem,
  placements,
  task,
  work,
} from 'mmcheck/kernel';
import { cpusWriteLock, cpusWriteWait } from '../shared/hotplug-locks.ts';

export default defineModel('pcp-drain-workqueue', {
  about:
    'drain_all_pages() queues work on each cpu: which lock keeps cpu hotplug away, and what if ' +
    'none does? 0ccce3b92421, a459eeb7b852 (2017).',
  parameters: {
    hotplug_lock: parameter('What drain_all_pages() holds.', oneOf('get_online_cpus', 'none')),
    worker: parameter(
      'What drain_local_pages_wq() has off as it drains.',
      oneOf('preempt_disable', 'none'),
    ),
    cpu_dead: parameter(
      'What page_alloc_cpu_dead() has off as it drains.',
      oneOf('irqsave', 'none'),
    ),
    queue: parameter(
      'The workqueue has a rescuer, or needs memory for a worker.',
      oneOf('WQ_MEM_RECLAIM', 'no-rescuer'),
    ),
    hotplug: parameter(
      'What cpu hotplug does: takes cpu 1 down, or allocates percpu memory as it takes one up.',
      oneOf('cpu_down', 'cpu_up'),
    ),
    cpus: parameter('Cpus. The workers are those of cpus 0 and 1.', range(2, 4)),
  },

  system: ({ hotplug_lock, worker, cpu_dead, queue, hotplug, cpus }) => {
    const cpu = kind('cpu', cpus);
    const [boot, dying] = cpu.ids;

    return system(
      {
        cpus: contexts(cpu),
        /** The workers of cpus 0 and 1, which have a page each. */
        places: placements(cpu, [
          { cpu: 0, bound: true },
          { cpu: 1, bound: true },
        ]),
        drains: array(2, work()),
        pcp: array(cpu, upTo(1), (c: number) => (c < 2 ? 1 : 0)),
        /** How often each list's page has been freed to the buddy allocator. */
        freed: array(cpu, upTo(2)),
        cpu_hotplug_lock: percpuRwsem('cpu_hotplug_lock', { readers: 1 }),
        pcpu_alloc_mutex: mutex('pcpu_alloc_mutex'),
      },
      ({ process }) => ({
        pcpu_alloc: process({
          locals: { c: upTo(1) },
          start: 'mutex_lock',
          steps: {
            mutex_lock: {
              at: 'mm/percpu.c pcpu_alloc() pcpu_alloc_mutex',
              thread: 'A: pcpu_alloc_mutex',
              does: ({ pcpu_alloc_mutex, me }) => {
                if (!pcpu_alloc_mutex.acquire(me)) return 'blocked';
                return hotplug_lock === 'none' ? 'queue_work_on' : 'get_online_cpus';
              },
            },
            get_online_cpus: {
              at: 'mm/page_alloc.c drain_all_pages()',
              thread: 'A: get_online_cpus',
              does: ({ cpu_hotplug_lock, me }) =>
                cpu_hotplug_lock.acquireRead(me) ? 'queue_work_on' : 'blocked',
            },
            queue_work_on: {
              at: 'mm/page_alloc.c drain_all_pages()',
              thread: 'A: drain',
              atomic: 'a cpu that goes down in between might as well have gone down after',
              does: ({ cpus, drains, me }) => {
                if (cpus[me.c].online) drains[me.c].queue();
                me.c = 1 - me.c;
                return me.c === 0 ? 'flush_work' : 'queue_work_on';
              },
            },
            flush_work: {
              at: 'mm/page_alloc.c drain_all_pages()',
              thread: 'A: drain',
              does: ({ drains, me }) => {
                drains[me.c].flush(me);
                return 'wait_for_completion';
              },
            },
            wait_for_completion: {
              thread: 'A: drain',
              does: ({ drains, me }) => {
                if (!drains[me.c].isFlushed(me)) return 'blocked';
                me.c = 1 - me.c;
                if (me.c === 1) return 'flush_work';
                return hotplug_lock === 'none' ? 'mutex_unlock' : 'put_online_cpus';
              },
            },
            put_online_cpus: {
              thread: 'A: get_online_cpus',
              does: ({ cpu_hotplug_lock, me }) => {
                cpu_hotplug_lock.releaseRead(me);
                return 'mutex_unlock';
              },
            },
            mutex_unlock: {
              thread: 'A: pcpu_alloc_mutex',
              does: ({ pcpu_alloc_mutex, me }) => {
                pcpu_alloc_mutex.release(me);
                return 'done';
              },
            },
          },
        }),
        kworker: process({
          ...migrates((id) => id),
          count: 2,
          locals: { place: upTo(1), pcp: cpu },
          start: 'start',
          end: ['worker_thread'],
          steps: {
            start: ({ places, me }) => {
              places[me.place].start(me);
              return 'worker_thread';
            },
            worker_thread: {
              at: 'kernel/workqueue.c worker_thread()',
              atomic: 'under pool->lock; that there is memory is what the rescuer waits for',
              does: ({ drains, freed, me }) => {
                // create_worker() needs memory, and all there is is on the pcp lists.
                if (queue === 'no-rescuer' && freed[0] + freed[1] === 0) return 'blocked';
                if (!drains[me.id].take(me)) return 'blocked';
                return worker === 'none' ? 'this_cpu_ptr' : 'preempt_disable';
              },
            },
            preempt_disable: {
              at: 'mm/page_alloc.c drain_local_pages_wq()',
              thread: 'K: pcp := this_cpu_ptr',
              atomic: 'of the cpu that it runs on',
              does: ({ cpus, places, me }) => {
                cpus[places[me.place].cpu].preemptDisable(me);
                return 'this_cpu_ptr';
              },
            },
            this_cpu_ptr: {
              at: 'mm/page_alloc.c drain_local_pages() smp_processor_id()',
              thread: 'K: pcp := this_cpu_ptr',
              does: ({ places, me }) => {
                me.pcp = places[me.place].cpu;
                return 'local_irq_save';
              },
            },
            local_irq_save: {
              at: 'mm/page_alloc.c drain_pages_zone()',
              thread: 'K: irq_off, drain',
              atomic: 'of the cpu that it runs on',
              does: ({ cpus, places, me }) => {
                cpus[places[me.place].cpu].irqSave(me);
                return 'free_pcppages_bulk';
              },
            },
            free_pcppages_bulk: {
              at: 'mm/page_alloc.c free_pcppages_bulk()',
              thread: 'K: irq_off, drain',
              does: ({ pcp, me }) => (pcp[me.pcp] > 0 ? 'list_del' : 'local_irq_restore'),
            },
            list_del: {
              at: 'mm/page_alloc.c free_pcppages_bulk() list_del()',
              thread: 'K: irq_off, drain',
              atomic: 'list_del() and, under zone->lock, __free_one_page()',
              does: ({ pcp, freed, me }) => {
                pcp[me.pcp] = 0;
                freed[me.pcp]++;
                return 'local_irq_restore';
              },
            },
            local_irq_restore: {
              thread: 'K: irq_off, drain',
              atomic: 'of the cpu that it runs on',
              does: ({ cpus, places, me }) => {
                cpus[places[me.place].cpu].irqRestore(me);
                return worker === 'none' ? 'finish' : 'preempt_enable';
              },
            },
            preempt_enable: {
              atomic: 'of the cpu that it runs on',
              does: ({ cpus, places, me }) => {
                cpus[places[me.place].cpu].preemptEnable(me);
                return 'finish';
              },
            },
            finish: ({ drains, me }) => {
              drains[me.id].finish(me);
              return 'worker_thread';
            },
          },
        }),
        scheduler: process({
          ...migrator(cpu, 2),
          thread: { migrate: 'a worker loses its cpu' },
          atomic: { migrate: 'under the run queue locks' },
        }),
        cpu_hotplug: process({
          ...task(0),
          locals: { cpu },
          start: 'cpu_hotplug_begin',
          steps: {
            cpu_hotplug_begin: {
              at: 'kernel/cpu.c cpu_hotplug_begin()',
              thread: 'U: cpu_hotplug_begin, alloc_percpu',
              does: cpusWriteLock,
            },
            cpu_hotplug_wait: { thread: 'U: cpu_hotplug_begin, alloc_percpu', does: cpusWriteWait },
            callbacks: () => (hotplug === 'cpu_up' ? 'alloc_percpu' : 'take_cpu_down'),
            alloc_percpu: {
              at: 'kernel/smp.c smpcfd_prepare_cpu() alloc_percpu() pcpu_alloc_mutex',
              thread: 'U: cpu_hotplug_begin, alloc_percpu',
              does: ({ pcpu_alloc_mutex, me }) =>
                pcpu_alloc_mutex.acquire(me) ? 'free_percpu' : 'blocked',
            },
            free_percpu: ({ pcpu_alloc_mutex, me }) => {
              pcpu_alloc_mutex.release(me);
              return 'cpu_hotplug_done';
            },
            take_cpu_down: {
              at: 'kernel/cpu.c take_cpu_down()',
              thread: 'H: offline, CPU_DEAD',
              atomic: 'in stop_machine()',
              does: ({ cpus }) => {
                if (!cpus[dying].isSchedulable()) return 'blocked';
                cpus[dying].setOnline(false);
                return cpu_dead === 'irqsave' ? 'local_irq_save' : 'free_pcppages_bulk';
              },
            },
            local_irq_save: {
              thread: 'H: offline, CPU_DEAD',
              does: ({ cpus, me }) => {
                cpus[boot].irqSave(me);
                return 'free_pcppages_bulk';
              },
            },
            free_pcppages_bulk: {
              at: 'mm/page_alloc.c page_alloc_cpu_dead() drain_pages()',
              thread: 'H: offline, CPU_DEAD',
              does: ({ pcp }) => (pcp[dying] > 0 ? 'list_del' : 'local_irq_restore'),
            },
            list_del: {
              thread: 'H: offline, CPU_DEAD',
              atomic: 'list_del() and, under zone->lock, __free_one_page()',
              does: ({ pcp, freed }) => {
                pcp[dying] = 0;
                freed[dying]++;
                return 'local_irq_restore';
              },
            },
            local_irq_restore: ({ cpus, me }) => {
              if (cpu_dead === 'irqsave') cpus[boot].irqRestore(me);
              return 'cpu_hotplug_done';
            },
            cpu_hotplug_done: ({ cpu_hotplug_lock, me }) => {
              cpu_hotplug_lock.releaseWrite(me);
              return 'done';
            },
          },
        }),
      }),
    );
  },
});
