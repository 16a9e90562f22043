// A sweep as CSV, for a spreadsheet or a plotting program: a line for each value, with the verdict on each property.

import { stringify } from 'csv-stringify/sync';
import type { Sweep } from '../outcome/sweep.ts';

export function sweepCsv({ parameter, sizes }: Sweep): string {
  const names = sizes[0]?.properties.map(({ name }) => name) ?? [];
  const heading = [
    parameter,
    'states',
    'transitions',
    'depth',
    'seconds',
    'memory_bytes',
    'complete',
    'outcome',
    ...names,
  ];
  const lines = sizes.map((size) => [
    size.value,
    size.states,
    size.transitions,
    size.depth,
    size.seconds.toFixed(3),
    size.memoryBytes,
    String(size.limit === undefined),
    size.outcome,
    ...names.map((name) => size.properties.find((one) => one.name === name)?.verdict),
  ]);
  return stringify([heading, ...lines], { escape_formulas: true });
}
