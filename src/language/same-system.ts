// Whether two systems do the same: the same cells, and functions of the same text whose closures hold the same. A variant
// that is declared and not implemented builds the same system as another.
//
// What must stay true: no two systems are called the same that may differ. What cannot be looked up, or be compared, is
// taken to be different; so is what differs by a name that a function does not use.

import { closureOf, maySee } from './source/closure.ts';

/** Of systems, and of anything else that is made of plain data and functions. */
export function isSameCode(one: unknown, other: unknown): boolean {
  return new Comparison().same(one, other);
}

class Comparison {
  /** Pairs that are being compared, or have been: in a circle, they are the same unless something else is not. */
  readonly #begun = new Map<object, Set<object>>();

  same(one: unknown, other: unknown): boolean {
    if (Object.is(one, other)) return true;
    if (!isComparable(one) || !isComparable(other)) return false;
    const begun = this.#begun.get(one) ?? new Set();
    if (begun.has(other)) return true;
    this.#begun.set(one, begun.add(other));
    if (typeof one === 'function' || typeof other === 'function') {
      return isCode(one) && isCode(other) && this.#code(one, other);
    }
    return this.#data(one, other);
  }

  #data(one: object, other: object): boolean {
    const prototype = Object.getPrototypeOf(one);
    const isPlain = [Object.prototype, Array.prototype, null].includes(prototype);
    if (!isPlain || prototype !== Object.getPrototypeOf(other)) return false;
    const keys = Reflect.ownKeys(one);
    return (
      keys.length === Reflect.ownKeys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && this.same(at(one, key), at(other, key)))
    );
  }

  #code(one: Code, other: Code): boolean {
    const text = textOf(one);
    if (text !== textOf(other) || text.endsWith(NATIVE)) return false;
    if (hidesScopes(one) || hidesScopes(other)) return false;
    const [here, there] = [closureOf(one), closureOf(other)];
    return [...new Set(text.match(WORD))].every((name) => {
      const [held, held2] = [here(name), there(name)];
      if (held === undefined || held2 === undefined) return held === held2;
      return this.same(held.value, held2.value);
    });
  }
}

type Code = (...args: never[]) => unknown;
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;
const NATIVE = '{ [native code] }';

function textOf(fn: Code): string {
  return Function.prototype.toString.call(fn);
}

/** Where the engine shows no scopes, a function may see anything. */
function hidesScopes(fn: Code): boolean {
  return maySee(fn, 'no name');
}

function isCode(value: object): value is Code {
  return typeof value === 'function';
}

function isComparable(value: unknown): value is object | Code {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function at(of: object, key: PropertyKey): unknown {
  return Reflect.get(of, key);
}
