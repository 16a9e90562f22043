// The claims about cpu-vs-mem-hotplug-lock-order: which locks, and which third actor, make a
// deadlock of the two orders of memory hotplug and the slab allocator.
//
// Before: bfc8c90139eb and 03afc0e25f7f (2014), get_online_mems() inside get_online_cpus() in
// mm/slab_common.c. Fix: 3f906ba23689 "mm/memory-hotplug: switch locking to a percpu rwsem" (2017).

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/hotplug-locks/cpu-vs-mem-hotplug-lock-order.ts';

type Order = 'mem-then-cpu' | 'cpu-then-mem' | 'cpu-then-mem-nested';
type CpuHotplug =
  | 'none'
  | 'slab-callback'
  | 'mem-callback'
  | 'node-under-lock'
  | 'node-before-lock';
interface Flavour {
  readonly writerPreference: boolean;
  readonly recursiveRead: boolean;
}
type Story = readonly (readonly [string, string])[];

const flavours: readonly Flavour[] = [false, true].flatMap((writerPreference) =>
  [false, true].map((recursiveRead) => ({ writerPreference, recursiveRead })),
);

/** What lockdep warns of: who takes the second lock while he holds the first. */
const opposite: Story = [
  ['kmem_cache_create', 'get_online_mems'],
  ['memory_hotplug', 'get_online_cpus'],
];

/**
 * Lockdep warns of the old order whoever else there is: of readers, too, where a waiting writer keeps readers out or
 * might. The lock of 2014 was annotated as one of recursive readers, and was: then it takes a writer inside.
 */
function warned(
  order: Order,
  cpuHotplug: CpuHotplug,
  { writerPreference, recursiveRead }: Flavour,
) {
  if (order === 'cpu-then-mem') return 'holds' as const;
  if (order === 'cpu-then-mem-nested')
    return recursiveRead ? ('holds' as const) : ('violated' as const);
  if (!recursiveRead || writerPreference) return violated(opposite);
  const inside = cpuHotplug === 'mem-callback' || cpuHotplug === 'node-under-lock';
  return inside ? ('violated' as const) : ('holds' as const);
}

/** Rows for every flavour of the locks; `story` tells of a flavour's deadlock. */
function rows(
  order: Order,
  cpuHotplug: CpuHotplug,
  story: (flavour: Flavour) => Story | undefined,
  note?: string,
) {
  return flavours.map((flavour, k) => {
    const deadlock = story(flavour);
    return {
      set: { order, cpuHotplug, ...flavour },
      expect: {
        'no-deadlock': deadlock ? violated(deadlock) : ('holds' as const),
        'lock-order': warned(order, cpuHotplug, flavour),
        'cpu-comes-up': deadlock ? ('violated' as const) : ('holds' as const),
      },
      ...(note === undefined || k > 0 ? {} : { note }),
    };
  });
}

const never = () => undefined;

/** Memory hotplug has the memory lock, slab code reads the cpu lock, and cpu_up() waits for it. */
const threeActors: Story = [
  ['memory_hotplug', 'mem_hotplug_begin'],
  ['kmem_cache_create', 'get_online_cpus'],
  ['cpu_up', 'cpus_write_lock'],
];
/** As before; cpu_up() has been through memory hotplug itself. */
const afterItsNode: Story = [
  ['kmem_cache_create', 'get_online_cpus'],
  ['cpu_up', 'mem_hotplug_done'],
  ['memory_hotplug', 'mem_hotplug_wait'],
  ['cpu_up', 'cpus_write_lock'],
];
const twoActors: Story = [
  ['memory_hotplug', 'mem_hotplug_begin'],
  ['cpu_up', 'cpus_write_lock'],
];
/** cpu_up() comes between two readings of one lock. */
const nested: Story = [
  ['memory_hotplug', 'cpus_read_lock'],
  ['cpu_up', 'cpus_write_lock'],
];

const withPreference =
  (story: Story) =>
  ({ writerPreference }: Flavour) =>
    writerPreference ? story : undefined;

