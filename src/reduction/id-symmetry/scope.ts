// The variables of the code that is being checked.

export interface Variable<T> {
  readonly name: string;
  type: T;
  /** Counted from the first that was declared. */
  readonly number: number;
  /** How many iterations were open where it was declared: it is outside of those that came later. */
  readonly depth: number;
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
