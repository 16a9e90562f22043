// The claims about pcp-drain-workqueue, and what becomes of each. The history: 0ccce3b92421 (2017)
// drains from workqueues, under get_online_cpus(); a459eeb7b852 (2017) goes without the lock.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/pcp-drain/pcp-drain-workqueue.ts';

const A = (label: string) => ['pcpu_alloc', label] as const;
const H = (label: string) => ['cpu_hotplug', label] as const;

const holds = {
  'one-editor': 'holds',
  'freed-once': 'holds',
  'nothing-left': 'holds',
  deadlock: 'holds',
  'lock-order': 'holds',
  'drain-returns': 'holds',
} as const;
/** Each has what the other wants. */
const opposite = violated([A('mutex_lock'), H('cpu_hotplug_begin')]);
/** K[1] knows cpu 1's list from before; its irqs are off on cpu 2, those of CPU_DEAD on cpu 0. */
const strayed = [
  ['kworker1', 'this_cpu_ptr'],
  H('take_cpu_down'),
  ['scheduler', 'migrate'],
  ['kworker1', 'local_irq_save'],
] as const;
/** K[1] knows cpu 1's list from before, and preempts the drain of the dead cpu. */
const stale = [['kworker1', 'this_cpu_ptr'], H('take_cpu_down')] as const;

export default defineSpec(model, {
  seed:
    'mm, page_alloc: do not depend on cpu hotplug locks inside the allocator (Feb 2017), ' +
    'a459eeb7b852 (4.11), after 0ccce3b92421; same class: 9852a7212324',
  answer:
    'Hocko: under get_online_cpus() the drain and cpu hotplug wait for each other. Without it the worker ' +
    'must have preemption off, as it may have lost its cpu.',
  properties: ({ invariant, deadlock, lockOrder, terminates }, { cpus }) => ({
    'one-editor': invariant('a pcp list has one editor at a time', ({ kworker, cpu_hotplug }) => {
      const isEditing = (at: string) => at === 'list_del';
      const lists: number[] = kworker.filter(({ at }) => isEditing(at)).map(({ pcp }) => pcp);
      if (isEditing(cpu_hotplug[0].at)) lists.push(1);
      return new Set(lists).size === lists.length;
    }),
    'freed-once': invariant('no page is freed twice', ({ freed }) =>
      freed.every((times) => times < 2),
    ),
    'nothing-left': invariant(
      'after the drain and cpu hotplug no list has a page',
      ({ pcp, pcpu_alloc, cpu_hotplug }) =>
        pcpu_alloc[0].at !== 'done' ||
        cpu_hotplug[0].at !== 'done' ||
        Array.from({ length: cpus }, (_, c) => pcp[c]).every((pages) => pages === 0),
    ),
    deadlock: deadlock(),
    'lock-order': lockOrder(),
    'drain-returns': terminates('the drain returns', 'pcpu_alloc', {
      fairness: { scheduler: 'weak' },
    }),
  }),
  rows: [
    {
      set: { hotplug_lock: 'get_online_cpus', hotplug: 'cpu_up' },
      expect: {
        ...holds,
        deadlock: opposite,
        'lock-order': violated([A('get_online_cpus'), H('alloc_percpu')]),
        'drain-returns': opposite,
      },
    },
    { set: { hotplug_lock: 'get_online_cpus', hotplug: 'cpu_down' }, expect: holds },
    { set: { hotplug_lock: 'none', hotplug: 'cpu_up' }, expect: holds },
    { set: { hotplug_lock: 'none', hotplug: 'cpu_down' }, expect: holds },
    { set: { hotplug_lock: 'none', hotplug: 'cpu_down', cpus: 3 }, expect: holds },
    {
      set: { hotplug_lock: 'none', hotplug: 'cpu_down', worker: 'none', cpus: 3 },
      expect: { ...holds, 'one-editor': violated(strayed), 'freed-once': violated(strayed) },
      note: 'In the shortest run the other editor of the list is the drain at CPU_DEAD.',
    },
    {
      set: { hotplug_lock: 'none', hotplug: 'cpu_down', cpu_dead: 'none' },
      expect: holds,
      note:
        'The drain at CPU_DEAD needs no irqs off for this: while the worker has preemption ' +
        'off, nobody but that drain touches the list of a dead cpu.',
    },
    {
      set: { hotplug_lock: 'none', hotplug: 'cpu_down', worker: 'none', cpu_dead: 'none' },
      expect: { ...holds, 'one-editor': violated(stale), 'freed-once': violated(stale) },
    },
    {
      set: { hotplug_lock: 'none', hotplug: 'cpu_up', queue: 'no-rescuer' },
      expect: {
        ...holds,
        deadlock: violated([A('flush_work')]),
        'drain-returns': violated([A('flush_work')]),
      },
    },
    { set: { hotplug_lock: 'none', hotplug: 'cpu_down', cpus: 4 }, expect: holds, stress: true },
  ],
  teeth: {
    'nothing-left': {
      replace: 'pcp[me.pcp] = 0;',
      at: { hotplug_lock: 'none', hotplug: 'cpu_up' },
    },
  },
  history: [
    {
      commit: 'a459eeb7b852',
      subject: 'mm, page_alloc: do not depend on cpu hotplug locks inside the allocator',
      year: 2017,
      property: 'deadlock',
      before: { hotplug_lock: 'get_online_cpus', hotplug: 'cpu_up' },
      after: { hotplug_lock: 'none', hotplug: 'cpu_up' },
    },
  ],
});
