// zone-contiguous: a flag that says that a zone has no hole, so that compaction need not look, and a zone that grows.
//
// 7cf91a98e607 (2016) has the flag, for pageblock_pfn_to_page() to believe. Whoever changes the span of the zone takes
// the flag off before, and looks through the zone after it; compaction looks at both without a lock. At stake: a walk
// over page structures that are not there. A zone has two pageblocks here, the second of which comes or goes.

import { bool, cell, defineModel, oneOf, parameter, range, system, upTo } from 'mmcheck';

export default defineModel('zone-contiguous', {
  about:
    'Compaction believes zone->contiguous, which memory hotplug takes off and sets again while the zone ' +
    'changes. 7cf91a98e607 (2016).',
  parameters: {
    clears: parameter(
      'When the flag is taken off: before the span of the zone changes; after it; or never.',
      oneOf('before', 'after', 'never'),
    ),
    sets: parameter(
      'When the flag is set again: when the page structures are there; or with the span, before they are.',
      oneOf('with-pages', 'with-span'),
    ),
    change: parameter('A pageblock comes, or goes.', oneOf('grows', 'shrinks')),
    waits: parameter(
      'The page structures of what has gone are freed at once; or when nobody walks any more.',
      oneOf('no', 'for-walkers'),
    ),
    walkers: parameter('Tasks that compact.', range(1, 3)),
  },
  system: ({ clears, sets, change, waits, walkers }) => {
    const grows = change === 'grows';
    return system(
      {
        contiguous: cell(bool, true),
        /** zone_end_pfn(), in pageblocks, and how many of them have page structures. */
        end: cell(upTo(2), grows ? 1 : 2),
        memmap: cell(upTo(2), grows ? 1 : 2),
        walking: cell(upTo(walkers)),
      },
      ({ process }) => ({
        isolate_freepages: process({
          count: walkers,
          environment: true,
          locals: { block: upTo(2), end: upTo(2) },
          start: 'zone_end_pfn',
          steps: {
            zone_end_pfn: {
              at: 'mm/compaction.c isolate_freepages() zone_end_pfn()',
              thread: 'compaction: R span',
              atomic: 'it is from now on that somebody walks',
              does: ({ end, walking, me }) => {
                walking.value++;
                me.end = end.value;
                return 'next';
              },
            },
            contiguous: {
              at: 'mm/internal.h pageblock_pfn_to_page()',
              thread: 'compaction: R zone->contiguous',
              does: ({ contiguous, me }) => {
                if (me.block === me.end) return 'leave';
                return contiguous.value ? 'pfn_to_page' : 'pageblock_pfn_to_page';
              },
            },
            pageblock_pfn_to_page: {
              at: 'mm/page_alloc.c __pageblock_pfn_to_page() pfn_to_online_page()',
              thread: 'compaction: looks at the section',
              does: ({ memmap, me }) => {
                if (me.block < memmap.value) return 'pfn_to_page';
                me.block++;
                return 'contiguous';
              },
            },
            pfn_to_page: {
              at: 'mm/compaction.c isolate_freepages_block() pfn_to_page()',
              thread: 'compaction walks a hole',
              does: ({ memmap, me }) => {
                if (me.block >= memmap.value) return 'oops';
                me.block++;
                return 'contiguous';
              },
            },
            leave: ({ walking }) => {
              walking.value--;
              return 'done';
            },
            oops: () => 'done',
          },
        }),
        hotplug: process({
          start: clears === 'before' ? 'clear' : 'span',
          steps: {
            clear: {
              at: 'mm/page_alloc.c clear_zone_contiguous()',
              thread: 'clear_zone_contiguous before',
              does: ({ contiguous }) => {
                contiguous.value = false;
                return clears === 'before' ? 'span' : grows ? 'memmap_init' : 'set';
              },
            },
            span: {
              at: grows
                ? 'mm/memory_hotplug.c move_pfn_range_to_zone() resize_zone_range()'
                : 'mm/memory_hotplug.c remove_pfn_range_from_zone() shrink_zone_span()',
              thread: 'span change',
              does: ({ end }) => {
                end.value = grows ? 2 : 1;
                if (clears === 'after') return 'clear';
                if (!grows) return 'set';
                return sets === 'with-span' ? 'set' : 'memmap_init';
              },
            },
            memmap_init: {
              at: 'mm/memory_hotplug.c move_pfn_range_to_zone() memmap_init_range()',
              thread: 'span change',
              does: ({ memmap }) => {
                memmap.value = 2;
                return sets === 'with-span' ? 'done' : 'set';
              },
            },
            sparse_remove: {
              at: 'mm/memory_hotplug.c __remove_section() sparse_remove_section()',
              thread: 'span change',
              atomic: 'the wait is not in the kernel',
              does: ({ memmap, walking }) => {
                if (waits === 'for-walkers' && walking.value > 0) return 'blocked';
                memmap.value = 1;
                return 'done';
              },
            },
            set: {
              at: 'mm/page_alloc.c set_zone_contiguous()',
              thread: 'set after',
              does: ({ contiguous }) => {
                contiguous.value = true;
                if (!grows) return 'sparse_remove';
                return sets === 'with-span' ? 'memmap_init' : 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
