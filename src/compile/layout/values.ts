// Codes and values, one at a time: what generated code does in the hot loop, for everything outside of it (initial
// states, traces, frames that are entered and left, the second execution of a step that is checked for purity).

import { ModelError } from '../../base/errors.ts';
import { inWords } from '../../base/given.ts';
import { describeDomain, describeValue, none, type ValueDomain } from '../../language/domain.ts';
import { readField, writeField } from './field.ts';
import type { ScalarSlot, Slot } from './slot.ts';

/** The value that a code stands for. */
export function decodeValue(domain: ValueDomain, code: number): unknown {
  switch (domain.type) {
    case 'bool':
      return code === 1;
    case 'range':
      return domain.low + code;
    case 'oneOf':
      return domain.values[code];
    case 'id':
    case 'process':
      return code;
    case 'orNone':
      return code === 0 ? none : decodeValue(domain.inner, code - 1);
  }
}

/** The code of a value; a ModelError where the value is none of the domain's. */
export function encodeValue(
  domain: ValueDomain,
  size: number,
  value: unknown,
  name: string,
): number {
  const code = codeOf(domain, value);
  if (code < 0 || code >= size || !Number.isInteger(code)) {
    throw new ModelError(
      `${name} cannot be ${describeValue(value)}; it is ${describeDomain(domain)}`,
    );
  }
  return code;
}

function codeOf(domain: ValueDomain, value: unknown): number {
  switch (domain.type) {
    case 'bool':
      return value === true ? 1 : value === false ? 0 : -1;
    case 'range':
      return typeof value === 'number' && value <= domain.high ? value - domain.low : -1;
    case 'oneOf':
      return domain.values.indexOf(value as string);
    case 'id':
    case 'process':
      return typeof value === 'number' ? value : -1;
    case 'orNone': {
      if (value === none) return 0;
      const code = codeOf(domain.inner, value);
      return code < 0 ? -1 : code + 1;
    }
  }
}

export function writeScalar(
  state: Int32Array,
  slot: ScalarSlot,
  value: unknown,
  name: string,
): void {
  writeField(state, slot.field, encodeValue(slot.domain, slot.size, value, name));
}

/** Plain contents of a slot: scalars, arrays (of arrays, sets and lists too) and records. */
export function readSlot(state: Int32Array, slot: Slot): unknown {
  switch (slot.type) {
    case 'scalar':
      return decodeValue(slot.domain, readField(state, slot.field));
    case 'array':
      return slot.elements.map((element) => readSlot(state, element));
    case 'record':
      return Object.fromEntries(
        Object.entries(slot.fields).map(([name, field]) => [name, readSlot(state, field)]),
      );
    case 'set': {
      const mask = readField(state, slot.field);
      return Array.from({ length: slot.length }, (_, k) => k).filter((k) => mask & (1 << k));
    }
    case 'list':
      return slot.items
        .slice(0, readField(state, slot.length))
        .map((item) => decodeValue(slot.domain, readField(state, item)));
  }
}

/** Puts plain contents into a slot: the initial contents of a shape, or a procedure's arguments. */
export function writeSlot(state: Int32Array, slot: Slot, value: unknown, name: string): void {
  switch (slot.type) {
    case 'scalar':
      writeScalar(state, slot, value, name);
      return;
    case 'array':
      checkLength(value, slot.elements.length, name);
      slot.elements.forEach((element, k) => {
        writeSlot(state, element, (value as readonly unknown[])[k], `${name}[${k}]`);
      });
      return;
    case 'record':
      checkFields(value, slot.fields, name);
      for (const [field, inner] of Object.entries(slot.fields)) {
        const given = (value as Record<string, unknown> | undefined)?.[field];
        writeSlot(state, inner, given, `${name}.${field}`);
      }
      return;
    case 'set': {
      const members = listOf<number>(value, name);
      const outside = members.find((k) => !Number.isInteger(k) || k < 0 || k >= slot.length);
      if (outside !== undefined) {
        throw new ModelError(`${name}: ${String(outside)} cannot be a member of the set`);
      }
      writeField(
        state,
        slot.field,
        members.reduce((mask, k) => mask | (1 << k), 0),
      );
      return;
    }
    case 'list': {
      const items = listOf<unknown>(value, name);
      if (items.length > slot.items.length) {
        throw new ModelError(
          `${name}: ${items.length} elements; there is room for ${slot.items.length}`,
        );
      }
      writeField(state, slot.length, items.length);
      slot.items.forEach((field, k) => {
        const inList = k < items.length;
        writeField(
          state,
          field,
          inList ? encodeValue(slot.domain, slot.size, items[k], `${name}[${k}]`) : 0,
        );
      });
    }
  }
}

/** What a set or a list begins with. */
function listOf<T>(value: unknown, name: string): readonly T[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new ModelError(
    `${name}: it begins with a list of members, as in [0], not with ${inWords(value)}`,
  );
}

function checkLength(value: unknown, length: number, name: string): void {
  if (!Array.isArray(value) || value.length !== length) {
    const given = Array.isArray(value) ? `${value.length} elements` : describeValue(value);
    throw new ModelError(`${name}: ${given} for an array of ${length} elements`);
  }
}

function checkFields(value: unknown, fields: object, name: string): void {
  for (const key of Object.keys((value ?? {}) as object)) {
    if (!Object.hasOwn(fields, key)) {
      throw new ModelError(
        `${name}.${key}: there is no such field; ${name} has ${Object.keys(fields).join(', ')}`,
      );
    }
  }
}
