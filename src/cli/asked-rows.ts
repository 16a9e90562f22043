// What a run asks of a spec: how it is opened, which of its rows are checked, and with what.

import { ASSERTIONS } from '../language/claims/property.ts';
import type { RowInput } from '../supervise/row-input.ts';
import type { Opened, OpenedRow, OpenedTooth, OpenInput } from '../supervise/tasks/open.ts';
import { searchOptions } from './options.ts';
import { reportFiles } from './reports.ts';
import type { RunFlags } from './run-flags.ts';

export type OpenedSpec = Extract<Opened, { type: 'spec' }>;

export function openInput(file: string, { cache, property, report }: RunFlags): OpenInput {
  const asked = { file, writes: reportFiles(report), keep: cache };
  return property === undefined ? asked : { ...asked, only: property };
}

export interface ChosenRows {
  readonly chosen: readonly OpenedRow[];
  /** How many are too large for every day. */
  readonly large: number;
  /** How many have none of the properties that were asked for. */
  readonly others: number;
}

export function chosenRows(
  { rows }: OpenedSpec,
  { stress = false, property }: RunFlags,
): ChosenRows {
  const small = rows.filter((row) => stress || !row.stress);
  const chosen = small.filter((row) => property === undefined || asksFor(row, property));
  return { chosen, large: rows.length - small.length, others: small.length - chosen.length };
}

/** Anything that a row expects; what its steps assert it need not name. */
function asksFor({ properties }: OpenedRow, only: readonly string[]): boolean {
  return properties.length > 0 || only.includes(ASSERTIONS);
}

/** `row` is one of the spec's. */
export function rowInput(
  file: string,
  { rows }: OpenedSpec,
  row: OpenedRow,
  flags: RunFlags,
): RowInput {
  return {
    file,
    row: rows.indexOf(row),
    options: searchOptions(flags),
    keep: flags.cache,
    ...(flags.html !== undefined && { evidence: true }),
  };
}

export function chosenTeeth({ teeth }: OpenedSpec, { stress }: RunFlags): readonly OpenedTooth[] {
  return teeth.filter((tooth) => stress || !tooth.stress);
}
