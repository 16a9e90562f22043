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
}

export class Scope<T> {
  readonly #variables = new Map<string, Variable<T>>();
  readonly #outer: Scope<T> | undefined;

  constructor(outer?: Scope<T>) {
    this.#outer = outer;
  }

  declare(variable: Variable<T>): void {
    this.#variables.set(variable.name, variable);
  }

  find(name: string): Variable<T> | undefined {
    return this.#variables.get(name) ?? this.#outer?.find(name);
  }
}
