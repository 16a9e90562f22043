// Where a run that goes on by itself stops: at a label, at a value of a cell, where a property is broken or reached.

import type { Position } from '../../walk/position.ts';

export interface Stop {
  /** The label to which the last step went; empty for any. */
  readonly label: string;
  /** The path of a cell, and its value; any change of it where no value is given. */
  readonly cell: string;
  readonly value: string;
  readonly atFinding: boolean;
}

export const NO_STOP: Stop = { label: '', cell: '', value: '', atFinding: true };

/** Why to stop here; nothing where to go on. */
export function reasonToStop(stop: Stop, position: Position, before: Position): string | undefined {
  const { step, noticed, cells } = position;
  const known = new Set(before.noticed.map(({ property }) => property));
  const news = noticed.find(({ property }) => !known.has(property));
  if (stop.atFinding && news) return `${news.property}: ${news.message}`;
  if (stop.label !== '' && step?.to === stop.label) return `${step.name} is at ${stop.label}`;
  const change = step?.changes.find(({ of, path }) => of === 'cell' && path === stop.cell);
  if (!change) return undefined;
  const value = shownValue(cells.find(([path]) => path === stop.cell)?.[1] ?? null);
  return stop.value === '' || value === stop.value ? `${stop.cell} is ${value}` : undefined;
}

export function shownValue(value: boolean | number | string | null): string {
  return value === null ? 'none' : String(value);
}
