// The final states that a memory model allows: each candidate execution is looked at, and those that break an axiom are dropped.

import { executionsOf, type FinalState } from './execution.ts';
import type { Program } from './program.ts';
import type { Allows } from './relations.ts';

/** Each once, by its text: `0:r1=0 1:r2=1 x=2`. */
export function outcomesOf(program: Program, allows: Allows): Map<string, FinalState> {
  const found = new Map<string, FinalState>();
  for (const execution of executionsOf(program)) {
    const text = textOf(execution.final);
    if (!found.has(text) && allows(execution)) found.set(text, execution.final);
  }
  return found;
}

export function textOf(state: FinalState): string {
  return [...state]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(' ');
}
