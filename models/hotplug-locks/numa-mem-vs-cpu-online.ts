// numa-mem-vs-cpu-online: the zonelists are rebuilt while a cpu comes up.
//
// linux-mm, Sep 2019 (Hildenbrand): need online_pages() and offline_pages() take
// cpu_hotplug_lock? __build_all_zonelists() sets the local memory node of all cpus that are
// online; a cpu that comes up computes its own before it is online. Without a common lock it may
// keep a stale one. The patch was never merged: powerpc's arch_add_memory() needs the lock for
// stop_machine_cpuslocked().

import { array, bool, cell, defineModel, kind, oneOf, parameter, set, system } from 'mmcheck';
import { mutex } from 'mmcheck/kernel';
import {
  cpusReadLock,
  cpusWriteLock,
  cpusWriteWait,
  hotplugLocks,
  memHotplugBegin,
  memHotplugWait,
} from '../shared/hotplug-locks.ts';

export default defineModel('numa-mem-vs-cpu-online', {
  about:
    'Memory hotplug sets numa_mem of the cpus that are online, while one comes up and sets its ' +
    "own. May it do without cpus_read_lock()? [PATCH v1] Don't take the cpu_hotplug_lock (2019).",
  parameters: {
    lock: parameter(
      'What memory hotplug holds: neither lock; as merged; what the patch relies on.',
      oneOf('none', 'cpus-read-lock', 'device-hotplug-lock'),
    ),
    cpuUp: parameter(
      'Who brings the cpu up: sysfs, with device_hotplug_lock; or the kernel (resume, boot).',
      oneOf('sysfs', 'kernel'),
    ),
    event: parameter(
      'The node next to the cpus gets memory, or loses it.',
      oneOf('online', 'offline'),
    ),
    freesPgdat: parameter(
      'A node that has lost its memory loses its pgdat, which the kernel does not do.',
      bool,
    ),
    arch: parameter(
      'Who may have memoryless nodes; powerpc calls stop_machine_cpuslocked() as it adds memory.',
      oneOf('ia64', 'powerpc'),
    ),
  },

  system: ({ lock, cpuUp, event, freesPgdat, arch }) => {
    const cpu = kind('cpu', ['cpu0', 'cpu1']);
    /** The cpus are on the node `near`; `far` has memory at all times. */
    const node = kind('node', ['far', 'near']);
    const [far, near] = node.ids;
    const [before, after] = event === 'online' ? [far, near] : [near, far];
    const [boot, coming] = cpu.ids;
    return system(
      {
        ...hotplugLocks({ readers: 1 }),
        device_hotplug_lock: mutex('device_hotplug_lock'),
        /** The node of the first zone in the zonelist of `near`. */
        first_node: cell(node, before),
        numa_mem: array(cpu, node, before),
        online: set(cpu, [boot]),
        near_has_pgdat: cell(bool, true),
      },
      ({ process }) => ({
        memory_hotplug: process({
          locals: { cpu, local: node },
          start: lock === 'none' ? 'mem_hotplug_begin' : 'lock_device_hotplug',
          steps: {
            lock_device_hotplug: {
              at: 'drivers/base/memory.c state_store()',
              does: ({ device_hotplug_lock, me }) => {
                if (!device_hotplug_lock.acquire(me)) return 'blocked';
                return lock === 'cpus-read-lock' ? 'cpus_read_lock' : 'mem_hotplug_begin';
              },
            },
            cpus_read_lock: {
              at: 'mm/memory_hotplug.c mem_hotplug_begin()',
              thread: 'B: cpus_read_lock',
              does: cpusReadLock,
            },
            mem_hotplug_begin: memHotplugBegin,
            mem_hotplug_wait: memHotplugWait,
            arch_add_memory: {
              at: 'mm/memory_hotplug.c add_memory_resource() arch_add_memory()',
              does: () => (arch === 'powerpc' ? 'stop_machine_cpuslocked' : 'build_zonelists'),
            },
            stop_machine_cpuslocked: {
              at: 'arch/powerpc/platforms/pseries/lpar.c pseries_lpar_resize_hpt()',
              thread: 'B: powerpc',
              does: () => 'next',
            },
            build_zonelists: {
              at: 'mm/page_alloc.c __build_all_zonelists()',
              thread: 'B: W Z',
              does: ({ first_node, me }) => {
                first_node.value = after;
                me.cpu = boot;
                return 'next';
              },
            },
            for_each_online_cpu: {
              at: 'mm/page_alloc.c __build_all_zonelists()',
              thread: 'B: for c in R online',
              does: ({ online, me }) => {
                if (online.has(me.cpu)) return 'local_memory_node';
                return 'zonelists_built';
              },
            },
            local_memory_node: {
              at: 'mm/page_alloc.c local_memory_node()',
              thread: 'B: W numa_mem[c] = node(R Z[0])',
              does: ({ first_node, me }) => {
                me.local = first_node.value;
                return 'next';
              },
            },
            set_cpu_numa_mem: {
              at: 'mm/page_alloc.c __build_all_zonelists() set_cpu_numa_mem()',
              thread: 'B: W numa_mem[c] = node(R Z[0])',
              does: ({ numa_mem, me }) => {
                numa_mem[me.cpu] = me.local;
                if (me.cpu === coming) return 'zonelists_built';
                me.cpu = coming;
                return 'for_each_online_cpu';
              },
            },
            zonelists_built: () =>
              event === 'offline' && freesPgdat ? 'free_pgdat' : 'mem_hotplug_done',
            free_pgdat: ({ near_has_pgdat }) => {
              near_has_pgdat.value = false;
              return 'next';
            },
            mem_hotplug_done: ({ mem_hotplug_lock, me }) => {
              mem_hotplug_lock.releaseWrite(me);
              if (lock === 'none') return 'done';
              return lock === 'cpus-read-lock' ? 'cpus_read_unlock' : 'unlock_device_hotplug';
            },
            cpus_read_unlock: ({ cpu_hotplug_lock, me }) => {
              cpu_hotplug_lock.releaseRead(me);
              return 'next';
            },
            unlock_device_hotplug: ({ device_hotplug_lock, me }) => {
              device_hotplug_lock.release(me);
              return 'done';
            },
          },
        }),

        cpu_up: process({
          locals: { local: node },
          start: cpuUp === 'sysfs' ? 'lock_device_hotplug' : 'cpus_write_lock',
          steps: {
            lock_device_hotplug: {
              at: 'drivers/base/core.c online_store()',
              does: ({ device_hotplug_lock, me }) =>
                device_hotplug_lock.acquire(me) ? 'next' : 'blocked',
            },
            cpus_write_lock: {
              at: 'kernel/cpu.c _cpu_up()',
              thread: 'C: under write',
              does: cpusWriteLock,
            },
            cpus_write_wait: { thread: 'C: under write', does: cpusWriteWait },
            local_memory_node: {
              at: 'arch/powerpc/kernel/smp.c start_secondary()',
              thread: 'C: v := node(R Z[0])',
              does: ({ first_node, me }) => {
                me.local = first_node.value;
                return 'next';
              },
            },
            set_numa_mem: {
              at: 'arch/powerpc/kernel/smp.c start_secondary()',
              thread: 'C: W numa_mem[me] = v',
              does: ({ numa_mem, me }) => {
                numa_mem[coming] = me.local;
                return 'next';
              },
            },
            set_cpu_online: {
              at: 'kernel/cpu.c set_cpu_online()',
              thread: 'C: W online += me',
              does: ({ online }) => {
                online.add(coming);
                return 'next';
              },
            },
            cpus_write_unlock: ({ cpu_hotplug_lock, me }) => {
              cpu_hotplug_lock.releaseWrite(me);
              return cpuUp === 'sysfs' ? 'unlock_device_hotplug' : 'done';
            },
            unlock_device_hotplug: ({ device_hotplug_lock, me }) => {
              device_hotplug_lock.release(me);
              return 'done';
            },
          },
        }),

        alloc_pages: process({
          environment: true,
          locals: { local: node, freed: bool },
          start: 'numa_mem_id',
          steps: {
            numa_mem_id: {
              at: 'include/linux/topology.h numa_mem_id()',
              thread: 'A: allocate on C',
              atomic: 'it runs on that cpu, so the cpu is online',
              does: ({ numa_mem, online, me }) => {
                if (!online.has(coming)) return 'blocked';
                me.local = numa_mem[coming];
                return 'next';
              },
            },
            node_zonelist: {
              at: 'include/linux/gfp.h node_zonelist()',
              thread: 'A: allocate on C',
              does: ({ near_has_pgdat, me }) => {
                me.freed = me.local === near && !near_has_pgdat.value;
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
