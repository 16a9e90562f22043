// The claims about slob-freelist, and what becomes of each.
//
// The old code, which reached into the list, was right: it had the case of the last page, for which there was no comment.
// v3 and v4 turn the list around what follows the neighbour, which is the head itself if the last page has just left.

import { defineSpec, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import { listed } from '../../models/shared/list-head.ts';
import { variantOf } from '../../models/slub/slob-freelist/variant.ts';
import model from '../../models/slub/slob-freelist.ts';

const A = (label: string) => ['slob_alloc', label] as const;

const holds = {
  'links-agree': 'holds',
  'room-is-listed': 'holds',
  'no-oops': 'holds',
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'no-deadlock': 'holds',
} as const;

/** The last page has left the list, and what follows its neighbour is the head. */
const turnedItself = {
  'links-agree': violated([A('slob_page_alloc'), A('list_rotate_to_front'), A('spin_unlock')]),
  'room-is-listed': violated([A('slob_page_alloc'), A('list_rotate_to_front')]),
} as const;

export default defineSpec(model, {
  seed: '[PATCH v4 2/7] slob: Respect list_head abstraction layer (Harding, Mar 2019), and v5',
  answer:
    'The old code: its case of the last page is needed. v4 is wrong without it, as the 0-day robot ' +
    "found; Harding's v5, which was merged, asks whether the page has left the list.",
  properties: ({ deadlock, invariant, unreachable }, values) => {
    const { entry, head, pageIds } = variantOf(values);
    const { 'no-use-after-free': used, 'no-double-free': doubly } = heapProperties(unreachable);
    return {
      'links-agree': invariant(
        'while nobody changes the list, its links agree',
        ({ slob_lock, next, prev }) =>
          slob_lock.isHeld() ||
          [head, ...listed(next, head)].every((e) => {
            const after = next[e];
            return entry.ids.some((one) => one === after && prev[one] === e);
          }),
      ),
      'room-is-listed': invariant(
        'while nobody changes the list, it has the pages with room',
        ({ slob_lock, next, free_units, heap }) =>
          slob_lock.isHeld() ||
          pageIds.every((p) => {
            const hasRoom = heap.objects[p] === 'allocated' && free_units[p] > 0;
            return listed(next, head).includes(p) === hasRoom;
          }),
      ),
      'no-oops': unreachable(
        'nobody follows the links of a page that is on no list',
        ({ slob_alloc }) => slob_alloc.some(({ at }) => at === 'oops'),
      ),
      'no-use-after-free': used,
      'no-double-free': doubly,
      'no-deadlock': deadlock(),
    };
  },
  rows: [
    { set: {}, expect: holds },
    { set: { units: 3 }, expect: holds },
    { set: { units: 3, rotates: 'by-prev-always' }, expect: { ...holds, ...turnedItself } },
    { set: { units: 3, rotates: 'unless-removed' }, expect: holds },
    {
      set: { rotates: 'always' },
      expect: {
        ...holds,
        'no-oops': violated([A('slob_page_alloc'), A('list_rotate_to_front')]),
        'no-deadlock': 'violated',
      },
      note: 'Who oopses holds slob_lock for ever.',
    },
    { set: { units: 3, rotates: 'unless-removed', after_unlock: 'restart' }, expect: holds },
    {
      set: { units: 3, rotates: 'unless-removed', pages: 1, after_unlock: 'old-iterator' },
      expect: {
        ...holds,
        'no-oops': violated([
          A('spin_unlock_without'),
          A('slob_page_alloc'),
          A('set_slob_page_free'),
          A('list_next'),
        ]),
        'no-deadlock': 'violated',
      },
    },
    {
      set: { units: 3, rotates: 'unless-removed', pages: 3, allocators: 3 },
      expect: holds,
      stress: true,
    },
    {
      set: { units: 3, rotates: 'by-prev-always', pages: 3, allocators: 3 },
      expect: { ...holds, ...turnedItself },
      stress: true,
    },
    {
      set: {
        units: 3,
        rotates: 'unless-removed',
        pages: 1,
        allocators: 3,
        after_unlock: 'old-iterator',
      },
      expect: {
        ...holds,
        'no-oops': violated([A('spin_unlock_without'), A('set_slob_page_free'), A('list_next')]),
        'no-use-after-free': violated([
          A('spin_unlock_without'),
          A('slob_free'),
          A('slob_free_pages'),
          A('list_next'),
        ]),
        'no-deadlock': 'violated',
      },
      stress: true,
    },
  ],
  teeth: {
    'no-double-free': {
      replace: "return me.removed ? 'slob_free_pages' : 'done';",
      by: "return 'slob_free_pages';",
      file: 'slob-freelist/slob-alloc.ts',
      at: {},
    },
  },
  history: [
    {
      commit: 'not merged',
      subject: '[PATCH v4 2/7] slob: Respect list_head abstraction layer',
      year: 2019,
      property: 'links-agree',
      before: { units: 3 },
      after: { units: 3, rotates: 'by-prev-always' },
    },
  ],
});
