// The claims about zonelist-builder-exclusion, and what becomes of each. The history: 4eaf3f64397c
// (2010) brings zonelists_mutex, b93e0f329e24 (2017) puts a private lock in its place, 3d36424b3b58
// (2022) the lock of zonelist_update_seq; node_order[] is on the stack today. None of them turns a
// verdict, so there is no `history`: before zonelists_mutex, stop_machine() kept builders apart,
// and 11cd8638c37f (2017) took it away while the mutex was still there.

import { defineSpec, none, violated } from 'mmcheck';
import model from '../../models/zonelists/zonelist-builder-exclusion.ts';

const B0 = (label: string) => ['build_zonelists0', label] as const;
const B1 = (label: string) => ['build_zonelists1', label] as const;
const B = (label: string) => ['build_zonelists', label] as const;

const holds = { 'right-order': 'holds', 'each-node-once': 'holds' } as const;
function broken(story: Parameters<typeof violated>[0]) {
  return { 'right-order': violated(story), 'each-node-once': violated(story) };
}
/** One builder has filled node_order[], another fills it anew, and the first reads what is there. */
const mixed = [
  B('store_node_order'),
  B('store_node_order'),
  B('load_node_order'),
  B('zoneref_set_zone'),
  B('terminate'),
];
/** B1 has looked for nodes before B0's hotplug, and stores what it found after B0 has. */
const outdated = [
  B1('find_next_best_node'),
  B0('hotplug'),
  B0('zoneref_set_zone'),
  B1('terminate'),
];
/** As outdated; what B1 stores comes after the terminator, or over it. */
const oldTail = [
  B1('find_next_best_node'),
  B0('hotplug'),
  B0('terminate'),
  B1('zoneref_set_zone'),
  B1('terminate'),
];

export default defineSpec(model, {
  seed:
    'the series of [PATCH 7/9] mm, page_alloc: remove stop_machine from build_all_zonelists (Jul ' +
    '2017), b93e0f329e24; 4eaf3f64397c (2010); "drop pointless static qualifier in build_zonelists"',
  answer:
    'Hocko, to keep a lock though he saw no need: a static node_order[] needs one. On the stack ' +
    "(Cheng, 2019) it would not, unless two build the same list; memory hotplug's lock was not always " +
    'held.',
  properties: ({ invariant }, { nodes }) => {
    const all = Array.from({ length: nodes }, (_, k) => k);
    const isIdle = (at: string) => at === 'hotplug' || at === 'done';

    return {
      'right-order': invariant(
        'when no builder runs, each zonelist is in its order, and terminated',
        ({ populated, zonelist, build_zonelists }) => {
          if (!build_zonelists.every(({ at }) => isIdle(at))) return true;
          return zonelist.every((list, node) => {
            const order = all.map((k) => (node + k) % nodes).filter((one) => populated[one]);
            return [...order, none].every((one, k) => list[k] === one);
          });
        },
      ),
      'each-node-once': invariant(
        'when no builder runs, each populated node is once in each zonelist, and no other is',
        ({ populated, zonelist, build_zonelists }) => {
          if (!build_zonelists.every(({ at }) => isIdle(at))) return true;
          return zonelist.every((list) => {
            const listed = list.slice(0, list.indexOf(none));
            return all.every(
              (node) => listed.filter((one) => one === node).length === (populated[node] ? 1 : 0),
            );
          });
        },
      ),
    };
  },
  rows: [
    { set: { order: 'static', lock: 'none' }, expect: broken(mixed) },
    { set: { order: 'static', lock: 'zonelists_mutex' }, expect: holds },
    {
      set: { order: 'stack', lock: 'none' },
      expect: holds,
      note:
        'node_load[] is global, too, and left out: builders that disturb it may list nodes of equal ' +
        'distance in another order, but none twice and none never.',
    },
    // Two builders of one list, of which one has looked before the hotplug.
    {
      set: { order: 'stack', lock: 'none', lists: 'same', event: 'online' },
      expect: broken(outdated),
    },
    {
      set: { order: 'stack', lock: 'none', lists: 'same', event: 'offline' },
      expect: broken(oldTail),
    },
    {
      set: { order: 'static', lock: 'zonelists_mutex', lists: 'same', event: 'online' },
      expect: holds,
    },
    {
      set: { order: 'static', lock: 'zonelists_mutex', lists: 'same', event: 'offline' },
      expect: holds,
    },
    {
      set: { order: 'static', lock: 'none', nodes: 4, builders: 3 },
      expect: broken(mixed),
      stress: true,
    },
    {
      set: { order: 'static', lock: 'zonelists_mutex', nodes: 4, builders: 3 },
      expect: holds,
      stress: true,
    },
  ],
});
