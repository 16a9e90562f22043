// A trace: the run that breaks a property, as immutable states. `is()` compares two states, and structural sharing
// keeps a long trace small. It knows nothing of the engine's layout.

import type { List, OrderedMap, OrderedSet } from 'immutable';
import type { PropertyKind } from '../language/claims/property.ts';
import type { ParameterValues } from '../language/define-model.ts';

/** A value as shown: ids and enumerated values by name, `none` as null. */
export type ShownValue = boolean | number | string | null;
/** Shown values, lists (arrays, lists), sets and maps (records) of them. */
export type ShownState = ShownValue | List<ShownState> | OrderedSet<ShownValue> | ShownMembers;
/** In the order of the declarations. */
export type ShownMembers = OrderedMap<string, ShownState>;

/**
 * A state: cells by name; processes by the name of the instance (`alloc_pages0`, or `hotplug` where there is one),
 * each a map of `at` and its locals; observers by the name of the property. All through in the order of the declarations.
 * `is()` asks for the order, which a file may have lost: whether two states are one and the same says `sameShown()`.
 */
export interface TraceState {
  readonly cells: ShownMembers;
  readonly processes: OrderedMap<string, ShownMembers>;
  readonly observers: ShownMembers;
}

/** Something that a step changed: `free[Movable]` from 0 to 1. */
export interface Change {
  /**
   * `cell`, `process` (a local of the process that stepped, `i`, or of another, `alloc_pages1.i`) or `observer` (by
   * the name of its property: `no-double-visit.seen[1]`).
   */
  readonly of: 'cell' | 'process' | 'observer';
  readonly path: string;
  readonly before: ShownValue;
  readonly after: ShownValue;
}

/** What a step saw in a cell, or left there as it was; of one whose assertion failed, in its own locals, too. */
export interface Read {
  readonly path: string;
  readonly value: ShownValue;
  /** The step may have stored it, and if so, the value that was there. */
  readonly stays: boolean;
  /** What the step had stored there when its own assertion failed, which undid it. */
  readonly undone?: ShownValue;
}

export interface TraceStep {
  /** The process as defined, the instance of it, and the instance's name. */
  readonly process: string;
  readonly id: number;
  readonly name: string;
  /** The lane in which the step is shown. */
  readonly lane: string;
  readonly label: string;
  readonly to: string;
  /** Which of the step's choices was taken, counted from 0, and the values that were chosen. */
  readonly choice: number;
  readonly chosen: readonly ShownValue[];
  /** Where the step stands in the kernel, and in the model (`models/x.ts:12`), where known. */
  readonly at?: string;
  readonly source?: string;
  readonly changes: readonly Change[];
  /** Of a step that changes no cell, as one whose assertion failed: what it saw. */
  readonly reads: readonly Read[];
  readonly state: TraceState;
}

export interface TraceProperty {
  readonly name: string;
  readonly kind: PropertyKind;
  readonly about: string;
  /** What went wrong in the last state, in words: the assertion's message, who waits for what. */
  readonly message: string;
}

export interface Trace {
  readonly model: string;
  readonly parameters: ParameterValues;
  /** Identifies the model's code, so that a replay can tell that it has changed. */
  readonly fingerprint: string;
  readonly property: TraceProperty;
  /** No shorter run breaks the property. */
  readonly minimal: boolean;
  /** So many steps of the run that was found are not needed, and left out. */
  readonly unneeded?: number;
  /** All lanes in the order of the processes, also those without a step. */
  readonly lanes: readonly string[];
  readonly initial: TraceState;
  /**
   * Fields of primitives that are in the initial state what they always begin with, without indices (`zones.lock.owner`):
   * `Initially` is not read for them.
   */
  readonly atRest?: readonly string[];
  /** The instances whose locals begin with a choice, which `Initially` tells. */
  readonly begun?: readonly string[];
  readonly steps: List<TraceStep>;
  /**
   * Of a run that never ends: the number of the state (0 is the initial one, k that after step k) to which the last
   * step leads back, so that the steps after it repeat forever. The number of the last state where the run stays there.
   */
  readonly loop?: number;
}

/**
 * What became of the claim of a trace whose run was replayed:
 *
 * - `stands`: the run still breaks the property, or reaches what it was to reach;
 * - `falls`: it does not any more;
 * - `absent`: there is no such property to ask;
 * - `not-asked`: one run does not decide it.
 */
export type ReEvaluation = 'stands' | 'falls' | 'absent' | 'not-asked';
