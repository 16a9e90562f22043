// The claims about slub-percpu-partial-drain-vs-notifier, and what becomes of each.

import { defineSpec, kind, none, upTo, violated } from 'mmcheck';
import model from '../../models/slub/slub-percpu-partial-drain-vs-notifier.ts';

const O = (label: string) => ['offline_pages', label] as const;
const U = (label: string) => ['user', label] as const;
const F = (label: string) => ['flush_cpu_slab', label] as const;
const isolate = 'set_migratetype_isolate';
const undo = 'undo_isolate_page_range';
const take = U('get_freelist');
/** The slab that a cpu allocates from is flushed by another, and freed. */
const behindItsBack = [F('flush_slab'), O('free_slab')] as const;

const holds = {
  'offline-has-no-slab': 'holds',
  'object-has-a-slab': 'holds',
  'one-place': 'holds',
  'none-taken-after': 'holds',
  'failure-undone': 'holds',
  'does-not-fail': 'holds',
  'offline-ends': 'holds',
  'offline-can-end': 'holds',
} as const;

type Story = Parameters<typeof violated>[0];
/** Offlining tests for ever; before that comes a state in which nothing else is left to it. */
const stuck = (ends: Story, canEnd: Story) => ({
  ...holds,
  'offline-ends': violated(ends),
  'offline-can-end': violated(canEnd),
});

