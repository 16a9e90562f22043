// The claims about slub-tid-migration, and what becomes of each. 7cccd80b4397 (2013) reads the tid with
// preemption off, 9aabf810a67c (2015) twice instead, 9b4bc85a69f5 (2021) by the pointer again.
//
// It can be argued that the race of 2013 cannot happen, as long as tids are unique: a wrong cpu's tid makes
// the commit fail. So it is where the stores of a flush are one step. They are not, to a task that reads
// from another cpu: in the kernels of the time (3.4 and 3.10 were looked at) the new tid comes first.

import { defineSpec, none, violated } from 'mmcheck';
import { pageOf } from '../../models/slub/slub-tid-migration/variant.ts';
import model from '../../models/slub/slub-tid-migration.ts';

const T = (label: string) => ['slab_free', label] as const;
const I = (label: string) => ['irq_alloc', label] as const;
const moves = ['scheduler', 'migrate'] as const;

const holds = { 'right-slab': 'holds', 'one-place': 'holds', 'where-it-looked': 'holds' } as const;

/** The tid is new already, the page is not, and the freelist was and is empty. */
const tidOfHalf = [
  T('this_cpu_ptr'),
  I('flush_tid'),
  T('tid'),
  T('page'),
  I('flush_page'),
  moves,
  T('cmpxchg_double'),
] as const;
/** The tid is of one cpu, the page of another, and both have no object free. */
const otherPointer = [
  T('this_cpu_tid'),
  moves,
  T('this_cpu_ptr'),
  T('page'),
  moves,
  T('cmpxchg_double'),
] as const;
const wrongCpu = {
  'right-slab': violated(otherPointer),
  'where-it-looked': violated(otherPointer),
} as const;
const sameTid = {
  'right-slab': violated([T('tid'), T('page'), T('cmpxchg_double')]),
  'where-it-looked': violated([T('tid'), moves, T('cmpxchg_double')]),
} as const;
const lateTid = [T('page'), I('flush_page'), T('late_tid'), T('cmpxchg_double')] as const;
/** The page is loaded before the flush, the tid after it. */
const pageFirst = [
  T('tid'),
  I('flush_page'),
  I('flush_tid'),
  T('tid_after_page'),
  moves,
  T('cmpxchg_double'),
] as const;

export default defineSpec(model, {
  seed:
    'FIX [2/2] slub: tid must be retrieved from the percpu area of the current processor (Lameter, ' +
    'Jan 2013), 7cccd80b4397; 9aabf810a67c (2015); 9b4bc85a69f5 (2021)',
  answer:
    'Rostedt and Lameter: the race of 2013 is real, as a flush stored the tid first then. Where it ' +
    'comes last, as today, the patch would not be needed on x86.',
  properties: ({ invariant, observer }) => ({
    'right-slab': invariant(
      'but while an irq changes it, the objects of a cpu slab are those of its page',
      ({ slabs, next, cpus }) =>
        slabs.every(({ freelist, page }, c) => {
          if (cpus[c].irq !== none) return true;
          let o = freelist;
          for (let k = 0; k < 5 && o !== none; k++) {
            if (pageOf(o) !== page) return false;
            o = next[o];
          }
          return true;
        }),
    ),
    'one-place': invariant(
      'each object is allocated, or once on a freelist',
      ({ allocated, slabs, free, next, irq_alloc }) => {
        const places: unknown[] = [...allocated.values()];
        const heads = [...slabs.map(({ freelist }) => freelist), ...free];
        for (const head of [...heads, ...irq_alloc.map(({ object }) => object)]) {
          let o = head;
          // A cycle ends, too, and has an object twice.
          for (let k = 0; k < 5 && o !== none; k++) {
            places.push(o);
            o = next[o];
          }
        }
        return places.length === 4 && new Set(places).size === 4;
      },
    ),
    'where-it-looked': observer('what commits is on the cpu whose slab it has looked at', {
      state: {},
      on: {
        slab_free: {
          cmpxchg_double: ({ step, places, me, assert }) =>
            assert(step.to !== 'done' || places[0].cpu === me.c, 'it commits on another cpu'),
        },
      },
    }),
  }),
  rows: [
    { set: {}, expect: holds },
    {
      set: { flush: 'tid-first' },
      expect: { ...holds, 'right-slab': violated(tidOfHalf) },
      note:
        'The code that the patch of 2013 is for. It fixes what its changelog says, by way of what ' +
        'flush_slab() did then: a tid that is read from another cpu may be newer than the page that is ' +
        'read after it. With page and freelist stored before the tid, as today, it is not needed.',
    },
    {
      set: { flush: 'tid-first', preemption: 'none' },
      expect: holds,
      note: 'On its own cpu the task sees a flush as a whole.',
    },
    { set: { read: 'preempt-off', flush: 'tid-first' }, expect: holds },
    { set: { read: 'recheck', flush: 'tid-first' }, expect: holds },
    { set: { read: 'end-token', flush: 'tid-first' }, expect: holds },
    { set: { read: 'no-recheck' }, expect: { ...holds, ...wrongCpu } },
    {
      set: { read: 'no-recheck', preemption: 'none' },
      expect: holds,
      note: 'Why the loop of 2015 asks for IS_ENABLED(CONFIG_PREEMPT).',
    },
    { set: { read: 'tid-last' }, expect: { ...holds, 'right-slab': violated(lateTid) } },
    { set: { tids: 'all-from-0' }, expect: { ...holds, ...sameTid } },
    {
      set: { loads: 'unordered' },
      expect: { ...holds, 'right-slab': violated(pageFirst) },
      note:
        "The code since 9b4bc85a69f5 on a cpu that loads another cpu's page before its tid, which " +
        'barrier() does not forbid. The two versions before it read the tid on its own cpu.',
    },
    { set: { read: 'preempt-off', loads: 'unordered' }, expect: holds },
    { set: { read: 'recheck', loads: 'unordered' }, expect: holds },
    { set: { cpus: 3, irqs: 2, allocs: 1 }, expect: holds, stress: true },
    {
      set: { read: 'recheck', flush: 'tid-first', cpus: 3, allocs: 1 },
      expect: holds,
      stress: true,
    },
  ],
  teeth: {
    'one-place': {
      replace: 'free[me.page] = none;',
      by: '{}',
      at: {},
      file: 'slub-tid-migration/irq-alloc.ts',
    },
  },
  history: [
    {
      commit: '7cccd80b4397',
      subject: 'slub: tid must be retrieved from the percpu area of the current processor',
      year: 2013,
      property: 'right-slab',
      before: { flush: 'tid-first' },
      after: { read: 'preempt-off', flush: 'tid-first' },
    },
  ],
});
