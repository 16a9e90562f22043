// The reference explorer's state: immutable collections all the way down, so that two states are
// equal exactly when `is()` says so, and no step can change a state that somebody else holds. No
// bytes, no codes: contents are the values that the author writes.
//
// A state is what its cells hold, where each process instance stands with its locals and call
// frames, and what the observers remember. A procedure that is not being executed has no frame,
// hence no part in the state.

import { List, Map, Record, type Set } from 'immutable';
import type { None } from '../language/domain.ts';
import type { ProcessDefinition } from '../language/process.ts';
import type { SystemDefinition } from '../language/system.ts';

export type Value = boolean | number | string | None;
/**
 * What a cell, a local or an element holds: arrays and lists as List, records as Map, sets as Set.
 */
export type Contents = Value | List<Contents> | Fields | Set<number>;
export type Fields = Map<string, Contents>;

/**
 * One execution of a process's or a procedure's steps. A frame that is calling stands at the label
 * of its call.
 */
export interface FrameFields {
  label: string;
  variables: Fields;
}
export const Frame = Record<FrameFields>({ label: '', variables: Map() });
export type Frame = Record<FrameFields> & Readonly<FrameFields>;

/** The frames of a process instance, the outermost first. */
export type Stack = List<Frame>;

export interface StateFields {
  cells: Fields;
  /** In the order of `instances`. */
  processes: List<Stack>;
  /** The observers' own state, by the name of the property. */
  observers: Map<string, Fields>;
}
export const State = Record<StateFields>({ cells: Map(), processes: List(), observers: Map() });
export type State = Record<StateFields> & Readonly<StateFields>;

/** One of the instances of a process; `self` is its number among all instances of the system. */
export interface Instance {
  readonly process: string;
  readonly definition: ProcessDefinition;
  readonly id: number;
  readonly self: number;
  /** `alloc0`, or `hotplug` where the process has one instance. */
  readonly name: string;
}

/** A system with its process instances counted off. */
export interface World {
  readonly definition: SystemDefinition;
  readonly instances: readonly Instance[];
}

export function worldOf(definition: SystemDefinition): World {
  const instances: Instance[] = [];
  for (const [process, def] of Object.entries(definition.processes)) {
    const count = typeof def.count === 'number' ? def.count : def.count.size;
    for (let id = 0; id < count; id++) {
      const name = count === 1 ? process : `${process}${id}`;
      instances.push({ process, definition: def, id, self: instances.length, name });
    }
  }
  return { definition, instances };
}

/** Where a process instance stands: `done`, a label, or `call/label` within a called procedure. */
export function placeOf(stack: Stack): string {
  return stack.map((frame) => frame.label).join('/');
}
