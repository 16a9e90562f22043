// zonelist-builder-exclusion: what keeps two builders of zonelists apart.
//
// linux-mm, July 2017, in the series of "[PATCH 7/9] mm, page_alloc: remove stop_machine from
// build_all_zonelists": b93e0f329e24 drops zonelists_mutex, since "memory online and offline are
// fully serialized" (381eab4a6ee8 shows in 2018 that they were not), and keeps a lock of its own,
// for build_zonelists() has a static node_order[]. At stake: a node that is in no zonelist, so that
// its memory is never allocated. What readers meet meanwhile is zonelist-rebuild.

import {
  array,
  bool,
  defineModel,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  system,
  UsageError,
  upTo,
} from 'mmcheck';
import { mutex } from 'mmcheck/kernel';

export default defineModel('zonelist-builder-exclusion', {
  about:
    'Two hotplug requests build zonelists at once: what does the static node_order[] of ' +
    'build_zonelists() need? b93e0f329e24 (2017), 4eaf3f64397c (2010).',
  parameters: {
    order: parameter(
      'Where node_order[] lies: one for all builders, or one for each.',
      oneOf('static', 'stack'),
    ),
    lock: parameter('What builders hold.', oneOf('none', 'zonelists_mutex')),
    lists: parameter(
      "Each builder has a node's list of its own, or all build that of node 0.",
      oneOf('own', 'same'),
    ),
    event: parameter(
      "What the first builder's request does to the last node before it builds.",
      oneOf('none', 'online', 'offline'),
    ),
    nodes: parameter('NUMA nodes.', range(2, 4)),
    builders: parameter('Who builds zonelists at the same time.', range(2, 3)),
  },

  system: ({ order, lock, lists, event, nodes, builders }) => {
    if (lists === 'own' && builders > nodes) {
      throw new UsageError(
        'zonelist-builder-exclusion: with lists=own each builder takes a node: nodes >= builders',
      );
    }
    const hot = nodes - 1;
    const locked = lock !== 'none';
    const build = locked ? 'mutex_lock' : 'find_next_best_node';
    const nodeAt = (list: number, k: number) => {
      const node = (list + k) % nodes;
      if (k === nodes || (event === 'online' && node === hot)) return none;
      return node;
    };

    return system(
      {
        populated: array(nodes, bool, (node: number) => event !== 'online' || node !== hot),
        node_order: array(order === 'static' ? 1 : builders, array(nodes, upTo(nodes - 1))),
        /** By node, in fallback order: the node itself, then those after it. */
        zonelist: array(
          lists === 'own' ? nodes : 1,
          array(nodes + 1, orNone(upTo(nodes - 1))),
          (list: number) => Array.from({ length: nodes + 1 }, (_, k) => nodeAt(list, k)),
        ),
        zonelists_mutex: mutex('zonelists_mutex'),
      },
      ({ process }) => ({
        build_zonelists: process({
          count: builders,
          locals: {
            node: upTo(nodes - 1),
            /** How far it has searched, and how many nodes it has found. */
            distance: upTo(nodes),
            nr_nodes: upTo(nodes),
            i: upTo(nodes),
            best: upTo(nodes - 1),
          },
          begin: (id) => ({ node: lists === 'own' ? id : 0 }),
          start: 'hotplug',
          steps: {
            hotplug: {
              at: 'mm/memory_hotplug.c online_pages(), offline_pages()',
              thread: 'B: two hotplug requests',
              does: ({ populated, me }) => {
                if (me.id === 0 && event !== 'none') populated[hot] = event === 'online';
                return build;
              },
            },
            mutex_lock: {
              at: 'mm/page_alloc.c __build_all_zonelists()',
              thread: 'B: LOCK',
              does: ({ zonelists_mutex, me }) =>
                zonelists_mutex.acquire(me) ? 'find_next_best_node' : 'blocked',
            },
            find_next_best_node: {
              at: 'mm/page_alloc.c find_next_best_node()',
              thread: 'B: for k: W node_order[k]',
              does: ({ populated, me }) => {
                while (me.distance < nodes) {
                  me.best = (me.node + me.distance) % nodes;
                  me.distance++;
                  if (populated[me.best]) return 'store_node_order';
                }
                return 'load_node_order';
              },
            },
            store_node_order: {
              at: 'mm/page_alloc.c build_zonelists() node_order[nr_nodes++]',
              thread: 'B: for k: W node_order[k]',
              does: ({ node_order, me }) => {
                node_order[order === 'static' ? 0 : me.id][me.nr_nodes] = me.best;
                me.nr_nodes++;
                return 'find_next_best_node';
              },
            },
            load_node_order: {
              at: 'mm/page_alloc.c build_zonelists_in_node_order()',
              thread: 'B: for k: R node_order[k]',
              does: ({ node_order, me }) => {
                me.best = node_order[order === 'static' ? 0 : me.id][me.i];
                return 'zoneref_set_zone';
              },
            },
            zoneref_set_zone: {
              at: 'mm/page_alloc.c zoneref_set_zone()',
              thread: 'B: for k: W Z[me][k]',
              does: ({ zonelist, me }) => {
                zonelist[me.node][me.i] = me.best;
                me.i++;
                return me.i < me.nr_nodes ? 'load_node_order' : 'terminate';
              },
            },
            terminate: {
              at: 'mm/page_alloc.c build_zonelists_in_node_order()',
              thread: 'B: W Z[me][n] = NULL',
              does: ({ zonelist, me }) => {
                zonelist[me.node][me.i] = none;
                return locked ? 'mutex_unlock' : 'done';
              },
            },
            mutex_unlock: {
              at: 'mm/page_alloc.c __build_all_zonelists()',
              thread: 'B: UNLOCK',
              does: ({ zonelists_mutex, me }) => {
                zonelists_mutex.release(me);
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
