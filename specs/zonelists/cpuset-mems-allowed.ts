// The claims about cpuset-mems-allowed, and what becomes of each. The history: c0ff7453bb5c (2010)
// waits for readers, cc9a6c877661 (2012) counts instead, 5ce9bfef1d27 (2017) counts in the slow
// path alone, ea57485af8f4, e47483bca2cc and 902b62810a57 (2017) bring the preferred zoneref into
// the count's scope.

import { bool, defineSpec, violated } from 'mmcheck';
import model from '../../models/zonelists/cpuset-mems-allowed.ts';

const T = (label: string) => ['alloc_pages', label] as const;
const C = (label: string) => ['cpuset_change_task_nodemask', label] as const;

const holds = {
  'no-premature-oom': 'holds',
  'no-empty-mask': 'holds',
  'request-ends': 'holds',
  'request-ends-if-strong': 'holds',
} as const;
/** T waits for the writer, at the wrong moments; or it finds nothing, and the mask has changed. */
const triesForEver = (retry: string) => ({
  ...holds,
  'request-ends': violated([C('write_seqcount_begin'), C('changed')]),
  'request-ends-if-strong': violated([
    T('read_mems_allowed_begin'),
    C('write_seqcount_begin'),
    T(retry),
  ]),
});
/** T rejects node 0 by the old mask and node 1 by the new one. */
const betweenMasks = (store: string) =>
  violated([T('cpuset_zone_allowed'), C(store), T('cpuset_zone_allowed'), T('out_of_memory')]);
const betweenWords = (store: string) =>
  violated([
    ['mem_spread_node', 'next_node'],
    C(store),
    ['mem_spread_node', 'next_node'],
    ['mem_spread_node', 'alloc_pages_node'],
  ]);
/** T has found its preferred zoneref, or its nodemask, before the cookie that it checks. */
const beforeCookie = (look: string) =>
  violated([
    T(look),
    C('clear_old'),
    T('read_mems_allowed_begin'),
    T('check_retry_cpuset'),
    T('out_of_memory'),
  ]);

export default defineSpec(model, {
  seed:
    'c0ff7453bb5c cpuset,mm: fix no node to alloc memory when changing cpuset’s mems (2010); ' +
    'cc9a6c877661 (2012); 5ce9bfef1d27, ea57485af8f4, e47483bca2cc, 902b62810a57 (2017)',
  answer:
    'c0ff7453bb5c (2010), whose writer waits for readers; the count of 2012 is as right, and cheaper: ' +
    'who saw both masks tries again. The regressions of 2017 each kept something read outside of the ' +
    'count.',
  properties: ({ observer, terminates }, { nodes }) => {
    const all = Array.from({ length: nodes }, (_, node) => node);
    return {
      'no-premature-oom': observer(
        'the OOM killer comes only if all nodes of the mask were without a page at some moment',
        {
          state: { empty: bool },
          always: ({ mems_allowed, free, my }) => {
            const allowed = all.filter((node) => mems_allowed[node]);
            if (allowed.length > 0 && allowed.every((node) => free[node] === 0)) my.empty = true;
          },
          on: {
            alloc_pages: {
              // An attempt begins with the slow path, or with the cookie that it goes by.
              failed: ({ mems_allowed, free, step, my }) => {
                if (step.to !== 'cpuset_zone_allowed') return;
                const allowed = all.filter((node) => mems_allowed[node]);
                my.empty = allowed.length > 0 && allowed.every((node) => free[node] === 0);
              },
              read_mems_allowed_begin: ({ mems_allowed, free, my }) => {
                const allowed = all.filter((node) => mems_allowed[node]);
                my.empty = allowed.length > 0 && allowed.every((node) => free[node] === 0);
              },
              out_of_memory: ({ my, assert }) =>
                assert(my.empty, 'OOM kill although the mask had a node with a page all along'),
            },
          },
        },
      ),
      'no-empty-mask': observer('nobody sees a mask without nodes', {
        state: {},
        on: {
          mem_spread_node: {
            alloc_pages_node: ({ me, assert }) => assert(me.found, 'the mask looked empty'),
          },
        },
      }),
      'request-ends': terminates('a request ends', ['alloc_pages', 'mem_spread_node']),
      'request-ends-if-strong': terminates(
        'so it does if it does not always come to read the count as a writer is inside',
        ['alloc_pages', 'mem_spread_node'],
        { fairness: { alloc_pages: 'strong' } },
      ),
    };
  },
  rows: [
    {
      set: { update: 'direct' },
      expect: { ...holds, 'no-premature-oom': betweenMasks('store_mems') },
    },
    {
      set: { update: 'direct', words: 2 },
      expect: {
        ...holds,
        'no-premature-oom': betweenMasks('store_mems'),
        'no-empty-mask': betweenWords('store_mems'),
      },
    },
    {
      set: { update: 'set-then-clear' },
      expect: { ...holds, 'no-premature-oom': betweenMasks('clear_old') },
    },
    {
      set: { update: 'set-then-clear', words: 2 },
      expect: {
        ...holds,
        'no-premature-oom': betweenMasks('clear_old'),
        'no-empty-mask': betweenWords('clear_old'),
      },
    },
    { set: { update: 'wait-for-readers' }, expect: holds },
    { set: { update: 'wait-for-readers', words: 2 }, expect: holds },
    { set: { update: 'seqcount-everywhere' }, expect: holds },
    { set: { update: 'seqcount-slowpath' }, expect: holds },
    {
      set: { update: 'seqcount-saved-zoneref' },
      expect: { ...holds, 'no-premature-oom': beforeCookie('first_zones_zonelist') },
    },
    {
      set: { update: 'seqcount-nested' },
      expect: { ...holds, 'no-premature-oom': beforeCookie('policy_nodemask') },
    },

    // The mask is changed for ever: who goes by the count may begin again for ever.
    { set: { update: 'wait-for-readers', endless: true }, expect: holds },
    { set: { update: 'seqcount-everywhere', endless: true }, expect: triesForEver('failed') },
    {
      set: { update: 'seqcount-slowpath', endless: true },
      expect: triesForEver('check_retry_cpuset'),
      note: 'By design: a request ends once the mask is left alone for long enough.',
    },

    {
      set: { update: 'seqcount-slowpath', nodes: 3, words: 2, changes: 2 },
      expect: { ...holds, 'no-empty-mask': betweenWords('clear_old') },
      note: 'cpuset_mem_spread_node() hands on the node before its caller looks at the count.',
      stress: true,
    },
    {
      set: { update: 'seqcount-nested', nodes: 3, words: 2, changes: 2 },
      expect: {
        ...holds,
        'no-premature-oom': beforeCookie('policy_nodemask'),
        'no-empty-mask': betweenWords('clear_old'),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: 'c0ff7453bb5c',
      subject: "cpuset,mm: fix no node to alloc memory when changing cpuset's mems",
      year: 2010,
      property: 'no-premature-oom',
      before: { update: 'set-then-clear' },
      after: { update: 'wait-for-readers' },
    },
    {
      commit: 'e47483bca2cc',
      subject: 'mm, page_alloc: fix premature OOM when racing with cpuset mems update',
      year: 2017,
      property: 'no-premature-oom',
      before: { update: 'seqcount-saved-zoneref' },
      after: { update: 'seqcount-slowpath' },
    },
  ],
});