export default defineSpec(model, {
  seed:
    'cpu/memory hotplug locking rework (Gleixner, Jul 2017), 3f906ba23689 (4.13); cited in ' +
    "[PATCH v1] mm/memory_hotplug: Don't take the cpu_hotplug_lock (Sep 2019)",
  answer:
    'Lockdep: the order is wrong. But no deadlock comes of the two alone: it takes a cpu that comes up, ' +
    'and slab code that takes either lock in its callbacks, or a waiting writer that keeps new readers ' +
    'out.',
  properties: ({ deadlock, lockOrder, terminates }) => ({
    'no-deadlock': deadlock(),
    'lock-order': lockOrder(),
    'cpu-comes-up': terminates('a cpu that is to come up does', 'cpu_up'),
  }),
  teeth: {
    assertions: {
      replace: 'me.stopped = online_cpus.value;',
      at: { order: 'cpu-then-mem', cpuHotplug: 'slab-callback', endless: true },
    },
  },
  rows: [
    ...rows(
      'mem-then-cpu',
      'none',
      never,
      'Lockdep warns, and no run deadlocks: that takes cpu_up(), and a writer that keeps readers out.',
    ),
    ...rows('mem-then-cpu', 'slab-callback', withPreference(threeActors)),
    ...rows('mem-then-cpu', 'mem-callback', () => twoActors),
    ...rows('mem-then-cpu', 'node-under-lock', () => twoActors),
    ...rows(
      'mem-then-cpu',
      'node-before-lock',
      withPreference(afterItsNode),
      'The kernel calls try_online_node() before cpu_hotplug_begin(), so that this is again a ' +
        'matter of three actors and of writer preference; two actors deadlock only inside.',
    ),
    ...(
      ['none', 'slab-callback', 'mem-callback', 'node-under-lock', 'node-before-lock'] as const
    ).flatMap((cpuHotplug) => rows('cpu-then-mem', cpuHotplug, never)),
    ...rows(
      'cpu-then-mem-nested',
      'slab-callback',
      ({ writerPreference, recursiveRead }) =>
        writerPreference && !recursiveRead ? nested : undefined,
      'Why 3f906ba23689 needs stop_machine_cpuslocked(): stop_machine() would read the lock again.',
    ),

    // Slab caches come and go for ever.
    {
      set: { order: 'cpu-then-mem', cpuHotplug: 'slab-callback', endless: true },
      expect: {
        'no-deadlock': 'holds',
        'lock-order': 'holds',
        'cpu-comes-up': violated([
          ['cpu_up', 'cpus_write_lock'],
          ['kmem_cache_create', 'get_online_cpus'],
        ]),
      },
      note: 'Under weak fairness one reader is enough: the lock is never free for long.',
    },
    {
      set: {
        order: 'cpu-then-mem',
        cpuHotplug: 'slab-callback',
        endless: true,
        writerPreference: true,
      },
      expect: { 'no-deadlock': 'holds', 'lock-order': 'holds', 'cpu-comes-up': 'holds' },
    },
    {
      set: {
        order: 'cpu-then-mem',
        cpuHotplug: 'node-before-lock',
        endless: true,
        writerPreference: true,
        slabs: 2,
      },
      expect: { 'no-deadlock': 'holds', 'lock-order': 'holds', 'cpu-comes-up': 'holds' },
      stress: true,
    },
  ],

  history: [
    {
      commit: 'fc8dffd379ca',
      subject: 'cpu/hotplug: Convert hotplug locking to percpu rwsem',
      year: 2017,
      property: 'no-deadlock',
      before: { cpuHotplug: 'slab-callback', recursiveRead: true },
      after: { cpuHotplug: 'slab-callback', writerPreference: true },
    },
    {
      commit: 'fc8dffd379ca',
      subject: 'cpu/hotplug: Convert hotplug locking to percpu rwsem',
      year: 2017,
      property: 'lock-order',
      before: { cpuHotplug: 'slab-callback', recursiveRead: true },
      after: { cpuHotplug: 'slab-callback', writerPreference: true },
    },
    {
      commit: '3f906ba23689',
      subject: 'mm/memory-hotplug: switch locking to a percpu rwsem',
      year: 2017,
      property: 'lock-order',
      before: { cpuHotplug: 'slab-callback', writerPreference: true },
      after: { order: 'cpu-then-mem', cpuHotplug: 'slab-callback', writerPreference: true },
    },
    {
      commit: '3f906ba23689',
      subject: 'mm/memory-hotplug: switch locking to a percpu rwsem',
      year: 2017,
      property: 'no-deadlock',
      before: { cpuHotplug: 'slab-callback', writerPreference: true },
      after: { order: 'cpu-then-mem', cpuHotplug: 'slab-callback', writerPreference: true },
    },
  ],
});
