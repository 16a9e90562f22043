// The checker of one piece of code: a step, a guard, the arguments of a call, a property, a handler.
//
// It goes through all of the code, both sides of every branch, into the helpers, methods and functions that are called, and
// finds the type of every expression (types.ts). Whatever is not one of its rules (rules.ts) is refused: a violation that
// names the kinds which go into it, or all of them where code is not followed. Nothing is evaluated; no branch is left out.
//
// Sound only if what stands around the code does not change once the system is built, and code does
// what its text says. The second executions of steps look after that (compile/program/sampler.ts).

import { closureOf, type Lookup } from '../../language/source/closure.ts';
import type {
  AnyNode,
  FunctionNode,
  FunctionSource,
} from '../../language/source/function-source.ts';
import { functionSource } from '../../language/source/function-source.ts';
import { alwaysReturns } from '../../language/source/lost-text.ts';
import { callFunction } from './calls.ts';
import type { At, Context, Frame, Setting } from './context.ts';
import { declare, namesIn } from './declarations.ts';
import { evaluate } from './expressions.ts';
import { HeldValues } from './held-values.ts';
import { howWritten, Iteration, type Spot } from './iteration.ts';
import { isSame, join, MOST_ROUNDS } from './join.ts';
import { Presence } from './presence.ts';
import { Scope, type Variable } from './scope.ts';
import { runStatement } from './statements.ts';
import {
  ABSENT,
  anything,
  type Candidates,
  constantOf,
  type FunctionType,
  isPlain,
  isValue,
  kindsIn,
  PLAIN,
  plainOf,
  type Type,
  type View,
} from './types.ts';

/** More calls than any model makes: functions that call others twice would take forever. */
const MOST_CALLS = 20_000;

const NOT_GIVEN = plainOf(undefined);

export class Checker implements Context {
  readonly setting: Setting;
  readonly candidates: Candidates;
  readonly iterations: Iteration[] = [];
  /** Functions that are being gone through. */
  readonly #active = new Set<FunctionNode>();
  #calls = 0;
  #source: FunctionSource | undefined;
  #variables = 0;
  /** Code that is gone through again while variables from before it change their types. */
  readonly #repeats: { readonly declared: number; changed: boolean }[] = [];
  readonly #presence = new Presence();
  writes = 0;
  readonly #held: HeldValues;

  constructor(setting: Setting) {
    this.setting = setting;
    this.candidates = setting.candidates;
    this.#held = new HeldValues(setting.candidates);
  }

  noteStored(root: string, domain: Type, stored: Type): void {
    this.#held.note(root, domain, stored);
  }

  held(root: string, type: Type): Type {
    return this.#held.at(root) ?? type;
  }

  /**
   * The type that a call of a step, guard, predicate or handler returns. What a place may hold in the middle of the step is
   * known when all stores are, so it is gone through until nothing is new.
   */
  run(fn: object): Type {
    for (;;) {
      const type = this.#runOnce(fn);
      if (!this.#held.haveGrown()) return type;
    }
  }

  #runOnce(fn: object): Type {
    const { place, violation } = this.setting;
    const source = functionSource(fn);
    if (!source) {
      violation(this.candidates.kinds, `${place}: its source cannot be read`);
      return ABSENT;
    }
    const context: Type = { type: 'object', fields: this.setting.names };
    return this.#invoke(source.node, source, closureOf(fn), new Scope<Type>(), [context]);
  }

  evaluate(node: AnyNode, at: At): Type {
    return evaluate(this, node, at);
  }

  callFunction(target: Type, args: readonly Type[], node: AnyNode, at: At, self?: Type): Type {
    return callFunction(this, target, args, node, at, self);
  }

  refuse(kinds: Iterable<string>, node: AnyNode, at: At, why: string): Type {
    // It may fail, which turns over ids of another kind must not tell.
    this.noteFailure(node);
    this.#report(kinds, { node, source: at.frame.source }, why);
    return PLAIN;
  }

