// The names of a piece of code, as the analysis goes through it.

import type { Value } from './values.ts';

export interface Variable {
  value: Value;
  /**
   * How many unordered loops were open where it was declared: deeper ones share it between their
   * turns.
   */
  readonly depth: number;
  readonly mutable: boolean;
  /** The node of its declaration. */
  readonly key: object;
}

export class Scope {
  readonly #names = new Map<string, Variable>();
  readonly #outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  declare(name: string, variable: Variable): void {
    this.#names.set(name, variable);
  }

  find(name: string): Variable | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }
}
