// Kprobe events that say what a function trace does not: which lock it is, and that a call has returned. By the names that maps
// use; ARG1 and ARG2 are where the machine has a function's arguments.

export interface Probe {
  readonly name: string;
  /** As `kprobe_events` takes it. */
  readonly definition: string;
  /** Only on these locks: there are too many others. */
  readonly ofMutexes?: true;
}

const entry = (name: string, on: string, fields = ''): Probe => ({
  name,
  definition: `p:mmc/${name} ${on} ${fields}`.trim(),
});
const exit = (name: string, on: string, fields = ''): Probe => ({
  name,
  definition: `r:mmc/${name} ${on} ${fields}`.trim(),
});
const LOCK = 'lock=ARG1:symbol';
const ofMutex = (name: string, on: string): Probe => ({
  ...entry(name, on, `${LOCK} addr=ARG1:x64`),
  ofMutexes: true,
});

export const PROBES: readonly Probe[] = [
  entry('wlock', 'percpu_down_write', LOCK),
  exit('wlocked', 'percpu_down_write'),
  entry('wunlock', 'percpu_up_write', LOCK),
  entry('rslow', '__percpu_down_read', LOCK),
  exit('rslowed', '__percpu_down_read', 'ret=$retval:u8'),
  entry('chain', 'blocking_notifier_call_chain', 'chain=ARG1:symbol val=ARG2:u64'),
  exit('chained', 'blocking_notifier_call_chain', 'ret=$retval:s32'),
  ofMutex('mlock', 'mutex_lock'),
  ofMutex('mtry', 'mutex_trylock'),
  ofMutex('munlock', 'mutex_unlock'),
  exit('mem_begun', 'mem_hotplug_begin'),
  exit('cpus_read_locked', 'cpus_read_lock'),
  exit('mems_read_locked', 'get_online_mems'),
  exit('cpus_write_locked', 'cpus_write_lock'),
  exit('isolated', 'test_pages_isolated', 'ret=$retval:s32'),
  exit('isolate_started', 'start_isolate_page_range', 'ret=$retval:s32'),
  entry('drain_cpu', 'drain_pages_zone', 'cpu=ARG1:u32'),
  exit('drained_cpu', 'drain_pages_zone'),
  exit('kernfs_got', 'kernfs_get_active', 'kn=$retval:x64'),
];
