// The claims about slub-list-objects, and what becomes of each.
//
// Lameter was right: who lists needs no more than list_lock, and slab_lock would have kept nobody out. Who validates needs
// more, since he compares what is changed apart: the freelist with inuse, and with the red zones. 19c7ff9ecd89 gave it to
// debug caches, by keeping list_lock until the object is free; 837d678dc264, for another reason and in the same year, drops
// the lock first, so that its comment was wrong for ten years. (That debug caches are safe since slab_lock keeps their
// cmpxchg out, as is said, is true of the count and not of the red zones. And no track is torn for who holds list_lock.)

import { defineSpec, type Id, none, set, violated } from 'mmcheck';
import { variantOf } from '../../models/slub/slub-list-objects/variant.ts';
import model from '../../models/slub/slub-list-objects.ts';

const R = (label: string) => ['reader', label] as const;
const F = (label: string) => ['slab_free', label] as const;
const A = (label: string) => ['slab_alloc', label] as const;

const holds = {
  'only-free-objects': 'holds',
  'each-once': 'holds',
  'true-once': 'holds',
  'no-false-report': 'holds',
  'inuse-is-right': 'holds',
  'track-is-whole': 'holds',
  'no-deadlock': 'holds',
} as const;
const validated = { read: 'validate', slab_lock: true } as const;
const freedMeanwhile = [R('on_freelist'), F('cmpxchg_double_slab'), R('inuse')] as const;
/** Its red zone says that it is free, and it is on no freelist yet. */
const inactiveBefore = [F('init_object'), R('fill_map'), R('objects')] as const;

const takenMeanwhile = [R('fill_map'), A('get_freelist_cmpxchg'), A('slab_alloc')] as const;

type Pointer = Id<'object'> | typeof none;
type Next = readonly Pointer[];

