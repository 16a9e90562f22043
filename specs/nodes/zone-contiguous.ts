// The claims about zone-contiguous, and what becomes of each.
//
// The order is right where a zone grows. Where it shrinks no order helps: who has looked at the span, or at the flag, or even
// at the section, goes on with what has gone since, as nobody waits for him.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/nodes/zone-contiguous.ts';

const C = (label: string) => ['isolate_freepages', label] as const;
const H = (label: string) => ['hotplug', label] as const;

const holds = { 'no-hole': 'holds', 'flag-is-right': 'holds', 'hotplug-ends': 'holds' } as const;
const span = violated([H('span'), C('contiguous'), C('pfn_to_page')]);
const gone = violated([C('contiguous'), H('sparse_remove'), C('pfn_to_page')]);

export default defineSpec(model, {
  seed: '7cf91a98e607 mm/compaction: speed up pageblock_pfn_to_page() when zone is contiguous (2016)',
  answer:
    '7cf91a98e607, where a zone grows. Where it shrinks no order of the two is right, as nobody waits for ' +
    'who is walking.',
  properties: ({ deadlock, invariant, unreachable }) => ({
    'no-hole': unreachable(
      'nobody walks over page structures that are not there',
      ({ isolate_freepages }) => isolate_freepages.some(({ at }) => at === 'oops'),
    ),
    'flag-is-right': invariant(
      'a zone that is said to be contiguous has page structures to its end',
      ({ contiguous, end, memmap }) => !contiguous.value || end.value <= memmap.value,
    ),
    'hotplug-ends': deadlock('hotplug does not wait for ever'),
  }),
  rows: [
    { set: {}, expect: holds },
    {
      set: { clears: 'after' },
      expect: { ...holds, 'no-hole': span, 'flag-is-right': violated([H('span')]) },
    },
    {
      set: { clears: 'never' },
      expect: { ...holds, 'no-hole': span, 'flag-is-right': violated([H('span')]) },
    },
    {
      set: { sets: 'with-span' },
      expect: {
        ...holds,
        'no-hole': violated([H('set'), C('contiguous'), C('pfn_to_page')]),
        'flag-is-right': violated([H('span'), H('set')]),
      },
    },
    { set: { change: 'shrinks' }, expect: { ...holds, 'no-hole': gone } },
    { set: { change: 'shrinks', waits: 'for-walkers' }, expect: holds },
    { set: { walkers: 3 }, expect: holds, stress: true },
    { set: { change: 'shrinks', walkers: 3 }, expect: { ...holds, 'no-hole': gone }, stress: true },
  ],
  teeth: {
    'hotplug-ends': {
      replace: 'walking.value--;',
      at: { change: 'shrinks', waits: 'for-walkers' },
    },
  },
});
