// The claims about slab-movable-objects, and what becomes of each.
//
// Lameter is right that cmpxchg has to go: the map of free objects is out of date as soon as it is made. But slab_lock alone
// does not make an object live. Who frees it, or has just got it from the constructor, waits for the lock or knows nothing
// of it, so isolate() has to ask whether there is a reference at all.

import { defineSpec, none, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import model from '../../models/slub/slab-movable-objects.ts';

const M = (label: string) => ['move_slab_page', label] as const;
const O = (label: string) => ['owner', label] as const;
const U = (label: string) => ['user', label] as const;
const A = (label: string) => ['allocator', label] as const;

const holds = {
  'isolates-what-is-there': 'holds',
  'slots-are-allocated': 'holds',
  'slab-is-whole': 'holds',
  'no-deadlock': 'holds',
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
} as const;

export default defineSpec(model, {
  seed: '[RFC 0/7] mm: slab: Slab Movable Objects (Harding, Mar 2019 to May 2019)',
  answer:
    'Lameter: cmpxchg has to go for now. That is not enough: isolate() has to ask whether an object ' +
    'has a reference.',
  properties: ({ atTheEnd, deadlock, invariant, unreachable }) => {
    const { 'no-use-after-free': noUseAfterFree, 'no-double-free': noDoubleFree } =
      heapProperties(unreachable);
    return {
      'isolates-what-is-there': unreachable(
        'isolate() is called for no object that is free',
        ({ isolated_free }) => isolated_free.value,
      ),
      'slots-are-allocated': invariant('what is in a slot is allocated', ({ slots, heap }) =>
        slots.every((o) => o === none || heap.objects[o] === 'allocated'),
      ),
      'slab-is-whole': atTheEnd(
        'in the end the slab is on its list, or gone, and not frozen',
        ({ listed, discarded, frozen }) => listed.value !== discarded.value && !frozen.value,
      ),
      'no-deadlock': deadlock(),
      'no-use-after-free': noUseAfterFree,
      'no-double-free': noDoubleFree,
    };
  },
  rows: [
    { set: {}, expect: holds },
    { set: { constructs: true, removes: false }, expect: holds },
    {
      set: { free: 'cmpxchg' },
      expect: {
        ...holds,
        'isolates-what-is-there': violated([M('fill_map'), O('kmem_cache_free'), M('isolate')]),
      },
    },
    {
      set: { isolate: 'nothing' },
      expect: {
        ...holds,
        'no-use-after-free': violated([M('isolate'), O('kmem_cache_free'), M('copy')]),
      },
    },
    {
      set: { isolate: 'get' },
      expect: {
        ...holds,
        'no-use-after-free': violated([O('dec_and_test'), M('isolate'), M('copy')]),
        'no-double-free': violated([O('dec_and_test'), M('isolate'), M('put')]),
      },
      note: 'Who has given the last reference back waits for slab_lock, and frees.',
    },
    {
      set: { isolate: 'get', constructs: true, removes: false },
      expect: {
        ...holds,
        'slots-are-allocated': violated([M('isolate'), A('init'), A('insert')]),
        'no-use-after-free': violated([M('isolate'), M('put'), A('init')]),
        'no-double-free': violated([M('isolate'), M('give_up'), A('init')]),
      },
      note: 'A reference to what is only constructed is overwritten, or is the first and the last.',
    },
    {
      set: { users: 'address', removes: false },
      expect: {
        ...holds,
        'no-use-after-free': violated([U('lookup'), M('swing'), M('put'), U('use')]),
      },
    },
    { set: { scratch: 'may-fail' }, expect: holds },
    {
      set: { scratch: 'may-fail-and-leak' },
      expect: {
        ...holds,
        'slab-is-whole': violated([M('freeze'), M('alloc_scratch')]),
        'no-deadlock': violated([M('slab_lock'), M('alloc_scratch')]),
      },
    },
    { set: { lookups: 2, objects: 2, scratch: 'may-fail' }, expect: holds, stress: true },
  ],
  history: [
    {
      commit: 'not merged',
      subject: '[RFC 0/7] mm: slab: Slab Movable Objects',
      year: 2019,
      property: 'isolates-what-is-there',
      before: { free: 'cmpxchg' },
      after: {},
    },
  ],
});
