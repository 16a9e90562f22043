// cpu-vs-mem-hotplug-lock-order: memory hotplug and slab code take two locks in opposite order.
//
// linux-mm, July 2017 (Gleixner): memory hotplug takes the memory hotplug lock and then calls
// stop_machine(), which calls get_online_cpus(); mm/slab_common.c takes get_online_cpus() and then
// get_online_mems(). Both home-made locks became percpu rwsems (3f906ba23689, 4.13), and lockdep
// reported the order. At stake: whether readers in opposite order deadlock at all. It takes a third
// actor, a cpu coming up, and a lock whose waiting writer keeps new readers out.

import { bool, cell, defineModel, oneOf, parameter, range, system, upTo } from 'mmcheck';
import { mutex } from 'mmcheck/kernel';
import {
  cpusReadLock,
  cpusReadUnlock,
  cpusWriteLock,
  getOnlineMems,
  hotplugLocks,
  memHotplugBegin,
  putOnlineMems,
} from '../shared/hotplug-locks.ts';

export default defineModel('cpu-vs-mem-hotplug-lock-order', {
  about:
    'Memory hotplug takes the memory, then the cpu hotplug lock; slab code the other way round. ' +
    'When do they deadlock? 3f906ba23689 (2017, 4.13).',
  parameters: {
    order: parameter(
      'Memory hotplug before 2017; the fixed order; and that with stop_machine() as it was.',
      oneOf('mem-then-cpu', 'cpu-then-mem', 'cpu-then-mem-nested'),
    ),
    cpuHotplug: parameter(
      'A cpu comes up: callbacks take slab_mutex, or also the memory lock; or it onlines a node.',
      oneOf('none', 'slab-callback', 'mem-callback', 'node-under-lock', 'node-before-lock'),
    ),
    writerPreference: parameter(
      'A waiting writer keeps new readers out, as in the percpu rwsems since 2017.',
      bool,
    ),
    recursiveRead: parameter(
      'A reader may read again below a waiting writer, as in the home-made locks before.',
      bool,
    ),
    endless: parameter('Slab caches come and go for ever.', bool),
    slabs: parameter('How many slab caches are created.', range(1, 2)),
  },

  system: ({ order, cpuHotplug, writerPreference, recursiveRead, endless, slabs }) =>
    system(
      {
        ...hotplugLocks({ writerPreference, recursiveRead }),
        slab_mutex: mutex('slab_mutex'),
        /** Cpus that are online; stop_machine() stops those that are there as it begins. */
        online_cpus: cell(upTo(2), 1),
      },
      ({ process, procedure, call }) => {
        const onlinePages = procedure('online_pages', {
          locals: { stopped: upTo(2) },
          returns: ['onlined'],
          start: order === 'mem-then-cpu' ? 'mem_hotplug_begin' : 'cpus_read_lock',
          steps: {
            cpus_read_lock: {
              at: 'mm/memory_hotplug.c mem_hotplug_begin()',
              thread: 'M(fixed): R-LOCK cpu',
              does: cpusReadLock,
            },
            mem_hotplug_begin: {
              at: 'mm/memory_hotplug.c mem_hotplug_begin()',
              thread: 'M: W-LOCK mem',
              does: memHotplugBegin,
            },
            mem_hotplug_wait: {
              thread: 'M: W-LOCK mem',
              does: ({ mem_hotplug_lock, me }) => {
                if (!mem_hotplug_lock.acquireWrite(me)) return 'blocked';
                return order === 'cpu-then-mem' ? 'stop_machine' : 'get_online_cpus';
              },
            },
            get_online_cpus: {
              at: 'kernel/stop_machine.c stop_machine()',
              thread: 'M: R-LOCK cpu (in stop_machine)',
              does: cpusReadLock,
            },
            stop_machine: {
              at: 'kernel/stop_machine.c stop_machine_cpuslocked()',
              thread: 'M: stop_machine',
              does: ({ online_cpus, me }) => {
                me.stopped = online_cpus.value;
                return 'build_all_zonelists';
              },
            },
            build_all_zonelists: {
              at: 'mm/page_alloc.c build_all_zonelists()',
              thread: 'M: stop_machine',
              does: ({ online_cpus, me, assert }) => {
                assert(me.stopped === online_cpus.value, 'a cpu came up and was not stopped');
                return order === 'cpu-then-mem' ? 'mem_hotplug_done' : 'put_online_cpus';
              },
            },
            put_online_cpus: {
              thread: 'M: UNLOCK both',
              does: ({ cpu_hotplug_lock, me }) => {
                cpu_hotplug_lock.releaseRead(me);
                return 'mem_hotplug_done';
              },
            },
            mem_hotplug_done: {
              thread: 'M: UNLOCK both',
              does: ({ mem_hotplug_lock, me }) => {
                mem_hotplug_lock.releaseWrite(me);
                return order === 'mem-then-cpu' ? 'onlined' : 'cpus_read_unlock';
              },
            },
            cpus_read_unlock: {
              thread: 'M: UNLOCK both',
              does: ({ cpu_hotplug_lock, me }) => {
                cpu_hotplug_lock.releaseRead(me);
                return 'onlined';
              },
            },
          },
        });

        return {
          memory_hotplug: process({
            start: 'online_pages',
            steps: {
              online_pages: {
                at: 'mm/memory_hotplug.c online_pages()',
                does: call(onlinePages, () => ({}), { onlined: 'done' }),
              },
            },
          }),

          kmem_cache_create: process({
            count: slabs,
            start: 'get_online_cpus',
            steps: {
              get_online_cpus: {
                at: 'mm/slab_common.c kmem_cache_create()',
                thread: 'S: R-LOCK cpu',
                does: cpusReadLock,
              },
              get_online_mems: {
                at: 'mm/slab_common.c kmem_cache_create()',
                thread: 'S: R-LOCK mem',
                does: getOnlineMems,
              },
              lock_slab_mutex: {
                thread: 'S: LOCK slab_mutex',
                does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
              },
              unlock_slab_mutex: ({ slab_mutex, me }) => {
                slab_mutex.release(me);
                return 'next';
              },
              put_online_mems: putOnlineMems,
              put_online_cpus: endless
                ? ({ cpu_hotplug_lock, me }) => {
                    cpu_hotplug_lock.releaseRead(me);
                    return 'get_online_cpus';
                  }
                : cpusReadUnlock,
            },
          }),

          cpu_up: process({
            count: cpuHotplug === 'none' ? 0 : 1,
            start: cpuHotplug === 'node-before-lock' ? 'try_online_node' : 'cpus_write_lock',
            steps: {
              try_online_node: {
                at: 'kernel/cpu.c do_cpu_up()',
                thread: "C': try_online_node",
                does: call(onlinePages, () => ({}), { onlined: 'cpus_write_lock' }),
              },
              cpus_write_lock: {
                at: 'kernel/cpu.c _cpu_up()',
                thread: 'C: W-LOCK cpu',
                does: cpusWriteLock,
              },
              cpus_write_wait: {
                thread: 'C: W-LOCK cpu',
                does: ({ cpu_hotplug_lock, me }) => {
                  if (!cpu_hotplug_lock.acquireWrite(me)) return 'blocked';
                  if (cpuHotplug === 'node-under-lock') return 'mem_hotplug_begin';
                  return cpuHotplug === 'mem-callback' ? 'get_online_mems' : 'lock_slab_mutex';
                },
              },
              mem_hotplug_begin: { thread: "C': try_online_node", does: memHotplugBegin },
              mem_hotplug_wait: ({ mem_hotplug_lock, me }) =>
                mem_hotplug_lock.acquireWrite(me) ? 'next' : 'blocked',
              mem_hotplug_done: ({ mem_hotplug_lock, me }) => {
                mem_hotplug_lock.releaseWrite(me);
                return 'lock_slab_mutex';
              },
              get_online_mems: { thread: 'C: callbacks, R-LOCK mem', does: getOnlineMems },
              lock_slab_mutex: {
                at: 'mm/slub.c slab_cpuup_callback()',
                thread: 'C: callbacks, LOCK slab_mutex',
                does: ({ slab_mutex, me }) => (slab_mutex.acquire(me) ? 'next' : 'blocked'),
              },
              unlock_slab_mutex: ({ slab_mutex, me }) => {
                slab_mutex.release(me);
                return cpuHotplug === 'mem-callback' ? 'put_online_mems' : 'set_cpu_online';
              },
              put_online_mems: putOnlineMems,
              set_cpu_online: {
                at: 'kernel/cpu.c set_cpu_online()',
                does: ({ online_cpus }) => {
                  online_cpus.value++;
                  return 'next';
                },
              },
              cpus_write_unlock: {
                thread: 'C: UNLOCK',
                does: ({ cpu_hotplug_lock, me }) => {
                  cpu_hotplug_lock.releaseWrite(me);
                  return 'done';
                },
              },
            },
          }),
        };
      },
    ),
});
