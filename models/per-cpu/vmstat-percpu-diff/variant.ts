// What can be chosen in vmstat-percpu-diff, and the cells. To scale: an s8 has four bits here, an s32 eight, and a page four bytes.
// 125, the largest threshold, is 6.

import {
  array,
  type Builder,
  bool,
  cell,
  defaultTo,
  kind,
  oneOf,
  parameter,
  range,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { contexts } from 'mmcheck/kernel';

export const parameters = {
  unit: parameter(
    'What is counted: pages, or bytes, of which a page has four.',
    oneOf('pages', 'bytes'),
  ),
  width: parameter(
    'The type of a difference: s8, of four bits here; or s32 (posted), of eight.',
    oneOf('s8', 's32'),
  ),
  threshold: parameter(
    'From what on a difference goes to the global counter: 3; or 12, which is 3 pages in bytes; 6 is the largest for an s8.',
    defaultTo(range(1, 12), 3),
  ),
  update: parameter(
    'How a difference is updated: with irqs off; by cmpxchg on its own cpu; with preemption off alone; or, by one, with an increment that oversteps.',
    oneOf('irq-off', 'cmpxchg', 'preempt-off', 'inc'),
  ),
  fold: parameter(
    'Who folds differences: nobody; the worker of a cpu its own; another cpu those of one that is dead; or of one that is not.',
    oneOf('nobody', 'own-cpu', 'dead-cpu', 'live-cpu'),
  ),
  read: parameter(
    'How kswapd looks at the watermark: not at all; at the global counter; or at that and all differences (zone_page_state_snapshot()).',
    oneOf('no', 'global', 'snapshot'),
  ),
  irqs: parameter('Interrupts on the first cpu that update, too.', range(0, 1)),
  cpus: parameter('Cpus, each with a task that updates.', defaultTo(range(2, 3), 2)),
  updates: parameter('Updates of each task; an interrupt has one.', range(1, 3)),
};

export type Variant = ReturnType<typeof variantOf>;

export const variantOf = (values: ValuesOf<typeof parameters>) => {
  const half = values.width === 's8' ? 8 : 128;
  const { threshold } = values;
  const page = values.unit === 'pages' ? 1 : 4;
  const most = page * (values.cpus * values.updates + values.irqs) + 3 * half;
  return {
    ...values,
    cpu: kind('cpu', values.cpus),
    page,
    /** What fits into a difference, and what a store makes of a value. */
    diff: range(-half, half - 1),
    store: (x: number) => ((((x + half) % (2 * half)) + 2 * half) % (2 * half)) - half,
    value: range(-most, most),
    /** What a difference may be at first: as much as fits, so that the next update may be too much. */
    begins: threshold < half ? [threshold, -threshold] : [0],
    /** One page below what the global counter is at first. */
    watermark: -page,
  };
};

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ cpu, diff, value }: Variant) => ({
  cpus: contexts(cpu),
  vm_stat: cell(value, 0),
  vm_stat_diff: array(cpu, diff, 0),
  /** The sum of all updates, as if there were no differences; and how many updates are under way. */
  actual: cell(value, 0),
  under_way: cell(upTo(2 * cpu.ids.length + 1)),
  /** An update has gone to the global counter although its cpu had no difference: a record of it. */
  unbatched: cell(bool),
});
