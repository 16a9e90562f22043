// In which context of a cpu a process is, and what may interrupt it there.

import type { SystemDefinition } from '../language/system.ts';
import { type Look, recordsIn } from './held-locks.ts';
import type { Fields } from './state.ts';

export interface Cpu {
  readonly irq?: string;
  readonly why?: string;
  /** Why it must not wait for what sleeps on every kernel, and may for what sleeps on PREEMPT_RT alone. */
  readonly rtWhy?: string;
  readonly lets: readonly string[];
}

export function cpuOf({ cells }: SystemDefinition, look: Look, self: number): Cpu {
  const named = Object.entries(cells)
    .flatMap(([name, { shape }]) => recordsIn(shape, look(name), name))
    .filter(([{ context }]) => context !== undefined)
    .map(([{ context }, view]) => ({ rt: context?.preemption === 'rt', view: view as Fields }));
  for (const { rt, view } of named) {
    const off = (count: string): boolean => (view.get(count) as number) > 0;
    const hard = off('irqOff') ? [] : ['hardirq'];
    if (view.get('irq') === self) return { irq: 'hardirq', why: 'in a hardirq', lets: [] };
    if (view.get('softirq') === self) return { irq: 'softirq', why: 'in a softirq', lets: hard };
    if (view.get('task') !== self) continue;
    if (off('irqOff')) return { why: 'with irqs off', lets: [] };
    const lets = off('bhOff') ? hard : [...hard, 'softirq'];
    if (off('preemptCount')) return { why: 'with preemption off', lets };
    if (!off('bhOff')) return { lets };
    return { lets, ...(rt ? { rtWhy: 'with softirqs off' } : { why: 'with softirqs off' }) };
  }
  return { lets: ['hardirq', 'softirq'] };
}
