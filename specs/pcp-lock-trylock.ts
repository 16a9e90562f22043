// The claims about pcp-lock-trylock, and what becomes of each. The history: 4b23a68f9536,
// 01b44456a7aa and 443c2accd1b6 (2022) bring the lock and the remote drain, 574907741599 (2022)
// leaves irqs on and has the bug of kernels without SMP, and 038a102535eb (2026) mends it.

import { defineSpec, violated } from 'mmcheck';
import model from '../models/pcp-lock-trylock.ts';

const T = (label: string) => ['free_unref_page', label] as const;
const I = (label: string) => ['irq_free_page', label] as const;
const R = (label: string) => ['drain_pages_zone', label] as const;

const holds = {
  'mutual-exclusion': 'holds',
  'count-is-right': 'holds',
  'no-page-lost': 'holds',
  'no-page-while-disabled': 'holds',
  'no-trylock-in-hardirq': 'holds',
  'lock-order': 'holds',
  deadlock: 'holds',
  'no-page-skipped-pso': 'pending',
} as const;
/** An irq comes in the middle of R's section, and its trylock succeeds. */
const nested = [R('spin_lock'), I('spin_trylock')] as const;
/** R counts none, once I has added its page. */
const nestedCount = [R('spin_lock'), I('count'), R('uncount')] as const;
const nestedLoss = [R('list_splice'), I('list_add'), R('list_init')] as const;
const remote = [R('list_splice'), R('list_init')] as const;

