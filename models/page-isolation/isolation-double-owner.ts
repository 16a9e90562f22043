// isolation-double-owner: two users isolate overlapping pageblocks, and the mark has no owner.
//
// linux-mm, November 2019, on free page reporting by way of page isolation (Hildenbrand, Duyck):
// "Isolated pages cannot be isolated. This is tracked via the migratetype", hence -EBUSY, which
// 2c7452a075d4 (2018) had brought. At stake: without it the rollback of one user makes a block
// MOVABLE that another is still working on, and pages of its range are allocated under its hands.

import { array, bool, defineModel, oneOf, parameter, range, set, system, upTo } from 'mmcheck';
import { migratetype } from '../shared/pageblock.ts';

export default defineModel('isolation-double-owner', {
  about:
    'Two users isolate overlapping pageblocks; MIGRATE_ISOLATE is one mark without an owner. May ' +
    'one undo what the other has isolated? 2c7452a075d4 (2018), -EBUSY.',
  parameters: {
    rule: parameter(
      'What start_isolate_page_range() does at a block that is isolated already.',
      oneOf('no-ebusy', 'ebusy', 'undo-whole-range'),
    ),
    blocks: parameter(
      "Each owner wants two neighbouring blocks, of which one is its neighbour's, too.",
      range(1, 4),
    ),
    owners: parameter('Who isolates: callers of alloc_contig_range().', range(2, 3)),
    again: parameter(
      'Owners begin again for ever, retry on -EBUSY, and nothing else is in their way.',
      bool,
    ),
  },

  system: ({ rule, blocks, owners, again }) => {
    const last = blocks - 1;
    const end = again ? 'set_migratetype_isolate' : 'done';
    const blockNumbers = Array.from({ length: blocks }, (_, block) => block);

    return system(
      {
        mt: array(blocks, migratetype),
        /** One page stands for those of its block. */
        page: array(blocks, oneOf('free', 'allocated', 'taken')),
      },
      ({ process }) => ({
        alloc_contig_range: process({
          count: owners,
          locals: {
            first: upTo(last),
            last: upTo(last),
            block: upTo(blocks),
            /** Where the rollback ends. */
            undo: upTo(blocks),
            /** What it has isolated, and not undone yet. */
            isolated: set(blocks),
          },
          begin: (id) => {
            const first = Math.min(id, last);
            return { first, last: Math.min(id + 1, last), block: first };
          },
          start: 'set_migratetype_isolate',
          steps: {
            set_migratetype_isolate: {
              at: 'mm/page_isolation.c set_migratetype_isolate()',
              thread: 'isolate: LOCK; if ISOLATE, EBUSY; mt := ISOLATE; move; UNLOCK',
              atomic: 'under zone->lock',
              does: ({ mt, me }) => {
                if (rule !== 'no-ebusy' && mt[me.block] === 'ISOLATE') {
                  if (again && me.block === me.first) return 'blocked';
                  me.undo = rule === 'undo-whole-range' ? me.last + 1 : me.block;
                  me.block = me.first;
                  return me.undo === me.first ? end : 'unset_migratetype_isolate';
                }
                mt[me.block] = 'ISOLATE';
                me.isolated.add(me.block);
                if (me.block < me.last) {
                  me.block++;
                  return 'set_migratetype_isolate';
                }
                me.block = me.first;
                me.undo = me.last + 1;
                return 'migrate';
              },
            },
            // Pages that are pinned, say, do not go away.
            migrate: {
              at: 'mm/page_alloc.c __alloc_contig_migrate_range()',
              thread: 'work (several steps)',
              does: ({ choose }) =>
                again
                  ? 'test_migratetype'
                  : choose(['test_migratetype', 'unset_migratetype_isolate']),
            },
            test_migratetype: {
              at: 'mm/page_isolation.c test_pages_isolated()',
              thread: 'work (several steps)',
              does: ({ mt, me }) => {
                if (mt[me.block] !== 'ISOLATE') {
                  me.block = me.first;
                  return 'unset_migratetype_isolate';
                }
                if (me.block < me.last) {
                  me.block++;
                  return 'test_migratetype';
                }
                me.block = me.first;
                return 'test_free';
              },
            },
            test_free: {
              at: 'mm/page_isolation.c __test_page_isolated_in_pageblock()',
              thread: 'work (several steps)',
              atomic: 'under zone->lock',
              does: ({ page, me }) => {
                for (let b = me.first; b <= me.last; b++) {
                  if (page[b] !== 'free') return 'unset_migratetype_isolate';
                }
                return 'isolate_freepages';
              },
            },
            isolate_freepages: {
              at: 'mm/compaction.c isolate_freepages_block()',
              thread: 'X claims the range',
              atomic: 'under zone->lock',
              does: ({ page, me }) => {
                if (page[me.block] !== 'free') return 'release_freepages';
                page[me.block] = 'taken';
                if (me.block < me.last) {
                  me.block++;
                  return 'isolate_freepages';
                }
                me.block = me.first;
                return again ? 'free_contig_range' : 'unset_migratetype_isolate';
              },
            },
            release_freepages: {
              at: 'mm/compaction.c release_freepages()',
              thread: 'X claims the range',
              does: ({ page, me }) => {
                if (me.block === me.first) return 'unset_migratetype_isolate';
                me.block--;
                page[me.block] = 'free';
                return 'release_freepages';
              },
            },
            unset_migratetype_isolate: {
              at: 'mm/page_isolation.c unset_migratetype_isolate()',
              thread: 'undo: LOCK; mt := MOVABLE; move back; UNLOCK',
              atomic: 'under zone->lock',
              does: ({ mt, me }) => {
                mt[me.block] = 'MOVABLE';
                me.isolated.delete(me.block);
                me.block++;
                if (me.block < me.undo) return 'unset_migratetype_isolate';
                me.block = me.first;
                return end;
              },
            },
            free_contig_range: {
              at: 'mm/page_alloc.c free_contig_range()',
              does: ({ page, me }) => {
                page[me.block] = 'free';
                if (me.block < me.last) {
                  me.block++;
                  return 'free_contig_range';
                }
                me.block = me.first;
                return 'unset_migratetype_isolate';
              },
            },
          },
        }),
        alloc_pages: process({
          environment: true,
          locals: { block: upTo(last) },
          start: 'rmqueue',
          steps: {
            rmqueue: {
              at: 'mm/page_alloc.c rmqueue()',
              thread: 'A allocates',
              atomic: 'under zone->lock',
              does: ({ mt, page, me, choose }) => {
                const offered = blockNumbers.filter(
                  (b) => mt[b] === 'MOVABLE' && page[b] === 'free',
                );
                if (again || offered.length === 0) return 'blocked';
                me.block = choose(offered);
                page[me.block] = 'allocated';
                return 'free_one_page';
              },
            },
            free_one_page: {
              at: 'mm/page_alloc.c free_one_page()',
              thread: 'A allocates',
              atomic: 'under zone->lock',
              does: ({ page, me }) => {
                page[me.block] = 'free';
                return 'rmqueue';
              },
            },
          },
        }),
      }),
    );
  },
});
