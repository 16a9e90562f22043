// The claims about offline-pcp-drain, and what becomes of each. The history: c52e75935f8d removes
// the second drain, 968318261221 (2020) drains again after each failed test, and 7612921f2376 with
// ec6e8c7e0314 (2020) disables the pcp lists, and drains all cpus once. The drain is
// a barrier, too: under tso a cpu that it skips may not see that its list is disabled.

import { array, bool, defineSpec, violated } from 'mmcheck';
import model from '../../models/page-isolation/offline-pcp-drain.ts';

const F = (label: string) => ['free_unref_page', label] as const;
const O = (label: string) => ['offline_pages', label] as const;
const D = (label: string) => ['drain_local_pages', label] as const;

const holds = {
  'offline-ends': 'holds',
  'offline-can-end': 'holds',
  'no-offlined-page-on-a-list': 'holds',
  'no-page-while-disabled': 'holds',
  'disabled-for-every-cpu': 'holds',
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
/** Of whose two loads and stores of before the drain any may be the older. */
const drained = beforeDisabling.slice(2);
/** O goes on while its pcp->high = 0 is in its store buffer. */
const unseen = [O('zone_pcp_disable'), F('local_irq_save'), F('read_high')] as const;
/** O's pcp->high = 0 is in its store buffer while it loads the count, and while F loads pcp->high. */
const dekker = [O('zone_pcp_disable'), O('read_count'), F('read_high')] as const;
const skipped = [
  O('zone_pcp_disable'),
  O('read_count'),
  F('local_irq_save'),
  F('read_high'),
] as const;

export default defineSpec(model, {
  seed:
    'free page reporting and page isolation (Hildenbrand, Duyck, Nov 2019); 968318261221 ' +
    'mm/memory_hotplug: drain per-cpu pages again during memory offline; ec6e8c7e0314 mm, ' +
    'page_alloc: disable pcplists during memory offline',
  answer:
    '968318261221: one drain is not enough, as a free that has read the old migratetype comes after ' +
    'it. To disable the lists is, if it is done before a drain that leaves out no cpu.',
  properties: ({ terminates, alwaysPossible, invariant, observer }, values) => {
    const { cpus, freers, offline } = values;
    /** Between the last step that disables the lists and the first that enables them again. */
    const isDisabled = (at: string) =>
      at === 'test_pages_isolated'
        ? offline.includes('disable')
        : at === 'set_migratetype_isolate' && offline === 'disable-drain-isolate';
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
      'disabled-for-every-cpu': observer(
        'a cpu that turns irqs off once the lists are disabled and drained sees pcp->high == 0',
        {
          state: { late: array(freers, bool) },
          on: {
            free_unref_page: {
              local_irq_save: ({ offline_pages, my, me }) => {
                my.late[me.id] = isDisabled(offline_pages[0].at);
              },
              read_high: ({ offline_pages, my, me, assert }) =>
                assert(
                  !my.late[me.id] || !isDisabled(offline_pages[0].at) || me.high === 0,
                  'it still has the old pcp->high',
                ),
            },
          },
        },
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

    // Where memory is not sequentially consistent: the drain is the barrier.
    {
      set: { offline: 'disable-drain-isolate', force_all_cpus: true, 'memory-model': 'pso' },
      expect: holds,
      note: 'The stores of pcp->high are in memory before any cpu runs the drain that is forced upon it.',
    },
    {
      set: { offline: 'isolate-disable-drain', force_all_cpus: true, 'memory-model': 'pso' },
      expect: holds,
    },
    {
      set: {
        offline: 'isolate-drain-disable',
        force_all_cpus: true,
        load_high: 'in-program-order',
        'memory-model': 'tso',
      },
      expect: {
        ...spins(drained),
        'no-page-while-disabled': violated(drained),
        'disabled-for-every-cpu': violated(unseen),
      },
      note: 'No drain comes after the stores: even on x86 a cpu may not have seen them.',
    },
    {
      set: {
        offline: 'disable-drain-isolate',
        force_all_cpus: false,
        load_high: 'in-program-order',
        'memory-model': 'tso',
      },
      expect: {
        ...spins(dekker),
        'no-page-while-disabled': violated(dekker),
        'disabled-for-every-cpu': violated(skipped),
      },
      note:
        'Store buffering: O stores pcp->high and loads pcp->count, F stores the count and loads high. ' +
        'A cpu that is skipped for its count has no barrier from the drain.',
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
