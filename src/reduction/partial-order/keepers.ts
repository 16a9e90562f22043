// Keepers: who keeps whom out. A lock that a process holds keeps every other process from going past the step that
// acquires it, and a cpu that it has to itself keeps the cpu's other contexts from stepping at all, until the holder
// itself has taken a step. The primitives say so (Method.excludedBy), each with its own proof in src/kernel; the steps
// that ask them first are their gates (model/access/gates.ts).
//
// What must stay true: while a keeper names a process, nothing but that process's own steps lets another one past a gate
// that it keeps. Steps that write the field by themselves, past the methods, take that away from the whole cell; so do
// those that call a method in the name of another, as up_read_non_owner() does (model/access/call-walk.ts).

import type { Access } from '../../model/access/access.ts';
import type { Gate } from '../../model/access/gates.ts';
import type { Exclusion } from '../../model/cell.ts';
import type { CompiledSystem } from '../../model/compile.ts';
import { type Field, maskOf, readField } from '../../model/layout/field.ts';
import type { RecordSlot, ScalarSlot, Slot } from '../../model/layout/slot.ts';
import type { ElementOf } from './accessed-fields.ts';

interface Keeper {
  /** Its code is 0 for none, else one more than the number of an instance. */
  readonly by: Field;
  readonly while?: Field;
  readonly unless?: Field;
}

/** Keepers are the bits of a small integer; a method that has more of them than are left keeps nobody out. */
const MOST = 31;

export class Keepers {
  readonly #system: CompiledSystem;
  readonly #all: Keeper[] = [];
  readonly #known = new Map<string, number>();
  /** By cell and method, whether its keepers have numbers. */
  readonly #asked = new Map<string, boolean>();
  /** The keepers by the word that names who it is, which is 0 in these bits where nobody is kept out. */
  readonly #words = new Map<number, { bits: number; readonly keepers: number[] }>();
  readonly #broken: ReadonlySet<string>;

  constructor(system: CompiledSystem, accesses: readonly Access[]) {
    this.#system = system;
    this.#broken = new Set(
      accesses.filter((one) => one.write && this.#isWithinPrimitive(one)).map(({ cell }) => cell),
    );
  }

  get count(): number {
    return this.#all.length;
  }

  /** The keepers of a gate, as bits. */
  of({ cell, path, method }: Gate, elementOf: ElementOf): number {
    if (!this.#areNumbered(cell, method)) return 0;
    const record = recordAt(this.#system.layout.cells[cell], path, elementOf);
    return keepersOf(record, method).reduce(
      (bits, keeper) => bits | (1 << (this.#known.get(keyOf(keeper)) as number)),
      0,
    );
  }

  /** The instance that a keeper names in a state; -1 where it keeps nobody out. */
  holder(state: Int32Array, k: number): number {
    const keeper = this.#all[k];
    if (keeper.while && readField(state, keeper.while) === 0) return -1;
    if (keeper.unless && readField(state, keeper.unless) !== 0) return -1;
    return readField(state, keeper.by) - 1;
  }

  /** Adds to the bits of each instance the keepers that name it in a state. */
  addHeld(state: Int32Array, bits: Int32Array): void {
    for (const [word, one] of this.#words) {
      if ((state[word] & one.bits) === 0) continue;
      for (const keeper of one.keepers) {
        const holder = this.holder(state, keeper);
        if (holder >= 0) bits[holder] |= 1 << keeper;
      }
    }
  }

  /**
   * Whether all keepers of a method have numbers, wherever in a cell it is called; otherwise none has. What is known of one
   * element is known of all, so interchangeable ones are treated alike.
   */
  #areNumbered(cell: string, method: string): boolean {
    const key = `${cell} ${method}`;
    let answer = this.#asked.get(key);
    if (answer === undefined) {
      answer = !this.#broken.has(cell) && this.#number(this.#system.layout.cells[cell], method);
      this.#asked.set(key, answer);
    }
    return answer;
  }

  #number(slot: Slot, method: string): boolean {
    const all = recordsIn(slot).flatMap((record) => keepersOf(record, method));
    const fresh = new Map(all.map((keeper) => [keyOf(keeper), keeper]));
    for (const key of this.#known.keys()) fresh.delete(key);
    if (this.#all.length + fresh.size > MOST) return false;
    for (const [key, keeper] of fresh) {
      const number = this.#all.push(keeper) - 1;
      this.#known.set(key, number);
      this.#addWord(keeper.by, number);
    }
    return true;
  }

  #addWord({ word, shift, bits }: Field, number: number): void {
    const one = this.#words.get(word) ?? { bits: 0, keepers: [] };
    one.bits |= maskOf(bits) << shift;
    one.keepers.push(number);
    this.#words.set(word, one);
  }

  /** Whether an access goes to a part of a primitive. */
  #isWithinPrimitive({ cell, path }: Access): boolean {
    let slot: Slot | undefined = this.#system.layout.cells[cell];
    for (const step of path) {
      if (slot?.type === 'record') {
        if (slot.methods) return true;
        slot = step.type === 'field' ? slot.fields[step.name] : undefined;
      } else if (slot?.type === 'array') slot = slot.elements[0];
    }
    return false;
  }
}

function keepersOf(record: RecordSlot | undefined, method: string): Keeper[] {
  const exclusions = record?.methods?.[method]?.excludedBy ?? [];
  return exclusions.flatMap((one) => namedBy(record as RecordSlot, one));
}

function namedBy({ fields }: RecordSlot, exclusion: Exclusion): Keeper[] {
  const named = fields[exclusion.by];
  const holders = named.type === 'array' ? named.elements : [named];
  const more = {
    ...(exclusion.while && { while: scalar(fields[exclusion.while]).field }),
    ...(exclusion.unless && { unless: scalar(fields[exclusion.unless]).field }),
  };
  return holders.map((one) => ({ by: scalar(one).field, ...more }));
}

function keyOf({ by, while: whenSet, unless }: Keeper): string {
  return [by, whenSet, unless].map((field) => (field ? `${field.word}.${field.shift}` : '')).join();
}

/** All records in a slot, itself included. */
function recordsIn(slot: Slot): RecordSlot[] {
  if (slot.type === 'array') return slot.elements.flatMap(recordsIn);
  return slot.type === 'record' ? [slot, ...Object.values(slot.fields).flatMap(recordsIn)] : [];
}

function recordAt(slot: Slot, path: Gate['path'], elementOf: ElementOf): RecordSlot | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return slot.type === 'record' ? slot : undefined;
  if (slot.type === 'record') {
    const inner = first.type === 'field' ? slot.fields[first.name] : undefined;
    return inner && recordAt(inner, rest, elementOf);
  }
  if (slot.type !== 'array' || first.type === 'field') return undefined;
  const element = elementOf(first);
  const inner = element === undefined ? undefined : slot.elements[element];
  return inner && recordAt(inner, rest, elementOf);
}

function scalar(slot: Slot): ScalarSlot {
  if (slot.type !== 'scalar') throw new Error('an exclusion names a field that is no scalar');
  return slot;
}