export default defineSpec(model, {
  seed: 'b9049e234401 SLUB, memory hotplug (2007); 02e1a9cd1ebb slub: missing test for partial pages flush work (2012)',
  answer:
    'b9049e234401, if users are quiet before: SLUB shrinks once. Where they get quiet later, offlining ' +
    'ends only if each try shrinks again, which no kernel does.',
  properties: ({ alwaysPossible, conservation, invariant, observer, terminates }, { pages }) => ({
    'offline-has-no-slab': invariant(
      'no page of the range is a slab, or becomes one, once it is offline',
      ({ block, slabs, user }) =>
        block.value !== 'offline' || (slabs.isEmpty && user.every(({ hand }) => hand === none)),
    ),
    'object-has-a-slab': invariant('no object is of a page that is free', ({ allocated, buddy }) =>
      allocated.values().every((s) => !buddy.has(s)),
    ),
    'one-place': conservation(
      'each page is free, of one cpu, on one list, or full',
      kind('page', pages),
      ({ offline_pages, user, buddy, cpu_slabs, partial, inuse, frozen }) => [
        buddy,
        partial,
        offline_pages[0].discard,
        ...user.map(({ hand }) => hand),
        ...cpu_slabs.map((c) => c.page),
        ...cpu_slabs.map((c) => c.partial),
        ...inuse.values().filter((s) => !frozen.has(s)),
      ],
    ),
    'none-taken-after': observer('once SLUB has shrunk, no page of the range is taken', {
      state: { free: upTo(pages) },
      on: {
        offline_pages: {
          memory_notify: ({ buddy, my }) => {
            my.free = buddy.size;
          },
          undo_isolate_page_range: ({ my }) => {
            my.free = 0;
          },
        },
        user: {
          rmqueue: ({ buddy, my, assert }) => {
            assert(buddy.size >= my.free, 'a page of the range is taken');
          },
        },
      },
    }),
    'failure-undone': invariant(
      'the range is as before where offlining fails',
      ({ block, mt }) => block.value !== 'failed' || mt.value === 'MOVABLE',
    ),
    'does-not-fail': invariant('offlining does not fail', ({ block }) => block.value !== 'failed'),
    'offline-ends': terminates('offlining succeeds or fails', 'offline_pages'),
    'offline-can-end': alwaysPossible(
      'offlining can still succeed or fail',
      ({ offline_pages }) => offline_pages[0].at === 'done',
    ),
  }),
  rows: [
    { set: {}, expect: holds },
    {
      set: { notifier: 'none' },
      expect: stuck([U('load_slab'), O('memory_notify')], []),
      note: 'A cpu keeps the slab that it has allocated from last, be it empty.',
    },
    {
      set: { notifier: 'no-flush' },
      expect: stuck([U('load_slab'), O('shrink')], []),
    },
    {
      set: { notifier: 'page' },
      expect: stuck(
        [U('put_cpu_partial'), O('has_cpu_slab_page'), O('memory_notify')],
        [U('load_slab'), U('get_freelist')],
      ),
    },
    {
      set: { unmovable: 'refused' },
      expect: { ...holds, 'does-not-fail': violated([U('load_slab'), O(isolate)]) },
      note:
        'The look at the pages comes before the notifier: offlining fails for a slab that the ' +
        'notifier would have freed.',
    },
    {
      set: { users: 'quiet-later' },
      expect: stuck(
        [U('rmqueue'), O(isolate), O('free_slab'), U('load_slab')],
        [U('rmqueue'), O(isolate), O('has_cpu_slab_page')],
      ),
      note:
        'That users get quiet is not enough: SLUB shrinks once, and a slab that gets empty after that ' +
        'stays with its cpu, or on a list. A page that has left the free list is not seen by the flush either.',
    },
    {
      set: { users: 'quiet-later', unmovable: 'refused' },
      expect: {
        ...stuck(
          [U('rmqueue'), O(isolate), O('free_slab'), U('load_slab')],
          [U('rmqueue'), O(isolate), O('has_cpu_slab_page')],
        ),
        'does-not-fail': violated([U('load_slab'), O(isolate)]),
      },
      note: 'A page that is on its way to SLUB has no reference yet, and is passed over.',
    },
    {
      set: { users: 'quiet-later', order: 'notify-isolate' },
      expect: {
        ...stuck(
          [O('free_slab'), U('rmqueue'), O(isolate), U('load_slab')],
          [O('has_cpu_slab_page'), U('rmqueue')],
        ),
        'none-taken-after': violated([O('free_slab'), U('rmqueue')]),
      },
    },
    { set: { users: 'quiet-later', retry: 'shrink' }, expect: holds },
    {
      set: { users: 'busy', retry: 'shrink' },
      expect: { ...holds, 'offline-ends': violated([U('load_slab'), O('free_slab')]) },
      note: 'It may succeed at any time, and need not: a user takes the slab again each time.',
    },
    {
      set: { users: 'quiet-later', signal: true },
      expect: { ...holds, 'does-not-fail': violated([O('test_pages_isolated'), O(undo)]) },
    },
    {
      set: { users: 'quiet-later', notifier: 'other-cpu' },
      expect: {
        ...stuck(
          [U('rmqueue'), O(isolate), O('free_slab'), U('load_slab')],
          [U('rmqueue'), O(isolate), O('has_cpu_slab_page')],
        ),
        'offline-has-no-slab': violated([...behindItsBack, O('offline_isolated_pages'), take]),
        'object-has-a-slab': violated([...behindItsBack, take]),
        'one-place': violated([F('flush_slab'), take]),
      },
      note: 'The cpu has looked at its slab with irqs off, which keep only its own irqs away.',
    },
    {
      set: { users: 'busy', signal: true },
      expect: { ...holds, 'does-not-fail': violated([O('test_pages_isolated'), O(undo)]) },
      stress: true,
    },
    {
      set: { users: 'quiet-later', retry: 'shrink', pages: 2, cpus: 3, allocs: 3 },
      expect: holds,
      stress: true,
    },
  ],
  teeth: {
    'failure-undone': {
      replace: "mt.value = 'MOVABLE';",
      at: { signal: true, users: 'quiet-later' },
      file: 'slub-percpu-partial-drain-vs-notifier/offline-pages.ts',
    },
  },
  never: [],
  history: [
    {
      commit: 'b9049e234401',
      subject: 'memory hotplug: make kmem_cache_node for SLUB on memory online avoid panic',
      year: 2007,
      property: 'offline-ends',
      before: { notifier: 'none' },
      after: {},
    },
    {
      commit: 'a8364d5555b2',
      subject: 'slub: only IPI CPUs that have per cpu obj to flush',
      year: 2012,
      property: 'offline-ends',
      before: {},
      after: { notifier: 'page' },
    },
    {
      commit: '02e1a9cd1ebb',
      subject: 'slub: missing test for partial pages flush work in flush_all()',
      year: 2012,
      property: 'offline-ends',
      before: { notifier: 'page' },
      after: {},
    },
  ],
});
