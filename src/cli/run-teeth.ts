// `--teeth`: tries each change of a spec that is to break a property which no row violates.

import { QueueError } from '../queue/queue-error.ts';
import { isSameConfiguration } from '../spec/row-at.ts';
import { biteOf, type RowRun, type ToothRun } from '../spec/run-outcome.ts';
import type { Asked } from '../supervise/asked.ts';
import { Stopped } from '../supervise/supervisor.ts';
import type { SearchOptions } from '../supervise/tasks/check.ts';
import type { OpenedTooth } from '../supervise/tasks/open.ts';
import { explanationOf } from './explain.ts';

export async function runTooth(
  file: string,
  { property, at }: OpenedTooth,
  options: SearchOptions,
  checker: Asked<'checkTooth'>,
): Promise<ToothRun> {
  const tried = { property, at };
  try {
    return { ...tried, ...(await checker.ask('checkTooth', { file, property, options })) };
  } catch (error) {
    if (error instanceof QueueError) throw error;
    if (error instanceof Stopped) return { ...tried, verdict: 'inconclusive' };
    return { ...tried, error: explanationOf(error).message };
  }
}

/** A change shows nothing of a property that its row violates without it, whatever the spec expects. */
export function besideRow(
  tooth: ToothRun,
  { parameters }: OpenedTooth,
  rows: readonly RowRun[],
): ToothRun {
  const row = rows.find((one) => parameters && isSameConfiguration(one.parameters, parameters));
  const found = row?.properties.find(({ name }) => name === tooth.property);
  return found?.verdict === 'violated' ? { ...tooth, isViolatedAnyway: true } : tooth;
}

/** One that was never begun. */
export function untried({ property, at }: OpenedTooth): ToothRun {
  return { property, at, verdict: 'inconclusive' };
}

export function isToothless(tooth: ToothRun): boolean {
  return biteOf(tooth) === 'bites nothing';
}
