// Emitting JavaScript: the pieces from which the code around a step is generated. Generated code reads each word of
// the state once, fills views from it, and packs views back with every check of type, integrality and domain.

import { ModelError } from '../../base/errors.ts';
import { describeDomain, describeValue, none, type ValueDomain } from '../../language/domain.ts';
import { type Field, maskOf } from '../layout/field.ts';
import type { Slot } from '../layout/slot.ts';
import type { View } from '../layout/views.ts';

/** Collects the constants that generated code closes over, each under a name of its own. */
export class Constants {
  readonly #names = new Map<unknown, string>();

  name(value: unknown): string {
    let name = this.#names.get(value);
    if (name === undefined) {
      name = `k${this.#names.size}`;
      this.#names.set(value, name);
    }
    return name;
  }

  /** The function whose source is `body`, with the constants in scope. */
  compile<F>(body: string): F {
    const names = [...this.#names.values()];
    return new Function(...names, `'use strict'; return ${body};`)(...this.#names.keys()) as F;
  }
}

/** The variable that holds a word of the state before the step. */
export function wordVariable(word: number): string {
  return `w${word}`;
}

export function readWords(words: Iterable<number>, state: string): string {
  return [...words].map((word) => `const ${wordVariable(word)} = ${state}[${word}];`).join(' ');
}

function codeOf(field: Field): string {
  if (field.bits === 0) return '0';
  const shifted = field.shift === 0 ? '' : ` >>> ${field.shift}`;
  return field.bits === 32
    ? wordVariable(field.word)
    : `((${wordVariable(field.word)}${shifted}) & ${maskOf(field.bits)})`;
}

/** An expression for the value that a code stands for. */
function valueOf(domain: ValueDomain, code: string, constants: Constants): string {
  switch (domain.type) {
    case 'bool':
      return `${code} === 1`;
    case 'range':
      return domain.low === 0 ? code : `${code} + ${domain.low}`;
    case 'oneOf':
      return `${constants.name(domain.values)}[${code}]`;
    case 'id':
    case 'process':
      return code;
    case 'orNone':
      return `${code} === 0 ? ${constants.name(none)} : ${valueOf(domain.inner, `(${code} - 1)`, constants)}`;
  }
}

/** Statements that fill the view of a slot. `target` assigns a scalar; containers are filled through their view. */
export function decode(slot: Slot, view: View, target: string, constants: Constants): string {
  switch (slot.type) {
    case 'scalar':
      return refresh(target, valueOf(slot.domain, codeOf(slot.field), constants));
    case 'set':
      return `${constants.name(view)}.mask = ${codeOf(slot.field)};`;
    case 'list': {
      const name = constants.name(view);
      const items = constants.name(view.items);
      const fill = slot.items.map((field, k) =>
        refresh(`${items}[${k}]`, valueOf(slot.domain, codeOf(field), constants)),
      );
      return `${name}.count = ${codeOf(slot.length)}; ${fill.join(' ')}`;
    }
    case 'array': {
      const name = constants.name(view);
      return slot.elements
        .map((element, k) => decode(element, nested(element, view, k), `${name}[${k}]`, constants))
        .join(' ');
    }
    case 'record': {
      const name = constants.name(view);
      return Object.entries(slot.fields)
        .map(([field, inner]) =>
          decode(inner, nested(inner, view, field), `${name}.${field}`, constants),
        )
        .join(' ');
    }
  }
}

/**
 * Stores only what differs. Neighbouring states share most of their values, and a store into a view behind a Proxy
 * costs 9 ns where a load and a comparison cost 1 (Node 20).
 */
function refresh(target: string, value: string): string {
  return `{ const v = ${value}; if (${target} !== v) ${target} = v; }`;
}

/** A scalar has no view of its own: its container holds the value. */
function nested(slot: Slot, view: View, key: string | number): View {
  return slot.type === 'scalar' ? undefined : view[key];
}

/** A field and the expression of its new code. */
export interface Packed {
  readonly field: Field;
  readonly code: string;
}

/** The new codes of all fields of a slot, checked. */
export function encode(
  slot: Slot,
  view: View,
  source: string,
  name: string,
  constants: Constants,
): Packed[] {
  switch (slot.type) {
    case 'scalar':
      return [
        { field: slot.field, code: checked(slot.domain, slot.size, source, name, constants) },
      ];
    case 'set':
      return [{ field: slot.field, code: `${constants.name(view)}.mask` }];
    case 'list': {
      const own = constants.name(view);
      const items = constants.name(view.items);
      return [
        { field: slot.length, code: `${own}.count` },
        ...slot.items.map((field, k) => ({
          field,
          code: `${k} < ${own}.count ? ${checked(slot.domain, slot.size, `${items}[${k}]`, `${name}[${k}]`, constants)} : 0`,
        })),
      ];
    }
    case 'array':
      return slot.elements.flatMap((element, k) =>
        encode(
          element,
          nested(element, view, k),
          `${constants.name(view)}[${k}]`,
          `${name}[${k}]`,
          constants,
        ),
      );
    case 'record':
      return Object.entries(slot.fields).flatMap(([field, inner]) =>
        encode(
          inner,
          nested(inner, view, field),
          `${constants.name(view)}.${field}`,
          `${name}.${field}`,
          constants,
        ),
      );
  }
}

/** An expression for the code of a value, which throws where the value is none of the domain's. */
function checked(
  domain: ValueDomain,
  size: number,
  source: string,
  name: string,
  constants: Constants,
): string {
  const refuse = `${constants.name(refuser(name, domain))}(${source})`;
  return `(${codeFor(domain, size, source, refuse, constants)})`;
}

function codeFor(
  domain: ValueDomain,
  size: number,
  source: string,
  refuse: string,
  constants: Constants,
): string {
  switch (domain.type) {
    case 'bool':
      return `${source} === true ? 1 : ${source} === false ? 0 : ${refuse}`;
    case 'range':
      return domain.low === 0
        ? natural(source, domain.high, refuse)
        : `typeof ${source} === 'number' && (${source} | 0) === ${source} && ${source} >= ${domain.low} && ${source} <= ${domain.high} ? ${source} - ${domain.low} : ${refuse}`;
    case 'oneOf':
      if (domain.values.length > 6) {
        const codes = new Map(domain.values.map((value, k) => [value, k]));
        return `${constants.name(codes)}.get(${source}) ?? ${refuse}`;
      }
      return domain.values.reduceRight(
        (rest, value, k) => `${source} === ${JSON.stringify(value)} ? ${k} : ${rest}`,
        refuse,
      );
    case 'id':
    case 'process':
      return natural(source, size - 1, refuse);
    case 'orNone':
      return `${source} === ${constants.name(none)} ? 0 : 1 + (${codeFor(domain.inner, size - 1, source, refuse, constants)})`;
  }
}

/** The type is asked first: an operator would throw on a symbol, and take '2' for a number. */
function natural(source: string, high: number, refuse: string): string {
  return `typeof ${source} === 'number' && ${source} >>> 0 === ${source} && ${source} <= ${high} ? ${source} : ${refuse}`;
}

/** One function for each place, so that the message can name it; never called in a correct model. */
function refuser(name: string, domain: ValueDomain): (value: unknown) => never {
  return (value) => {
    throw new ModelError(
      `${name} cannot be ${describeValue(value)}${typeof value === 'object' ? '' : ` (${typeof value})`}; it is ${describeDomain(domain)}`,
    );
  };
}

/** The new value of each word that has a packed field: `[3, '(w3 & ~M) | ...']`. */
export function packWords(packed: readonly Packed[]): Map<number, string> {
  const words = new Map<number, { mask: number; parts: string[] }>();
  for (const { field, code } of packed) {
    if (field.bits === 0) {
      // Nothing to store, but the check that the value is the only one must still run.
      const first = words.get(field.word) ?? { mask: 0, parts: [] };
      words.set(field.word, { mask: first.mask, parts: [...first.parts, `(${code}, 0)`] });
      continue;
    }
    const word = words.get(field.word) ?? { mask: 0, parts: [] };
    words.set(field.word, {
      mask: word.mask | (maskOf(field.bits) << field.shift),
      parts: [...word.parts, field.shift === 0 ? `(${code})` : `((${code}) << ${field.shift})`],
    });
  }
  return new Map(
    [...words].map(([word, { mask, parts }]) => {
      const kept = mask === -1 ? [] : [`(${wordVariable(word)} & ${~mask})`];
      return [word, [...kept, ...parts].join(' | ')];
    }),
  );
}
