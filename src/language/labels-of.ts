// Where other processes stand, as steps may ask: `labelsOf('worker', 'idle', 'busy')` among the cells of a system.
//
// It is no cell: it has no part in the state, which has each process's label anyway. What must stay true: system() takes
// these out of the cells, so that whatever goes through all cells never meets the same place twice; a step that names one
// reads the labels themselves, which every step of that process writes.

import { ModelError } from '../base/errors.ts';
import { inWords } from '../base/given.ts';
import type { Cell, Cells } from './cell.ts';

/** What a system's definition says of it. */
export interface LabelsOf {
  readonly process: string;
  /** Those that steps ask for. */
  readonly labels: readonly string[];
}

/**
 * The label at which each instance of a process stands, for steps, guards and helpers to read; `labels` are those that they
 * ask for, and `'done'` is one of them.
 */
export function labelsOf<const Label extends string>(
  process: string,
  ...labels: readonly Label[]
): Cell<readonly (Label | 'done')[]> {
  for (const word of [process, ...labels]) {
    if (typeof word === 'string' && word !== '') continue;
    throw new ModelError(
      `labelsOf takes the name of a process and labels of it, as in labelsOf('worker', 'idle'), not ${inWords(word)}`,
    );
  }
  const domain = { type: 'oneOf', values: labels } as const;
  const element = { type: 'scalar', domain } as const;
  return { shape: { type: 'array', length: 0, element, labelsOf: process } };
}

/** The cells of a system, and what is none of them. */
export function withoutLabels(all: Cells): { cells: Cells; labels: Record<string, LabelsOf> } {
  const cells: Record<string, Cells[string]> = {};
  const labels: Record<string, LabelsOf> = {};
  for (const [name, cell] of Object.entries(all)) {
    const { shape } = cell;
    if (shape.type !== 'array' || shape.labelsOf === undefined) cells[name] = cell;
    else labels[name] = { process: shape.labelsOf, labels: wordsOf(shape.element) };
  }
  return { cells, labels };
}

function wordsOf(element: Cell<unknown>['shape']): readonly string[] {
  return element.type === 'scalar' && element.domain.type === 'oneOf' ? element.domain.values : [];
}
