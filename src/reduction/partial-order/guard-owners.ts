// Owners: who keeps whom out. A lock that a process holds keeps every other process from going past the step that
// acquires it, and a cpu that it has to itself keeps the cpu's other contexts from stepping at all, until the holder
// itself has taken a step. The primitives say so (Method.excludedBy), each with its own proof in src/kernel; the steps
// that ask them first are their guards (compile/access/acquire-guards.ts).
//
// What must stay true: while an owner names a process, nothing but that process's own steps lets another one past a
// guard that it keeps. Steps that write the field by themselves, past the methods, take that away from the whole cell;
// so do those that call a method in the name of another, as up_read_non_owner() does (compile/access/call-walk.ts).

import type { Access, AcquireGuard } from '../../compile/access/access.ts';
import { type Field, maskOf, readField } from '../../compile/layout/field.ts';
import { type NamingPlace, namedAt, namingPlaces } from '../../compile/layout/named.ts';
import type { RecordSlot, ScalarSlot, Slot } from '../../compile/layout/slot.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import type { Exclusion } from '../../language/method.ts';
import type { ElementOf } from './accessed-fields.ts';

/**
 * All places that name who keeps a guard by one exclusion: each process that is named keeps all others out, so the
 * readers of a lock are one owner, and the lock is free when the last has gone.
 */
interface Owner {
  readonly places: readonly NamingPlace[];
  readonly while?: Field;
  readonly unless?: Field;
}

/** Owners are the bits of a small integer; a method that has more of them than are left keeps no process out. */
const MOST = 31;

export class GuardOwners {
  readonly #system: CompiledSystem;
  readonly #all: Owner[] = [];
  readonly #known = new Map<string, number>();
  /** By cell and method, whether its owners have numbers. */
  readonly #asked = new Map<string, boolean>();
  /** The places of owners by the word that they are in, which is 0 in these bits where no process is named. */
  readonly #words = new Map<number, { bits: number; readonly named: [number, NamingPlace][] }>();
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

  /** The owners of a guard, as bits. */
  of({ cell, path, method }: AcquireGuard, elementOf: ElementOf): number {
    if (!this.#areNumbered(cell, method)) return 0;
    const record = recordAt(this.#system.layout.named[cell], path, elementOf);
    return ownersOf(record, method).reduce(
      (bits, owner) => bits | (1 << (this.#known.get(keyOf(owner)) as number)),
      0,
    );
  }

  /** The instances that an owner names in a state: each keeps all others out. */
  holders(state: Int32Array, k: number): number[] {
    const owner = this.#all[k];
    if (!isActive(owner, state)) return [];
    return owner.places.map((place) => namedAt(place, state)).filter((holder) => holder >= 0);
  }

  /** Adds to the bits of each instance the owners that name it in a state. */
  addHeld(state: Int32Array, bits: Int32Array): void {
    for (const [word, one] of this.#words) {
      if ((state[word] & one.bits) === 0) continue;
      for (const [owner, place] of one.named) {
        const holder = namedAt(place, state);
        if (holder >= 0 && isActive(this.#all[owner], state)) bits[holder] |= 1 << owner;
      }
    }
  }

  /**
   * Whether all owners of a method have numbers, wherever in a cell it is called; otherwise none has. What is known
   * of one element is known of all, so interchangeable ones are treated alike.
   */
  #areNumbered(cell: string, method: string): boolean {
    const key = `${cell} ${method}`;
    let answer = this.#asked.get(key);
    if (answer === undefined) {
      answer = !this.#broken.has(cell) && this.#number(this.#system.layout.named[cell], method);
      this.#asked.set(key, answer);
    }
    return answer;
  }

  #number(slot: Slot, method: string): boolean {
    const all = recordsIn(slot).flatMap((record) => ownersOf(record, method));
    const fresh = new Map(all.map((owner) => [keyOf(owner), owner]));
    for (const key of this.#known.keys()) fresh.delete(key);
    if (this.#all.length + fresh.size > MOST) return false;
    for (const [key, owner] of fresh) {
      const number = this.#all.push(owner) - 1;
      this.#known.set(key, number);
      for (const place of owner.places) this.#addPlace(place, number);
    }
    return true;
  }

  #addPlace(place: NamingPlace, owner: number): void {
    const { word, shift, bits } = place.field;
    const one = this.#words.get(word) ?? { bits: 0, named: [] };
    one.bits |= maskOf(bits) << shift;
    one.named.push([owner, place]);
    this.#words.set(word, one);
  }

  /** Whether an access goes to a part of a primitive. */
  #isWithinPrimitive({ cell, path }: Access): boolean {
    let slot: Slot | undefined = this.#system.layout.named[cell];
    for (const step of path) {
      if (slot?.type === 'record') {
        if (slot.methods) return true;
        slot = step.type === 'field' ? slot.fields[step.name] : undefined;
      } else if (slot?.type === 'array') slot = slot.elements[0];
    }
    return false;
  }
}

function isActive({ while: whenSet, unless }: Owner, state: Int32Array): boolean {
  if (whenSet && readField(state, whenSet) === 0) return false;
  return !unless || readField(state, unless) === 0;
}

function ownersOf(record: RecordSlot | undefined, method: string): Owner[] {
  const exclusions = record?.methods?.[method]?.excludedBy ?? [];
  return exclusions.map((one) => ownerOf(record as RecordSlot, one));
}

function ownerOf({ fields }: RecordSlot, exclusion: Exclusion): Owner {
  return {
    places: namingPlaces(fields[exclusion.by]),
    ...(exclusion.while && { while: scalar(fields[exclusion.while]).field }),
    ...(exclusion.unless && { unless: scalar(fields[exclusion.unless]).field }),
  };
}

function keyOf({ places, while: whenSet, unless }: Owner): string {
  return [places[0]?.field, whenSet, unless]
    .map((field) => (field ? `${field.word}.${field.shift}` : ''))
    .join();
}

/** All records in a slot, itself included. */
function recordsIn(slot: Slot): RecordSlot[] {
  if (slot.type === 'array') return slot.elements.flatMap(recordsIn);
  return slot.type === 'record' ? [slot, ...Object.values(slot.fields).flatMap(recordsIn)] : [];
}

function recordAt(
  slot: Slot,
  path: AcquireGuard['path'],
  elementOf: ElementOf,
): RecordSlot | undefined {
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
