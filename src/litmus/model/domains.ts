// Of which domain each location and each register is: numbers from the least to the largest that it can hold, or addresses. And
// which locations are elements of the array `memory`, since a register may hold the address by which they are accessed.

import { unsupported } from '../mistake.ts';
import type { Word } from '../program/arithmetic.ts';
import { everyInstruction, placeOf } from '../program/instruction.ts';
import type { LitmusProgram } from '../program/program.ts';
import { type PossibleValues, possibleValues, type Words } from '../program/values.ts';

export type ValueType =
  | { readonly type: 'number'; readonly low: number; readonly high: number }
  /** Of locations, or 0. */
  | { readonly type: 'address' };

export interface Domains {
  /** Of locations by name, and of registers as `P0.r1`. */
  readonly types: ReadonlyMap<string, ValueType>;
  /** All locations that have an address which a location or a register may hold. */
  readonly addressed: readonly string[];
  /** Whether these are accessed by it. */
  readonly isIndirect: boolean;
}

export function domainsOf(program: LitmusProgram): Domains {
  const values = possibleValues(program);
  const types = new Map(
    [...values].map(([name, words]): [string, ValueType] => [name, typeOf(name, words)]),
  );
  const addressed = addressedIn(program, values);
  const isIndirect = program.processes.some(({ body }) =>
    [...everyInstruction(body)].some(
      (one) => one.type === 'act' && placeOf(one.action)?.type === 'pointer',
    ),
  );
  if (isIndirect) checkNumbers(addressed, types);
  return { types, addressed, isIndirect };
}

function typeOf(name: string, words: Words): ValueType {
  const all: Word[] = [...words];
  const numbers = all.filter((word) => typeof word === 'number');
  if (numbers.length === all.length) {
    return { type: 'number', low: Math.min(...numbers), high: Math.max(...numbers) };
  }
  if (numbers.every((value) => value === 0)) return { type: 'address' };
  throw unsupported(0, `numbers and addresses in one place, ${name}`);
}

function addressedIn({ memory }: LitmusProgram, values: PossibleValues): string[] {
  const held = new Set([...values.values()].flatMap((words) => [...words]));
  return [...memory.keys()].filter((name) => held.has(name));
}

/** The elements of one array are of one domain. */
function checkNumbers(addressed: readonly string[], types: Domains['types']): void {
  const pointer = addressed.find((name) => types.get(name)?.type === 'address');
  if (pointer === undefined) return;
  throw unsupported(0, `a pointer to a pointer in a register, to ${pointer}`);
}

/** The domain of several together, all of numbers. */
export function commonRange(names: readonly string[], { types }: Domains): ValueType {
  const ranges = names.flatMap((name) => {
    const found = types.get(name);
    return found?.type === 'number' ? [found] : [];
  });
  return {
    type: 'number',
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
  };
}
