// Rows that gave no answer. What must stay true: none of them is as expected, whatever its spec expects.

import type { RowRun } from '../spec/run-outcome.ts';
import type { Stopped } from '../supervise/supervisor.ts';
import type { OpenedRow } from '../supervise/tasks/open.ts';
import { reachedBy } from './cut-short.ts';
import { explanationOf } from './explain.ts';

/** A row that was asked to stop before it gave an answer. */
export function stoppedRow(row: OpenedRow, error: Stopped): RowRun {
  const { message } = explanationOf(error);
  return { ...uncheckedRow(row), limit: { reached: reachedBy(error), message } };
}

export function notBegunRow(row: OpenedRow): RowRun {
  const message = 'not begun: another row was not as expected, and --fail-fast was given';
  return { ...uncheckedRow(row), limit: { reached: 'interrupted', message } };
}

/** A row that gave no answer is never as expected, not even where none is expected. */
export function uncheckedRow({ parameters, properties, goesWrong }: OpenedRow): RowRun {
  return {
    parameters,
    ...(goesWrong && { goesWrong: { ...goesWrong, verdict: 'inconclusive' } }),
    properties: properties.map((property) => ({
      ...property,
      verdict: 'inconclusive',
      asExpected: false,
      ...(property.expected === 'inconclusive' && { problem: 'the row gave no answer' }),
    })),
    statistics: {
      states: 0,
      transitions: 0,
      depth: 0,
      seconds: 0,
      peakMemoryBytes: 0,
      workers: 1,
      storage: 'exact',
      reductions: [],
    },
  };
}
