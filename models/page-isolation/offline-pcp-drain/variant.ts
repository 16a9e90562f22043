// What can be chosen in offline-pcp-drain, and the cells.

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
  UsageError,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { contexts, work } from 'mmcheck/kernel';
import { migratetype } from '../../shared/pageblock.ts';
import { perCpuPages } from '../../shared/pcp.ts';

export const parameters = {
  offline: parameter(
    'In which order offlining isolates, drains and disables; *-again: it drains after each failed test.',
    oneOf(
      'isolate-drain-test',
      'isolate-drain-test-again',
      'disable-drain-isolate',
      'isolate-disable-drain',
      'isolate-drain-disable',
    ),
  ),
  force_all_cpus: parameter('Drains all cpus, also those whose count is 0.', bool),
  load_high: parameter(
    'When the load of pcp->high is done: a cpu may do it before its stores to the list.',
    oneOf('early', 'in-program-order'),
  ),
  pages: parameter('Pages that are freed.', range(1, 4)),
  cpus: parameter('Cpus, each with a pcp list.', range(2, 3)),
  freers: parameter('Tasks that free, each on a cpu of its own.', range(1, 2)),
  high: parameter('pcp->high: a list that has got so long gives pages back.', range(2, 3)),
  batch: parameter('pcp->batch: how many pages it gives back.', range(1, 2)),
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { freers, pages, cpus } = values;
  if (freers > pages) {
    throw new UsageError('offline-pcp-drain: each freer takes a page of its own: pages >= freers');
  }
  return { ...values, cpu: kind('cpu', cpus), last: cpus - 1 };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ cpu, pages, high }: Variant) => ({
  cpus: contexts(cpu),
  mt: cell(migratetype),
  pcp: array(cpu, perCpuPages(pages)),
  pcp_high: array(cpu, upTo(high), high),
  buddy: set(pages),
  drain: array(cpu, work()),
});
