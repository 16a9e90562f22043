// The claims about deferred-split-queue, and what becomes of each.
//
// Both fixes are needed, and both are enough for what they are about. One window stays: who frees a page may look without
// the lock whether it is queued, as nobody can queue it any more; but the shrinker may be about to have taken it off, and
// INIT_LIST_HEAD() writes `next`, which is what is looked at, before `prev`.

import { defineSpec, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import { listed } from '../../models/shared/list-head.ts';
import { variantOf } from '../../models/thp/deferred-split-queue/variant.ts';
import model from '../../models/thp/deferred-split-queue.ts';

const S = (label: string) => ['deferred_split_scan', label] as const;
const O = (label: string) => ['owner', label] as const;

const holds = {
  'links-agree': 'holds',
  'length-is-right': 'holds',
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'no-deadlock': 'holds',
} as const;
/** The shrinker and who frees the page hold two locks for one queue. */
const twoLocks = {
  'links-agree': violated([
    S('spin_lock'),
    O('ref_freeze'),
    O('mem_cgroup_swapout'),
    O('list_del/valid'),
  ]),
  'length-is-right': violated([O('mem_cgroup_swapout'), O('unqueue/split_queue_len')]),
  'no-use-after-free': violated([S('spin_lock'), O('mem_cgroup_swapout'), O('free'), S('each')]),
} as const;
/** Of two pages of the shrinker's own list one is taken off by itself, and the one before by who frees it. */
const neighbours = {
  'links-agree': violated([S('put_page'), O('list_del/next_prev'), S('remove_del/valid')]),
  'length-is-right': violated([S('load_len'), O('unqueue/split_queue_len'), S('store_len')]),
  'no-use-after-free': violated([
    S('put_page'),
    S('remove_del/next_prev'),
    O('free'),
    S('remove_del/prev_next'),
  ]),
} as const;

export default defineSpec(model, {
  seed:
    '[PATCH v1 4/4] mm: introduce MADV_PAGEOUT (Kim, Jun 2019); [PATCH hotfix v2 1/2] mm/thp: fix deferred ' +
    'split queue not partially_mapped (Dickins, Oct 2024), e66f3185fa04; [PATCH hotfix v2 2/2], f8f931bba0f9',
  answer:
    'Dickins, in both fixes. One window stays: who looks without the lock may free a page to which ' +
    'list_del_init() still writes.',
  properties: ({ asserted, atTheEnd, deadlock, unreachable }, values) => {
    const { memcg } = variantOf(values);
    const { 'no-use-after-free': used, 'no-double-free': doubly } = heapProperties(unreachable);
    return {
      'links-agree': asserted('what list_del() takes off is where its neighbours say'),
      'length-is-right': atTheEnd(
        'a queue is as long as it says',
        ({ next, split_queue_len }) =>
          split_queue_len[0] === listed(next, memcg).length && split_queue_len[1] === 0,
      ),
      'no-use-after-free': used,
      'no-double-free': doubly,
      'no-deadlock': deadlock(),
    };
  },
  rows: [
    { set: {}, expect: holds },
    { set: { goes: 'swapped-out' }, expect: { ...holds, ...twoLocks } },
    { set: { goes: 'swapped-out', swapout: 'unqueues' }, expect: holds },
    {
      set: { looks: 'unlocked' },
      expect: {
        ...holds,
        'no-use-after-free': violated([
          S('get_page_unless_zero'),
          S('init_next'),
          O('unqueue/look_unlocked'),
          O('free'),
          S('init_prev'),
        ]),
      },
      note:
        'The comment says that it is safe not to take the lock. It is from the next store on: ' +
        'list_del_init_careful() would have them in the other order.',
    },
    {
      set: { goes: 'swapped-out', swapout: 'unqueues', looks: 'unlocked' },
      expect: {
        ...holds,
        'no-use-after-free': violated([
          S('init_next'),
          O('unqueue_first/look_unlocked'),
          O('free'),
          S('init_prev'),
        ]),
      },
    },
    { set: { removes: 'unlocked', pages: 2 }, expect: { ...holds, ...neighbours } },
    { set: { removes: 'pins-neighbour', pages: 2 }, expect: holds },
    {
      set: { removes: 'pins-neighbour', goes: 'swapped-out', swapout: 'unqueues', pages: 3 },
      expect: holds,
      stress: true,
    },
    {
      set: { removes: 'unlocked', pages: 3 },
      expect: { ...holds, ...neighbours },
      stress: true,
    },
  ],
  teeth: {
    'no-double-free': {
      replace: "return refs[me.page] === 0 ? 'unqueue' : 'done';",
      by: "return 'unqueue';",
      file: 'deferred-split-queue/owner.ts',
      at: {},
    },
    'no-deadlock': {
      replace: 'split_queue_lock[me.queue].release(me);',
      file: 'deferred-split-queue/unqueue.ts',
      at: {},
    },
  },
  history: [
    {
      commit: 'f8f931bba0f9',
      subject: 'mm/thp: fix deferred split unqueue naming and locking',
      year: 2024,
      property: 'links-agree',
      before: { goes: 'swapped-out' },
      after: { goes: 'swapped-out', swapout: 'unqueues' },
    },
    {
      commit: 'e66f3185fa04',
      subject: 'mm/thp: fix deferred split queue not partially_mapped',
      year: 2024,
      property: 'links-agree',
      before: { removes: 'unlocked', pages: 2 },
      after: { removes: 'pins-neighbour', pages: 2 },
    },
  ],
});
