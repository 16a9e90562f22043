// The kernel's history of an argument: commits at which a verdict turned. Each side of a turn is a row of the spec, so
// the history is checked whenever the spec is.

import { ModelError } from '../model/errors.ts';
import type { ExaminedRow } from './examine-spec.ts';
import { rowAt } from './row-at.ts';
import type { HistoryEntry, SpecDefinition } from './spec.ts';

/** A commit and the verdicts around it. */
export interface Turn extends HistoryEntry {
  readonly model: string;
  readonly verdictBefore: string;
  readonly verdictAfter: string;
}

/** The turns of a spec; a ModelError where one has no rows, or turns nothing. */
export function turnsOf(spec: SpecDefinition, rows: readonly ExaminedRow[]): Turn[] {
  const found = historyMistakes(spec, rows);
  if (found.length > 0) throw new ModelError(found.join('; '));
  return spec.history.map((entry) => ({
    ...entry,
    model: spec.model.name,
    verdictBefore: verdictIn(spec, rows, entry, entry.before) as string,
    verdictAfter: verdictIn(spec, rows, entry, entry.after) as string,
  }));
}

/** Commits without rows, and commits that turn no verdict. */
export function historyMistakes(spec: SpecDefinition, rows: readonly ExaminedRow[]): string[] {
  return spec.history.flatMap((entry) => {
    const [before, after] = [entry.before, entry.after].map((set) =>
      verdictIn(spec, rows, entry, set),
    );
    const name = `history: ${entry.commit} (${entry.property})`;
    if (before === undefined) return [`${name} has no row for the code before it`];
    if (after === undefined) return [`${name} has no row for the code after it`];
    return before === after ? [`${name} turns nothing: '${before}' before and after`] : [];
  });
}

function verdictIn(
  spec: SpecDefinition,
  rows: readonly ExaminedRow[],
  { property }: HistoryEntry,
  set: HistoryEntry['before'],
): string | undefined {
  return rowAt(spec, rows, set)?.expect[property]?.verdict;
}
