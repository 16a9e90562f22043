// The claims about boot-pageset-publish, and what becomes of each. The history: 1f522509c77a (2010)
// sets up pagesets of new zones, which had shared boot_pageset for good (`none` understates that),
// and has online_pages() hold zone_pageset_mutex from the first page to there, 4eaf3f64397c (2010)
// makes it the zonelists_mutex of whoever builds zonelists, 72675e131eb4 (2017) sets the pageset up
// before, b93e0f329e24 (2017) drops the mutex.

import { defineSpec, kind, none, set, violated } from 'mmcheck';
import model from '../../models/zonelists/boot-pageset-publish.ts';

const H = (label: string) => ['online_pages', label] as const;
const T = (label: string) => ['alloc_pages', label] as const;
const B = ['numa_zonelist_order', 'build_all_zonelists'] as const;

const holds = {
  'boot-pageset-of-one-zone': 'holds',
  'no-foreign-page': 'holds',
  'new-memory-is-there': 'holds',
  'pageset-before-zonelist': 'holds',
} as const;
/** The diagram of 4eaf3f64397c: somebody else's rebuild lists a zone before it has a pageset. */
const eaten = violated([H('present_pages'), B, T('buffered_rmqueue'), H('build_all_zonelists')]);
/** The zone is listed, and has no pageset yet. */
const early = violated([H('present_pages'), B, T('zonelist'), T('pageset')]);
/** The pageset is in H's store buffer while the zone is in a zonelist. */
const overtaken = violated([
  H('setup_zone_pageset'),
  H('present_pages'),
  T('zonelist'),
  T('pageset'),
]);
const broken = {
  ...holds,
  'pageset-before-zonelist': early,
  'boot-pageset-of-one-zone': violated([
    H('present_pages'),
    H('present_pages'),
    B,
    T('buffered_rmqueue'),
    T('buffered_rmqueue'),
  ]),
  'new-memory-is-there': eaten,
} as const;

/** Where memory is weak: the smallest system, with room for what a zone's coming stores. */
const oneZone = { exclusion: 'pageset-first', zones: 1, 'store-buffer': 5 } as const;
const weak = {
  ...holds,
  'new-memory-is-there': {
    leftOut: 'it looks at memory, where H finds what it has stored itself later',
  },
} as const;

export default defineSpec(model, {
  seed:
    '4eaf3f64397c mem-hotplug: fix potential race while building zonelist for new populated zone ' +
    '(2010), cited in [PATCH 7/9] mm, page_alloc: remove stop_machine from build_all_zonelists',
  answer:
    '4eaf3f64397c, that another builder takes the memory which alloc_percpu() counts on. That two nodes ' +
    'share boot_pageset at a time is not so, as long as alloc_percpu() succeeds.',
  properties: ({ observer }, { zones }) => {
    const zone = kind('zone', zones);
    return {
      'boot-pageset-of-one-zone': observer('boot_pageset serves one zone at a time', {
        state: { served: set(zone) },
        always: ({ pageset, my }) => {
          for (const z of zone.ids) if (pageset[z] === 'own') my.served.delete(z);
        },
        on: {
          alloc_pages: {
            buffered_rmqueue: ({ step, my, me, assert }) => {
              if (step.to !== 'use' || me.zone === none || me.through !== 'boot') return;
              my.served.add(me.zone);
              assert(my.served.size < 2, 'two zones allocate through boot_pageset');
            },
          },
        },
      }),
      'no-foreign-page': observer('a page that is allocated for a zone is of that zone', {
        state: {},
        on: {
          alloc_pages: {
            buffered_rmqueue: ({ step, me, assert }) =>
              assert(step.to !== 'use' || me.page === me.zone, 'the page is of another zone'),
          },
        },
      }),
      'new-memory-is-there': observer('alloc_percpu() finds the new memory that it counts on', {
        state: {},
        on: {
          online_pages: {
            build_all_zonelists: ({ pageset, me, assert }) =>
              assert(pageset[me.id] === 'own', 'the new memory is eaten, alloc_percpu() fails'),
          },
        },
      }),
      'pageset-before-zonelist': observer('who finds a zone in a zonelist finds its pageset', {
        state: {},
        on: {
          alloc_pages: {
            pageset: ({ me, assert }) =>
              assert(me.through === 'own', 'the zone has boot_pageset still'),
          },
        },
      }),
    };
  },
  rows: [
    {
      set: { exclusion: 'none' },
      expect: broken,
      note: 'With high = 0, boot_pageset gives a page back before irqs are on: none gets mixed up.',
    },
    {
      set: { exclusion: 'none', kept: 1 },
      expect: {
        ...broken,
        'no-foreign-page': violated([
          B,
          T('buffered_rmqueue'),
          T('free_hot_cold_page'),
          T('buffered_rmqueue'),
        ]),
      },
    },
    {
      set: { exclusion: 'zone_pageset_mutex' },
      expect: { ...holds, 'new-memory-is-there': eaten, 'pageset-before-zonelist': early },
      note:
        '"Bad things may happen if 2+ nodes are in this state", says 4eaf3f64397c. They cannot be, as ' +
        'long as alloc_percpu() succeeds.',
    },
    { set: { exclusion: 'zonelists_mutex' }, expect: holds },
    {
      set: { exclusion: 'mem_hotplug_lock' },
      expect: holds,
      note:
        'As if only the lock had changed: listing a zone and setting its pageset are one, under ' +
        'stop_machine(). Without that, since 11cd8638c37f, it takes pageset-first, which there is.',
    },
    {
      set: { exclusion: 'mem_hotplug_lock-not-by-all' },
      expect: { ...holds, 'new-memory-is-there': eaten, 'pageset-before-zonelist': early },
      note: 'Zones come one after the other, so boot_pageset serves but one at a time.',
    },
    {
      set: { exclusion: 'pageset-first' },
      expect: holds,
      note: 'Whoever builds, and with whatever lock: the pageset is there before the first page.',
    },
    { set: { ...oneZone, 'memory-model': 'tso' }, expect: weak },
    {
      set: { ...oneZone, 'memory-model': 'pso' },
      expect: { ...weak, 'pageset-before-zonelist': overtaken },
      note:
        'stop_machine() was the barrier. What is left are the sections of zone->lock in between, in which the pages ' +
        'are freed: two of them order the stores, and the model has none.',
    },
    { set: { ...oneZone, fenced: true, 'memory-model': 'pso' }, expect: weak },
    {
      set: { exclusion: 'none', kept: 1, zones: 3, tasks: 2 },
      expect: {
        ...broken,
        'no-foreign-page': violated([B, T('free_hot_cold_page'), T('buffered_rmqueue')]),
      },
      stress: true,
    },
    {
      set: { exclusion: 'zonelists_mutex', kept: 1, zones: 3, tasks: 2 },
      expect: holds,
      stress: true,
    },
  ],
  history: [
    {
      commit: '1f522509c77a',
      subject: 'mem-hotplug: avoid multiple zones sharing same boot strapping boot_pageset',
      year: 2010,
      property: 'boot-pageset-of-one-zone',
      before: { exclusion: 'none' },
      after: { exclusion: 'zone_pageset_mutex' },
    },
    {
      commit: '4eaf3f64397c',
      subject: 'mem-hotplug: fix potential race while building zonelist for new populated zone',
      year: 2010,
      property: 'new-memory-is-there',
      before: { exclusion: 'zone_pageset_mutex' },
      after: { exclusion: 'zonelists_mutex' },
    },
  ],
});
