// What no row of a spec has seen: a label that nobody comes to in any variant, a claim that never has its *if*. A spec may
// say which these are, and is then held to it.

import type { RowRun, SpecRun } from './run-outcome.ts';

/** Of rows that were all run to their end; undefined where one of them was not, and might have seen it. */
export function unseenIn(rows: readonly RowRun[]): readonly string[] | undefined {
  const seen = new Map<string, boolean>();
  for (const { happenings, limit } of rows) {
    // A model that goes wrong is as far as it can be.
    const isCut = limit !== undefined && limit.reached !== 'error';
    if (happenings === undefined || isCut) return undefined;
    for (const { words, seen: here } of happenings)
      seen.set(words, here || seen.get(words) === true);
  }
  return [...seen].filter(([, anywhere]) => !anywhere).map(([words]) => words);
}

export interface Demand {
  /** What the spec says that no row sees. */
  readonly never: readonly string[];
  /** Whether large rows are run, too: they may see more. */
  readonly stress: boolean;
}

/** Where a spec says otherwise; a sentence each. */
export function unmetDemands(unseen: readonly string[], { never, stress }: Demand): string[] {
  const more = unseen.filter((words) => !never.includes(words));
  const less = stress ? [] : never.filter((words) => !unseen.includes(words));
  return [
    ...more.map((words) => `no row sees it, and 'never' does not say so: ${words}`),
    ...less.map((words) => `'never' says so, and it happens, or is nothing of the model: ${words}`),
  ];
}

/** What is reported of it. */
export function unseenOf(
  rows: readonly RowRun[],
  demand: Demand | undefined,
): Pick<SpecRun, 'unseen' | 'unmet'> {
  const unseen = unseenIn(rows);
  if (unseen === undefined) return {};
  return { unseen, ...(demand && { unmet: unmetDemands(unseen, demand) }) };
}
