// What can be chosen in slab-cpuup-rollback, and the cells. One node, whose cpu comes up and goes again. Of a cache there
// are the arrays of the node, and where its objects are; which object is where does not matter.

import {
  array,
  type Builder,
  bool,
  cell,
  defaultTo,
  kind,
  none,
  oneOf,
  orNone,
  parameter,
  range,
  table,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { heap, hotplugStates, mutex, spinlock } from 'mmcheck/kernel';

export const parameters = {
  cpu_array: parameter(
    'The array of the cpu: per-cpu memory; or allocated as the cpu comes up (until bf0dea23a9c0).',
    oneOf('percpu', 'kmalloc'),
  ),
  asks: parameter('cpuup_canceled() asks whether there is an array of the cpu.', bool),
  undoes: parameter(
    'What is rolled back: the states that were entered, as a state that fails undoes itself; or that state once more.',
    oneOf('entered', 'failed-too'),
  ),
  drain: parameter(
    'When who drains to the node from another one reads n->shared: under list_lock, or before.',
    oneOf('under-lock', 'before-lock'),
  ),
  reap_lock: parameter('cache_reap() runs under slab_mutex.', defaultTo(bool, true)),
  cancels: parameter('The work of the cpu is cancelled as it goes offline.', defaultTo(bool, true)),
  mate: parameter('Another cpu of the node is online, so that its arrays stay.', bool),
  tune: parameter('Somebody writes to /proc/slabinfo, and gets new arrays.', bool),
  users: parameter('Somebody allocates, drains and reaps meanwhile.', defaultTo(bool, true)),
  caches: parameter('Caches.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { caches, cpu_array, tune, mate } = values;
  const ofCpu = cpu_array === 'kmalloc' ? 1 : 0;
  const ofMate = mate ? 2 : 0;
  return {
    ...values,
    cache: kind('cache', caches),
    /** All arrays of a run: those of the mate come first, two for each cache. */
    arrays: kind('ac', caches * (2 + ofCpu + ofMate + (tune ? 1 : 0))),
    isKmalloc: cpu_array === 'kmalloc',
  };
}

/** Objects of each cache: one in a slab, and one in the alien array of another node. */
export const OBJECTS = 2;

export type Make = Builder<ReturnType<typeof cellsOf>>;

export function cellsOf({ cache, caches, arrays, mate }: Variant) {
  const count = upTo(OBJECTS);
  const ofMate = (at: number) => (mate ? arrays.ids[at] : none);
  return {
    hp: hotplugStates(['offline', 'slab', 'prepare', 'online']),
    slab_mutex: mutex('slab_mutex'),
    list_lock: array(cache, spinlock('n->list_lock')),
    heap: heap(arrays, { mayFail: true, allocated: mate ? arrays.ids.slice(0, 2 * caches) : [] }),
    nodes: table(
      cache,
      {
        shared: orNone(arrays),
        alien: orNone(arrays),
        /** The array of the cpu, where it is not per-cpu memory. */
        nc: orNone(arrays),
        /** n->free_limit, in batches: at least one for each cpu of the node. */
        limit: range(-2, 2),
      },
      (c: number) => ({ limit: 1, shared: ofMate(2 * c), alien: ofMate(2 * c + 1) }),
    ),
    objects: table(
      cache,
      { slab: count, shared: count, cpu: count, remote: count, user: count },
      { slab: 1, remote: 1 },
    ),
    online: cell(bool),
    /** slab_reap_work of the cpu: its timer runs. */
    armed: cell(bool),
    reaping: cell(bool),
    /** cpuup_canceled() looked at an array of the cpu that is not there. */
    nc_is_null: cell(bool),
    cpus: cell(upTo(2), mate ? 1 : 0),
  };
}
