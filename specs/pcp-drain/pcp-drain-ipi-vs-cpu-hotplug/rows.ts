// The rows of pcp-drain-ipi-vs-cpu-hotplug, variant by variant, and the stories of those that are
// violated.

import { violated } from 'mmcheck';

const holds = {
  'no-lost-call': 'holds',
  'no-page-lost': 'holds',
  'dead-list-empty': 'holds',
  deadlock: 'holds',
  'drain-returns': 'holds',
  'no-premature-oom': 'holds',
  'no-oom-beside-own-list': 'holds',
  'stop-one-cpu-runs': 'holds',
} as const;

const A = (label: string) => ['alloc_pages', label] as const;
const H = (label: string) => ['cpu_hotplug', label] as const;
const S = (label: string) => ['stopper', label] as const;
const B = (label: string) => ['start_secondary', label] as const;

/** The page of a cpu that is offline already, and that CPU_DEAD has yet to give back. */
const onItsWay = violated([S('take_cpu_down'), A('preempt_disable'), A('get_page_from_freelist')]);
/** The mask names a cpu that is gone. */
const gone = [A('cpumask_copy'), S('take_cpu_down'), A('csd_lock')] as const;
/** Each waits for the other's irqs. */
const eachOther = violated([
  ['alloc_pages0', 'preempt_disable'],
  ['alloc_pages1', 'preempt_disable'],
  A('csd_lock'),
]);
/** The target has irqs off, and wants what the sender has. */
const spins = violated([A('spin_lock_wait'), ['release_pages', 'spin_lock_irqsave']]);
/** The IPI is late: the target has irqs off in stop_machine(), and then is gone. */
const late = violated([A('csd_lock'), S('disable_irq'), S('take_cpu_down'), S('CPU_DYING')]);
/** The cpu is back, the record of the first call still locked, and no IPI is sent for it. */
const locked = violated([A('csd_lock'), S('CPU_DYING'), B('set_cpu_online'), A('cpumask_and')]);
const notWaited = violated([A('csd_lock'), A('get_page_from_freelist')]);
/** Each has what the other wants. */
const lockOrder = violated([A('mutex_lock'), H('cpu_hotplug_begin')]);
const elsewhere = violated([
  A('drain_all_pages'),
  A('drain_local_pages'),
  A('get_page_from_freelist'),
]);
/** Whoever would set the cpu active is preempted by whoever waits for it. */
const preempted = violated([B('set_cpu_online'), A('cpumask_and'), A('csd_lock')]);
const stranded = violated([S('take_cpu_down'), H('stop_machine_wait')]);
const freedLater = violated([
  H('free_pcppages_bulk'),
  ['release_pages', 'list_add'],
  S('take_cpu_down'),
]);
/** A list that is still its cpu's is edited by another. */
const twoEditors = violated([
  H('read_count'),
  ['release_pages', 'list_add'],
  H('free_pcppages_bulk'),
]);
/** Tasks run on the cpu before its stopper is enabled. */
const ignored = violated([B('do_idle'), ['rescuer_thread', 'set_cpus_allowed_ptr']]);

/** Where a cpu goes down; its page may be nobody's for a while. */
const down = { ...holds, 'no-premature-oom': onItsWay } as const;

