// The claims about cpu-node-map-hotadd, and what becomes of each.
//
// To keep node 0 offline takes a change of where absent cpus are, which only powerpc got, so that the third patch was
// limited to powerpc as well (e75130f20b1f). Lameter's alternative, to have the node of the booting cpu online from
// the start, is no different: absent cpus would still be on node 0. What ended it was a pgdat for each possible node.

import { defineSpec, none, violated } from 'mmcheck';
import model, { node } from '../../models/nodes/cpu-node-map-hotadd.ts';

const B = (label: string) => ['boot', label] as const;
const K = (label: string) => ['kmalloc_node', label] as const;
const U = (label: string) => ['cpu_up', label] as const;

const holds = {
  'no-null-dereference': 'holds',
  'node-of-cpu-is-there': 'holds',
  'no-wild-node': 'holds',
  'no-dummy-node': 'holds',
} as const;
const dummy = { 'no-dummy-node': violated([B('node_states'), B('kernel_init')]) } as const;
const offline = {
  'no-null-dereference': violated([K('cpu_to_node'), K('node_data')]),
  'node-of-cpu-is-there': violated([B('free_area_init'), B('kernel_init')]),
} as const;

export default defineSpec(model, {
  seed:
    '[PATCH v4 1/3] powerpc/numa: Set numa_node for all possible cpus, a874f1005ef5; [PATCH v4 3/3] ' +
    'mm/page_alloc: Keep memoryless cpuless node 0 offline (Dronamraju, Mar to Jun 2020), e75130f20b1f; 09f49dca570a (2022)',
  answer:
    'Lameter: it was a change for all architectures of which one was prepared, and was limited to ' +
    'powerpc. His own way, the node of the booting cpu first, has the same hole.',
  properties: ({ invariant, unreachable }) => ({
    'no-null-dereference': unreachable('no pgdat that is not there is used', ({ kmalloc_node }) =>
      kmalloc_node.some(({ at }) => at === 'oops'),
    ),
    'node-of-cpu-is-there': invariant(
      'once the kernel has booted, the node of each possible cpu has a pgdat',
      ({ booted, node_of, pgdat }) =>
        !booted.value || node_of.every((n) => n === none || pgdat.has(n)),
    ),
    'no-wild-node': unreachable('cpu_to_node() is a node', ({ kmalloc_node }) =>
      kmalloc_node.some(({ at }) => at === 'wild_node'),
    ),
    'no-dummy-node': invariant(
      'node 0 is offline as long as it has neither memory nor a cpu',
      ({ booted, online, cpu_up }) =>
        !booted.value ||
        !online.has(node.ids[0]) ||
        cpu_up.some(({ at }) => at !== 'dlpar_online_cpu'),
    ),
  }),
  rows: [
    { set: {}, expect: { ...holds, ...dummy } },
    { set: { online: 'none' }, expect: { ...holds, ...offline } },
    { set: { online: 'none', absent: 'first-online' }, expect: holds },
    { set: { online: 'boot-cpu' }, expect: { ...holds, ...offline } },
    { set: { online: 'boot-cpu', absent: 'first-online', order: 'cpus-first' }, expect: holds },
    {
      set: { online: 'none', absent: 'first-online', order: 'cpus-first' },
      expect: { ...holds, 'no-wild-node': violated([B('numa_setup_cpu'), K('cpu_to_node')]) },
      note: 'The first online node is asked for when none is online.',
    },
    {
      set: { online: 'none', absent: 'first-online', publish: 'cpu-first' },
      expect: {
        ...holds,
        'no-null-dereference': violated([U('set_cpu_numa_node'), K('cpu_to_node'), K('node_data')]),
        'node-of-cpu-is-there': violated([U('set_cpu_numa_node')]),
      },
    },
    { set: { online: 'none', pgdats: 'possible' }, expect: holds },
    {
      set: { online: 'none', absent: 'first-online', pgdats: 'possible', publish: 'cpu-first' },
      expect: holds,
    },
    {
      set: { online: 'none', absent: 'first-online', cpus: 3 },
      expect: holds,
      stress: true,
    },
    {
      set: { online: 'none', absent: 'first-online', publish: 'cpu-first', cpus: 3 },
      expect: {
        ...holds,
        'no-null-dereference': violated([U('set_cpu_numa_node'), K('node_data')]),
        'node-of-cpu-is-there': violated([U('set_cpu_numa_node')]),
      },
      stress: true,
    },
  ],
  history: [
    {
      commit: 'a874f1005ef5',
      subject: 'powerpc/numa: Set numa_node for all possible cpus',
      year: 2020,
      property: 'no-null-dereference',
      before: { online: 'none' },
      after: { online: 'none', absent: 'first-online' },
    },
    {
      commit: 'e75130f20b1f',
      subject: 'powerpc/numa: Offline memoryless cpuless node 0',
      year: 2020,
      property: 'no-dummy-node',
      before: {},
      after: { online: 'none', absent: 'first-online' },
    },
    {
      commit: '09f49dca570a',
      subject: 'mm: handle uninitialized numa nodes gracefully',
      year: 2022,
      property: 'no-null-dereference',
      before: { online: 'none' },
      after: { online: 'none', pgdats: 'possible' },
    },
  ],
});
