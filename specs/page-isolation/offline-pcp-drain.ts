// The claims about offline-pcp-drain, and what becomes of each. The history: c52e75935f8d removes
// the second drain, 968318261221 (2020) drains again after each failed test, and 7612921f2376 with
// ec6e8c7e0314 (2020) disables the pcp lists, and drains all cpus once.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/page-isolation/offline-pcp-drain.ts';

const F = (label: string) => ['free_unref_page', label] as const;
const O = (label: string) => ['offline_pages', label] as const;
const D = (label: string) => ['drain_local_pages', label] as const;

const holds = {
  'offline-ends': 'holds',
  'offline-can-end': 'holds',
  'no-offlined-page-on-a-list': 'holds',
  'no-page-while-disabled': 'holds',
  'disabled-for-every-cpu-pso': 'pending',
} as const;
type Story = Parameters<typeof violated>[0];
/** Offlining never ends; before the last event already it cannot, whatever comes. */
function spins(story: Story) {
  return {
    ...holds,
    'offline-ends': violated(story),
    'offline-can-end': violated(story.slice(0, -1)),
  };
}

/** 968318261221: the page was MOVABLE when F looked, and reaches the list after the drain. */
const afterDrain = [
  F('read_migratetype'),
  O('set_migratetype_isolate'),
  O('read_count'),
  F('list_add'),
] as const;
/** ec6e8c7e0314: F has read the old pcp->high, and not counted its page yet; its cpu is skipped. */
const notCounted = [F('read_high'), O('zone_pcp_disable'), O('read_count'), F('count')] as const;
const beforeDisabling = [
  F('read_migratetype'),
  O('set_migratetype_isolate'),
  D('free_pcppages_bulk'),
  F('list_add'),
] as const;

export default defineSpec(model, {
  seed:
    'free page reporting and page isolation (Hildenbrand, Duyck, Nov 2019); 968318261221 ' +
    'mm/memory_hotplug: drain per-cpu pages again during memory offline; ec6e8c7e0314 mm, ' +
    'page_alloc: disable pcplists during memory offline',
  answer:
    '968318261221: one drain is not enough, as a free that has read the old migratetype comes after ' +
    'it. To disable the lists is, if it is done before a drain that leaves out no cpu.',
  properties: ({ terminates, alwaysPossible, invariant, pending }, { cpus }) => {
    const all = Array.from({ length: cpus }, (_, c) => c);
    return {
      'offline-ends': terminates('offlining ends, once every page has been freed', 'offline_pages'),
      'offline-can-end': alwaysPossible('offlining can still end', ({ offline_pages }) =>
        offline_pages.every((one) => one.at === 'done'),
      ),
      'no-offlined-page-on-a-list': invariant(
        'no page is on a pcp list once it is offline',
        ({ offline_pages, pcp }) =>
          offline_pages.every((one) => one.at !== 'done') || pcp.every((one) => one.list.isEmpty),
      ),
      'no-page-while-disabled': invariant(
        'while the pcp lists are disabled and drained, none has a page, where irqs are on',
        ({ offline_pages, cpus: contexts, pcp, pcp_high }) => {
          const isTested = offline_pages.every((one) => one.at === 'test_pages_isolated');
          if (!isTested || all.some((c) => pcp_high[c] > 0)) return true;
          return all.every((c) => !contexts[c].irqsOn() || pcp[c].list.isEmpty);
        },
      ),
      'disabled-for-every-cpu-pso': pending(
        'memory-model',
        'a cpu that has irqs on after the forced drain sees pcp->high == 0',
      ),
    };
  },
  rows: [
    { set: { offline: 'isolate-drain-test' }, expect: spins(afterDrain) },
    { set: { offline: 'isolate-drain-test-again' }, expect: holds },
    { set: { offline: 'disable-drain-isolate', force_all_cpus: true }, expect: holds },
    {
      set: { offline: 'disable-drain-isolate', force_all_cpus: false },
      expect: { ...spins(notCounted), 'no-page-while-disabled': violated(notCounted) },
    },
    {
      set: {
        offline: 'disable-drain-isolate',
        force_all_cpus: false,
        load_high: 'in-program-order',
      },
      expect: holds,
      note:
        'free_unref_page_commit() reads pcp->high after pcp->count++: whoever reads the old one has ' +
        'counted its page. The race is one of x86, too, for a load may overtake a store (Dekker).',
    },
    { set: { offline: 'isolate-disable-drain', force_all_cpus: true }, expect: holds },
    {
      set: { offline: 'isolate-drain-disable', force_all_cpus: true },
      expect: { ...spins(beforeDisabling), 'no-page-while-disabled': violated(beforeDisabling) },
    },
    {
      set: {
        offline: 'isolate-drain-disable',
        force_all_cpus: true,
        load_high: 'in-program-order',
      },
      expect: { ...spins(beforeDisabling), 'no-page-while-disabled': violated(beforeDisabling) },
    },
    {
      set: { offline: 'isolate-drain-test-again', pages: 4, cpus: 3, freers: 2, high: 3, batch: 2 },
      expect: holds,
      stress: true,
    },
    {
      set: {
        offline: 'disable-drain-isolate',
        force_all_cpus: true,
        pages: 4,
        cpus: 3,
        freers: 2,
        high: 3,
        batch: 2,
      },
      expect: holds,
      stress: true,
    },
  ],
  teeth: {
    'no-offlined-page-on-a-list': {
      replace: '|| buddy.size < pages',
      file: './offline-pcp-drain/offline-pages.ts',
      at: { offline: 'isolate-drain-test-again' },
    },
  },
  history: [
    {
      commit: 'c52e75935f8d',
      subject: 'mm: remove extra drain pages on pcp list',
      year: 2019,
      property: 'offline-ends',
      before: { offline: 'isolate-drain-test-again' },
      after: { offline: 'isolate-drain-test' },
    },
    {
      commit: '968318261221',
      subject: 'mm/memory_hotplug: drain per-cpu pages again during memory offline',
      year: 2020,
      property: 'offline-ends',
      before: { offline: 'isolate-drain-test' },
      after: { offline: 'isolate-drain-test-again' },
    },
  ],
});
