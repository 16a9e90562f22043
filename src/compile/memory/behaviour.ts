// What a memory model has to answer while a step runs: what it loads, where its stores go, and what orders them.

import type { Method } from '../../language/method.ts';
import type { InstancePlan } from '../layout/layout.ts';
import type { RecordSlot } from '../layout/slot.ts';
import type { View } from '../layout/views.ts';
import type { Dependence } from './dependencies.ts';

export interface CalledMethod {
  readonly primitive: RecordSlot;
  readonly method: Method;
  /** What `this` is to it. */
  readonly view: View;
}

/** A method that a step calls: of a primitive, or of a set or a list, which changes it. */
export type Called =
  | CalledMethod
  | 'set or list'
  /** A field of a primitive that is assigned past its methods. */
  | 'assigned';

export interface Behaviour {
  /** Whether a bound of it has kept something from being explored. */
  readonly wasBounded: boolean;
  /** Whether a load may have several answers, so that a step has to be run for each. */
  readonly chooses: boolean;
  /** The step of an instance comes next. */
  enter(instance: InstancePlan, dependence: Dependence): void;
  /** The author's code begins, perhaps a second time. */
  begin(): void;
  load(word: number): unknown;
  store(word: number, value: unknown): void;
  /** A call begins: false where it is not made, and answered with false, for memory is not so far. */
  calls(called: Called, args: readonly unknown[]): boolean;
  /** It has ended. */
  called(called: Called, answer: unknown, args: readonly unknown[]): void;
  /** Whether the step that has run has stored something. */
  readonly hasStored: boolean;
  /** Whether it is not known yet if the step could be taken at all. */
  readonly mustWait: boolean;
  /** Puts what the step has done into the state; false, and the state as it was before, where the step must wait. */
  settle(): boolean;
  /** A state as a process sees it, where there is but one way to see it. */
  seenBy(instance: InstancePlan, state: Int32Array): Int32Array;
  /** Which element of the store buffers the steps of a process touch. */
  bufferOf(instance: InstancePlan): number | undefined;
  /** Whether the steps that touch a cell touch all store buffers. */
  isOfAllBuffers(cell: string): boolean;
}
