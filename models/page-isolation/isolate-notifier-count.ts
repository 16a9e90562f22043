// isolate-notifier-count: a balloon driver says how many pages of a block it will free.
//
// linux-mm, Nov 2019 (Hildenbrand, in the thread on free page reporting):
// set_migratetype_isolate() asked balloon drivers, under zone->lock, how many of a block's pages
// they hold, and took these for free; the driver freed them later, from MEM_GOING_OFFLINE. At
// stake: a deadlock of zone->lock and the driver's lock, or an answer that is stale. 3f9903b9ca5e
// (2020, 5.6) removed the notifier; fe030c9b85e6 made the balloon's pages movable.

import {
  array,
  bool,
  cell,
  defineModel,
  kind,
  oneOf,
  parameter,
  range,
  system,
  upTo,
} from 'mmcheck';
import { spinlock } from 'mmcheck/kernel';

export default defineModel('isolate-notifier-count', {
  about:
    'Isolation asks a balloon driver under zone->lock how many pages it will free: a deadlock, ' +
    'or a stale answer. 3f9903b9ca5e (2020, 5.6) removed the notifier.',
  parameters: {
    count: parameter(
      "How the pages are counted: under the driver's lock; by its counter; by it, though the driver keeps its pages; not at all, for a balloon's pages are unmovable; or are movable.",
      oneOf('under-lock', 'lock-free', 'trusted', 'none', 'movable'),
    ),
    neighbour: parameter(
      'The other pages of the block: free, or the first of them in use by the kernel.',
      oneOf('free', 'kernel'),
    ),
    retry: parameter(
      'Offlining that does not get all pages tries again once, or (since 2018) until a signal.',
      oneOf('once', 'for-ever'),
    ),
    pages: parameter('Pages of the block.', range(2, 3)),
    rounds: parameter('How often the balloon inflates or deflates.', range(1, 2)),
  },

  system: ({ count, neighbour, retry, pages, rounds }) => {
    const page = kind('page', pages);
    const notifies = count !== 'none' && count !== 'movable';
    return system(
      {
        zone_lock: spinlock('zone->lock'),
        cmm_lock: spinlock('cmm_lock'),
        /** The users of the block's pages. The balloon holds the first one. */
        pages: array(page, oneOf('buddy', 'balloon', 'kernel'), (id: number) =>
          id === 0 ? 'balloon' : id === 1 && neighbour === 'kernel' ? 'kernel' : 'buddy',
        ),
        /** The driver's counter of its pages. */
        loaned: cell(upTo(pages), 1),
        /** The block's migratetype is MIGRATE_ISOLATE. */
        isolated: cell(bool),
      },
      ({ process }) => ({
        offline_pages: process({
          locals: {
            found: upTo(pages),
            retried: bool,
            result: oneOf('none', 'EBUSY', 'offline'),
          },
          start: 'lock_zone',
          steps: {
            lock_zone: {
              at: 'mm/page_isolation.c set_migratetype_isolate()',
              thread: 'O: LOCK zone',
              does: ({ zone_lock, me }) => {
                if (!zone_lock.acquire(me)) return 'blocked';
                if (!notifies) return 'has_unmovable_pages';
                return count === 'under-lock' ? 'lock_cmm' : 'cmm_count_pages';
              },
            },
            lock_cmm: {
              at: 'arch/powerpc/platforms/pseries/cmm.c cmm_count_pages()',
              thread: 'O: LOCK balloon',
              does: ({ cmm_lock, me }) => (cmm_lock.acquire(me) ? 'next' : 'blocked'),
            },
            cmm_count_pages: {
              at: 'arch/powerpc/platforms/pseries/cmm.c cmm_count_pages()',
              thread: 'O: R balloon list, count in range',
              does: ({ loaned, me }) => {
                me.found = loaned.value;
                return count === 'under-lock' ? 'unlock_cmm' : 'has_unmovable_pages';
              },
            },
            unlock_cmm: ({ cmm_lock, me }) => {
              cmm_lock.release(me);
              return 'next';
            },
            has_unmovable_pages: {
              at: 'mm/page_alloc.c has_unmovable_pages()',
              thread: 'O: has_unmovable(pages_found)',
              does: ({ pages, me }) => {
                const unmovable = page.ids.filter(
                  (p) => pages[p] === 'kernel' || (pages[p] === 'balloon' && count !== 'movable'),
                ).length;
                return unmovable <= me.found ? 'set_migratetype' : 'not_isolated';
              },
            },
            not_isolated: {
              atomic: 'under zone->lock',
              does: ({ zone_lock, me }) => {
                me.result = 'EBUSY';
                zone_lock.release(me);
                return 'done';
              },
            },
            set_migratetype: {
              at: 'mm/page_isolation.c set_migratetype_isolate()',
              thread: 'O: mt := ISOLATE; UNLOCK',
              atomic: 'under zone->lock',
              does: ({ isolated, zone_lock, me }) => {
                isolated.value = true;
                zone_lock.release(me);
                return notifies && count !== 'trusted' ? 'going_offline' : 'migrate';
              },
            },

            // memory_notify(MEM_GOING_OFFLINE): the driver frees what it holds.
            going_offline: {
              at: 'arch/powerpc/platforms/pseries/cmm.c cmm_mem_going_offline()',
              thread: 'O: notify GOING_OFFLINE, LOCK balloon',
              does: ({ cmm_lock, me }) => (cmm_lock.acquire(me) ? 'next' : 'blocked'),
            },
            free_lock_zone: {
              thread: 'O: free, LOCK zone',
              does: ({ zone_lock, me }) => (zone_lock.acquire(me) ? 'next' : 'blocked'),
            },
            free_page: {
              thread: 'O: free, LOCK zone',
              atomic: 'under zone->lock and cmm_lock',
              does: ({ pages, loaned, zone_lock, me }) => {
                for (const p of page.ids) {
                  if (pages[p] === 'balloon') {
                    pages[p] = 'buddy';
                    loaned.value--;
                  }
                }
                zone_lock.release(me);
                return 'next';
              },
            },
            going_offline_end: ({ cmm_lock, me }) => {
              cmm_lock.release(me);
              return 'next';
            },

            migrate: {
              at: 'mm/memory_hotplug.c do_migrate_range()',
              atomic:
                'the old page is taken off the list under cmm_lock and freed under zone->lock',
              does: ({ pages, loaned, cmm_lock, zone_lock }) => {
                if (count !== 'movable') return 'test_pages_isolated';
                if (cmm_lock.isHeld() || zone_lock.isHeld()) return 'blocked';
                for (const p of page.ids) {
                  if (pages[p] === 'balloon') {
                    pages[p] = 'buddy';
                    loaned.value--;
                  }
                }
                return 'test_pages_isolated';
              },
            },
            test_pages_isolated: {
              at: 'mm/page_isolation.c test_pages_isolated()',
              atomic: 'under zone->lock',
              does: ({ pages, zone_lock, me }) => {
                if (zone_lock.isHeld()) return 'blocked';
                if (page.ids.some((p) => pages[p] !== 'buddy')) return 'failed';
                me.result = 'offline';
                return 'done';
              },
            },
            failed: {
              at: 'mm/memory_hotplug.c offline_pages() goto repeat',
              does: ({ me }) => {
                if (retry === 'once' && me.retried) return 'undo_isolate';
                me.retried = retry === 'once';
                return 'migrate';
              },
            },
            undo_isolate: {
              at: 'mm/page_isolation.c undo_isolate_page_range()',
              atomic: 'under zone->lock',
              does: ({ isolated, zone_lock, me }) => {
                if (zone_lock.isHeld()) return 'blocked';
                isolated.value = false;
                me.result = 'EBUSY';
                return 'done';
              },
            },
          },
        }),

        balloon: process({
          locals: { left: upTo(rounds - 1), to: oneOf('inflate', 'deflate') },
          begin: () => ({ left: rounds - 1 }),
          start: 'lock_cmm',
          steps: {
            lock_cmm: {
              at: 'arch/powerpc/platforms/pseries/cmm.c cmm_alloc_pages(), cmm_free_pages()',
              thread: 'B: LOCK balloon',
              does: ({ cmm_lock, me, choose }) => {
                if (!cmm_lock.acquire(me)) return 'blocked';
                me.to = choose(['inflate', 'deflate']);
                return 'next';
              },
            },
            lock_zone: {
              at: 'mm/page_alloc.c rmqueue(), free_one_page()',
              thread: 'B: alloc page, LOCK zone',
              does: ({ zone_lock, me }) => {
                if (!zone_lock.acquire(me)) return 'blocked';
                return me.to === 'deflate' ? 'free_page' : 'alloc_page';
              },
            },
            alloc_page: {
              thread: 'B: alloc page, LOCK zone',
              atomic: 'under zone->lock',
              does: ({ pages, isolated, zone_lock, me, choose }) => {
                const free = page.ids.filter((p) => !isolated.value && pages[p] === 'buddy');
                zone_lock.release(me);
                if (free.length === 0) return 'unlock_cmm';
                pages[choose(free)] = 'balloon';
                return 'count_alloc';
              },
            },
            count_alloc: {
              thread: 'B: list_add',
              does: ({ loaned }) => {
                loaned.value++;
                return 'unlock_cmm';
              },
            },
            free_page: {
              thread: 'B: free page',
              atomic: 'under zone->lock',
              does: ({ pages, zone_lock, me, choose }) => {
                const held = page.ids.filter((p) => pages[p] === 'balloon');
                zone_lock.release(me);
                if (held.length === 0) return 'unlock_cmm';
                pages[choose(held)] = 'buddy';
                return 'count_free';
              },
            },
            count_free: {
              thread: 'B: free page',
              does: ({ loaned }) => {
                loaned.value--;
                return 'unlock_cmm';
              },
            },
            unlock_cmm: {
              thread: 'B: UNLOCK',
              does: ({ cmm_lock, me }) => {
                cmm_lock.release(me);
                me.to = 'inflate';
                if (me.left === 0) return 'done';
                me.left--;
                return 'lock_cmm';
              },
            },
          },
        }),
      }),
    );
  },
});
