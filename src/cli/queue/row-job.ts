// What stands in a job: one of two tasks with its input, and nothing that a machine decides for itself, which are its memory
// and its cache.

import { withoutMemory } from '../../supervise/kept-row.ts';
import type { RowInput } from '../../supervise/row-input.ts';
import type { ToothInput } from '../../supervise/tasks/check-tooth.ts';

export type RowJobData =
  | { readonly task: 'checkRow'; readonly input: Omit<RowInput, 'keep'> }
  | { readonly task: 'checkTooth'; readonly input: ToothInput };

export type RowTask = RowJobData['task'];

export function rowData({ keep: _, ...input }: RowInput): RowJobData {
  return { task: 'checkRow', input: { ...input, options: withoutMemory(input.options) } };
}

export function toothData(input: ToothInput): RowJobData {
  return { task: 'checkTooth', input: { ...input, options: withoutMemory(input.options) } };
}

/** For people, in a list of jobs. */
export function jobName({ task, input }: RowJobData): string {
  return task === 'checkRow'
    ? `${input.file} row ${input.row + 1}`
    : `${input.file} ${input.property}`;
}

/** Redis may hold anything: what is no job of one of these specs is not done. */
export function jobIn(data: unknown, specs: readonly string[]): RowJobData | undefined {
  const { task, input } = Object(data);
  const { file, row, property, options } = Object(input);
  if (!specs.includes(file) || typeof options !== 'object' || options === null) return undefined;
  const isRow = task === 'checkRow' && Number.isSafeInteger(row) && row >= 0;
  const isTooth = task === 'checkTooth' && typeof property === 'string';
  return isRow || isTooth ? (data as RowJobData) : undefined;
}
