// The variables of the code that is being checked.

import type { Iteration } from './iteration.ts';

export interface Variable<T> {
  readonly name: string;
  type: T;
  /** Counted from the first that was declared. */
  readonly number: number;
  /** The iterations in each turn of which it is another variable: it is outside of all others. */
  readonly within: readonly Iteration[];
  /** Where it stands in what iterations know of reads and writes: no two variables share one. */
  readonly root: string;
  /** Assigning to it throws. */
  readonly isConstant: boolean;
}

export class Scope<T> {
  readonly #variables = new Map<string, Variable<T>>();
  /** Declared further down: to use one of them before that throws. */
  readonly #early: ReadonlySet<string>;
  readonly #outer: Scope<T> | undefined;

  constructor(outer?: Scope<T>, early: Iterable<string> = []) {
    this.#outer = outer;
    this.#early = new Set(early);
  }

  declare(variable: Variable<T>): void {
    this.#variables.set(variable.name, variable);
  }

  /** Undefined for a name of the code around, and for one that is used before its declaration. */
  find(name: string): Variable<T> | undefined {
    const own = this.#variables.get(name);
    return own || this.#early.has(name) ? own : this.#outer?.find(name);
  }

  /** Whether it is declared in a scope, but was not yet where it is used. */
  isEarly(name: string): boolean {
    if (this.#variables.has(name)) return false;
    return this.#early.has(name) || (this.#outer?.isEarly(name) ?? false);
  }
}
