// pgdat-reuse: a node goes offline while somebody still has a pointer to its pgdat, and comes back.
//
// "memory-hotplug: do not allocate pgdat if it was not freed when offline" (Tang, January 2013; c07bf68870ed). Nobody counts who has
// a pointer to a pgdat or to a zone in it, so it is not freed: it is zeroed where it is, and used again. Today it is
// left as it is. At stake: memory that is gone, or that is half zeroed when somebody looks at two of its fields.

import {
  array,
  bool,
  cell,
  defineModel,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  system,
} from 'mmcheck';
import { heap } from 'mmcheck/kernel';

export default defineModel('pgdat-reuse', {
  about:
    'try_offline_node() frees, zeroes or keeps the pgdat that a kernel thread may have a pointer to. ' +
    'c07bf68870ed (2013).',
  parameters: {
    offline: parameter(
      'What becomes of the pgdat: it is freed; zeroed (c07bf68870ed); kept as it is (today).',
      oneOf('frees', 'zeroes', 'keeps'),
    ),
    online: parameter(
      'A node that comes back takes the pgdat that is there, or always a new one.',
      oneOf('reuses', 'allocates'),
    ),
    readers: parameter('Kernel threads that look at the node.', range(1, 3)),
  },
  system: ({ offline, online, readers }) => {
    const pgdat = kind('pgdat', ['first', 'second']);
    const [first, second] = pgdat.ids;
    return system(
      {
        heap: heap(pgdat, { allocated: [first] }),
        /** NODE_DATA(nid). */
        node_data: cell(orNone(pgdat), first),
        /** pgdat->nr_zones, and zone->zone_pgdat of its zone; both are zero in a new pgdat. */
        nr_zones: array(pgdat, bool, (p: number) => p === first),
        zone_pgdat: array(pgdat, bool, (p: number) => p === first),
      },
      ({ process }) => ({
        kthread: process({
          count: readers,
          environment: true,
          locals: { p: orNone(pgdat) },
          start: 'node_data',
          steps: {
            node_data: {
              at: 'mm/mmzone.c first_online_pgdat()',
              thread: 'kernel threads still hold pointers',
              does: ({ node_data, me }) => {
                me.p = node_data.value;
                return me.p === none ? 'done' : 'next';
              },
            },
            nr_zones: {
              at: 'mm/vmscan.c pgdat_balanced() managed_zone()',
              thread: 'multi-field reads: R pgdat->nr_zones',
              atomic: 'heap only says whether it is there',
              does: ({ heap, nr_zones, me }) => {
                if (!heap.deref(me.p) || me.p === none) return 'done';
                return nr_zones[me.p] ? 'zone_pgdat' : 'done';
              },
            },
            zone_pgdat: {
              at: 'mm/page_alloc.c zone_watermark_ok_safe()',
              thread: 'multi-field reads: R zone->zone_pgdat',
              atomic: 'heap only says whether it is there',
              does: ({ heap, zone_pgdat, me }) => {
                if (!heap.deref(me.p) || me.p === none) return 'done';
                return zone_pgdat[me.p] ? 'done' : 'null_zone_pgdat';
              },
            },
            null_zone_pgdat: () => 'done',
          },
        }),
        hotplug: process({
          locals: { p: orNone(pgdat) },
          start: 'node_set_offline',
          steps: {
            node_set_offline: {
              at: 'mm/memory_hotplug.c try_offline_node() node_set_offline()',
              thread: 'a node goes offline',
              does: ({ node_data, me }) => {
                me.p = node_data.value;
                if (offline === 'frees') node_data.value = none;
                return { frees: 'kfree', zeroes: 'memset_zones', keeps: 'hotadd_init_pgdat' }[
                  offline
                ] as 'kfree';
              },
            },
            kfree: {
              at: 'mm/memory_hotplug.c try_offline_node() arch_free_nodedata()',
              thread: 'free',
              does: ({ heap, me }) => {
                heap.free(me.p);
                return 'hotadd_init_pgdat';
              },
            },
            memset_zones: {
              at: 'mm/memory_hotplug.c try_offline_node() memset()',
              thread: 'zero-in-place',
              does: ({ zone_pgdat }) => {
                zone_pgdat[first] = false;
                return 'next';
              },
            },
            memset_nr_zones: {
              at: 'mm/memory_hotplug.c try_offline_node() memset()',
              thread: 'zero-in-place',
              does: ({ nr_zones }) => {
                nr_zones[first] = false;
                return 'next';
              },
            },
            hotadd_init_pgdat: {
              at: 'mm/memory_hotplug.c hotadd_init_pgdat() NODE_DATA()',
              thread: 'the node comes back',
              atomic: 'a pgdat that nobody else has seen',
              does: ({ node_data, heap, me }) => {
                const isNew = node_data.value === none || online === 'allocates';
                me.p = isNew ? heap.alloc(second) : node_data.value;
                return 'next';
              },
            },
            init_zones: {
              at: 'mm/memory_hotplug.c hotadd_init_pgdat() free_area_init_core_hotplug()',
              does: ({ zone_pgdat, me }) => {
                if (me.p !== none) zone_pgdat[me.p] = true;
                return 'next';
              },
            },
            init_nr_zones: {
              at: 'mm/memory_hotplug.c hotadd_init_pgdat() free_area_init_core_hotplug()',
              does: ({ nr_zones, me }) => {
                if (me.p !== none) nr_zones[me.p] = true;
                return 'next';
              },
            },
            node_set_online: {
              at: 'mm/memory_hotplug.c __try_online_node() node_set_online()',
              does: ({ node_data, me }) => {
                node_data.value = me.p;
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
