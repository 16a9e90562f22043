// How a task of slub-tid-migration finds a cpu slab and its tid: the lines on which the patches differ.

import { bool, none, orNone, upTo } from 'mmcheck';
import { type Make, page, type Variant } from './variant.ts';

export type Fetch = ReturnType<typeof fetchCpuSlab>;

/** Where a caller receives what was found. */
export const found = { c: 'c', tid: 'tid', page: 'page', has_page: 'has_page' } as const;

export function fetchCpuSlab({ procedure }: Make, { read, loads, cpu, tid }: Variant) {
  const begins = {
    pointer: 'this_cpu_ptr',
    'tid-last': 'this_cpu_ptr',
    'preempt-off': 'preempt_disable',
  } as const;
  return procedure('fetch', {
    params: { place: upTo(1) },
    // `has_page`: the cpu has loaded the page early.
    results: { c: cpu, tid, page: orNone(page), has_page: bool },
    returns: ['fetched'],
    start: read in begins ? begins[read as keyof typeof begins] : 'this_cpu_tid',
    steps: {
      preempt_disable: {
        at: 'mm/slub.c slab_free() preempt_disable()',
        thread: 'T: preempt_disable',
        atomic: 'of the cpu that it runs on',
        does: ({ cpus, places, me }) => {
          cpus[places[me.place].cpu].preemptDisable(me);
          return 'this_cpu_ptr';
        },
      },
      this_cpu_tid: {
        at: 'mm/slub.c slab_free() this_cpu_read(s->cpu_slab->tid)',
        thread: 'T: tid := this_cpu_read(tid)',
        atomic: 'one instruction: which cpu it is, and its tid',
        does: ({ places, slabs, me }) => {
          // What was loaded early, for a comparison that failed, is loaded again.
          me.has_page = false;
          me.page = none;
          me.tid = slabs[places[me.place].cpu].tid;
          return read === 'end-token' ? 'fetched' : 'this_cpu_ptr';
        },
      },
      this_cpu_ptr: {
        at: 'mm/slub.c do_slab_free() raw_cpu_ptr(s->cpu_slab)',
        thread: 'T: c := this_cpu_ptr',
        does: ({ places, me }) => {
          me.c = places[me.place].cpu;
          return read === 'no-recheck' || read === 'tid-last' ? 'fetched' : 'tid';
        },
      },
      tid: {
        at: 'mm/slub.c do_slab_free() READ_ONCE(c->tid)',
        thread: ['T: tid := c->tid', 'T: while (tid != c->tid)'],
        atomic:
          "one load; that no other is far from it, since a context switch orders loads, is the cpu's",
        does: ({ cpus, places, slabs, me, choose }) => {
          const here = places[me.place].cpu;
          if (loads === 'unordered' && me.c !== here && choose([false, true])) {
            me.page = slabs[me.c].page;
            me.has_page = true;
            cpus[here].preemptDisable(me);
            return 'tid_after_page';
          }
          if (read === 'recheck') return me.tid === slabs[me.c].tid ? 'fetched' : 'this_cpu_tid';
          me.tid = slabs[me.c].tid;
          return read === 'preempt-off' ? 'preempt_enable' : 'fetched';
        },
      },
      tid_after_page: {
        at: 'mm/slub.c do_slab_free() READ_ONCE(c->tid)',
        thread: ['T: tid := c->tid', 'T: while (tid != c->tid)'],
        atomic: 'one load, the later of the two',
        does: ({ cpus, places, slabs, me }) => {
          cpus[places[me.place].cpu].preemptEnable(me);
          if (read === 'recheck') return me.tid === slabs[me.c].tid ? 'fetched' : 'this_cpu_tid';
          me.tid = slabs[me.c].tid;
          return 'fetched';
        },
      },
      preempt_enable: {
        at: 'mm/slub.c slab_free() preempt_enable()',
        thread: 'T: preempt_enable',
        atomic: 'of the cpu that it runs on',
        does: ({ cpus, places, me }) => {
          cpus[places[me.place].cpu].preemptEnable(me);
          return 'fetched';
        },
      },
    },
  });
}
