// What the rules are given while they go through a piece of code: where they stand, and the checker
// that goes on with an expression, a function or a loop within it.
//
// The rules call each other through it, so that each stands in a file of its own and no two files
// need each other.

import type { Lookup } from '../../language/source/closure.ts';
import type { AnyNode, FunctionSource } from '../../language/source/function-source.ts';
import type { Iteration, Spot } from './iteration.ts';
import type { Scope, Variable } from './scope.ts';
import type { Candidates, FunctionType, Type, View } from './types.ts';

/** Called for each use that is against the rules: the kinds that it rules out, where and what. */
export type Violation = (kinds: Iterable<string>, reason: string) => void;

/** What `break` may leave: a loop whose turns come in some order, one in no order, a switch. */
export type Breakable = 'loop' | 'switch' | Iteration;

/** A function that is being gone through. */
export interface Frame {
  readonly source: FunctionSource;
  readonly lookup: Lookup;
  /** What it returned so far. */
  result: Type | undefined;
  /** How many iterations were open when it was called. */
  readonly depth: number;
  readonly breakables: Breakable[];
}

/** Where an expression stands. */
export interface At {
  readonly frame: Frame;
  readonly scope: Scope<Type>;
}

/** Told of what a step chooses: which call of `choose`, and what becomes of its value. */
export interface ChoiceWatch {
  chose(call: AnyNode, value: Type): void;
  /** A value stands where an id of a kind belongs. */
  belongs(value: Type, kind: string): void;
}

export interface Setting {
  readonly candidates: Candidates;
  readonly violation: Violation;
  readonly helpers: Readonly<Record<string, object>>;
  /** What a pattern can name: cells, processes, `me`, `my`, `step` and the tools. */
  readonly names: ReadonlyMap<string, Type>;
  /** Whose code this is, as messages say it: `step alloc/read`. */
  readonly place: string;
  readonly choices?: ChoiceWatch;
}

export interface Context {
  readonly setting: Setting;
  readonly candidates: Candidates;
  /** Iterations that are open, outermost first. */
  readonly iterations: readonly Iteration[];

  evaluate(node: AnyNode, at: At): Type;
  /** Calls whatever a value is a function of. */
  callFunction(target: Type, args: readonly Type[], node: AnyNode, at: At, self?: Type): Type;
  /** Calls a function from around the code, or a method of a primitive. */
  call(fn: object, args: readonly Type[], node: AnyNode, at: At, self?: Type): Type;
  /** Calls a function of the code itself. */
  callInner(fn: FunctionType, args: readonly Type[], node: AnyNode, at: At, self?: Type): Type;

  /** Reports a use of some kinds; whatever such an expression is, only their ids could be seen in it. */
  refuse(kinds: Iterable<string>, node: AnyNode, at: At, why: string): Type;
  /** The same of whatever goes into some values. */
  refuseTypes(types: readonly Type[], node: AnyNode, at: At, why: string): Type;
  /** The same of code of which no rule speaks. */
  refuseAll(node: AnyNode, at: At, why: string): Type;
  join(a: Type, b: Type, node: AnyNode, at: At): Type;
  /** A value that only plain things may be made of. */
  plain(type: Type, node: AnyNode, at: At, why: string): void;
  /** A value that is asked whether it is true. Id 0 is false, and all objects are true. */
  test(type: Type, node: AnyNode, at: At): void;

  declare(name: string, type: Type, scope: Scope<Type>, isConstant: boolean): void;
  /** A variable gets a value, too. */
  widen(variable: Variable<Type>, type: Type, node: AnyNode, at: At): void;
  /** Goes through code that may come again until it shows nothing new. */
  repeat(round: () => void, node: AnyNode, at: At): void;
  /** Goes through all turns of an iteration at once. */
  unordered(
    kinds: ReadonlySet<string>,
    node: AnyNode,
    at: At,
    turn: (iteration: Iteration) => void,
  ): void;

  /** Goes on in the knowledge that some expressions are not none: see narrowing.ts. */
  assuming<T>(present: readonly string[], goOn: () => T): T;
  isPresent(key: string | undefined): boolean;
  /** How many writes were noted. */
  readonly writes: number;
  /** A place in the function that is being gone through. */
  spot(node: AnyNode): Spot;

  noteRead(place: Pick<View, 'root' | 'own'>, within?: readonly Iteration[]): void;
  /** A write that adds a whole number, or stores a value, of what is another in turns of `within`. */
  noteWrite(
    place: Pick<View, 'root' | 'own'>,
    value: Type | 'added',
    node: AnyNode,
    within?: readonly Iteration[],
  ): void;
  /** Something that may fail in one turn and not in another. */
  noteFailure(node: AnyNode): void;
  /** A place of a type has been given something, which may be outside of its domain until the step ends. */
  noteStored(root: string, domain: Type, stored: Type): void;
  /** What a place of a type may hold in the middle of a step. */
  held(root: string, type: Type): Type;
}
