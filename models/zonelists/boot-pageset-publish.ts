// boot-pageset-publish: a zone stands in zonelists before it has per-cpu lists of its own.
//
// 4eaf3f64397c (2010, Haicheng Li): from its first memory until alloc_percpu() a new zone uses
// boot_pageset, which all new zones share. If somebody else rebuilds the zonelists meanwhile, other
// cpus allocate through it: "bad things may happen if 2+ nodes are in this state", and the memory
// that alloc_percpu() counts on may be gone. Cited in July 2017, as zonelists_mutex was to go.

import {
  array,
  bool,
  defaultTo,
  defineModel,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  system,
  upTo,
} from 'mmcheck';
import { barriers, mutex } from 'mmcheck/kernel';

export default defineModel('boot-pageset-publish', {
  about:
    'A new zone shares boot_pageset until it has a pageset of its own. May it stand in a zonelist ' +
    'before? 4eaf3f64397c (2010), 72675e131eb4 (2017).',
  parameters: {
    exclusion: parameter(
      'What stands between the first memory of a zone and its pageset.',
      oneOf(
        'none',
        'zone_pageset_mutex',
        'zonelists_mutex',
        'mem_hotplug_lock',
        'mem_hotplug_lock-not-by-all',
        'pageset-first',
      ),
    ),
    fenced: parameter('pageset-first: smp_wmb() before the zone gets its memory.', bool),
    kept: parameter(
      'Pages that boot_pageset keeps: none, as high is 0; one, if a zone_pcp_update() raised it.',
      range(0, 1),
    ),
    zones: parameter('Zones that get their first memory.', defaultTo(range(1, 3), 2)),
    tasks: parameter('Tasks that allocate and free, each on a cpu of its own.', range(1, 2)),
  },

  system: ({ exclusion, fenced, kept, zones, tasks }) => {
    const zone = kind('zone', zones);
    const task = kind('task', tasks);
    const lockName = exclusion.startsWith('mem_hotplug_lock') ? 'mem_hotplug_lock' : exclusion;
    const locked = exclusion !== 'none' && exclusion !== 'pageset-first';
    const byAll = exclusion === 'zonelists_mutex' || exclusion === 'mem_hotplug_lock';
    const pagesetFirst = exclusion === 'pageset-first';

    return system(
      {
        present_pages: array(zone, upTo(1)),
        free: array(zone, upTo(1)),
        pageset: array(zone, oneOf('boot', 'own')),
        zonelist: array(zone, bool),
        /** On each cpu, the zone of the page that boot_pageset keeps; a task is on each cpu. */
        boot_pageset: array(task, orNone(zone)),
        lock: mutex(lockName),
        smp: barriers(),
      },
      ({ process }) => ({
        online_pages: process({
          count: zone,
          start: locked ? 'lock' : pagesetFirst ? 'setup_zone_pageset' : 'present_pages',
          steps: {
            lock: {
              at: 'mm/memory_hotplug.c online_pages()',
              does: ({ lock, me }) => (lock.acquire(me) ? 'present_pages' : 'blocked'),
            },
            // From old memory, as there is no new one yet.
            setup_zone_pageset: {
              at: 'mm/memory_hotplug.c online_pages() setup_zone_pageset()',
              thread: 'H1: W zone.pageset = own',
              does: ({ pageset, me }) => {
                pageset[me.id] = 'own';
                return fenced ? 'smp_wmb' : 'present_pages';
              },
            },
            smp_wmb: {
              thread: 'H1: W zone.pageset = own',
              does: ({ smp }) => {
                smp.wmb();
                return 'present_pages';
              },
            },
            present_pages: {
              at: 'mm/memory_hotplug.c online_pages()',
              thread: 'H1: present[z] += ...',
              atomic: 'a page of a zone that is in no zonelist is nobody’s yet',
              does: ({ present_pages, free, me }) => {
                present_pages[me.id] = 1;
                free[me.id] = 1;
                return 'build_all_zonelists';
              },
            },
            // alloc_percpu() takes a page of a new zone: old memory is all taken. Which zone comes first
            // depends on the node that it allocates for.
            build_all_zonelists: {
              at: 'mm/page_alloc.c __build_all_zonelists() setup_zone_pageset()',
              thread: ['B: puts z into Z', 'H1: W zone.pageset = own'],
              atomic: 'under stop_machine(); with pageset-first no pageset is set here',
              does: ({ present_pages, zonelist, free, pageset, me, choose }) => {
                for (const z of zone.ids) zonelist[z] = present_pages[z] > 0;
                const offered = zone.ids.filter((z) => zonelist[z] && free[z] > 0);
                if (!pagesetFirst && offered.length > 0) {
                  free[choose(offered)] = 0;
                  pageset[me.id] = 'own';
                }
                return locked ? 'unlock' : 'done';
              },
            },
            unlock: ({ lock, me }) => {
              lock.release(me);
              return 'done';
            },
          },
        }),
        // numa_zonelist_order by sysctl, or cpu_up().
        numa_zonelist_order: process({
          start: byAll ? 'lock' : 'build_all_zonelists',
          steps: {
            lock: ({ lock, me }) => (lock.acquire(me) ? 'build_all_zonelists' : 'blocked'),
            build_all_zonelists: {
              at: 'mm/page_alloc.c build_all_zonelists()',
              thread: 'B: puts z into Z',
              atomic: 'under stop_machine()',
              does: ({ present_pages, zonelist }) => {
                for (const z of zone.ids) zonelist[z] = present_pages[z] > 0;
                return byAll ? 'unlock' : 'done';
              },
            },
            unlock: ({ lock, me }) => {
              lock.release(me);
              return 'done';
            },
          },
        }),
        alloc_pages: process({
          count: task,
          environment: true,
          locals: { zone: orNone(zone), through: oneOf('boot', 'own'), page: orNone(zone) },
          start: 'zonelist',
          steps: {
            zonelist: {
              at: 'mm/page_alloc.c get_page_from_freelist()',
              thread: 'T: R Z',
              atomic: 'any zone that is listed may be the one with a page',
              does: ({ zonelist, me, choose }) => {
                const listed = zone.ids.filter((z) => zonelist[z]);
                if (listed.length === 0) return 'blocked';
                me.zone = choose(listed);
                return 'pageset';
              },
            },
            pageset: {
              at: 'mm/page_alloc.c buffered_rmqueue() this_cpu_ptr(zone->pageset)',
              thread: 'T: R zone.pageset',
              does: ({ pageset, me }) => {
                if (me.zone !== none) me.through = pageset[me.zone];
                return me.page === none ? 'buffered_rmqueue' : 'free_hot_cold_page';
              },
            },
            buffered_rmqueue: {
              at: 'mm/page_alloc.c buffered_rmqueue()',
              thread: 'T: list add/del on boot.pcp[cpu]',
              atomic: 'irqs off, a list of this cpu; zone->lock for the rest',
              does: ({ boot_pageset, free, me }) => {
                if (me.through === 'boot' && boot_pageset[me.id] !== none) {
                  me.page = boot_pageset[me.id];
                  boot_pageset[me.id] = none;
                  return 'use';
                }
                if (me.zone === none || free[me.zone] === 0) return 'zonelist';
                free[me.zone] = 0;
                me.page = me.zone;
                return 'use';
              },
            },
            use: ({ me }) => {
              me.zone = me.page;
              return 'pageset';
            },
            free_hot_cold_page: {
              at: 'mm/page_alloc.c free_hot_cold_page()',
              thread: 'T: list add/del on boot.pcp[cpu]',
              atomic: 'irqs off, a list of this cpu; zone->lock for the rest',
              does: ({ boot_pageset, free, me }) => {
                const z = me.page;
                me.zone = none;
                me.page = none;
                if (me.through === 'boot' && boot_pageset[me.id] === none && kept > 0) {
                  boot_pageset[me.id] = z;
                } else if (z !== none) free[z] = 1;
                return 'zonelist';
              },
            },
          },
        }),
      }),
    );
  },
});
