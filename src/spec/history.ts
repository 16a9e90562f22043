// The kernel's history of an argument: commits at which a verdict turned. Each side of a turn is a row of the spec, so
// the history is checked whenever the spec is.

import { ModelError } from '../base/errors.ts';
import { ASSERTIONS } from '../language/claims/property.ts';
import { type ExaminedRow, type ReadRows, rowAt } from './row-at.ts';
import type { HistoryEntry, SpecDefinition } from './spec.ts';

/** A commit and the verdicts around it. */
export interface Turn extends HistoryEntry {
  readonly model: string;
  readonly verdictBefore: string;
  readonly verdictAfter: string;
}

/** The turns of a spec; a ModelError where one has no rows, or turns nothing. */
export function turnsOf(spec: SpecDefinition, rows: readonly ExaminedRow[]): Turn[] {
  const read = { rows, unread: [] };
  const found = historyMistakes(spec, read);
  if (found.length > 0) throw new ModelError(found.join('; '));
  return spec.history.map((entry) => ({
    ...entry,
    model: spec.model.name,
    verdictBefore: verdictIn(spec, read, entry, entry.before) as string,
    verdictAfter: verdictIn(spec, read, entry, entry.after) as string,
  }));
}

/** Commits without rows, and commits that turn no verdict. */
export function historyMistakes(spec: SpecDefinition, rows: ReadRows): string[] {
  return spec.history.flatMap((entry) => {
    const name = `history: ${entry.commit} (${entry.property})`;
    const missing = [
      ...missingSide(spec, rows, entry, 'before'),
      ...missingSide(spec, rows, entry, 'after'),
    ];
    if (missing.length > 0) return missing.map((words) => `${name} ${words}`);
    const [before, after] = [entry.before, entry.after].map((set) =>
      verdictIn(spec, rows, entry, set),
    );
    if (before === undefined || after === undefined) return [];
    return before === after ? [`${name} turns nothing: '${before}' before and after`] : [];
  });
}

function missingSide(
  spec: SpecDefinition,
  rows: ReadRows,
  entry: HistoryEntry,
  side: 'before' | 'after',
): string[] {
  const row = rowAt(spec, rows, entry[side]);
  if (row === undefined) return [];
  if (typeof row === 'string') return [`has no row for the code ${side} it: ${row}`];
  if (verdictIn(spec, rows, entry, entry[side]) !== undefined) return [];
  const { property } = entry;
  return [`is of '${property}', and the row ${side} it has ${Object.keys(row.expect).join(', ')}`];
}

function verdictIn(
  spec: SpecDefinition,
  rows: ReadRows,
  { property }: HistoryEntry,
  set: HistoryEntry['before'],
): string | undefined {
  const row = rowAt(spec, rows, set);
  return typeof row === 'object' ? expectedOf(row, property) : undefined;
}

/** Assertions are expected to hold where a row does not name them. */
function expectedOf({ expect }: ExaminedRow, property: string): string | undefined {
  return expect[property]?.verdict ?? (property === ASSERTIONS ? 'holds' : undefined);
}
