// The claims about deferred-free-queue, and what becomes of each.
//
// A queue is right where objects are looked up under the same lock, and takes the frees and their locks out of it. Under RCU it
// is not: kfree_rcu() is, as Lameter says, and even then the link must not stand where readers look. That it is written after
// the unlink does not help them: they have the object in hand.

import { defineSpec, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import model from '../../models/slub/deferred-free-queue.ts';

const F = (label: string) => ['flush_sigqueue', label] as const;
const R = (label: string) => ['reader', label] as const;

const holds = {
  'no-deadlock': 'holds',
  'lock-order': 'holds',
  'field-is-intact': 'holds',
  'few-frees-under-lock': 'holds',
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'no-null-dereference': 'holds',
} as const;
const used = [R('find'), F('free'), R('read')] as const;

export default defineSpec(model, {
  seed: '[PATCH 0/4] mm: Implement kmem objects freeing queue (Long, Mar 2019)',
  answer:
    'Long, for objects that are looked up under the lock. Under RCU it takes kfree_rcu(), which ' +
    'Lameter pointed to, and a link where no reader looks. Whether it makes code less clear, his main ' +
    'point, is not modelled.',
  properties: ({ deadlock, invariant, lockOrder, unreachable }) => ({
    'no-deadlock': deadlock(),
    'lock-order': lockOrder(),
    'field-is-intact': unreachable(
      'no reader finds the link of the queue in place of a field',
      ({ reader }) => reader.some(({ at }) => at === 'wrong_field'),
    ),
    'few-frees-under-lock': invariant(
      'no more than one object is freed under the lock',
      ({ flush_sigqueue }) => flush_sigqueue.every(({ held }) => held <= 1),
    ),
    ...heapProperties(unreachable),
  }),
  rows: [
    {
      set: {},
      expect: {
        ...holds,
        'few-frees-under-lock': violated([F('spin_lock'), F('kfree'), F('kfree')]),
      },
    },
    { set: { frees: 'queue', link: 'union' }, expect: holds },
    { set: { frees: 'queue', link: 'union', adds: 'before-unlink' }, expect: holds },
    {
      set: { debug: true },
      expect: {
        ...holds,
        'few-frees-under-lock': violated([F('kfree'), F('kfree')]),
        'lock-order': violated([F('spin_lock'), F('debug_lock')]),
        'no-deadlock': violated([F('spin_lock')]),
      },
    },
    { set: { frees: 'queue', debug: true }, expect: holds },
    {
      set: { frees: 'queue', lookup: 'rcu' },
      expect: { ...holds, 'no-use-after-free': violated(used) },
    },
    { set: { frees: 'kfree-rcu', lookup: 'rcu' }, expect: holds },
    {
      set: { frees: 'kfree-rcu', lookup: 'rcu', link: 'union', adds: 'before-unlink' },
      expect: { ...holds, 'field-is-intact': violated([F('queue'), R('read')]) },
    },
    {
      set: { frees: 'kfree-rcu', lookup: 'rcu', link: 'union' },
      expect: {
        ...holds,
        'field-is-intact': violated([R('find'), F('unlink'), F('queue'), R('read')]),
      },
    },
    { set: { frees: 'queue', releasers: 2 }, expect: holds },
    {
      set: { frees: 'queue', releasers: 2, asks: false },
      expect: {
        ...holds,
        'no-double-free': violated([F('queue'), F('queue'), F('free'), F('free')]),
      },
    },
    {
      set: { frees: 'kfree-rcu', lookup: 'rcu', releasers: 2, objects: 3 },
      expect: holds,
      stress: true,
    },
  ],
  teeth: {
    'no-null-dereference': {
      replace: "if (me.o === none) return 'unlock'; heap.deref(me.o);",
      by: "heap.deref(none); if (me.o === none) return 'unlock';",
      at: {},
    },
  },
  history: [
    {
      commit: 'not merged',
      subject: '[PATCH 2/4] signal: Make flush_sigqueue() use free_q to release memory',
      year: 2019,
      property: 'few-frees-under-lock',
      before: {},
      after: { frees: 'queue', debug: true },
    },
  ],
});
