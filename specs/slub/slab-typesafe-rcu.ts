// The claims about slab-typesafe-rcu, and what becomes of each.
//
// Memory is sequentially consistent here. What the two barriers of rculist_nulls.rst are for is told by rows whose accesses are
// in the order that a machine could give them: `ref-then-key` and `key-before-get`.

import { defineSpec, none, set, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import { a } from '../../models/slub/slab-typesafe-rcu/variant.ts';
import model from '../../models/slub/slab-typesafe-rcu.ts';

const R = (label: string) => ['lookup', label] as const;
const O = (label: string) => ['owner', label] as const;

const holds = {
  'right-key': 'holds',
  'ready-when-used': 'holds',
  'references-are-counted': 'holds',
  'allocated-while-used': 'holds',
  'is-found': 'holds',
  'no-poison': 'holds',
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'no-null-dereference': 'holds',
} as const;

/** The object is freed and has another key once the reader has compared it. */
const usedAgain = (last: string) =>
  [R('nf_ct_key_equal'), O('nf_ct_put'), O('kmem_cache_alloc'), O('set_key'), R(last)] as const;
const lostReference = [
  O('ref_at_alloc'),
  R('inc_not_zero'),
  O('nf_conntrack_free'),
  O('ref_at_alloc'),
] as const;

export default defineSpec(model, {
  seed:
    'Break heap spraying needed for exploiting use-after-free (Popov, Aug 2020): SLAB_TYPESAFE_BY_RCU; ' +
    'c6825c0976fa, e53376bef2cd (2014)',
  answer:
    'The rule of slab.h: take a reference unless there is none, then look again. nf_conntrack had either ' +
    'half wrong until 2014.',
  properties: ({ invariant, observer, unreachable }, { check, init }) => {
    const isReferring = (at: string) =>
      at === 'put_retry' ||
      at === 'found' ||
      at === 'use' ||
      at === 'nf_ct_put' ||
      (at === 'recheck' && check !== 'key-before-get');
    /** Where an owner has an object that is not counted yet. */
    const uncounted: readonly string[] =
      init === 'ref-at-alloc'
        ? ['memset', 'set_key', 'ref_at_alloc']
        : [
            'memset',
            'set_key',
            'set_ready',
            'lock_table',
            'refcount_set',
            'eexist',
            'nf_conntrack_free',
          ];
    return {
      'right-key': invariant(
        'what a reader uses has the key that it has looked for',
        ({ lookup, objects }) =>
          lookup.every(({ at, o }) => at !== 'use' || o === none || objects[o].key === a),
      ),
      'ready-when-used': invariant('what a reader uses is ready', ({ lookup, objects }) =>
        lookup.every(({ at, o }) => at !== 'use' || o === none || objects[o].ready),
      ),
      'references-are-counted': invariant(
        'an object has no fewer references than there are who have one',
        ({ lookup, owner, objects }) =>
          objects.every(({ ref }, k) => {
            const readers = lookup.filter(({ at, o }) => o === k && isReferring(at));
            const owners = owner.filter(({ at, o }) => o === k && !uncounted.includes(at));
            return ref >= readers.length + owners.length;
          }),
      ),
      'allocated-while-used': invariant(
        'an object that somebody uses is not free',
        ({ lookup, owner, heap }) =>
          owner.every(({ o }) => o === none || heap.objects[o] === 'allocated') &&
          lookup.every(
            ({ at, o }) => at !== 'use' || o === none || heap.objects[o] === 'allocated',
          ),
      ),
      'is-found': observer('a key that is there all the time is found', {
        state: { there: set(2) },
        always: ({ hashed, objects, my }) => {
          if (!hashed.values().some((o) => objects[o].key === a)) my.there.clear();
        },
        on: {
          lookup: ({ step, hashed, objects, my, assert }) => {
            if (step.from === 'rcu_read_lock') {
              if (hashed.values().some((o) => objects[o].key === a)) my.there.add(step.id);
            }
            assert(step.to !== 'not_found' || !my.there.has(step.id), 'it is not found');
            if (step.to === 'found' || step.to === 'not_found') my.there.delete(step.id);
          },
        },
      }),
      'no-poison': unreachable('nobody takes poison for a pointer or a count', ({ lookup }) =>
        lookup.some(({ at }) => at === 'poison'),
      ),
      ...heapProperties(unreachable),
    };
  },
  rows: [
    { set: {}, expect: holds },
    {
      set: { check: 'nothing' },
      expect: { ...holds, 'right-key': violated(usedAgain('inc_not_zero')) },
    },
    {
      set: { check: 'key-before-get' },
      expect: {
        ...holds,
        'right-key': violated([R('recheck'), ...usedAgain('inc_not_zero').slice(1)]),
      },
      note: 'What the acquire of refcount_inc_not_zero() is for.',
    },
    {
      set: { init: 'ref-then-key' },
      expect: {
        ...holds,
        'right-key': violated([O('refcount_set'), R('recheck'), O('set_key')]),
        'ready-when-used': violated([O('refcount_set'), R('recheck'), R('found')]),
      },
      note: 'What the smp_wmb() before the count is for.',
    },
    {
      set: { get: 'inc' },
      expect: {
        ...holds,
        'right-key': violated([O('nf_ct_put'), R('inc_not_zero'), R('recheck')]),
        'ready-when-used': violated([O('nf_ct_put'), R('inc_not_zero'), R('recheck')]),
        'references-are-counted': violated([R('inc_not_zero'), O('refcount_set')]),
        'allocated-while-used': violated([O('nf_ct_put'), R('inc_not_zero'), R('found')]),
        'no-use-after-free': violated([O('nf_ct_put'), R('inc_not_zero'), R('use')]),
        'no-double-free': violated([O('nf_ct_put'), R('inc_not_zero'), R('nf_ct_put')]),
      },
    },
    { set: { memory: 'kfree-rcu', check: 'nothing' }, expect: holds },
    {
      set: { memory: 'kfree-rcu', get: 'inc' },
      expect: {
        ...holds,
        'right-key': violated([O('nf_ct_put'), R('inc_not_zero'), R('found'), O('set_key')]),
        'ready-when-used': violated([O('nf_ct_put'), R('inc_not_zero'), R('found'), O('memset')]),
        'references-are-counted': violated([R('found'), O('refcount_set')]),
        'allocated-while-used': violated([O('nf_ct_put'), R('inc_not_zero'), R('found')]),
        'no-use-after-free': violated([O('nf_ct_put'), R('inc_not_zero'), R('use')]),
        'no-double-free': violated([O('nf_ct_put'), R('inc_not_zero'), R('nf_ct_put')]),
      },
      note: 'There is nothing to look at again, but an object that is on its way still must not be taken.',
    },
    {
      set: { memory: 'neither' },
      expect: { ...holds, 'no-use-after-free': violated([R('first'), O('nf_ct_put')]) },
    },
    {
      set: { poison: true },
      expect: { ...holds, 'no-poison': violated([R('first'), O('nf_ct_put')]) },
      note: 'Why SLUB has no __OBJECT_POISON in these caches, nor init_on_free.',
    },
    { set: { memory: 'kfree-rcu', poison: true }, expect: holds },
    {
      set: { init: 'ref-at-alloc' },
      expect: {
        ...holds,
        'right-key': violated([R('found'), O('nf_conntrack_free'), O('set_key')]),
        'ready-when-used': violated([O('ref_at_alloc'), R('inc_not_zero'), R('recheck')]),
        'references-are-counted': violated(lostReference),
        'allocated-while-used': violated([O('ref_at_alloc'), R('inc_not_zero')]),
        'no-use-after-free': violated([R('inc_not_zero'), O('nf_conntrack_free'), R('use')]),
        'no-double-free': violated([R('inc_not_zero'), O('nf_conntrack_free')]),
      },
    },
    { set: { check: 'key-and-ready' }, expect: holds },
    {
      set: { init: 'ref-at-alloc', check: 'key-and-ready' },
      expect: {
        ...holds,
        'references-are-counted': violated(lostReference),
        'allocated-while-used': violated([...lostReference, R('put_retry')]),
        'no-double-free': violated([...lostReference, R('put_retry')]),
      },
      note:
        'An object that is freed must have no references: what a reader takes from it meanwhile is ' +
        'overwritten, and who gives it back takes the last one of the next owner.',
    },
    { set: { objects: 2, chains: 2 }, expect: holds },
    {
      set: { objects: 2, chains: 2, end: 'null' },
      expect: {
        ...holds,
        'is-found': violated([R('first'), O('set_next'), R('load_next'), R('get_nulls_value')]),
      },
    },
    {
      set: { objects: 2, end: 'null' },
      expect: holds,
      note: 'An object that comes back to the same chain stands at its head: nothing is left out.',
    },
    {
      set: { objects: 2, chains: 2, owners: 2, readers: 2, rounds: 1 },
      expect: holds,
      stress: true,
    },
  ],
  teeth: {
    'no-null-dereference': {
      file: 'slab-typesafe-rcu/lookup.ts',
      replace:
        "return me.o === none ? 'get_nulls_value' : 'nf_ct_key_equal'; }, }, nf_ct_key_equal",
      by: "return 'nf_ct_key_equal'; }, }, nf_ct_key_equal",
      at: {},
    },
  },
  history: [
    {
      commit: 'c6825c0976fa',
      subject: 'netfilter: nf_conntrack: fix RCU race in nf_conntrack_find_get',
      year: 2014,
      property: 'ready-when-used',
      before: { init: 'ref-at-alloc' },
      after: { init: 'ref-at-alloc', check: 'key-and-ready' },
    },
    {
      commit: 'e53376bef2cd',
      subject: "netfilter: nf_conntrack: don't release a conntrack with non-zero refcnt",
      year: 2014,
      property: 'references-are-counted',
      before: { init: 'ref-at-alloc', check: 'key-and-ready' },
      after: { check: 'key-and-ready' },
    },
  ],
});
