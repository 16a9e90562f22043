// How far a worker has come with a row, as it travels: what it tells of its search.

import type { Figures } from '../../base/progress.ts';

export const NO_FIGURES: Figures = {
  states: 0,
  transitions: 0,
  depth: 0,
  frontier: 0,
  memoryBytes: 0,
};

/** Undefined where nothing was told yet. */
export function figuresIn(told: unknown): Figures | undefined {
  const names = Object.keys(NO_FIGURES) as (keyof Figures)[];
  const isWhole = names.every((name) => Number.isFinite(Object(told)[name]));
  return isWhole ? (told as Figures) : undefined;
}
