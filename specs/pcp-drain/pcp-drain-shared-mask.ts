// The claims about pcp-drain-shared-mask, and what becomes of each. The history: 74046494ea68
// (2012) brings the static mask, bd233f538d51 (2017) pcpu_drain_mutex, ec6e8c7e0314 (2020)
// force_all_cpus.

import { array, defineSpec, kind, set, violated } from 'mmcheck';
import model from '../../models/pcp-drain/pcp-drain-shared-mask.ts';

const D = (label: string) => ['drain_all_pages', label] as const;
const F = (label: string) => ['free_pages', label] as const;

const holds = {
  'listed-is-drained': 'holds',
  'freed-is-drained': 'holds',
  'no-page-lost': 'holds',
  deadlock: 'holds',
} as const;

/** One has read count 0, F frees, the other begins and sets the bit, and the first clears it. */
const bitCleared = [
  D('read_count'),
  F('list_add'),
  D('set_mask'),
  D('set_mask'),
  D('on_each_cpu_mask'),
  D('return'),
] as const;
const uncounted = [F('list_add'), D('drain_all_pages'), D('read_count'), D('return')] as const;
/** The other drain is at work, and has passed F's cpu by. */
const skipped = [D('mutex_lock'), F('list_add'), D('mutex_lock'), D('return')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH 2/2] page allocator: do not drain per-cpu lists via IPI from page allocator context ' +
    '(Jan 2012); 74046494ea68 mm: only IPI CPUs to drain local pages if they exist; bd233f538d51',
  answer:
    'Ben-Yossef, for reclaim, which counts on nothing. Who needs the pages needs one drain after the ' +
    'other (2017), and every cpu (2020).',
  properties: ({ observer, invariant, deadlock }, { drainers, freers }) => {
    const pages = Array.from({ length: freers }, (_, page) => page);
    const drainer = kind('drainer', drainers);
    const pagesOfDrainers = array(drainer, set(freers));
    return {
      'listed-is-drained': observer(
        'a page that was on a pcp list as the drain began is on none as it returns',
        {
          state: { listed: pagesOfDrainers },
          always: ({ pcp, my }) => {
            for (const page of pages) {
              if (pcp.some((one) => one.list.has(page))) continue;
              for (const d of drainer.ids) my.listed[d].delete(page);
            }
          },
          on: {
            drain_all_pages: {
              drain_all_pages: ({ pcp, my, me }) => {
                for (const page of pages) {
                  if (pcp.some((one) => one.list.has(page))) my.listed[me.id].add(page);
                }
              },
              return: ({ my, me, assert }) => {
                assert(my.listed[me.id].isEmpty, 'the drain has missed a page');
                my.listed[me.id].clear();
              },
            },
          },
        },
      ),
      'freed-is-drained': observer(
        'a page whose freeing was over as the drain began is on no pcp list as it returns',
        {
          state: { freed: pagesOfDrainers },
          always: ({ pcp, my }) => {
            for (const page of pages) {
              if (pcp.some((one) => one.list.has(page))) continue;
              for (const d of drainer.ids) my.freed[d].delete(page);
            }
          },
          on: {
            drain_all_pages: {
              drain_all_pages: ({ pcp, free_pages, my, me }) => {
                for (const page of pages) {
                  if (free_pages[page].at !== 'done') continue;
                  if (pcp.some((one) => one.list.has(page))) my.freed[me.id].add(page);
                }
              },
              return: ({ my, me, assert }) => {
                assert(my.freed[me.id].isEmpty, 'the drain has missed a page');
                my.freed[me.id].clear();
              },
            },
          },
        },
      ),
      'no-page-lost': invariant(
        'a page that was freed is in one place, and with irqs on each list is counted',
        ({ pcp, buddy, free_pages, cpus: contexts }) =>
          free_pages.every((freer, page) => {
            const places = pcp.filter((one) => one.list.has(page)).length;
            return freer.at !== 'done' || places + (buddy.has(page) ? 1 : 0) === 1;
          }) && pcp.every((one, c) => !contexts[c].irqsOn() || one.count === one.list.size),
      ),
      deadlock: deadlock(),
    };
  },
  rows: [
    {
      set: { lock: 'none' },
      expect: {
        ...holds,
        'listed-is-drained': violated(bitCleared),
        'freed-is-drained': violated(bitCleared),
      },
    },
    { set: { lock: 'pcpu_drain_mutex' }, expect: holds },
    {
      set: { lock: 'none', count: 'after-list-add' },
      expect: {
        ...holds,
        'listed-is-drained': violated(uncounted),
        'freed-is-drained': violated(bitCleared),
      },
    },
    {
      set: { lock: 'pcpu_drain_mutex', count: 'after-list-add' },
      expect: { ...holds, 'listed-is-drained': violated(uncounted) },
      note: 'Whoever is between list_add() and count++ has irqs off: its page is not freed yet.',
    },
    {
      set: { lock: 'pcpu_drain_mutex', count: 'after-list-add', force_all_cpus: true },
      expect: holds,
    },
    {
      set: { lock: 'none', count: 'after-list-add', force_all_cpus: true },
      expect: holds,
      note: 'As with on_each_cpu(), before there was a mask: nobody clears a bit, and it is full.',
    },
    {
      set: { lock: 'mutex_trylock' },
      expect: {
        ...holds,
        'listed-is-drained': violated(skipped),
        'freed-is-drained': violated(skipped),
      },
      note: 'By design: reclaim does not count on it, and whoever does must wait for the mutex.',
    },
    {
      set: { lock: 'pcpu_drain_mutex', drainers: 3, cpus: 4, freers: 2 },
      expect: holds,
      stress: true,
    },
    {
      set: { lock: 'mutex_trylock', drainers: 3, cpus: 4 },
      expect: {
        ...holds,
        'listed-is-drained': violated(skipped),
        'freed-is-drained': violated(skipped),
      },
      stress: true,
    },
  ],
  teeth: {
    'no-page-lost': { replace: 'buddy.add(page);', by: '{}', at: { lock: 'pcpu_drain_mutex' } },
    deadlock: {
      replace: "if (!calls[me.cpu].take()) return 'blocked';",
      by: "if (calls[me.cpu].isPending() || !calls[me.cpu].take()) return 'blocked';",
      at: { lock: 'pcpu_drain_mutex' },
    },
  },
  history: [
    {
      commit: '74046494ea68',
      subject: 'mm: only IPI CPUs to drain local pages if they exist',
      year: 2012,
      property: 'freed-is-drained',
      before: { lock: 'none', count: 'after-list-add', force_all_cpus: true },
      after: { lock: 'none', count: 'after-list-add' },
    },
    {
      commit: 'bd233f538d51',
      subject: 'mm, page_alloc: use static global work_struct for draining per-cpu pages',
      year: 2017,
      property: 'freed-is-drained',
      before: { lock: 'none', count: 'after-list-add' },
      after: { lock: 'pcpu_drain_mutex', count: 'after-list-add' },
    },
    {
      commit: 'ec6e8c7e0314',
      subject: 'mm, page_alloc: disable pcplists during memory offline',
      year: 2020,
      property: 'listed-is-drained',
      before: { lock: 'pcpu_drain_mutex', count: 'after-list-add' },
      after: { lock: 'pcpu_drain_mutex', count: 'after-list-add', force_all_cpus: true },
    },
  ],
});
