// device-lock-vs-mem-hotplug: memory hotplug's lock and the device lock of a memory block.
//
// add_memory() takes the memory hotplug lock, then the device lock as the driver core probes the
// new block; writing `online` to the block in sysfs takes them the other way round. 30467e0b3be
// (2015) made one sysfs file take the memory hotplug lock first, and the other not at all.
// 381eab4a6ee8 (2018) put device_hotplug_lock around everything. At stake: a deadlock, then pages
// miscounted.

import {
  bool,
  cell,
  defineModel,
  kind,
  oneOf,
  parameter,
  range,
  system,
  table,
  upTo,
} from 'mmcheck';
import { mutex, percpuRwsem } from 'mmcheck/kernel';

export default defineModel('device-lock-vs-mem-hotplug', {
  about:
    'add_memory() takes mem_hotplug_lock, then the device lock; sysfs does the opposite. ' +
    '30467e0b3be (2015) cured the deadlock and lost a lock; 381eab4a6ee8 (2018, 4.20).',
  parameters: {
    locking: parameter(
      'The code at first, after 30467e0b3be, and after 381eab4a6ee8.',
      oneOf('device-then-mem', 'mem-then-device', 'device-hotplug-first'),
    ),
    adder: parameter(
      'Who adds memory: holds device_hotplug_lock; holds it since 381eab4a6ee8; never does.',
      oneOf('acpi', 'probe', 'forgetful', 'acpi-and-probe'),
    ),
    policy: parameter(
      'Whether added memory comes online at once (31bc3858ea3e, 2016), or is left to sysfs.',
      oneOf('online', 'offline'),
    ),
    writers: parameter('sysfs writers of each file.', range(1, 2)),
  },

  system: ({ locking, adder, policy, writers }) => {
    const block = kind('block', adder === 'acpi-and-probe' ? 2 : 1);
    const adders = adder === 'acpi-and-probe' ? (['acpi', 'probe'] as const) : [adder];
    const takesLock = adders.map(
      (one) => one === 'acpi' || (one === 'probe' && locking === 'device-hotplug-first'),
    );
    const innerLock = locking !== 'mem-then-device';
    return system(
      {
        device_hotplug_lock: mutex('device_hotplug_lock'),
        mem_hotplug_lock: percpuRwsem('mem_hotplug_lock', { readers: 1 }),
        /** A block can be written to in sysfs once it is registered. */
        blocks: table(block, {
          dev: mutex('dev->mutex'),
          registered: bool,
          online: bool,
          /** Its page has been given to the buddy allocator. */
          freed: bool,
        }),
        /** Pages of the zone, by its own count; each block has one. */
        present: cell(upTo(4)),
      },
      ({ process, procedure, call }) => {
        const deviceOnline = procedure('device_online', {
          params: { block, takesDevice: bool },
          locals: { onlined: upTo(1), seen: upTo(4) },
          returns: ['onlined'],
          start: 'device_lock',
          steps: {
            device_lock: {
              at: 'drivers/base/core.c device_online()',
              thread: ['X: device_lock', 'Y: device_lock'],
              does: ({ blocks, me }) => {
                if (!me.takesDevice) return 'memory_subsys_online';
                return blocks[me.block].dev.acquire(me) ? 'next' : 'blocked';
              },
            },
            memory_subsys_online: {
              at: 'drivers/base/memory.c memory_subsys_online()',
              does: ({ blocks, me }) => {
                if (blocks[me.block].online) return 'device_unlock';
                return innerLock ? 'mem_hotplug_begin' : 'page_reserved';
              },
            },
            mem_hotplug_begin: {
              at: 'mm/memory_hotplug.c online_pages()',
              thread: ['X: mem_hotplug_lock', 'Y: mem_hotplug_lock'],
              does: ({ mem_hotplug_lock, me }) =>
                mem_hotplug_lock.acquireWrite(me) ? 'next' : 'blocked',
            },
            page_reserved: {
              at: 'mm/memory_hotplug.c online_pages_range() PageReserved()',
              does: ({ blocks, me }) => {
                me.onlined = blocks[me.block].freed ? 0 : 1;
                return me.onlined === 0 ? 'read_present_pages' : 'online_page';
              },
            },
            online_page: {
              at: 'mm/memory_hotplug.c online_pages_range() online_page_callback()',
              does: ({ blocks, me }) => {
                blocks[me.block].freed = true;
                return 'next';
              },
            },
            read_present_pages: {
              at: 'mm/memory_hotplug.c online_pages() zone->present_pages +=',
              thread: 'RMW zone.present',
              does: ({ present, me }) => {
                me.seen = present.value;
                return 'next';
              },
            },
            write_present_pages: {
              at: 'mm/memory_hotplug.c online_pages() zone->present_pages +=',
              thread: 'RMW zone.present',
              does: ({ present, me }) => {
                present.value = me.seen + me.onlined;
                return 'next';
              },
            },
            build_all_zonelists: {
              at: 'mm/memory_hotplug.c online_pages()',
              thread: 'W Z',
              does: () => 'zonelists_built',
            },
            zonelists_built: ({ mem_hotplug_lock, me }) => {
              if (innerLock) mem_hotplug_lock.releaseWrite(me);
              return 'next';
            },
            set_online: {
              at: 'drivers/base/memory.c memory_block_change_state()',
              does: ({ blocks, me }) => {
                blocks[me.block].online = true;
                return 'next';
              },
            },
            device_unlock: ({ blocks, me }) => {
              if (me.takesDevice) blocks[me.block].dev.release(me);
              return 'onlined';
            },
          },
        });

        return {
          add_memory: process({
            count: block,
            locals: { takesLock: bool },
            begin: (id) => ({ takesLock: takesLock[id] }),
            start: takesLock.includes(true) ? 'lock_device_hotplug' : 'mem_hotplug_begin',
            steps: {
              lock_device_hotplug: {
                at: 'drivers/base/core.c lock_device_hotplug()',
                thread: 'P, not V: device_hotplug_lock',
                does: ({ device_hotplug_lock, me }) => {
                  if (!me.takesLock) return 'next';
                  return device_hotplug_lock.acquire(me) ? 'next' : 'blocked';
                },
              },
              mem_hotplug_begin: {
                at: 'mm/memory_hotplug.c add_memory_resource()',
                thread: 'P: mem_hotplug_lock',
                does: ({ mem_hotplug_lock, me }) =>
                  mem_hotplug_lock.acquireWrite(me) ? 'next' : 'blocked',
              },
              device_add: {
                at: 'drivers/base/core.c device_add(): the files in sysfs are there',
                does: ({ blocks, me }) => {
                  blocks[me.id].registered = true;
                  return 'next';
                },
              },
              bus_probe_device: {
                at: 'drivers/base/dd.c __device_attach() device_lock()',
                thread: 'P: device_lock (bus_probe_device)',
                does: ({ blocks, me }) => (blocks[me.id].dev.acquire(me) ? 'next' : 'blocked'),
              },
              probed: ({ blocks, me }) => {
                blocks[me.id].dev.release(me);
                const underLock = locking === 'mem-then-device' && policy === 'online';
                return underLock ? 'online_under_lock' : 'mem_hotplug_done';
              },
              online_under_lock: {
                at: 'mm/memory_hotplug.c online_memory_block(), without device_lock()',
                thread: 'P: online pages',
                does: call(deviceOnline, ({ me }) => ({ block: me.id, takesDevice: false }), {
                  onlined: 'mem_hotplug_done',
                }),
              },
              mem_hotplug_done: ({ mem_hotplug_lock, me }) => {
                mem_hotplug_lock.releaseWrite(me);
                const outside = locking === 'device-hotplug-first' && policy === 'online';
                return outside ? 'online_memory_block' : 'unlock';
              },
              online_memory_block: {
                at: 'mm/memory_hotplug.c online_memory_block()',
                thread: 'P: online pages',
                does: call(deviceOnline, ({ me }) => ({ block: me.id, takesDevice: true }), {
                  onlined: 'unlock',
                }),
              },
              unlock: ({ device_hotplug_lock, me }) => {
                if (me.takesLock) device_hotplug_lock.release(me);
                return 'done';
              },
            },
          }),

          state_store: process({
            count: writers,
            locals: { block },
            begin: (id) => ({ block: block.ids[id % block.size] }),
            start: 'open',
            steps: {
              open: {
                at: 'fs/kernfs/file.c kernfs_fop_open()',
                does: ({ blocks, me }) => (blocks[me.block].registered ? 'next' : 'blocked'),
              },
              lock_device_hotplug: {
                at: 'drivers/base/memory.c store_mem_state()',
                does: ({ device_hotplug_lock, me }) => {
                  if (!device_hotplug_lock.acquire(me)) return 'blocked';
                  return locking === 'mem-then-device' ? 'mem_hotplug_begin' : 'device_online';
                },
              },
              mem_hotplug_begin: {
                at: 'drivers/base/memory.c store_mem_state()',
                thread: 'X: mem_hotplug_lock',
                does: ({ mem_hotplug_lock, me }) =>
                  mem_hotplug_lock.acquireWrite(me) ? 'next' : 'blocked',
              },
              device_online: call(
                deviceOnline,
                ({ me }) => ({ block: me.block, takesDevice: true }),
                { onlined: locking === 'mem-then-device' ? 'mem_hotplug_done' : 'unlock' },
              ),
              mem_hotplug_done: ({ mem_hotplug_lock, me }) => {
                mem_hotplug_lock.releaseWrite(me);
                return 'next';
              },
              unlock: ({ device_hotplug_lock, me }) => {
                device_hotplug_lock.release(me);
                return 'done';
              },
            },
          }),

          online_store: process({
            count: writers,
            locals: { block },
            begin: (id) => ({ block: block.ids[id % block.size] }),
            start: 'open',
            steps: {
              open: {
                at: 'fs/kernfs/file.c kernfs_fop_open()',
                does: ({ blocks, me }) => (blocks[me.block].registered ? 'next' : 'blocked'),
              },
              lock_device_hotplug: {
                at: 'drivers/base/core.c online_store()',
                does: ({ device_hotplug_lock, me }) =>
                  device_hotplug_lock.acquire(me) ? 'next' : 'blocked',
              },
              device_online: call(
                deviceOnline,
                ({ me }) => ({ block: me.block, takesDevice: true }),
                { onlined: 'unlock' },
              ),
              unlock: ({ device_hotplug_lock, me }) => {
                device_hotplug_lock.release(me);
                return 'done';
              },
            },
          }),
        };
      },
    );
  },
});
