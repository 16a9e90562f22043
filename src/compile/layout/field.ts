// Fields: where in the state vector a value stands, and how a domain's values are numbered.
//
// A state is a vector of 32-bit words. A field lies within one word, so that reading it is a shift and a mask. Every
// value of a domain of n values has a code 0 .. n-1, and a field has just enough bits for the codes: equal states are
// equal words, and nothing else in the vector varies.

import type { ValueDomain } from '../../language/domain.ts';

export interface Field {
  readonly word: number;
  readonly shift: number;
  /** 0 for a domain of one value, which needs no room. */
  readonly bits: number;
}

/** Where a field stands; a field of no bits carries nothing and has no place of its own. */
export function placeOf({ word, shift }: Field): number {
  return word * 32 + shift;
}

/** How many values a domain has; `processes` resolves `anyProcess`. */
export function domainSize(domain: ValueDomain, processes: number): number {
  switch (domain.type) {
    case 'bool':
      return 2;
    case 'range':
      return domain.high - domain.low + 1;
    case 'oneOf':
      return domain.values.length;
    case 'id':
      return domain.size;
    case 'process':
      return processes;
    case 'orNone':
      return 1 + domainSize(domain.inner, processes);
  }
}

export function bitsFor(values: number): number {
  return values <= 1 ? 0 : 32 - Math.clz32(values - 1);
}

/** The mask of a field at bit 0. */
export function maskOf(bits: number): number {
  return bits === 32 ? -1 : (1 << bits) - 1;
}

/**
 * Hands out fields. What is asked for together stands together, so that a step touches few words: a field goes to the word
 * of the one before it, or else to the first that has room.
 */
export class FieldAllocator {
  /** How many bits of each word are taken. */
  readonly #used = [0];
  #current = 0;

  allocate(bits: number): Field {
    const used = this.#used;
    if (used[this.#current] + bits > 32) {
      const roomy = used.findIndex((taken) => taken + bits <= 32);
      this.#current = roomy >= 0 ? roomy : used.push(0) - 1;
    }
    const field = { word: this.#current, shift: used[this.#current], bits };
    used[this.#current] += bits;
    return field;
  }

  /** How many bits of each word are taken: its lowest. */
  get wordBits(): readonly number[] {
    return this.#used;
  }
}

export function readField(state: Int32Array, field: Field): number {
  return (state[field.word] >>> field.shift) & maskOf(field.bits);
}

export function writeField(state: Int32Array, field: Field, code: number): void {
  const mask = maskOf(field.bits) << field.shift;
  state[field.word] = (state[field.word] & ~mask) | ((code << field.shift) & mask);
}

/** The bits that fields take, of each of so many words. */
export function fieldBits(fields: Iterable<Field>, words: number): Int32Array {
  const taken = new Int32Array(words);
  for (const { word, shift, bits } of fields) taken[word] |= maskOf(bits) << shift;
  return taken;
}

/** The same, of each word in which there are some. */
export function wordMasks(
  fields: Iterable<Field>,
  words: number,
): (readonly [word: number, mask: number])[] {
  return [...fieldBits(fields, words).entries()].filter(([, mask]) => mask !== 0);
}

/** Copies a state, which has few words: a loop costs a fifth of `TypedArray.set`. */
export function copyState(from: Int32Array, into: Int32Array): void {
  for (let w = 0; w < into.length; w++) into[w] = from[w];
}