export const rows = [
  { set: {}, expect: holds },
  {
    set: { hotplug: 'cpu_down' },
    expect: down,
    note:
      'An offline cpu gets no IPI, and until CPU_DEAD its pages stay on its list: an OOM beside them ' +
      'is by design of every drain that asks the online cpus only.',
  },
  { set: { hotplug: 'cpu_down', preemption: 'none' }, expect: down },
  { set: { hotplug: 'cpu_down', cpus: 3 }, expect: down },
  { set: { hotplug: 'cpu_up' }, expect: holds },
  { set: { hotplug: 'cpu_up', caller: 'pcpu_alloc' }, expect: holds },
  {
    set: { variant: 'early-mask', hotplug: 'cpu_down' },
    expect: {
      ...down,
      'no-lost-call': violated(gone),
      deadlock: violated(gone),
      'drain-returns': violated(gone),
    },
  },
  { set: { variant: 'early-mask-and-online', hotplug: 'cpu_down' }, expect: down },
  {
    set: { variant: 'irqs-off', hotplug: 'cpu_down' },
    expect: down,
    note:
      'A target with irqs off in stop_machine() would hang the sender. It cannot be: the sender ' +
      'is not preempted, so its own stopper keeps the others in the phase before.',
  },
  {
    set: { variant: 'irqs-off', allocators: 2 },
    expect: { ...holds, deadlock: eachOther, 'drain-returns': eachOther },
  },
  {
    set: { variant: 'lru_lock-held' },
    expect: { ...holds, deadlock: spins, 'drain-returns': spins },
  },
  {
    set: { variant: 'async', hotplug: 'cpu_down' },
    expect: { ...holds, 'no-lost-call': late, 'no-premature-oom': notWaited },
    note: 'Who does not wait for the drain may find nothing, cpu hotplug or not.',
  },
  {
    set: { variant: 'async', hotplug: 'cpu_down+up', drains: 2 },
    expect: {
      ...holds,
      'no-lost-call': late,
      deadlock: locked,
      'drain-returns': locked,
      'no-premature-oom': notWaited,
    },
  },
  {
    set: { variant: 'async-flushed', hotplug: 'cpu_down' },
    expect: { ...holds, 'no-premature-oom': notWaited },
  },
  {
    set: { variant: 'async-flushed', hotplug: 'cpu_down+up', drains: 2 },
    expect: { ...holds, 'no-premature-oom': notWaited },
  },
  {
    set: { variant: 'get_online_cpus', hotplug: 'cpu_up', caller: 'pcpu_alloc' },
    expect: { ...holds, deadlock: lockOrder, 'drain-returns': lockOrder },
  },
  {
    set: { variant: 'get_online_cpus', hotplug: 'cpu_up' },
    expect: holds,
    note: 'The lock is harmless to whoever holds nothing that cpu hotplug wants.',
  },
  { set: { variant: 'get_online_cpus', hotplug: 'cpu_down' }, expect: holds },
  {
    set: { variant: 'drain_local_pages' },
    expect: { ...holds, 'no-premature-oom': elsewhere },
  },
  {
    set: { variant: 'online-then-active', hotplug: 'cpu_up' },
    expect: { ...holds, deadlock: preempted, 'drain-returns': preempted },
    note:
      'x86 always sets a cpu online before its irqs are on, and drain_all_pages holds with that. What hangs is ' +
      'that the irqs wait for the task that the sender has preempted.',
  },
  { set: { variant: 'online-then-active', hotplug: 'cpu_up', cpus: 3 }, expect: holds },
  {
    set: { variant: 'no-CPU_DEAD', hotplug: 'cpu_down' },
    expect: { ...down, 'dead-list-empty': stranded },
  },
  {
    set: { variant: 'early-CPU_DEAD', hotplug: 'cpu_down' },
    expect: { ...holds, 'dead-list-empty': freedLater, 'no-page-lost': twoEditors },
    note:
      'Worse than stranded: a page is lost, as two edit a list. Nobody is out of memory, since the ' +
      'page that was drained too early is enough for one.',
  },
  {
    set: { variant: 'late-unpark', hotplug: 'cpu_up' },
    expect: { ...holds, 'stop-one-cpu-runs': ignored },
  },
  {
    set: { variant: 'async-flushed', hotplug: 'cpu_down+up', drains: 2, cpus: 3 },
    expect: { ...holds, 'no-premature-oom': notWaited },
    stress: true,
  },
  {
    set: { variant: 'async-flushed', hotplug: 'cpu_down', allocators: 2, cpus: 3 },
    expect: { ...holds, 'no-premature-oom': notWaited },
    note: 'wait=0 and wait=1 mixed.',
    stress: true,
  },
] as const;
