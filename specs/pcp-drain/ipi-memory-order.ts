// The claims about ipi-memory-order, and what becomes of each: which barriers a call by IPI needs, and which a cpu would that
// goes without stop_machine(). Both are pairs: a barrier of one side alone is none. No commit turned a verdict.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/pcp-drain/ipi-memory-order.ts';

const S = (label: string) => ['smp_call_function', label] as const;
const F = (label: string) => ['flush', label] as const;

const holds = { 'csd-seen': 'holds', 'online-or-queued': 'holds' } as const;
/** The IPI is there before the call. */
const early = {
  ...holds,
  'csd-seen': violated([S('send_ipi'), F('irq_enter'), F('llist_del_all')]),
} as const;
/** Each loads before it sees the other's store. */
const missed = {
  ...holds,
  'online-or-queued': violated([S('llist_add'), F('set_cpu_offline'), F('llist_del_all')]),
} as const;

export default defineSpec(model, {
  seed:
    '[PATCH 2/2] page allocator: do not drain per-cpu lists via IPI from page allocator context ' +
    '(Jan 2012), on whether every cpu that is asked to drain does',
  answer:
    'An IPI is no barrier: smp_mb() before it is sent, and where it is taken, or the two of a cmpxchg() and an ' +
    'xchg() of the queue. Where stores keep their order neither is needed, but for a cpu that goes by itself.',
  properties: ({ invariant, observer }, { cpu }) => ({
    'csd-seen': observer('whoever takes the IPI sees the record', {
      state: {},
      on: {
        flush: {
          llist_del_all: ({ me, assert }) =>
            assert(me.found || cpu === 'goes', 'no call is on the queue'),
          csd_do_func: ({ me, assert }) => assert(me.func, 'the record has an old function'),
        },
      },
    }),
    'online-or-queued': invariant(
      'the sender sees the cpu offline, or the cpu sees the call',
      ({ smp_call_function, flush }) =>
        cpu === 'stays' ||
        flush.some(({ at, found }) => at !== 'done' || found) ||
        smp_call_function.some(({ sent }) => !sent),
    ),
  }),
  rows: [
    { set: { cpu: 'stays' }, expect: holds },
    { set: { cpu: 'stays', 'memory-model': 'tso' }, expect: holds },
    { set: { cpu: 'stays', 'memory-model': 'pso' }, expect: early },
    { set: { cpu: 'stays', sender: 'smp_mb', 'memory-model': 'pso' }, expect: holds },
    { set: { cpu: 'stays', sender: 'smp_mb', 'memory-model': 'lkmm' }, expect: early },
    { set: { cpu: 'stays', target: 'smp_mb', 'memory-model': 'lkmm' }, expect: early },
    {
      set: { cpu: 'stays', sender: 'smp_mb', target: 'smp_mb', 'memory-model': 'lkmm' },
      expect: holds,
    },
    { set: { cpu: 'stays', queue: 'llist', 'memory-model': 'lkmm' }, expect: holds },

    { set: { cpu: 'goes' }, expect: holds },
    { set: { cpu: 'goes', 'memory-model': 'tso' }, expect: missed },
    { set: { cpu: 'goes', sender: 'smp_mb', 'memory-model': 'tso' }, expect: missed },
    { set: { cpu: 'goes', target: 'smp_mb', 'memory-model': 'tso' }, expect: missed },
    {
      set: { cpu: 'goes', sender: 'smp_mb', target: 'smp_mb', 'memory-model': 'pso' },
      expect: holds,
    },
    { set: { cpu: 'goes', queue: 'llist', 'memory-model': 'lkmm' }, expect: holds },
  ],
});
