// The location of a process, and whether it may stay there forever.

import { readField } from '../compile/layout/field.ts';
import type { InstancePlan, Layout } from '../compile/layout/layout.ts';

/** Done, or at a label of the process's `end`. */
export function isAtEnd({ process }: InstancePlan, label: number): boolean {
  const { flat, definition, labelNames } = process;
  return label === flat.done || definition.end.includes(labelNames[label]);
}

/** Whether a process that never leaves a label is not deadlocked. */
export function mayStay(instance: InstancePlan, label: number): boolean {
  return instance.process.definition.environment || isAtEnd(instance, label);
}

/** The instances that are at no valid end. */
export function notAtEnd({ instances }: Layout, state: Int32Array): number[] {
  return instances.filter((one) => !isAtEnd(one, readField(state, one.label))).map(numberOf);
}

/** The instances that are deadlocked in a state in which nothing can step. */
export function deadlockedIn({ instances }: Layout, state: Int32Array): number[] {
  return instances.filter((one) => !mayStay(one, readField(state, one.label))).map(numberOf);
}

function numberOf({ index }: InstancePlan): number {
  return index;
}
