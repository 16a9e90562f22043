// The claims about device-lock-vs-mem-hotplug, and what becomes of each.
//
// Bug: an inversion of mem_hotplug_lock and dev->mutex. Fix that opened the next bug: 30467e0b3be
// "mm, hotplug: fix concurrent memory hot-add deadlock" (2015). Fix: 381eab4a6ee8
// "mm/memory_hotplug: fix online/offline_pages called w.o. mem_hotplug_lock" (2018).

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/hotplug-locks/device-lock-vs-mem-hotplug.ts';

const holds = {
  'no-deadlock': 'holds',
  'pages-counted': 'holds',
  'one-builder': 'holds',
} as const;

/** add_memory() has the memory hotplug lock and wants the block; sysfs has the block. */
const inversion = [
  ['add_memory', 'mem_hotplug_begin'],
  ['add_memory', 'device_add'],
  ['state_store', 'device_lock'],
] as const;

const isBuilding = (at: string) => at.endsWith('/zonelists_built');
const isOnlining = (at: string) => /\/(online_page|(read|write)_present_pages)$/.test(at);

export default defineSpec(model, {
  seed:
    "[PATCH v1] mm/memory_hotplug: Don't take the cpu_hotplug_lock (Sep 2019): 'we do hold the " +
    "device_hotplug_lock'; 30467e0b3be (4.1), 381eab4a6ee8 (4.20)",
  answer:
    '30467e0b3be8 (2015), about the deadlock only: the other half of the files lost its lock, and pages ' +
    'are miscounted. 381eab4a6ee8 (2018) is right: device_hotplug_lock around everything.',
  properties: ({ deadlock, invariant }) => ({
    'no-deadlock': deadlock(),
    'pages-counted': invariant(
      'the zone counts the pages that are online, whenever nobody is onlining any',
      ({ blocks, present, add_memory, state_store, online_store }) =>
        [...add_memory, ...state_store, ...online_store].some(({ at }) => isOnlining(at)) ||
        present.value === blocks.filter(({ freed }) => freed).length,
    ),
    'one-builder': invariant(
      'the zonelists are built by one at a time',
      ({ add_memory, state_store, online_store }) =>
        [...add_memory, ...state_store, ...online_store].filter(({ at }) => isBuilding(at)).length <
        2,
    ),
  }),
  rows: [
    {
      set: { locking: 'device-then-mem', adder: 'probe' },
      expect: { ...holds, 'no-deadlock': violated(inversion) },
    },
    {
      set: { locking: 'device-then-mem', adder: 'acpi' },
      expect: holds,
      note:
        'ACPI does not deadlock with sysfs, for both take device_hotplug_lock since 2013. The ' +
        'inversion, which lockdep reports, is real only for callers without ' +
        "it: the probe file, as 30467e0b3be's changelog says, and hv_balloon.",
    },
    {
      set: { locking: 'mem-then-device', adder: 'probe' },
      expect: {
        ...holds,
        'pages-counted': violated([
          ['add_memory', 'mem_hotplug_begin'],
          ['add_memory', 'read_present_pages'],
          ['online_store', 'device_lock'],
          ['online_store', 'read_present_pages'],
          ['add_memory', 'write_present_pages'],
          ['online_store', 'write_present_pages'],
        ]),
        'one-builder': violated([
          ['add_memory', 'build_all_zonelists'],
          ['online_store', 'build_all_zonelists'],
        ]),
      },
    },
    {
      set: { locking: 'mem-then-device', adder: 'acpi' },
      expect: holds,
      note: 'Again device_hotplug_lock does it, though nobody relied on it then.',
    },
    { set: { locking: 'device-hotplug-first', adder: 'probe' }, expect: holds },
    {
      set: { locking: 'device-hotplug-first', adder: 'acpi' },
      expect: holds,
      sameAs: { locking: 'device-hotplug-first', adder: 'probe' },
    },
    {
      set: { locking: 'device-hotplug-first', adder: 'forgetful' },
      expect: { ...holds, 'no-deadlock': violated(inversion) },
      note: 'The order of the inner locks is still inverted; device_hotplug_lock alone hides it.',
    },
    {
      set: { locking: 'device-then-mem', adder: 'probe', policy: 'offline' },
      expect: { ...holds, 'no-deadlock': violated(inversion) },
      note: 'The inversion is with the probing of the block, and needs no onlining.',
    },
    {
      set: { locking: 'mem-then-device', adder: 'probe', policy: 'offline' },
      expect: holds,
      note:
        'The files in sysfs are written under device_hotplug_lock; it takes an add_memory() that onlines without it, ' +
        'as it may since 31bc3858ea3e.',
    },
    { set: { locking: 'device-hotplug-first', adder: 'probe', policy: 'offline' }, expect: holds },
    {
      set: { locking: 'device-hotplug-first', adder: 'acpi-and-probe', writers: 2 },
      expect: holds,
      stress: true,
    },
  ],

  history: [
    {
      commit: '30467e0b3be8',
      subject: 'mm, hotplug: fix concurrent memory hot-add deadlock',
      year: 2015,
      property: 'no-deadlock',
      before: { locking: 'device-then-mem', adder: 'probe' },
      after: { locking: 'mem-then-device', adder: 'probe' },
    },
    {
      commit: '30467e0b3be8',
      subject: 'mm, hotplug: fix concurrent memory hot-add deadlock',
      year: 2015,
      property: 'pages-counted',
      before: { locking: 'device-then-mem', adder: 'probe' },
      after: { locking: 'mem-then-device', adder: 'probe' },
    },
    {
      commit: '381eab4a6ee8',
      subject: 'mm/memory_hotplug: fix online/offline_pages called w.o. mem_hotplug_lock',
      year: 2018,
      property: 'pages-counted',
      before: { locking: 'mem-then-device', adder: 'probe' },
      after: { locking: 'device-hotplug-first', adder: 'probe' },
    },
  ],
});
