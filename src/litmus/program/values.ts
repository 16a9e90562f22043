// Which values a location or a register of a litmus test can hold, so that each gets a finite domain.
//
// Sound only if no value is missed. A store is executed at most once, since there are no loops; so what a location holds has come
// through a chain of stores of which none occurs twice, and as many rounds as there are stores find it. A value that was missed
// would not go by in silence: the model refuses to store what is outside of a domain.

import { unsupported } from '../mistake.ts';
import { applyBinary, applyUnary, type Word, wordOf } from './arithmetic.ts';
import {
  type Action,
  everyInstruction,
  type LitmusProcess,
  type Place,
  partsOf,
  type Value,
} from './instruction.ts';
import type { LitmusProgram } from './program.ts';

export type Words = ReadonlySet<Word>;

/** By the name of a location, and of a register as `P0.r1`. */
export type PossibleValues = ReadonlyMap<string, Words>;

/** More are taken for an endless count. */
const MOST = 256;

export function possibleValues(program: LitmusProgram): PossibleValues {
  const found = new Found(program);
  const stores = program.processes
    .flatMap(({ body }) => [...everyInstruction(body)])
    .filter((one) => one.type === 'act' && ['write', 'update'].includes(one.action.type)).length;
  for (let round = 0; round <= stores; round++) {
    const before = found.size;
    for (const process of program.processes) found.pass(process);
    if (found.size === before) break;
  }
  return found.values;
}

class Found {
  readonly values = new Map<string, Set<Word>>();
  size = 0;

  constructor({ memory, processes, registers }: LitmusProgram) {
    for (const [name, initial] of memory) this.add(name, wordOf(initial), 0);
    for (const process of processes) {
      for (const name of process.registers) {
        const full = `${process.name}.${name}`;
        this.add(full, wordOf(registers.get(full) ?? 0), 0);
      }
    }
  }

  pass({ name, body }: LitmusProcess): void {
    for (const instruction of everyInstruction(body)) {
      if (instruction.type === 'act') this.act(name, instruction.action, instruction.line);
    }
  }

  private act(process: string, action: Action, line: number): void {
    const register = (name: string) => `${process}.${name}`;
    switch (action.type) {
      case 'read':
        for (const place of this.places(process, action.from)) {
          this.addAll(register(action.register), this.of(place), line);
        }
        return;
      case 'write':
        for (const place of this.places(process, action.to)) {
          this.addAll(place, this.results(process, action.value, line), line);
        }
        return;
      case 'update':
        for (const place of this.places(process, action.at)) {
          const old = [...this.of(place)];
          this.addAll(place, this.results(process, action.value, line, old), line);
          if (action.result === undefined) continue;
          const { register: into, value } = action.result;
          this.addAll(register(into), this.results(process, value, line, old), line);
        }
        return;
      case 'compute':
        this.addAll(register(action.register), this.results(process, action.value, line), line);
        return;
      case 'trylock':
      case 'is-locked':
        this.addAll(register(action.register), [0, 1], line);
        return;
    }
  }

  /** The locations that are meant; a number is the address of none. */
  private places(process: string, place: Place): string[] {
    if (place.type === 'location') return [place.name];
    return [...this.of(`${process}.${place.register}`)].filter((one) => typeof one === 'string');
  }

  private of(name: string): Words {
    return this.values.get(name) ?? new Set();
  }

  /** Of a value, for all that the registers in it can hold. */
  private results(process: string, value: Value, line: number, old: readonly Word[] = []): Word[] {
    const registers = [...partsOf(value)].flatMap((one) =>
      one.type === 'register' ? [one.name] : [],
    );
    let choices: Environment[] = (old.length > 0 ? old : [0]).map((one) => ({
      old: one,
      registers: new Map(),
    }));
    for (const name of new Set(registers)) {
      const words = [...this.of(`${process}.${name}`)];
      choices = choices.flatMap((one) => words.map((word) => withRegister(one, name, word)));
      if (choices.length > MOST * MOST) throw tooMany(line);
    }
    return choices.map((one) => resultOf(value, one, line));
  }

  private addAll(name: string, words: Iterable<Word>, line: number): void {
    for (const word of words) this.add(name, word, line);
  }

  private add(name: string, word: Word, line: number): void {
    const words = this.values.get(name) ?? new Set();
    this.values.set(name, words);
    if (words.has(word)) return;
    words.add(word);
    this.size++;
    if (words.size > MOST) throw tooMany(line);
  }
}

function tooMany(line: number): Error {
  return unsupported(line, `a value that may be any of more than ${MOST}`);
}

interface Environment {
  readonly old: Word;
  readonly registers: ReadonlyMap<string, Word>;
}

function withRegister({ old, registers }: Environment, name: string, word: Word): Environment {
  return { old, registers: new Map([...registers, [name, word]]) };
}

function resultOf(value: Value, environment: Environment, line: number): Word {
  switch (value.type) {
    case 'number':
      return value.value;
    case 'address':
      return value.of;
    case 'register':
      return environment.registers.get(value.name) ?? 0;
    case 'old':
      return environment.old;
    case 'unary':
      return applyUnary(value.operator, resultOf(value.of, environment, line), line);
    case 'binary': {
      const left = resultOf(value.left, environment, line);
      const right = resultOf(value.right, environment, line);
      return applyBinary(value.operator, left, right, line);
    }
  }
}
