// The location of a process, and whether it may stay there forever.

import type { InstancePlan } from '../compile/layout/layout.ts';

/** Done, or at a label of the process's `end`. */
export function isAtEnd({ process }: InstancePlan, label: number): boolean {
  const { flat, definition, labelNames } = process;
  return label === flat.done || definition.end.includes(labelNames[label]);
}
