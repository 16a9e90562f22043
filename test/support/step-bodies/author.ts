// What the generator of step bodies knows while it writes: which names there are and of which type,
// what the place allows (a predicate writes nothing), and how many mistakes may still be made.
//
// Types are loose on purpose: they keep most bodies meaningful, and mistakes go past them.

import { Random } from './random.ts';

export type IdKind = 'cpu' | 'node' | 'task';
export type Type = IdKind | 'num' | 'bool' | 'cpus' | 'nodes' | 'row';

export interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly mutable: boolean;
}
export interface Callable {
  readonly name: string;
  readonly params: readonly Type[];
  /** Of a function that may fall off its end, `maybe`. */
  readonly returns: Type | 'maybe';
}

export type Role =
  | 'step'
  | 'frame'
  | 'guard'
  | 'args'
  | 'predicate'
  | 'count'
  | 'handler'
  | 'always';

/** What refers to itself: an expression holds expressions, a loop holds loops. */
export interface Grammar {
  id(a: Author, kind: IdKind): string;
  list(a: Author, kind: IdKind): string;
  condition(a: Author): string;
  number(a: Author): string;
  loop(a: Author): string;
}

export class Author {
  readonly #grammar: Grammar;
  readonly random: Random;
  readonly role: Role;
  /** Percent of the places at which a mistake may be made where one is. */
  carelessness: number;
  variables: Variable[] = [];
  functions: Callable[] = [];
  /** The variable of the innermost loop over a kind. */
  turn: Variable | undefined;
  /** Within a function beside the step, which sees no cell. */
  isOutside = false;
  /** May use `var`, `==` and the like: nobody reads the accesses off it. */
  isLoose = false;
  depth = 0;
  /** Nested loops that `break` and `continue` would leave. */
  loops = 0;
  /** Whether `return` would end the step and not just a callback. */
  callbacks = 0;
  #names = 0;
  #slips = 0;

  constructor(grammar: Grammar, seed: number, number: number) {
    this.#grammar = grammar;
    this.random = new Random(seed, number);
    this.carelessness = this.random.of([5, 25, 50, 70]);
    this.role = this.random.of(ROLES);
  }

  id(kind: IdKind): string {
    return this.#grammar.id(this, kind);
  }
  list(kind: IdKind): string {
    return this.#grammar.list(this, kind);
  }
  condition(): string {
    return this.#grammar.condition(this);
  }
  number(): string {
    return this.#grammar.number(this);
  }
  loop(): string {
    return this.#grammar.loop(this);
  }

  /** Whether to make a mistake here. */
  slip(): boolean {
    if (this.#slips >= 3 || !this.random.percent(this.carelessness)) return false;
    this.#slips++;
    return true;
  }

  /** Writes something in which a mistake is likely. */
  careless<T>(write: () => T): T {
    const { carelessness } = this;
    this.carelessness = 60;
    const written = write();
    this.carelessness = carelessness;
    return written;
  }

  fresh(stem: string): string {
    return `${stem}${this.#names++}`;
  }

  declare(name: string, type: Type, mutable = false): Variable {
    const variable = { name, type, mutable };
    this.variables = [...this.variables, variable];
    return variable;
  }

  of(type: Type): Variable[] {
    return this.variables.filter((one) => one.type === type);
  }

  changing(type: Type): Variable[] {
    return this.variables.filter((one) => one.type === type && one.mutable);
  }

  /** Writes something in a scope of its own. */
  within<T>(
    write: () => T,
    changes: {
      turn?: readonly [name: string, type: Type];
      callback?: boolean;
      loop?: boolean;
    } = {},
  ): T {
    const { variables, functions, turn, callbacks, loops } = this;
    if (changes.turn) this.turn = this.declare(...changes.turn);
    if (changes.callback) {
      this.callbacks++;
      this.loops = 0;
    }
    if (changes.loop) this.loops++;
    this.depth++;
    try {
      return write();
    } finally {
      this.depth--;
      Object.assign(this, { variables, functions, turn, callbacks, loops });
    }
  }

  get seesCells(): boolean {
    return !this.isOutside;
  }
  get seesMe(): boolean {
    return this.seesCells && ['step', 'frame', 'guard', 'args', 'handler'].includes(this.role);
  }
  get writesCells(): boolean {
    return this.seesCells && (this.role === 'step' || this.role === 'frame');
  }
  get writesMemory(): boolean {
    return this.seesCells && (this.role === 'handler' || this.role === 'always');
  }
  get chooses(): boolean {
    return this.writesCells;
  }
  get asserts(): boolean {
    return this.writesCells || this.writesMemory;
  }
}

const ROLES: readonly Role[] = [
  ...Array<Role>(12).fill('step'),
  'frame',
  'frame',
  'guard',
  'args',
  'predicate',
  'predicate',
  'count',
  'handler',
  'handler',
  'always',
];
