// What can be chosen in pcp-lock-trylock, what follows from it for more than one process, and the
// cells. Each process begins with the parameters that it looks at.

import {
  array,
  type Builder,
  bool,
  cell,
  kind,
  oneOf,
  parameter,
  range,
  set,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { contexts, rcu, spinlock } from 'mmcheck/kernel';
import { perCpuPages } from '../../shared/pcp.ts';

export const parameters = {
  scheme: parameter(
    'What protects the list; double-buffer is the design of Saenz Julienne (2021).',
    oneOf('spinlock', 'local-lock', 'double-buffer', 'double-buffer-no-grace'),
  ),
  kernel: parameter(
    'How the kernel is built; UP is SMP=n, where spin_trylock() always succeeds.',
    oneOf('SMP', 'UP', 'RT'),
  ),
  irqs: parameter(
    'Whether a task that frees leaves irqs on; without SMP pcp_trylock_prepare() turns them off, ' +
      'which is not implied by kernel=UP.',
    oneOf('on', 'off'),
  ),
  irq_takes: parameter('How an irq takes the lock.', oneOf('spin_trylock', 'spin_lock')),
  handler: parameter(
    'Where the irq handler runs: in the irq, or in a thread.',
    oneOf('hardirq', 'thread'),
  ),
  drain_from: parameter(
    'Which cpu drains the list: its own, the only one without SMP, or another.',
    oneOf('other-cpu', 'same-cpu'),
  ),
  drain_takes: parameter('How the drain takes the lock.', oneOf('spin_lock', 'spin_lock_irqsave')),
  migrated: parameter(
    'The task has found its pcp list, and is moved to the other cpu before it takes the lock.',
    bool,
  ),
  peeks: parameter(
    'The drain looks at pcp->count without the lock, and skips a list of none.',
    bool,
  ),
  disable: parameter('zone_pcp_disable() before the drain.', bool),
  tasks: parameter('Tasks that free a page.', range(1, 2)),
  interrupts: parameter('Irqs that free a page, or take one.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { scheme, kernel, tasks, interrupts } = values;
  const isSmp = kernel !== 'UP';
  const pages = tasks + interrupts;
  return {
    ...values,
    isSmp,
    isRt: kernel === 'RT',
    isLocked: scheme === 'spinlock',
    isBuffered: scheme === 'double-buffer' || scheme === 'double-buffer-no-grace',
    cpu: kind('cpu', isSmp ? 2 : 1),
    pages,
    /** pcp->count: below zero only where an update was lost, and by what irqs take. */
    count: range(-interrupts, pages),
    /** Tasks have the first pages, interrupts those after them. */
    page: upTo(pages - 1),
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ cpu, pages, interrupts, isSmp, isRt }: Variant) => ({
  cpus: contexts(cpu, { preemption: isRt ? 'rt' : 'full' }),
  /** The list of cpu 0; a second one for the double buffer, and which of them is pcp->lp. */
  pcp: array(2, perCpuPages(pages, interrupts)),
  lp: cell(upTo(1)),
  pcp_lock: spinlock('pcp->lock', { smp: isSmp }),
  /** Whether pcp->high is above 0; zone_pcp_disable() makes it 0. */
  pcp_high: cell(bool, true),
  buddy: set(pages),
  rcu: rcu({ readers: 1 }),
});
