// The claims about reporting-request-state, and what becomes of each. The history: 36e66c554b5c
// (2020) has it right from the start; the variants are what it would be without one of its lines.
// No commit turns a verdict, so there is no `history`. Versions up to v10 had a flag of each zone,
// under zone->lock, in place of the state.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/page-isolation/reporting-request-state.ts';

const F = (label: string) => ['free_pages', label] as const;
const W = (label: string) => ['page_reporting_process', label] as const;
const U = (label: string) => ['page_reporting_unregister', label] as const;

const holds = {
  'every-page-is-reported': 'holds',
  'can-still-be-reported': 'holds',
  'not-armed-after-unregister': 'holds',
  'one-instance': 'holds',
  deadlock: 'holds',
} as const;
/** The page is lost already with event number `sealed`, when the last freer is past its choice. */
function lost(story: Parameters<typeof violated>[0], sealed = story.length - 1) {
  return {
    ...holds,
    'every-page-is-reported': violated(story),
    'can-still-be-reported': violated(story.slice(0, sealed)),
  };
}

/**
 * Store buffering: F stores its page and loads the state, still REQUESTED, which W has made ACTIVE before it finds the list empty.
 * Each store is in its buffer as the other loads.
 */
const buffered = lost([W('atomic_set'), W('list_empty'), W('atomic_cmpxchg')], 2);

export default defineSpec(model, {
  seed:
    'free page reporting and page isolation (Hildenbrand, Duyck, Nov 2019); 36e66c554b5c mm: ' +
    'introduce Reported pages',
  answer:
    'Duyck, as long as a list is looked at under zone->lock: xchg() and cmpxchg() lose no request then, and as ' +
    'plain stores do. list_empty() without the lock, as merged, takes smp_mb() on both sides, on x86, too.',
  properties: ({ leadsTo, alwaysPossible, invariant, deadlock }) => ({
    'every-page-is-reported': leadsTo(
      'a page that is free and not reported is reported in the end, while there is a device',
      ({ page, pr_dev_info }) => pr_dev_info.value === 'prdev' && page.includes('free'),
      ({ page, pr_dev_info }) => pr_dev_info.value === 'NULL' || !page.includes('free'),
    ),
    'can-still-be-reported': alwaysPossible(
      'all free pages can still be reported, while there is a device',
      ({ page, pr_dev_info }) => pr_dev_info.value === 'NULL' || !page.includes('free'),
    ),
    'not-armed-after-unregister': invariant(
      'no work runs or is armed once page_reporting_unregister() has returned',
      ({ prdev_work, page_reporting_unregister }) =>
        page_reporting_unregister.every((one) => one.at !== 'done' || !prdev_work.isBusy()),
    ),
    'one-instance': invariant(
      'the work runs at most once at a time',
      ({ page_reporting_process }) =>
        page_reporting_process.filter((worker) => worker.at !== 'idle').length <= 1,
    ),
    deadlock: deadlock(),
  }),
  rows: [
    { set: { request: 'xchg', finish: 'cmpxchg' }, expect: holds },
    {
      set: { finish: 'write-idle' },
      expect: lost([
        W('atomic_set'),
        W('process_zone'),
        F('free_one_page'),
        F('atomic_xchg'),
        W('atomic_cmpxchg'),
      ]),
    },
    // F finds ACTIVE, the worker goes IDLE, and F's REQUESTED is what nobody acts upon.
    {
      set: { request: 'read-then-write' },
      expect: lost([
        W('process_zone'),
        F('free_one_page'),
        F('atomic_read'),
        W('atomic_cmpxchg'),
        F('atomic_set'),
      ]),
    },
    {
      set: { active: 'after-first-zone' },
      expect: lost(
        [
          W('process_zone'),
          F('free_one_page'),
          F('atomic_read'),
          W('atomic_set'),
          W('atomic_cmpxchg'),
        ],
        3,
      ),
    },
    { set: { unregister: 'synchronize_rcu' }, expect: holds },
    {
      set: { unregister: 'no-grace-period' },
      expect: {
        ...holds,
        'not-armed-after-unregister': violated([
          F('rcu_dereference'),
          U('rcu_init_pointer'),
          U('cancel_work_sync'),
          F('schedule_delayed_work'),
        ]),
      },
    },
    { set: { workers: 2, unregister: 'synchronize_rcu' }, expect: holds },

    // Where memory is not sequentially consistent.
    {
      set: { 'memory-model': 'pso' },
      expect: holds,
      note: 'Whoever takes zone->lock sees the page, and the state of who has had it before.',
    },
    { set: { looks: 'list_empty-first' }, expect: holds },
    {
      set: { looks: 'list_empty-first', 'memory-model': 'tso' },
      expect: buffered,
      note:
        'page_reporting_cycle() passes over a list that looks empty without zone->lock, after a plain atomic_set() ' +
        'of the state. The page is reported with the next one that is freed, if there is one.',
    },
    {
      set: { looks: 'list_empty-first', fenced: 'worker', 'memory-model': 'tso' },
      expect: buffered,
    },
    {
      set: { looks: 'list_empty-first', fenced: 'freer', 'memory-model': 'tso' },
      expect: buffered,
    },
    { set: { looks: 'list_empty-first', fenced: 'both', 'memory-model': 'pso' }, expect: holds },

    {
      set: { freers: 3, workers: 2, unregister: 'synchronize_rcu' },
      expect: holds,
      stress: true,
    },
  ],
  teeth: {
    'one-instance': {
      replace: "if (!prdev_work.take(me)) return 'blocked';",
      at: { workers: 2, unregister: 'synchronize_rcu' },
    },
    deadlock: {
      replace: 'zone_lock[me.id].release(me);',
      at: { request: 'xchg', finish: 'cmpxchg' },
    },
  },
});
