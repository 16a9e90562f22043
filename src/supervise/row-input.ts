// What is asked of whoever checks a row, and what is answered.

import type { RowRun } from '../spec/run-outcome.ts';
import type { AskedRow } from './kept-verdicts.ts';
import type { SearchOptions } from './tasks/check.ts';

export interface RowInput extends AskedRow {
  readonly options: SearchOptions;
  /** Whether a verdict that was found before will do. */
  readonly keep: boolean;
  /** Whether verdicts come with what explains them. */
  readonly evidence?: boolean;
}

/** A row, and what was wrong with the verdicts that are kept, in words. */
export interface CheckedRow extends RowRun {
  readonly keeping?: string;
}
