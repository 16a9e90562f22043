// The claims about dcache-migrate, and what becomes of each.
//
// Viro is right, and what he asks for is what the shrinker does: look at the count under d_lock. To pin first does as
// well, if who is dead is not pinned: -128 stays below zero, so nobody is woken from the dead, but his memory goes.

import { defineSpec, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import model from '../../models/slub/dcache-migrate.ts';

const M = (label: string) => ['migrate', label] as const;
const L = (label: string) => ['lookup', label] as const;

const holds = {
  'in-use-stays-hashed': 'holds',
  'mount-stays': 'holds',
  'found-is-alive': 'holds',
  'dead-is-freed': 'holds',
  'no-deadlock': 'holds',
  'no-use-after-free': 'holds',
} as const;
const taken = [M('count'), L('lockref_get_not_dead'), M('spin_lock')] as const;

export default defineSpec(model, {
  seed:
    '[RFC PATCH v2 14/14] dcache: Implement object migration (Harding, Apr 2019); ' +
    '[RFC PATCH v3 14/15] dcache: Implement partial shrink via Slab Movable Objects',
  answer:
    'Viro: what has references is left alone, and that is looked at under d_lock. To pin a dentry first ' +
    'is right as well, if it may not be a dead one.',
  properties: ({ atTheEnd, deadlock, invariant, unreachable }, { dentries }) => {
    const { 'no-use-after-free': noUseAfterFree } = heapProperties(unreachable);
    return {
      'in-use-stays-hashed': invariant(
        'a dentry that somebody uses, or that has a child, is not unhashed',
        ({ lookup, hashed }) =>
          lookup.every(({ at, d }) => at !== 'use' || hashed[d]) &&
          (dentries === 1 || !hashed[0] || hashed[1]),
      ),
      'mount-stays': invariant(
        'what is mounted stays so until it is unmounted, and its dentry in the tree',
        ({ lookup, hashed, mounted }) =>
          lookup.every(({ at, d }) => at !== 'umount' || (mounted[d] && hashed[d])),
      ),
      'found-is-alive': invariant(
        'who has found a dentry has a reference to it',
        ({ lookup, count }) => lookup.every(({ at, d }) => at !== 'use' || count[d] > 0),
      ),
      'dead-is-freed': atTheEnd('a dentry that is dead is freed', ({ count, heap }) =>
        count.every((n, d) => n >= 0 || heap.objects[d] === 'freed'),
      ),
      'no-deadlock': deadlock(),
      'no-use-after-free': noUseAfterFree,
    };
  },
  rows: [
    { set: {}, expect: holds },
    { set: { retain: 'may-kill', mounts: true, lookups: 2 }, expect: holds },
    {
      set: { evict: 'check-without-lock' },
      expect: {
        ...holds,
        'in-use-stays-hashed': violated(taken),
        'found-is-alive': violated(taken),
        'no-use-after-free': violated([...taken, L('dput')]),
      },
    },
    {
      set: { evict: 'check-without-lock', mounts: true },
      expect: {
        ...holds,
        'in-use-stays-hashed': violated(taken),
        'mount-stays': violated([...taken.slice(0, 2), L('d_set_mounted'), M('d_drop')]),
        'found-is-alive': violated(taken),
        'no-use-after-free': violated([...taken, L('dput')]),
      },
    },
    { set: { evict: 'get-not-dead', retain: 'may-kill' }, expect: holds },
    {
      set: { evict: 'dget', retain: 'may-kill' },
      expect: {
        ...holds,
        'no-use-after-free': violated([
          M('isolate'),
          L('lockref_mark_dead'),
          M('pin'),
          M('spin_lock'),
        ]),
      },
      note: 'It is dead, and a reference to it keeps nothing: it is freed all the same.',
    },
    {
      set: { evict: 'dget' },
      expect: holds,
      note: 'As long as there is nobody else who kills.',
    },
    {
      set: { evict: 'd-invalidate' },
      expect: {
        ...holds,
        'in-use-stays-hashed': violated([L('read_seqcount_retry'), M('d_invalidate')]),
      },
    },
    {
      set: { evict: 'd-invalidate', mounts: true },
      expect: {
        ...holds,
        'in-use-stays-hashed': violated([L('read_seqcount_retry'), M('d_invalidate')]),
        'mount-stays': violated([L('d_set_mounted'), M('d_invalidate')]),
      },
    },
    {
      set: { evict: 'd-invalidate', dentries: 2 },
      expect: { ...holds, 'in-use-stays-hashed': violated([M('pin'), M('d_invalidate')]) },
      note: 'The parent goes, and its child hangs in the air.',
    },
    {
      set: { dentries: 2, mounts: true, retain: 'may-kill' },
      expect: holds,
    },
    {
      set: { dentries: 2, mounts: true, retain: 'may-kill', lookups: 2 },
      expect: holds,
      stress: true,
    },
    {
      set: { evict: 'd-invalidate', dentries: 2, mounts: true, lookups: 2 },
      expect: {
        ...holds,
        'in-use-stays-hashed': violated([M('pin'), M('d_invalidate')]),
        'mount-stays': violated([L('d_set_mounted'), M('d_invalidate')]),
      },
      stress: true,
    },
  ],
  teeth: {
    'dead-is-freed': {
      file: 'dcache-migrate/migrate.ts',
      replace: 'if (count[me.d] < 0 && may_free[me.d]) rcu.call(me.d);',
      at: { retain: 'may-kill', mounts: true, lookups: 2 },
    },
    'no-deadlock': {
      file: 'dcache-migrate/migrate.ts',
      replace: "d_lock[me.d].release(me); if (count[me.d] !== 0) return 'give_up';",
      by: "if (count[me.d] !== 0) return 'give_up'; d_lock[me.d].release(me);",
      at: { retain: 'may-kill', mounts: true, lookups: 2 },
    },
  },
  history: [
    {
      commit: 'not merged',
      subject: '[RFC PATCH v2 14/14] dcache: Implement object migration',
      year: 2019,
      property: 'mount-stays',
      before: { retain: 'may-kill', mounts: true, lookups: 2 },
      after: { evict: 'd-invalidate', mounts: true },
    },
  ],
});
