// Offlining of slub-percpu-partial-drain-vs-notifier: isolates the range, calls the notifier, whose SLUB part flushes and
// shrinks, and tests until all pages of the range are free. A test that fails is tried again, for ever, if no signal comes.

import { none, set } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function offlinePages({ process }: Make, variant: Variant) {
  const { notifier, order, unmovable, retry, users, cpu, cpus, page, pages } = variant;
  const notify =
    notifier === 'none'
      ? 'memory_notify'
      : notifier === 'no-flush'
        ? 'shrink'
        : 'has_cpu_slab_page';
  const isIsolatedFirst = order === 'isolate-notify';
  return process({
    locals: { c: cpu, targets: set(cpu), discard: set(page) },
    start: 'offline_pages',
    steps: {
      offline_pages: {
        at: 'mm/memory_hotplug.c offline_pages()',
        atomic: 'that users are quiet is a premise',
        does: ({ left, active, allocated }) => {
          const isQuiet = left.value === 0 && active.isEmpty && allocated.isEmpty;
          if (users === 'quiet-before' && !isQuiet) return 'blocked';
          return isIsolatedFirst ? 'set_migratetype_isolate' : notify;
        },
      },
      set_migratetype_isolate: {
        at: 'mm/page_isolation.c set_migratetype_isolate()',
        thread: 'isolated',
        atomic: 'under zone->lock; a page that is not free, and has no reference, is passed over',
        does: ({ mt, slabs, block }) => {
          if (unmovable === 'refused' && !slabs.isEmpty) {
            block.value = 'failed';
            return 'done';
          }
          mt.value = 'ISOLATE';
          return isIsolatedFirst ? notify : 'test_pages_isolated';
        },
      },
      has_cpu_slab_page: {
        at: 'mm/slub.c has_cpu_slab() c->slab',
        thread: 'flush_all on every cpu',
        does: ({ cpu_slabs, me }) => {
          const isFound = cpu_slabs[me.c].page !== none;
          if (!isFound && notifier !== 'page') return 'has_cpu_slab_partial';
          if (isFound) me.targets.add(me.c);
          return 'next_cpu';
        },
      },
      has_cpu_slab_partial: {
        at: 'mm/slub.c has_cpu_slab() slub_percpu_partial()',
        thread: 'flush_all on every cpu',
        does: ({ cpu_slabs, me }) => {
          if (!cpu_slabs[me.c].partial.isEmpty) me.targets.add(me.c);
          return 'next_cpu';
        },
      },
      next_cpu: ({ me }) => {
        const isLast = me.c === cpu.ids[cpus - 1];
        me.c = isLast ? cpu.ids[0] : cpu.ids[me.c + 1];
        return isLast ? 'send' : 'has_cpu_slab_page';
      },
      send: {
        at: 'mm/slub.c flush_all()',
        thread: 'flush_all on every cpu',
        does: ({ calls, me }) => {
          // Each takes its call when it takes it: that they are sent at once tells no cpu anything.
          for (const c of me.targets.values()) calls[c].send(me, none, none, true);
          return 'wait';
        },
      },
      wait: {
        at: 'mm/slub.c flush_all()',
        thread: 'flush_all on every cpu',
        does: ({ calls, me }) => {
          if (calls.some((one) => !one.isAcked(me))) return 'blocked';
          me.targets.clear();
          return 'shrink';
        },
      },
      shrink: {
        at: 'mm/slub.c __kmem_cache_do_shrink() list_move()',
        thread: 'shrink node lists',
        atomic: 'under list_lock',
        does: ({ partial, inuse, me }) => {
          for (const s of partial.values()) {
            if (inuse.has(s)) continue;
            partial.delete(s);
            me.discard.add(s);
          }
          return 'free_slab';
        },
      },
      free_slab: {
        at: 'mm/slub.c __kmem_cache_do_shrink() free_slab()',
        thread: 'slab pages of the range get free',
        atomic: 'they are on no list any more; each is freed under zone->lock',
        does: ({ slabs, buddy, me }) => {
          for (const s of me.discard.values()) {
            slabs.delete(s);
            buddy.add(s);
          }
          me.discard.clear();
          return 'memory_notify';
        },
      },
      memory_notify: {
        at: 'mm/memory_hotplug.c offline_pages() memory_notify()',
        thread: 'GOING_OFFLINE',
        does: ({ mt }) =>
          mt.value === 'ISOLATE' ? 'test_pages_isolated' : 'set_migratetype_isolate',
      },
      test_pages_isolated: {
        at: 'mm/memory_hotplug.c offline_pages() test_pages_isolated()',
        thread: 'offline succeeds, or fails, or retries',
        atomic: 'the pages are looked at under zone->lock; the signal, before or after',
        does: ({ buddy, signal_pending }) => {
          if (buddy.size === pages) return 'offline_isolated_pages';
          if (signal_pending.value) return 'undo_isolate_page_range';
          return retry === 'shrink' ? notify : 'test_pages_isolated';
        },
      },
      offline_isolated_pages: {
        at: 'mm/memory_hotplug.c offline_pages() __offline_isolated_pages()',
        thread: 'offline succeeds',
        does: ({ block }) => {
          block.value = 'offline';
          return 'done';
        },
      },
      undo_isolate_page_range: {
        at: 'mm/memory_hotplug.c offline_pages() undo_isolate_page_range()',
        thread: 'offline fails',
        atomic: 'no step looks at what has become of it',
        does: ({ mt, block }) => {
          mt.value = 'MOVABLE';
          block.value = 'failed';
          return 'done';
        },
      },
    },
  });
}
