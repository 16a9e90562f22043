// The claims about kmemleak-low-memory, and what becomes of each.
//
// To try again with reclaim sleeps under a spinlock, which in_atomic() does not see without CONFIG_PREEMPT_COUNT, and waits for
// what the caller holds if GFP_NOFS is forgotten; a retry may still fail, and if it must not, the NULL check behind it is dead,
// as Lameter says: kmemleak_disable() is never reached. The pool is right in any context and lasts as long as it lasts. While
// kmemleak is switched off a scan reads no freed memory, since frees are told to it until the scan has ended. But who has
// read kmemleak_free_enabled before that may remove a record while __kmemleak_do_cleanup(), which takes no lock since nobody
// else is there any more, removes the same: so it stands in 6.1, and the thread does not speak of it.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/slub/kmemleak-low-memory.ts';

const T = (label: string) => ['task', label] as const;
const I = (label: string) => ['irq', label] as const;
const W = (label: string) => ['cleanup_work', label] as const;
const S = (label: string) => ['scan_thread', label] as const;

const holds = {
  'no-sleep-in-atomic': 'holds',
  'no-deadlock': 'holds',
  'stays-enabled': 'holds',
  'scans-no-freed-memory': 'holds',
  'record-is-freed-once': 'holds',
} as const;

const retried = [T('direct_reclaim'), T('disable')] as const;
const bothFree = [I('schedule_work'), W('walk'), T('find_and_remove'), W('delete_object')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH v4] kmemleaak: survive in a low-memory situation (Cai, Mar 2019); 0647398a8c7b mm: kmemleak: simple ' +
    'memory allocation pool for kmemleak objects (2019)',
  answer:
    'Lameter, that the check for NULL is dead where it must succeed; Hocko, that in_atomic() does not ' +
    "see every spinlock. Marinas' pool (0647398a8c7b) is right in any context, as long as it lasts.",
  properties: ({ deadlock, invariant, unreachable }) => ({
    'no-sleep-in-atomic': unreachable(
      'nobody reclaims where he must not sleep',
      ({ slept }) => slept.value,
    ),
    'no-deadlock': deadlock(),
    'stays-enabled': invariant('kmemleak is never switched off', ({ enabled }) => enabled.value),
    'scans-no-freed-memory': unreachable(
      'a scan reads no memory that is freed',
      ({ heap }) => heap.usedAfterFree,
    ),
    'record-is-freed-once': invariant('a record is given back once', ({ put }) =>
      put.every((n) => n <= 1),
    ),
  }),
  rows: [
    { set: {}, expect: { ...holds, 'stays-enabled': violated([T('disable')]) } },
    { set: { record: 'retries' }, expect: { ...holds, 'stays-enabled': violated(retried) } },
    {
      set: { record: 'retries', holds: 'spinlock' },
      expect: {
        ...holds,
        'stays-enabled': violated(retried),
        'no-sleep-in-atomic': violated([T('spin_locked'), T('direct_reclaim')]),
      },
    },
    {
      set: { record: 'retries', irq: true },
      expect: {
        ...holds,
        'no-sleep-in-atomic': violated([I('direct_reclaim')]),
        'no-deadlock': violated([T('shrink_slab'), I('enter')]),
        'stays-enabled': violated(retried),
        'record-is-freed-once': violated(bothFree),
      },
    },
    {
      set: { record: 'retries-unless-atomic', holds: 'spinlock' },
      expect: { ...holds, 'stays-enabled': violated([T('in_atomic'), T('disable')]) },
    },
    {
      set: { record: 'retries-unless-atomic', holds: 'spinlock', preempt_count: false },
      expect: {
        ...holds,
        'stays-enabled': violated(retried),
        'no-sleep-in-atomic': violated([T('spin_locked'), T('in_atomic'), T('direct_reclaim')]),
      },
    },
    {
      set: { record: 'retries-unless-atomic', irq: true },
      expect: {
        ...holds,
        'stays-enabled': violated([I('in_atomic'), I('disable')]),
        'record-is-freed-once': violated(bothFree),
      },
    },
    {
      set: { record: 'retries', holds: 'fs-lock' },
      expect: { ...holds, 'stays-enabled': violated(retried) },
    },
    {
      set: { record: 'retries', holds: 'fs-lock', retries_with: 'gfp-kernel' },
      expect: { ...holds, 'no-deadlock': violated([T('fs_lock'), T('direct_reclaim')]) },
    },
    { set: { record: 'no-fail' }, expect: holds },
    {
      set: { record: 'no-fail', holds: 'spinlock' },
      expect: { ...holds, 'no-sleep-in-atomic': violated([T('spin_locked'), T('direct_reclaim')]) },
    },
    { set: { record: 'pool', holds: 'spinlock' }, expect: holds },
    {
      set: { record: 'pool', irq: true },
      expect: {
        ...holds,
        'stays-enabled': violated([T('pool_take'), I('pool_take'), I('disable')]),
        'record-is-freed-once': violated(bothFree),
      },
    },
    { set: { record: 'pool', irq: true, pool: 2 }, expect: holds },
    {
      set: { record: 'pool', irq: true, pool: 2, pool_lock: 'plain' },
      expect: { ...holds, 'no-deadlock': violated([T('pool_locked'), I('enter')]) },
    },
    {
      set: { irq: true },
      expect: {
        ...holds,
        'stays-enabled': violated([T('disable')]),
        'record-is-freed-once': violated(bothFree),
      },
    },
    {
      set: { irq: true, scan: true },
      expect: {
        ...holds,
        'stays-enabled': violated([T('disable')]),
        'record-is-freed-once': violated(bothFree),
      },
    },
    {
      set: { irq: true, scan: true, frees_by: 'enabled' },
      expect: {
        ...holds,
        'stays-enabled': violated([T('disable')]),
        'record-is-freed-once': violated(bothFree),
        'scans-no-freed-memory': violated([I('disable'), T('kfree'), S('scan_block')]),
      },
    },
    {
      set: { record: 'pool', holds: 'spinlock', irq: true, scan: true },
      expect: {
        ...holds,
        'stays-enabled': violated([T('pool_take')]),
        'record-is-freed-once': violated(bothFree),
      },
      stress: true,
    },
    { set: { record: 'pool', pool: 2, irq: true, scan: true }, expect: holds, stress: true },
  ],
  history: [
    {
      commit: '0647398a8c7b',
      subject: 'mm: kmemleak: simple memory allocation pool for kmemleak objects',
      year: 2019,
      property: 'stays-enabled',
      before: {},
      after: { record: 'pool', holds: 'spinlock' },
    },
    {
      commit: 'c5f3b1a51a59',
      subject: 'mm: kmemleak: allow safe memory scanning during kmemleak disabling',
      year: 2015,
      property: 'scans-no-freed-memory',
      before: { irq: true, scan: true, frees_by: 'enabled' },
      after: { irq: true, scan: true },
    },
  ],
});
