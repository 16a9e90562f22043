// cpu-node-map-hotadd: cpus that may be added later, and the node that cpu_to_node() has for them meanwhile.
//
// "[PATCH v4 3/3] mm/page_alloc: Keep memoryless cpuless node 0 offline" (Dronamraju, March to May 2020). Node 0 is online at
// boot, whether it is there or not, and absent cpus are on it. Lameter: 'Either the FW would need to ensure that a viable
// node 0 exists or the bootstrap arch code could setup things to the same effect'. At stake: NODE_DATA() of a
// node that has none, by an allocation for a cpu that is not there yet.

import {
  array,
  bool,
  cell,
  defineModel,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  set,
  system,
} from 'mmcheck';

export const node = kind('node', ['node0', 'node1']);

export default defineModel('cpu-node-map-hotadd', {
  about:
    'Absent cpus are on node 0, which is online at boot or not, until they are added with a node of their ' +
    'own. a874f1005ef5, e75130f20b1f (2020), 09f49dca570a (2022).',
  parameters: {
    online: parameter(
      'The nodes that are online before any was looked for: node 0; none (e75130f20b1f); the one of the cpu that boots.',
      oneOf('node0', 'none', 'boot-cpu'),
    ),
    absent: parameter(
      'The node of a cpu that is absent: node 0, as a variable that nobody has set; or the first that is online (a874f1005ef5).',
      oneOf('node0', 'first-online'),
    ),
    order: parameter(
      'Whether the nodes are looked for before the cpus get theirs, or after it.',
      oneOf('nodes-first', 'cpus-first'),
    ),
    publish: parameter(
      'A cpu that is added has its node when that is online, or before it.',
      oneOf('node-first', 'cpu-first'),
    ),
    pgdats: parameter(
      'There is a pgdat for each node that is online, or for each that is possible (09f49dca570a).',
      oneOf('online', 'possible'),
    ),
    cpus: parameter('Cpus, of which the first boots and the others are added.', range(2, 3)),
  },
  system: ({ online, absent, order, publish, pgdats, cpus }) => {
    const [node0, node1] = node.ids;
    const cpu = kind(
      'cpu',
      Array.from({ length: cpus }, (_, c) => `cpu${c}`),
    );
    const [boots] = cpu.ids;
    const added = cpu.ids.slice(1);
    const afterNodes = order === 'nodes-first' ? 'numa_setup_cpu' : 'free_area_init';
    return system(
      {
        online: set(node),
        /** NODE_DATA() is set. */
        pgdat: set(node),
        /** cpu_to_node(); none is MAX_NUMNODES, as first_online_node answers if none is online. */
        node_of: array(cpu, orNone(node), node0),
        present: set(cpu, [boots]),
        booted: cell(bool),
      },
      ({ process }) => ({
        boot: process({
          start: 'node_states',
          steps: {
            node_states: {
              thread: 'set N_ONLINE mask',
              does: ({ online: nodes }) => {
                if (online === 'node0') nodes.add(node0);
                if (online === 'boot-cpu') nodes.add(node1);
                return order === 'nodes-first' ? 'parse_numa_properties' : 'numa_setup_cpu';
              },
            },
            parse_numa_properties: {
              at: 'arch/powerpc/mm/numa.c mem_topology_setup() parse_numa_properties()',
              thread: 'parse firmware nodes',
              does: ({ online: nodes }) => {
                nodes.add(node1);
                return afterNodes;
              },
            },
            numa_setup_cpu: {
              at: 'arch/powerpc/mm/numa.c mem_topology_setup() numa_setup_cpu()',
              thread: 'set cpu_to_node(absent)',
              atomic: 'nobody else is there yet',
              does: ({ online: nodes, node_of }) => {
                node_of[boots] = node1;
                const first = node.ids.find((n) => nodes.has(n)) ?? none;
                for (const c of added) if (absent === 'first-online') node_of[c] = first;
                return order === 'nodes-first' ? 'free_area_init' : 'parse_numa_properties';
              },
            },
            free_area_init: {
              at: 'mm/page_alloc.c free_area_init() free_area_init_node()',
              atomic: 'nobody else is there yet',
              does: ({ online: nodes, pgdat }) => {
                for (const n of node.ids) if (pgdats === 'possible' || nodes.has(n)) pgdat.add(n);
                return 'next';
              },
            },
            kernel_init: {
              at: 'init/main.c rest_init()',
              does: ({ booted }) => {
                booted.value = true;
                return 'done';
              },
            },
          },
        }),
        kmalloc_node: process({
          environment: true,
          locals: { cpu, node: orNone(node) },
          start: 'for_each_possible_cpu',
          steps: {
            for_each_possible_cpu: {
              thread: 'first allocation',
              does: ({ booted, me, choose }) => {
                if (!booted.value) return 'blocked';
                me.cpu = choose(cpu.ids);
                return 'next';
              },
            },
            cpu_to_node: {
              at: 'include/linux/topology.h cpu_to_node()',
              thread: 'allocator using cpu_to_node(c)',
              does: ({ node_of, me }) => {
                me.node = node_of[me.cpu];
                return me.node === none ? 'wild_node' : 'node_data';
              },
            },
            wild_node: () => 'done',
            node_data: {
              at: 'include/linux/gfp.h node_zonelist()',
              thread: 'NODE_DATA(0)==NULL deref',
              does: ({ pgdat, me }) => {
                if (me.node !== none && !pgdat.has(me.node)) return 'oops';
                return 'done';
              },
            },
            oops: () => 'done',
          },
        }),
        cpu_up: process({
          count: added.length,
          environment: true,
          start: 'dlpar_online_cpu',
          steps: {
            dlpar_online_cpu: {
              at: 'arch/powerpc/platforms/pseries/hotplug-cpu.c dlpar_online_cpu() find_and_update_cpu_nid()',
              thread: 'cpu hot-add',
              does: ({ booted }) => {
                if (!booted.value) return 'blocked';
                return publish === 'node-first' ? 'hotadd_init_pgdat' : 'set_cpu_numa_node';
              },
            },
            hotadd_init_pgdat: {
              at: 'mm/memory_hotplug.c __try_online_node() hotadd_init_pgdat()',
              thread: 'hot-add: online node',
              does: ({ pgdat }) => {
                pgdat.add(node0);
                return 'next';
              },
            },
            node_set_online: {
              at: 'mm/memory_hotplug.c __try_online_node() node_set_online()',
              thread: 'hot-add: online node',
              does: ({ online: nodes }) => {
                nodes.add(node0);
                return publish === 'node-first' ? 'set_cpu_numa_node' : 'set_cpu_present';
              },
            },
            set_cpu_numa_node: {
              at: 'arch/powerpc/mm/numa.c find_and_update_cpu_nid() set_cpu_numa_node()',
              thread: 'node online must be published before cpu→node',
              does: ({ node_of, me }) => {
                node_of[added[me.id]] = node0;
                return publish === 'node-first' ? 'set_cpu_present' : 'hotadd_init_pgdat';
              },
            },
            set_cpu_present: {
              at: 'arch/powerpc/platforms/pseries/hotplug-cpu.c dlpar_online_cpu() device_online()',
              thread: 'hot-add: cpu up',
              does: ({ present, me }) => {
                present.add(added[me.id]);
                return 'done';
              },
            },
          },
        }),
      }),
    );
  },
});
