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
import { cpusWriteLock, cpusWriteWait } from './shared/hotplug-locks.ts';

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
            mutex_lock: ({ pcpu_alloc_mutex, me }) => {
              if (!pcpu_alloc_mutex.acquire(me)) return 'blocked';
              return hotplug_lock === 'none' ? 'queue_work_on' : 'get_online_cpus';
            },
            get_online_cpus: ({ cpu_hotplug_lock, me }) =>
              cpu_hotplug_lock.acquireRead(me) ? 'queue_work_on' : 'blocked',
            queue_work_on: ({ cpus, drains, me }) => {
              if (cpus[me.c].online) drains[me.c].queue();
              me.c = 1 - me.c;
              return me.c === 0 ? 'flush_work' : 'queue_work_on';
            },
            flush_work: ({ drains, me }) => {
              drains[me.c].flush(me);
              return 'wait_for_completion';
            },
            wait_for_completion: ({ drains, me }) => {
              if (!drains[me.c].isFlushed(me)) return 'blocked';
              me.c = 1 - me.c;
              if (me.c === 1) return 'flush_work';
              return hotplug_lock === 'none' ? 'mutex_unlock' : 'put_online_cpus';
            },
            put_online_cpus: ({ cpu_hotplug_lock, me }) => {
              cpu_hotplug_lock.releaseRead(me);
              return 'mutex_unlock';
            },
            mutex_unlock: ({ pcpu_alloc_mutex, me }) => {
              pcpu_alloc_mutex.release(me);
              return 'done';
            },
          },
          at: {
            mutex_lock: 'mm/percpu.c pcpu_alloc() pcpu_alloc_mutex',
            get_online_cpus: 'mm/page_alloc.c drain_all_pages()',
            queue_work_on: 'mm/page_alloc.c drain_all_pages()',
            flush_work: 'mm/page_alloc.c drain_all_pages()',
          },
          coarse: {
            queue_work_on: 'a cpu that goes down in between might as well have gone down after',
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
            worker_thread: ({ drains, freed, me }) => {
              // create_worker() needs memory, and all there is is on the pcp lists.
              if (queue === 'no-rescuer' && freed[0] + freed[1] === 0) return 'blocked';
              if (!drains[me.id].take(me)) return 'blocked';
              return worker === 'none' ? 'this_cpu_ptr' : 'preempt_disable';
            },
            preempt_disable: ({ cpus, places, me }) => {
              cpus[places[me.place].cpu].preemptDisable(me);
              return 'this_cpu_ptr';
            },
            this_cpu_ptr: ({ places, me }) => {
              me.pcp = places[me.place].cpu;
              return 'local_irq_save';
            },
            local_irq_save: ({ cpus, places, me }) => {
              cpus[places[me.place].cpu].irqSave(me);
              return 'free_pcppages_bulk';
            },
            free_pcppages_bulk: ({ pcp, me }) =>
              pcp[me.pcp] > 0 ? 'list_del' : 'local_irq_restore',
            list_del: ({ pcp, freed, me }) => {
              pcp[me.pcp] = 0;
              freed[me.pcp]++;
              return 'local_irq_restore';
            },
            local_irq_restore: ({ cpus, places, me }) => {
              cpus[places[me.place].cpu].irqRestore(me);
              return worker === 'none' ? 'finish' : 'preempt_enable';
            },
            preempt_enable: ({ cpus, places, me }) => {
              cpus[places[me.place].cpu].preemptEnable(me);
              return 'finish';
            },
            finish: ({ drains, me }) => {
              drains[me.id].finish(me);
              return 'worker_thread';
            },
          },
          at: {
            worker_thread: 'kernel/workqueue.c worker_thread()',
            preempt_disable: 'mm/page_alloc.c drain_local_pages_wq()',
            this_cpu_ptr: 'mm/page_alloc.c drain_local_pages() smp_processor_id()',
            local_irq_save: 'mm/page_alloc.c drain_pages_zone()',
            free_pcppages_bulk: 'mm/page_alloc.c free_pcppages_bulk()',
            list_del: 'mm/page_alloc.c free_pcppages_bulk() list_del()',
          },
          coarse: {
            worker_thread: 'under pool->lock; that there is memory is what the rescuer waits for',
            preempt_disable: 'of the cpu that it runs on',
            local_irq_save: 'of the cpu that it runs on',
            list_del: 'list_del() and, under zone->lock, __free_one_page()',
            local_irq_restore: 'of the cpu that it runs on',
            preempt_enable: 'of the cpu that it runs on',
          },
        }),
        scheduler: process({
          ...migrator(cpu, 2),
          coarse: { migrate: 'under the run queue locks' },
        }),
        cpu_hotplug: process({
          ...task(0),
          locals: { cpu },
          start: 'cpu_hotplug_begin',
          steps: {
            cpu_hotplug_begin: cpusWriteLock,
            cpu_hotplug_wait: cpusWriteWait,
            callbacks: () => (hotplug === 'cpu_up' ? 'alloc_percpu' : 'take_cpu_down'),
            alloc_percpu: ({ pcpu_alloc_mutex, me }) =>
              pcpu_alloc_mutex.acquire(me) ? 'free_percpu' : 'blocked',
            free_percpu: ({ pcpu_alloc_mutex, me }) => {
              pcpu_alloc_mutex.release(me);
              return 'cpu_hotplug_done';
            },
            take_cpu_down: ({ cpus }) => {
              if (!cpus[dying].isSchedulable()) return 'blocked';
              cpus[dying].setOnline(false);
              return cpu_dead === 'irqsave' ? 'local_irq_save' : 'free_pcppages_bulk';
            },
            local_irq_save: ({ cpus, me }) => {
              cpus[boot].irqSave(me);
              return 'free_pcppages_bulk';
            },
            free_pcppages_bulk: ({ pcp }) => (pcp[dying] > 0 ? 'list_del' : 'local_irq_restore'),
            list_del: ({ pcp, freed }) => {
              pcp[dying] = 0;
              freed[dying]++;
              return 'local_irq_restore';
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
          at: {
            cpu_hotplug_begin: 'kernel/cpu.c cpu_hotplug_begin()',
            alloc_percpu: 'kernel/smp.c smpcfd_prepare_cpu() alloc_percpu() pcpu_alloc_mutex',
            take_cpu_down: 'kernel/cpu.c take_cpu_down()',
            free_pcppages_bulk: 'mm/page_alloc.c page_alloc_cpu_dead() drain_pages()',
          },
          coarse: {
            take_cpu_down: 'in stop_machine()',
            list_del: 'list_del() and, under zone->lock, __free_one_page()',
          },
        }),
      }),
    );
  },
});
