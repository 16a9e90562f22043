// Where a walk by hand is, as plain data: what a page shows of a state and of all that can come next.

import type { PropertyKind } from '../language/claims/property.ts';
import type { Leaf } from '../trace/leaves.ts';
import type { TraceStep } from '../trace/trace.ts';

/** Who steps, by number, and which of the step's choices is taken. */
export interface Move {
  readonly instance: number;
  readonly choice: number;
}

/** A step that was, or can be, taken: what a trace tells of it but for the whole state. */
export interface WalkStep extends Omit<TraceStep, 'state'> {
  readonly move: Move;
  /** Its own assertion fails: nothing comes after it. */
  readonly failed: boolean;
}

export interface ProcessLocation {
  readonly name: string;
  readonly lane: string;
  readonly at: string;
  readonly locals: readonly Leaf[];
  /** Whether it can step here. */
  readonly is: 'enabled' | 'blocked' | 'ended';
  /** What a blocked one waits for. */
  readonly waitsFor: readonly string[];
  /** Where in the model the step at its label stands. */
  readonly source?: string;
}

/** What is wrong, or reached, where the walk is. */
export interface Noticed {
  readonly property: string;
  readonly kind: PropertyKind;
  readonly about: string;
  readonly message: string;
}

export interface Position {
  /** The step that led here; none in the initial state. */
  readonly step?: WalkStep;
  readonly cells: readonly Leaf[];
  readonly observers: readonly Leaf[];
  readonly processes: readonly ProcessLocation[];
  readonly options: readonly WalkStep[];
  readonly noticed: readonly Noticed[];
}

/** A way through the model: it can be taken again. */
export interface Way {
  /** Which of the initial states, from 0. */
  readonly initial: number;
  readonly moves: readonly Move[];
}
