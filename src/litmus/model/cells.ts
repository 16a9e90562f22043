// The cells of the model of a litmus test, and the locals of its processes: how each is made, as an expression.

import { type Word, wordOf } from '../program/arithmetic.ts';
import { everyInstruction, type LitmusProcess } from '../program/instruction.ts';
import { type LitmusProgram, registerName } from '../program/program.ts';
import { commonRange, type Domains, type ValueType } from './domains.ts';
import { BARRIERS, RCU } from './effects.ts';
import { addressName, cellName, localName } from './names.ts';
import { quoted } from './quoted.ts';

type Made = readonly [name: string, made: string];

/** `graces`: how many grace periods there are, by the name of their domain's cell. */
export function cellsOf(
  program: LitmusProgram,
  domains: Domains,
  graces: ReadonlyMap<string, number>,
  usesBarriers: boolean,
): Made[] {
  const options = (cell: string) => `{ graces: ${Math.max(1, graces.get(cell) ?? 0)} }`;
  return [
    ...memoryCells(program, domains),
    ...program.locks.map((name): Made => [cellName(name), 'atomic(range(0, 1), 0)']),
    ...program.domains.map((name): Made => {
      const cell = cellName(name);
      return [cell, `srcu(${quoted(name)}, ${options(cell)})`];
    }),
    ...(usesRcu(program) ? [[RCU, `rcu(${options(RCU)})`] as const] : []),
    ...(usesBarriers ? [[BARRIERS, 'barriers()'] as const] : []),
  ];
}

function memoryCells({ memory }: LitmusProgram, domains: Domains): Made[] {
  const { types, addressed, isIndirect } = domains;
  const inArray = isIndirect ? addressed : [];
  const single = [...memory].filter(([name]) => !inArray.includes(name));
  const cells = single.map(([name, initial]): Made => {
    return [cellName(name), made('atomic', types.get(name), wordOf(initial))];
  });
  if (inArray.length === 0) return cells;
  const initial = inArray.map((name) => `{ now: ${literal(wordOf(memory.get(name) ?? 0))} }`);
  const element = domainText(commonRange(inArray, domains));
  return [...cells, ['memory', `array(location, atomic(${element}), [${initial.join(', ')}])`]];
}

export function localsOf(
  { name, registers }: LitmusProcess,
  program: LitmusProgram,
  { types }: Domains,
): Made[] {
  return registers.map((register) => {
    const full = registerName(name, register);
    const initial = wordOf(program.registers.get(full) ?? 0);
    return [localName(register), made('cell', types.get(full), initial)];
  });
}

function usesRcu({ processes }: LitmusProgram): boolean {
  return processes.some(({ body }) =>
    [...everyInstruction(body)].some(
      (one) =>
        one.type === 'act' &&
        ['read-lock', 'read-unlock', 'synchronize'].includes(one.action.type) &&
        !('domain' in one.action),
    ),
  );
}

const NOT_USED: ValueType = { type: 'number', low: 0, high: 0 };

function made(maker: string, type: ValueType = NOT_USED, initial: Word): string {
  const isNull = type.type === 'address' && initial === 0;
  return `${maker}(${domainText(type)}, ${isNull ? 'none' : literal(initial)})`;
}

function domainText(type: ValueType): string {
  return type.type === 'address' ? 'orNone(location)' : `range(${type.low}, ${type.high})`;
}

function literal(word: Word): string {
  return typeof word === 'number' ? String(word) : addressName(word);
}
