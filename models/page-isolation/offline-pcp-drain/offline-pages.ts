// O of offline-pcp-drain: isolates, drains, disables the lists, in the order that the variant says, and
// tests until all pages are free.

import { set, upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function offlinePages({ process }: Make, variant: Variant) {
  const { offline, force_all_cpus, pages, cpus, high, last } = variant;
  const afterIsolation =
    offline === 'disable-drain-isolate'
      ? 'test_pages_isolated'
      : offline === 'isolate-disable-drain'
        ? 'zone_pcp_disable'
        : 'read_count';
  const afterDrain =
    offline === 'disable-drain-isolate'
      ? 'set_migratetype_isolate'
      : offline === 'isolate-drain-disable'
        ? 'zone_pcp_disable'
        : 'test_pages_isolated';
  const afterDisabling = offline === 'isolate-drain-disable' ? 'test_pages_isolated' : 'read_count';
  const onFailure = offline === 'isolate-drain-test-again' ? 'read_count' : 'test_pages_isolated';
  return process({
    locals: { c: upTo(last), targets: set(cpus) },
    start: offline === 'disable-drain-isolate' ? 'zone_pcp_disable' : 'set_migratetype_isolate',
    steps: {
      set_migratetype_isolate: {
        at: 'mm/page_isolation.c set_migratetype_isolate()',
        thread: 'O: isolate, under lock',
        atomic: 'under zone->lock',
        does: ({ mt }) => {
          mt.value = 'ISOLATE';
          return afterIsolation;
        },
      },
      zone_pcp_disable: {
        at: 'mm/page_alloc.c zone_pcp_disable(), pageset_update()',
        thread: 'O: pcp disabled: high := 0, on all cpus',
        does: ({ pcp_high, me }) => {
          pcp_high[me.c] = 0;
          me.c = (me.c + 1) % cpus;
          return me.c === 0 ? afterDisabling : 'zone_pcp_disable';
        },
      },
      read_count: {
        at: 'mm/page_alloc.c __drain_all_pages()',
        thread: 'O: drain_all: check count, queue, wait',
        does: ({ pcp, me }) => {
          if (force_all_cpus || pcp[me.c].count > 0) me.targets.add(me.c);
          me.c = (me.c + 1) % cpus;
          return me.c === 0 ? 'queue_work_on' : 'read_count';
        },
      },
      queue_work_on: {
        at: 'mm/page_alloc.c __drain_all_pages()',
        thread: 'O: drain_all: check count, queue, wait',
        does: ({ drain, me }) => {
          if (me.targets.has(me.c)) drain[me.c].queue();
          me.c = (me.c + 1) % cpus;
          return me.c === 0 ? 'flush_work' : 'queue_work_on';
        },
      },
      flush_work: {
        at: 'mm/page_alloc.c __drain_all_pages()',
        thread: 'O: drain_all: check count, queue, wait',
        does: ({ drain, me }) => {
          if (me.targets.has(me.c)) drain[me.c].flush(me);
          return 'wait_for_work';
        },
      },
      wait_for_work: {
        thread: 'O: drain_all: check count, queue, wait',
        does: ({ drain, me }) => {
          if (!drain[me.c].isFlushed(me)) return 'blocked';
          me.c = (me.c + 1) % cpus;
          if (me.c !== 0) return 'flush_work';
          me.targets.clear();
          return afterDrain;
        },
      },
      test_pages_isolated: {
        at: 'mm/memory_hotplug.c offline_pages() test_pages_isolated()',
        thread: 'O: test',
        atomic:
          'the pages are looked at under zone->lock; the migratetype before, but only O writes it',
        does: ({ mt, buddy }) => {
          if (mt.value !== 'ISOLATE' || buddy.size < pages) return onFailure;
          return offline.includes('disable') ? 'zone_pcp_enable' : 'done';
        },
      },
      zone_pcp_enable: {
        at: 'mm/page_alloc.c zone_pcp_enable()',
        thread: 'O: pcp disabled: high := 0, on all cpus',
        does: ({ pcp_high, me }) => {
          pcp_high[me.c] = high;
          me.c = (me.c + 1) % cpus;
          return me.c === 0 ? 'done' : 'zone_pcp_enable';
        },
      },
    },
  });
}
