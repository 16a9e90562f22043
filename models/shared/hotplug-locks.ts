// The locks of cpu and memory hotplug, and the steps that take them: get_online_cpus() and
// get_online_mems(), since 2017 cpus_read_lock() and a percpu_rw_semaphore.

import { percpuRwsem, type Rwsem, type RwsemOptions, type Who } from 'mmcheck/kernel';

export function hotplugLocks(options: RwsemOptions) {
  return {
    cpu_hotplug_lock: percpuRwsem('cpu_hotplug_lock', options),
    mem_hotplug_lock: percpuRwsem('mem_hotplug_lock', options),
  };
}

interface Cpus {
  readonly cpu_hotplug_lock: Rwsem;
  readonly me: Who;
}
interface Mems {
  readonly mem_hotplug_lock: Rwsem;
  readonly me: Who;
}
type Waits = 'next' | 'blocked';

/** cpus_read_lock(), get_online_cpus(). */
export const cpusReadLock = ({ cpu_hotplug_lock, me }: Cpus): Waits =>
  cpu_hotplug_lock.acquireRead(me) ? 'next' : 'blocked';

/** cpus_read_unlock(), put_online_cpus(); as the last step of a process. */
export const cpusReadUnlock = ({ cpu_hotplug_lock, me }: Cpus): 'done' => {
  cpu_hotplug_lock.releaseRead(me);
  return 'done';
};

/** cpus_write_lock(), cpu_hotplug_begin(): the writer waits from now on. */
export const cpusWriteLock = ({ cpu_hotplug_lock, me }: Cpus): 'next' => {
  cpu_hotplug_lock.announceWrite(me);
  return 'next';
};
export const cpusWriteWait = ({ cpu_hotplug_lock, me }: Cpus): Waits =>
  cpu_hotplug_lock.acquireWrite(me) ? 'next' : 'blocked';

/** get_online_mems(). */
export const getOnlineMems = ({ mem_hotplug_lock, me }: Mems): Waits =>
  mem_hotplug_lock.acquireRead(me) ? 'next' : 'blocked';

/** put_online_mems(). */
export const putOnlineMems = ({ mem_hotplug_lock, me }: Mems): 'next' => {
  mem_hotplug_lock.releaseRead(me);
  return 'next';
};

/** mem_hotplug_begin(), without cpus_read_lock(): the writer waits from now on. */
export const memHotplugBegin = ({ mem_hotplug_lock, me }: Mems): 'next' => {
  mem_hotplug_lock.announceWrite(me);
  return 'next';
};
export const memHotplugWait = ({ mem_hotplug_lock, me }: Mems): Waits =>
  mem_hotplug_lock.acquireWrite(me) ? 'next' : 'blocked';

/** Memory hotplug, of which only the locks are looked at: mem_hotplug_begin() to mem_hotplug_done(). */
export const memHotplug = {
  start: 'cpus_read_lock',
  steps: {
    cpus_read_lock: { at: 'mm/memory_hotplug.c mem_hotplug_begin()', does: cpusReadLock },
    mem_hotplug_begin: { thread: 'H: W-LOCK mem', does: memHotplugBegin },
    mem_hotplug_wait: { thread: 'H: W-LOCK mem', does: memHotplugWait },
    mem_hotplug_done: ({ mem_hotplug_lock, me }: Mems): 'next' => {
      mem_hotplug_lock.releaseWrite(me);
      return 'next';
    },
    cpus_read_unlock: cpusReadUnlock,
  },
} as const;