export default defineSpec(model, {
  seed:
    '[PATCH 2/2] page allocator: do not drain per-cpu lists via IPI from page allocator context ' +
    '(Jan 2012); 4b23a68f9536, 443c2accd1b6, 574907741599; 038a102535eb mm/page_alloc: prevent ' +
    'pcp corruption with SMP=n',
  properties: ({ invariant, observer, deadlock, lockOrder, pending }, { kernel, handler }) => {
    const isFreeing = (at: string) =>
      at === 'list_add' ||
      at === 'count' ||
      at === 'read_high' ||
      at === 'uncount' ||
      at === 'list_del';
    const isDraining = (at: string) =>
      at === 'list_splice' || at === 'list_init' || at === 'uncount';
    return {
      'mutual-exclusion': invariant(
        'at most one context is at work on a pcp list',
        ({ free_unref_page, irq_free_page, drain_pages_zone }) =>
          [0, 1].every(
            (lp) =>
              free_unref_page.filter((one) => isFreeing(one.at) && one.lp === lp).length +
                irq_free_page.filter((one) => isFreeing(one.at) && one.lp === lp).length +
                drain_pages_zone.filter((one) => isDraining(one.at) && one.lp === lp).length <=
              1,
          ),
      ),
      'count-is-right': invariant(
        'when nobody is at work on a pcp list, pcp->count is the length of the list',
        ({ pcp, free_unref_page, irq_free_page, drain_pages_zone }) =>
          free_unref_page.some((one) => isFreeing(one.at)) ||
          irq_free_page.some((one) => isFreeing(one.at)) ||
          drain_pages_zone.some((one) => isDraining(one.at)) ||
          pcp.every((one) => one.count === one.list.size),
      ),
      'no-page-lost': invariant(
        'when everybody is through, each page is in one place',
        ({ pcp, buddy, free_unref_page, irq_free_page, drain_pages_zone }) => {
          if (!drain_pages_zone.every((one) => one.at === 'done')) return true;
          return [...free_unref_page, ...irq_free_page].every((one) => {
            const places = pcp.filter((list) => list.list.has(one.page)).length;
            return one.at !== 'done' || places + (buddy.has(one.page) ? 1 : 0) === 1;
          });
        },
      ),
      'no-page-while-disabled': invariant(
        'once the lists are disabled and drained, none has a page while nobody is at work on it',
        ({ pcp, pcp_high, free_unref_page, irq_free_page, drain_pages_zone }) =>
          pcp_high.value ||
          !drain_pages_zone.every((one) => one.at === 'done') ||
          free_unref_page.some((one) => isFreeing(one.at)) ||
          irq_free_page.some((one) => isFreeing(one.at)) ||
          pcp.every((one) => one.list.isEmpty),
      ),
      'no-trylock-in-hardirq': observer('on PREEMPT_RT no hardirq takes a sleeping lock', {
        state: {},
        on: {
          irq_free_page: {
            spin_trylock: ({ assert }) =>
              assert(kernel !== 'RT' || handler === 'thread', 'rt_spin_trylock() in a hardirq'),
          },
        },
      }),
      'lock-order': lockOrder(),
      deadlock: deadlock(),
      'no-page-skipped-pso': pending(
        'memory-model',
        'a drainer that reads pcp->count without the lock skips no list that has a page',
      ),
    };
  },
  rows: [
    { set: { kernel: 'SMP', irq_takes: 'spin_trylock' }, expect: holds },
    { set: { kernel: 'SMP', drain_from: 'same-cpu' }, expect: holds },
    {
      set: { kernel: 'SMP', irq_takes: 'spin_lock' },
      expect: {
        ...holds,
        'lock-order': violated([T('spin_trylock'), I('irq_enter')]),
        deadlock: violated([T('spin_trylock'), I('irq_enter')]),
      },
      note: 'A trylock asks for nothing; what it has taken is held, and an irq that asks for it waits.',
    },
    { set: { kernel: 'SMP', migrated: true }, expect: holds },

    // Without SMP spin_trylock() always succeeds.
    {
      set: { kernel: 'UP', irqs: 'off', drain_from: 'same-cpu', drain_takes: 'spin_lock' },
      expect: {
        ...holds,
        'mutual-exclusion': violated(nested),
        'count-is-right': violated(nestedCount),
        'no-page-lost': violated(nestedLoss),
      },
    },
    {
      set: { kernel: 'UP', irqs: 'off', drain_from: 'same-cpu', drain_takes: 'spin_lock_irqsave' },
      expect: holds,
    },
    {
      set: { kernel: 'UP', irqs: 'on', drain_from: 'same-cpu', drain_takes: 'spin_lock_irqsave' },
      expect: {
        ...holds,
        'mutual-exclusion': violated([T('spin_trylock'), I('spin_trylock')]),
      },
      note: 'Why pcp_trylock_prepare() turns irqs off without SMP.',
    },

    { set: { kernel: 'RT', handler: 'thread' }, expect: holds },
    {
      set: { kernel: 'RT', handler: 'hardirq' },
      expect: {
        ...holds,
        'lock-order': violated([I('irq_enter')]),
        'no-trylock-in-hardirq': violated([I('irq_enter'), I('spin_trylock')]),
      },
    },

    { set: { kernel: 'SMP', disable: true }, expect: holds },

    {
      set: {
        scheme: 'local-lock',
        irqs: 'off',
        drain_from: 'same-cpu',
        drain_takes: 'spin_lock_irqsave',
      },
      expect: holds,
    },
    {
      set: {
        scheme: 'local-lock',
        irqs: 'off',
        drain_from: 'other-cpu',
        drain_takes: 'spin_lock_irqsave',
      },
      expect: {
        ...holds,
        'mutual-exclusion': violated([R('begin')]),
        'count-is-right': violated(remote),
        'no-page-lost': violated(remote),
      },
    },
    { set: { scheme: 'double-buffer', irqs: 'off' }, expect: holds },
    {
      set: { scheme: 'double-buffer-no-grace', irqs: 'off' },
      expect: {
        ...holds,
        'mutual-exclusion': violated([R('swap_lp')]),
        'count-is-right': violated([R('swap_lp'), ...remote]),
        'no-page-lost': violated([R('swap_lp'), ...remote]),
      },
    },

    {
      set: { kernel: 'SMP', disable: true, tasks: 2, interrupts: 2 },
      expect: holds,
      stress: true,
    },
    {
      set: { scheme: 'double-buffer', irqs: 'off', tasks: 2, interrupts: 2 },
      expect: holds,
      stress: true,
    },
  ],
  teeth: {
    /** A page stays on a list whatever pcp->high is. */
    'no-page-while-disabled': {
      replace: "disable ? 'read_high' : 'unlock'",
      by: "'unlock'",
      file: './pcp-lock-trylock/list-steps.ts',
      at: { kernel: 'SMP', disable: true },
    },
  },
  history: [
    {
      commit: '574907741599',
      subject: 'mm/page_alloc: leave IRQs enabled for per-cpu page allocations',
      year: 2022,
      property: 'no-page-lost',
      before: {
        kernel: 'UP',
        irqs: 'off',
        drain_from: 'same-cpu',
        drain_takes: 'spin_lock_irqsave',
      },
      after: { kernel: 'UP', irqs: 'off', drain_from: 'same-cpu', drain_takes: 'spin_lock' },
    },
    {
      commit: '038a102535eb',
      subject: 'mm/page_alloc: prevent pcp corruption with SMP=n',
      year: 2026,
      property: 'no-page-lost',
      before: { kernel: 'UP', irqs: 'off', drain_from: 'same-cpu', drain_takes: 'spin_lock' },
      after: {
        kernel: 'UP',
        irqs: 'off',
        drain_from: 'same-cpu',
        drain_takes: 'spin_lock_irqsave',
      },
    },
  ],
});