  #report(kinds: Iterable<string>, { node, source }: Spot, why: string): void {
    const { place, violation } = this.setting;
    const some = [...kinds];
    const what = `${source.lineOf(node)}: \`${source.textOf(node)}\` ${why}`;
    if (some.length > 0) violation(some, place + what);
  }

  refuseTypes(types: readonly Type[], node: AnyNode, at: At, why: string): Type {
    const kinds = types.flatMap((type) => [...kindsIn(type, this.candidates)]);
    if (types.every(isValue)) return this.refuse(kinds, node, at, why);
    // What leads to parts of the state may be read here or later, and no iteration would know.
    const open = this.iterations.flatMap((iteration) => [...iteration.kinds]);
    this.refuse([...kinds, ...open], node, at, why);
    return anything(this.candidates);
  }

  refuseAll(node: AnyNode, at: At, why: string): Type {
    return this.refuse(this.candidates.kinds, node, at, why);
  }

  join(a: Type, b: Type, node: AnyNode, at: At): Type {
    return join(a, b) ?? this.refuseTypes([a, b], node, at, 'may be an id or something else');
  }

  plain(type: Type, node: AnyNode, at: At, why: string): void {
    if (!isPlain(type)) this.refuseTypes([type], node, at, why);
  }

  test(type: Type, node: AnyNode, at: At): void {
    if (['id', 'process', 'tainted'].includes(type.type)) {
      this.refuseTypes([type], node, at, 'asks whether an id is true; id 0 is not');
    }
  }

  declare(name: string, type: Type, scope: Scope<Type>, isConstant: boolean): void {
    const number = this.#variables++;
    const within = [...this.iterations];
    scope.declare({ name, type, number, within, root: `#${number}`, isConstant });
  }

  widen(variable: Variable<Type>, type: Type, node: AnyNode, at: At): void {
    const joined = this.join(variable.type, type, node, at);
    if (isSame(variable.type, joined)) return;
    variable.type = joined;
    for (const one of this.#repeats) one.changed ||= variable.number < one.declared;
  }

  repeat(round: () => void, node: AnyNode, at: At): void {
    for (let k = 0; k < MOST_ROUNDS; k++) {
      const one = { declared: this.#variables, changed: false };
      this.#repeats.push(one);
      this.#presence.forgetting(round);
      this.#repeats.pop();
      if (!one.changed) return;
    }
    this.refuseAll(node, at, 'changes its variables too often to be followed');
  }

  unordered(
    kinds: ReadonlySet<string>,
    node: AnyNode,
    at: At,
    turn: (iteration: Iteration) => void,
  ): void {
    const iteration = new Iteration(kinds);
    this.iterations.push(iteration);
    this.repeat(() => turn(iteration), node, at);
    this.iterations.pop();
    const trouble = iteration.trouble();
    if (trouble) this.#report(kinds, trouble, 'does something that depends on the order of ids');
  }

  assuming<T>(present: readonly string[], goOn: () => T): T {
    return this.#presence.assuming(present, this.writes, goOn);
  }

  isPresent(key: string | undefined): boolean {
    return this.#presence.isKnown(key, this.writes);
  }

  noteRead({ root, own }: Pick<View, 'root' | 'own'>, within: readonly Iteration[] = []): void {
    for (const iteration of this.iterations) {
      if (!within.includes(iteration)) iteration.read(root, own.includes(iteration));
    }
  }

  noteWrite(
    { root, own }: Pick<View, 'root' | 'own'>,
    value: Type | 'added',
    node: AnyNode,
    within: readonly Iteration[] = [],
  ): void {
    this.writes++;
    const isAdded = value === 'added';
    const constant = isAdded ? undefined : constantOf(value);
    for (const iteration of this.iterations) {
      if (within.includes(iteration)) continue;
      const how = howWritten(own.includes(iteration), isAdded, constant);
      iteration.write(root, how, this.spot(node));
    }
  }

  noteFailure(node: AnyNode): void {
    for (const iteration of this.iterations) iteration.failure(this.spot(node));
  }

  spot(node: AnyNode): Spot {
    return { node, source: this.#source as FunctionSource };
  }

  call(fn: object, args: readonly Type[], node: AnyNode, at: At, self?: Type): Type {
    const source = functionSource(fn);
    if (!source) return this.refuseAll(node, at, 'calls something that is not followed');
    const lookup = closureOf(fn);
    const scope = new Scope<Type>();
    const { id } = source.node;
    if (id) {
      // The function itself, unless its name was given to something else.
      const found = lookup(id.name);
      if (found && found.value !== fn) return this.#lost(node, at, 'has two meanings');
      this.declare(id.name, { type: 'constant', value: fn }, scope, true);
    }
    return this.#enter(node, at, () =>
      this.#invoke(source.node, source, lookup, scope, args, self),
    );
  }

  callInner(
    { node, source, lookup, scope }: FunctionType,
    args: readonly Type[],
    call: AnyNode,
    at: At,
    self?: Type,
  ): Type {
    return this.#enter(call, at, () => this.#invoke(node, source, lookup, scope, args, self));
  }

  /** What comes out of code that is not gone through. */
  #lost(node: AnyNode, at: At, why: string): Type {
    this.refuseAll(node, at, why);
    return anything(this.candidates);
  }

  #enter(node: AnyNode, at: At, invoke: () => Type): Type {
    if (++this.#calls > MOST_CALLS) return this.#lost(node, at, 'calls more than can be followed');
    return this.#presence.forgetting(invoke);
  }

  #invoke(
    node: FunctionNode,
    source: FunctionSource,
    lookup: Lookup,
    outer: Scope<Type>,
    args: readonly Type[],
    self?: Type,
  ): Type {
    const scope = new Scope<Type>(outer, node.params.flatMap(namesIn));
    const { length: depth } = this.iterations;
    const frame: Frame = { source, lookup, result: undefined, depth, breakables: [] };
    const at = { frame, scope };
    if (this.#active.has(node)) {
      return this.#lost(node, at, 'is a function that comes to call itself');
    }
    const around = this.#source;
    this.#source = source;
    this.#active.add(node);
    // An arrow function has the `this` of the code around it.
    if (node.type === 'FunctionExpression') {
      this.declare('this', self ?? anything(this.candidates), scope, true);
    }
    node.params.forEach((param, k) => {
      declare(this, param, args[k] ?? NOT_GIVEN, at, 'changing');
    });
    const result = this.#bodyOf(node, at);
    this.#active.delete(node);
    this.#source = around;
    return result;
  }

  #bodyOf(node: FunctionNode, at: At): Type {
    const { frame } = at;
    if (node.body.type !== 'BlockStatement') return this.evaluate(node.body, at);
    runStatement(this, node.body, at);
    if (frame.result === undefined) return NOT_GIVEN;
    return alwaysReturns(node.body) ? frame.result : this.join(frame.result, NOT_GIVEN, node, at);
  }
}
