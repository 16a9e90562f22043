// The claims about vmstat-percpu-diff, and what becomes of each.
//
// Gushchin is right that bytes do not fit, and Lameter that they need not be there: with the threshold of pages the sum is
// right, and every page goes to the global counter. What limits a threshold is the increment, which stores one more than
// it before it looks: 126 fits. That it oversteps by half a threshold does not, since no difference is ever so large.
// zone_page_state_snapshot() is right if nothing moves while it adds up, and no more than that.

import { bool, defineSpec, violated } from 'mmcheck';
import { variantOf } from '../../models/percpu/vmstat-percpu-diff/variant.ts';
import model from '../../models/percpu/vmstat-percpu-diff.ts';

const T = (label: string) => ['task', label] as const;
const I = (label: string) => ['handler', label] as const;
const F = (label: string) => ['page_alloc_cpu_dead', label] as const;
const K = (label: string) => ['kswapd', label] as const;

const holds = {
  'sum-is-exact': 'holds',
  'drift-is-bounded': 'holds',
  batched: 'holds',
  'right-when-quiet': 'holds',
  'true-once': 'holds',
} as const;

const interrupted = [T('this_cpu_read'), I('this_cpu_write'), T('this_cpu_write')] as const;
const folded = [F('load'), T('this_cpu_write'), F('store')] as const;

export default defineSpec(model, {
  seed: 'mm: vmstat: use s32 for vm_node_stat_diff in struct per_cpu_nodestat (Gushchin, Jan 2020); ea426c2a7de8, d42f3245c7e2',
  answer:
    'Gushchin, that bytes do not fit into an s8; Lameter and Weiner, that node counters may stay in ' +
    'pages. With the threshold of pages nothing is truncated, and every page goes to the global ' +
    'counter.',
  properties: ({ invariant, observer, unreachable }, values) => {
    const { threshold, cpus, watermark } = variantOf(values);
    return {
      'sum-is-exact': invariant(
        'while no update is under way, global counter and differences are what was counted',
        ({ under_way, vm_stat, vm_stat_diff, actual }) =>
          under_way.value > 0 ||
          vm_stat.value + vm_stat_diff.reduce((sum, diff) => sum + diff, 0) === actual.value,
      ),
      'drift-is-bounded': invariant(
        'while no update is under way, the global counter is off by no more than the cpus may have',
        ({ under_way, vm_stat, actual }) =>
          under_way.value > 0 || Math.abs(vm_stat.value - actual.value) <= cpus * threshold,
      ),
      batched: unreachable(
        'an update whose cpu has no difference does not go to the global counter',
        ({ unbatched }) => unbatched.value,
      ),
      'right-when-quiet': observer(
        'where nothing moves meanwhile, what is below the watermark is not said to be above',
        {
          state: { below: bool },
          on: {
            task: ({ my }) => {
              my.below = false;
            },
            handler: ({ my }) => {
              my.below = false;
            },
            vmstat_update: ({ my }) => {
              my.below = false;
            },
            page_alloc_cpu_dead: ({ my }) => {
              my.below = false;
            },
            kswapd: {
              begins: ({ actual, under_way, my }) => {
                my.below = under_way.value === 0 && actual.value < watermark;
              },
              watermark: ({ step, my, assert }) => {
                assert(step.to !== 'watermark_ok' || !my.below, 'it is below');
              },
            },
          },
        },
      ),
      'true-once': observer('what is below the watermark all the time is not said to be above', {
        state: { below: bool },
        always: ({ actual, my }) => {
          if (actual.value >= watermark) my.below = false;
        },
        on: {
          kswapd: {
            begins: ({ actual, under_way, my }) => {
              my.below = under_way.value === 0 && actual.value < watermark;
            },
            watermark: ({ step, my, assert }) => {
              assert(step.to !== 'watermark_ok' || !my.below, 'it is below');
            },
          },
        },
      }),
    };
  },
  rows: [
    { set: {}, expect: holds },
    { set: { irqs: 1 }, expect: holds },
    { set: { update: 'cmpxchg', irqs: 1 }, expect: holds },
    { set: { update: 'preempt-off' }, expect: holds },
    {
      set: { update: 'preempt-off', irqs: 1 },
      expect: {
        ...holds,
        'sum-is-exact': violated(interrupted),
      },
    },
    { set: { update: 'inc' }, expect: holds },
    {
      set: { update: 'inc', threshold: 6 },
      expect: holds,
      note: '125 + 1 fits into an s8. What goes to the global counter, half a threshold more, is a long.',
    },
    {
      set: { update: 'inc', threshold: 7 },
      expect: {
        ...holds,
        'sum-is-exact': violated([T('inc_return'), T('on')]),
        'drift-is-bounded': violated([T('inc_return'), T('on')]),
      },
      note: 'It is stored before it is compared, so one more than the threshold has to fit.',
    },
    {
      set: { threshold: 7 },
      expect: holds,
      note: 'Here what is compared is a long, and what is stored no more than the threshold.',
    },
    {
      set: { unit: 'bytes', threshold: 12, updates: 2 },
      expect: { ...holds, 'sum-is-exact': violated([T('this_cpu_write'), T('this_cpu_write')]) },
    },
    { set: { unit: 'bytes', threshold: 12, width: 's32' }, expect: holds },
    {
      set: { unit: 'bytes', updates: 2 },
      expect: {
        ...holds,
        batched: violated([T('this_cpu_read'), T('state_add'), T('this_cpu_read')]),
      },
      note: 'It is right, and each page that is counted goes to the global counter.',
    },
    { set: { fold: 'own-cpu' }, expect: holds },
    { set: { fold: 'dead-cpu' }, expect: holds },
    {
      set: { fold: 'live-cpu' },
      expect: { ...holds, 'sum-is-exact': violated(folded) },
    },
    {
      set: { read: 'global' },
      expect: {
        ...holds,
        'right-when-quiet': violated([K('zone_page_state'), K('watermark')]),
        'true-once': violated([K('zone_page_state'), K('watermark')]),
      },
    },
    {
      set: { read: 'snapshot' },
      expect: {
        ...holds,
        'true-once': violated([
          K('zone_page_state'),
          T('this_cpu_write'),
          K('snapshot'),
          K('watermark'),
        ]),
      },
    },
    { set: { cpus: 3, irqs: 1, fold: 'dead-cpu' }, expect: holds, stress: true },
    {
      set: { read: 'snapshot', fold: 'own-cpu', updates: 2 },
      expect: {
        ...holds,
        'true-once': violated([K('zone_page_state'), K('snapshot'), K('watermark')]),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: 'not merged',
      subject: 'mm: vmstat: use s32 for vm_node_stat_diff in struct per_cpu_nodestat',
      year: 2020,
      property: 'sum-is-exact',
      before: { unit: 'bytes', threshold: 12, updates: 2 },
      after: { unit: 'bytes', threshold: 12, width: 's32' },
    },
  ],
});
