// The claims about numa-mem-vs-cpu-online, and what becomes of each.
//
// [PATCH v1] mm/memory_hotplug: Don't take the cpu_hotplug_lock (2019) was never merged;
// 11cd8638c37f (2017) took stop_machine() from the rebuilding, which had kept cpus from coming up
// meanwhile.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/hotplug-locks/numa-mem-vs-cpu-online.ts';

const holds = {
  'numa-mem-is-local': 'holds',
  'numa-mem-has-pgdat': 'holds',
  'no-freed-pgdat': 'holds',
  'cpus-lock-held': 'holds',
  'no-deadlock': 'holds',
  'lock-order': 'holds',
} as const;

/** The cpu reads the old list; memory hotplug does not see the cpu yet. */
const stale = [
  ['cpu_up', 'local_memory_node'],
  ['memory_hotplug', 'build_zonelists'],
  ['memory_hotplug', 'for_each_online_cpu'],
  ['cpu_up', 'set_cpu_online'],
] as const;
const isStale = { ...holds, 'numa-mem-is-local': violated(stale) } as const;

export default defineSpec(model, {
  seed:
    "[PATCH v1] mm/memory_hotplug: Don't take the cpu_hotplug_lock (Sep 2019, never merged); " +
    '11cd8638c37f (4.14), 9852a7212324',
  answer:
    'Who kept the lock. device_hotplug_lock, on which the patch relies, is not held where the kernel ' +
    'brings a cpu up, and powerpc needs cpus_read_lock() itself.',
  properties: ({ invariant, observer, deadlock, lockOrder }) => ({
    'numa-mem-is-local': invariant(
      'once both are through, numa_mem of each cpu is the first node of its zonelist',
      ({ memory_hotplug, cpu_up, online, numa_mem, first_node }) =>
        memory_hotplug[0].at !== 'done' ||
        cpu_up[0].at !== 'done' ||
        online.values().every((c) => numa_mem[c] === first_node.value),
    ),
    'numa-mem-has-pgdat': invariant(
      'numa_mem of no online cpu names a node without pgdat',
      ({ online, numa_mem, near_has_pgdat }) =>
        near_has_pgdat.value || online.values().every((c) => numa_mem[c] !== 1),
    ),
    'no-freed-pgdat': observer('no allocation uses a pgdat that is freed', {
      state: {},
      on: {
        alloc_pages: {
          node_zonelist: ({ me, assert }) => assert(!me.freed, 'the pgdat of the node is freed'),
        },
      },
    }),
    'cpus-lock-held': observer('stop_machine_cpuslocked() is called with cpu_hotplug_lock held', {
      state: {},
      on: {
        memory_hotplug: {
          stop_machine_cpuslocked: ({ cpu_hotplug_lock, assert }) =>
            assert(cpu_hotplug_lock.isHeld(), 'lockdep_assert_cpus_held()'),
        },
      },
    }),
    'no-deadlock': deadlock(),
    'lock-order': lockOrder(),
  }),
  teeth: {
    'no-deadlock': {
      replace: 'cpu_hotplug_lock.releaseRead(me);',
      at: { lock: 'cpus-read-lock', cpuUp: 'kernel' },
    },
    /** A callback of cpu_up() takes the lock that memory hotplug takes first. */
    'lock-order': {
      replace: 'does: ({ online }) => {',
      by: `does: ({ online, device_hotplug_lock, me }) => {
             if (!device_hotplug_lock.acquire(me)) return 'blocked';
             device_hotplug_lock.release(me);`,
      at: { lock: 'cpus-read-lock', cpuUp: 'kernel' },
    },
  },
  rows: [
    { set: { lock: 'none', cpuUp: 'sysfs' }, expect: isStale },
    { set: { lock: 'none', cpuUp: 'kernel' }, expect: isStale },
    { set: { lock: 'cpus-read-lock', cpuUp: 'sysfs' }, expect: holds },
    { set: { lock: 'cpus-read-lock', cpuUp: 'kernel' }, expect: holds },
    { set: { lock: 'device-hotplug-lock', cpuUp: 'sysfs' }, expect: holds },
    { set: { lock: 'device-hotplug-lock', cpuUp: 'kernel' }, expect: isStale },
    { set: { lock: 'cpus-read-lock', cpuUp: 'sysfs', arch: 'powerpc' }, expect: holds },
    {
      set: { lock: 'device-hotplug-lock', cpuUp: 'sysfs', arch: 'powerpc' },
      expect: {
        ...holds,
        'cpus-lock-held': violated([['memory_hotplug', 'stop_machine_cpuslocked']]),
      },
      note: 'Why the patch died.',
    },

    // The node loses its memory.
    { set: { lock: 'none', cpuUp: 'kernel', event: 'offline' }, expect: isStale },
    {
      set: { lock: 'none', cpuUp: 'kernel', event: 'offline', freesPgdat: true },
      expect: {
        ...isStale,
        'numa-mem-has-pgdat': violated([...stale.slice(0, 3), ['memory_hotplug', 'free_pgdat']]),
        'no-freed-pgdat': violated([
          ['memory_hotplug', 'free_pgdat'],
          ['alloc_pages', 'node_zonelist'],
        ]),
      },
    },
    {
      set: { lock: 'cpus-read-lock', cpuUp: 'kernel', event: 'offline', freesPgdat: true },
      expect: {
        ...holds,
        'no-freed-pgdat': violated([
          ['alloc_pages', 'numa_mem_id'],
          ['memory_hotplug', 'free_pgdat'],
          ['alloc_pages', 'node_zonelist'],
        ]),
      },
      note: 'No lock helps who has read numa_mem already: a pgdat must stay, or wait for readers.',
    },
    {
      set: { lock: 'cpus-read-lock', cpuUp: 'sysfs', event: 'offline', arch: 'powerpc' },
      expect: holds,
    },
  ],
  history: [
    {
      commit: 'not merged',
      subject: "[PATCH v1] mm/memory_hotplug: Don't take the cpu_hotplug_lock",
      year: 2019,
      property: 'numa-mem-is-local',
      before: { lock: 'cpus-read-lock', cpuUp: 'kernel' },
      after: { lock: 'device-hotplug-lock', cpuUp: 'kernel' },
    },
    {
      commit: 'not merged',
      subject: "[PATCH v1] mm/memory_hotplug: Don't take the cpu_hotplug_lock",
      year: 2019,
      property: 'cpus-lock-held',
      before: { lock: 'cpus-read-lock', cpuUp: 'sysfs', arch: 'powerpc' },
      after: { lock: 'device-hotplug-lock', cpuUp: 'sysfs', arch: 'powerpc' },
    },
  ],
});
