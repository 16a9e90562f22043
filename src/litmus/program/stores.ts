// How many stores of a test may be under way at once: so much room a memory model needs to leave out no run.
//
// Sound only if no store is missed. Each is executed once at most, since there are no loops; one through a pointer may be to any
// location.

import { type Action, everyInstruction, placeOf } from './instruction.ts';
import type { LitmusProgram } from './program.ts';

export interface StoreCounts {
  /** Of one process, to all locations. */
  readonly ofProcess: number;
  /** To one location, of all processes. */
  readonly ofLocation: number;
}

export function storeCounts({ processes, memory, locks }: LitmusProgram): StoreCounts {
  const stores = processes.map(({ body }) =>
    [...everyInstruction(body)].flatMap((one) => (one.type === 'act' ? storesIn(one.action) : [])),
  );
  const names = [...memory.keys(), ...locks];
  const to = (name: string) =>
    stores.flat().filter((one) => one === name || one === ANYWHERE).length;
  return {
    ofProcess: Math.max(...stores.map(({ length }) => length)),
    ofLocation: Math.max(0, ...names.map(to)),
  };
}

/** A store through a pointer. */
const ANYWHERE = '';

function storesIn(action: Action): string[] {
  if (action.type === 'read' || action.type === 'is-locked') return [];
  if ('lock' in action) return [action.lock];
  const place = placeOf(action);
  if (place === undefined) return [];
  return [place.type === 'location' ? place.name : ANYWHERE];
}
