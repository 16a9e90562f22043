// The claims about pgdat-reuse, and what becomes of each.
//
// To keep the memory is enough for who follows a pointer, and not for who looks at two fields: a pgdat that is zeroed has
// zones for a while, and they belong to nobody. What is done today, to leave it as it is, has neither.

import { defineSpec, violated } from 'mmcheck';
import { heapProperties } from 'mmcheck/kernel';
import model from '../../models/nodes/pgdat-reuse.ts';

const K = (label: string) => ['kthread', label] as const;
const H = (label: string) => ['hotplug', label] as const;

const holds = {
  'no-use-after-free': 'holds',
  'no-double-free': 'holds',
  'zones-have-a-node': 'holds',
  'no-leak': 'holds',
} as const;

export default defineSpec(model, {
  seed: 'memory-hotplug: do not allocate pgdat if it was not freed when offline (Tang, Jan 2013), c07bf68870ed',
  answer:
    'Tang (after Kamezawa and Wen), that what no one counts must not be freed. The patch zeroes it, ' +
    'which is wrong for who reads two fields; to leave it as it is until the node comes back, as ' +
    'today, is right.',
  properties: ({ atTheEnd, unreachable }) => {
    const { 'no-use-after-free': used, 'no-double-free': doubly } = heapProperties(unreachable);
    return {
      'no-use-after-free': used,
      'no-double-free': doubly,
      'zones-have-a-node': unreachable('a zone that is there has its pgdat', ({ kthread }) =>
        kthread.some(({ at }) => at === 'null_zone_pgdat'),
      ),
      'no-leak': atTheEnd(
        'no pgdat is allocated but that of the node',
        ({ heap, node_data }) => !heap.leaks([node_data.value]),
      ),
    };
  },
  rows: [
    {
      set: {},
      expect: {
        ...holds,
        'no-use-after-free': violated([K('node_data'), H('kfree'), K('nr_zones')]),
      },
    },
    {
      set: { offline: 'zeroes' },
      expect: {
        ...holds,
        'zones-have-a-node': violated([K('nr_zones'), H('memset_zones'), K('zone_pgdat')]),
      },
    },
    {
      set: { offline: 'zeroes', online: 'allocates' },
      expect: {
        ...holds,
        'zones-have-a-node': violated([H('memset_zones'), K('zone_pgdat')]),
        'no-leak': violated([H('hotadd_init_pgdat'), H('node_set_online')]),
      },
    },
    { set: { offline: 'keeps' }, expect: holds },
    { set: { offline: 'keeps', readers: 3 }, expect: holds, stress: true },
    {
      set: { readers: 3 },
      expect: { ...holds, 'no-use-after-free': violated([H('kfree'), K('nr_zones')]) },
      stress: true,
    },
  ],
  teeth: {
    'no-double-free': {
      replace: 'heap.free(me.p);',
      by: 'heap.free(me.p); heap.free(me.p);',
      at: {},
    },
  },
  history: [
    {
      commit: 'c07bf68870ed',
      subject: 'memory-hotplug: do not allocate pgdat if it was not freed when offline.',
      year: 2013,
      property: 'no-leak',
      before: { offline: 'zeroes', online: 'allocates' },
      after: { offline: 'zeroes' },
    },
  ],
});