export default defineSpec(model, {
  seed:
    '[PATCH v2 4/4] mm: lock slub page when listing objects (Zhao, Sep 2019); [RFC] mm, slub: restrict ' +
    'sysfs validation to debug caches and make it safe (Babka, Jul 2022), c7323a5ad078; 19c7ff9ecd89, ' +
    '837d678dc264 (2012)',
  answer:
    'Lameter: who lists needs no more than list_lock. Who validates does, and did not have it from 2012 ' +
    'to 2022.',
  properties: ({ deadlock, invariant, observer, unreachable }, values) => {
    const { object, objects } = variantOf(values);
    /** How many objects a freelist has, or how often it has this one. A cycle ends, too. */
    const lengthOf = (next: Next, head: Pointer, only?: Pointer): number => {
      let length = 0;
      let o = head;
      for (let k = 0; k <= objects && o !== none; k++) {
        if (only === undefined || o === only) length++;
        o = next[o];
      }
      return length;
    };
    return {
      'only-free-objects': unreachable(
        'the reader follows no word of an object that somebody has',
        ({ reader, allocated }) =>
          ['on_freelist_next', 'fill_map_next', 'wild_pointer'].includes(reader[0].at) &&
          reader[0].p !== none &&
          allocated.has(reader[0].p),
      ),
      'each-once': unreachable(
        'the reader comes to no object twice',
        ({ reader }) => reader[0].at === 'seen_before',
      ),
      'true-once': observer('what is listed as free was the freelist as its head was read', {
        state: { listed: set(object) },
        on: {
          reader: {
            fill_map: ({ my, me, slabs, next }) => {
              my.listed.clear();
              for (const o of object.ids) {
                if (lengthOf(next, slabs[me.s].freelist, o) > 0) my.listed.add(o);
              }
            },
            fill_map_next: ({ my, me, step, assert }) => {
              if (step.to !== 'objects') return;
              assert(
                object.ids.every((o) => my.listed.has(o) === me.free.has(o)),
                'these were not the free objects',
              );
              my.listed.clear();
            },
          },
        },
      }),
      'no-false-report': unreachable(
        'of a slab that nobody has broken nothing is reported',
        ({ reader }) => ['object_count_adjusted', 'object_err'].includes(reader[0].at),
      ),
      'inuse-is-right': invariant(
        'while nobody frees, inuse and the freelist of a slab are all of its objects',
        ({ slabs, next, slab_free }) =>
          slab_free.some(({ at }) => at !== 'kfree') ||
          slabs.every(({ inuse, freelist }) => inuse + lengthOf(next, freelist) === objects),
      ),
      'track-is-whole': unreachable(
        'no track is read that is half written',
        ({ reader }) => reader[0].at === 'torn_track',
      ),
      'no-deadlock': deadlock(),
    };
  },
  rows: [
    {
      set: {},
      expect: holds,
      note: 'Frees put objects before the head that was read, and change no word behind it.',
    },
    { set: { alloc: 'list-del', objects: 2 }, expect: holds },
    {
      set: { slab_lock: true },
      expect: holds,
      note: 'The patch. It changes nothing, and a cmpxchg does not ask for slab_lock.',
    },
    {
      set: { alloc: 'stays-listed', objects: 2 },
      expect: {
        ...holds,
        'only-free-objects': violated(takenMeanwhile),
        'each-once': violated([
          R('fill_map_next'),
          A('get_freelist_cmpxchg'),
          F('cmpxchg_double_slab'),
          F('prior'),
          R('fill_map_next'),
        ]),
        'true-once': violated([...takenMeanwhile, F('prior'), R('fill_map_next')]),
      },
      note: 'So it is the rule that who allocates takes the slab off the list that makes it safe.',
    },
    {
      set: { free: 'debug-slab-lock' },
      expect: { ...holds, 'track-is-whole': violated([F('set_track'), R('objects')]) },
    },
    { set: { free: 'debug-slab-lock', slab_lock: true }, expect: holds },
    {
      set: { free: 'debug-drops-lock' },
      expect: holds,
      note: 'Since 2012 a track is written under list_lock, so in 2019 the patch would have changed nothing.',
    },
    {
      set: { ...validated },
      expect: {
        ...holds,
        'no-false-report': violated(freedMeanwhile),
        'inuse-is-right': violated([...freedMeanwhile, R('object_count_adjusted')]),
      },
      note: 'What is reported is mended, too: only then the count is wrong.',
    },
    {
      set: { ...validated, free: 'debug-slab-lock' },
      expect: { ...holds, 'no-false-report': violated(inactiveBefore) },
    },
    { set: { ...validated, free: 'debug-keeps-lock' }, expect: holds },
    {
      set: { ...validated, free: 'debug-drops-lock' },
      expect: { ...holds, 'no-false-report': violated(inactiveBefore) },
    },
    { set: { read: 'validate', free: 'debug-list-lock' }, expect: holds },
    { set: { alloc: 'list-del', freers: 2 }, expect: holds, stress: true },
    {
      set: { ...validated, free: 'debug-drops-lock', slabs: 2, freers: 2 },
      expect: { ...holds, 'no-false-report': violated(inactiveBefore) },
      stress: true,
    },
    {
      set: { ...validated, objects: 4, freers: 3 },
      expect: {
        ...holds,
        'no-false-report': violated(freedMeanwhile),
        'inuse-is-right': violated([...freedMeanwhile, R('object_count_adjusted')]),
      },
      stress: true,
    },
  ],
  teeth: {
    'no-deadlock': {
      replace: "list_lock.release(me); me.locked = false; return 'kfree';",
      by: "me.locked = false; return 'kfree';",
      at: {},
      file: 'slub-list-objects/slab-free.ts',
    },
  },
  history: [
    {
      commit: '19c7ff9ecd89',
      subject: 'slub: Take node lock during object free checks',
      year: 2012,
      property: 'no-false-report',
      before: { ...validated, free: 'debug-slab-lock' },
      after: { ...validated, free: 'debug-keeps-lock' },
    },
    {
      commit: '837d678dc264',
      subject: 'slub: remove one code path and reduce lock contention in __slab_free()',
      year: 2012,
      property: 'no-false-report',
      before: { ...validated, free: 'debug-keeps-lock' },
      after: { ...validated, free: 'debug-drops-lock' },
    },
    {
      commit: 'c7323a5ad078',
      subject: 'mm/slub: restrict sysfs validation to debug caches and make it safe',
      year: 2022,
      property: 'no-false-report',
      before: { ...validated, free: 'debug-drops-lock' },
      after: { read: 'validate', free: 'debug-list-lock' },
    },
  ],
});
