// The analysis of one piece of code: it evaluates the code on what is known of its values
// (values.ts), follows every branch, calls into helpers, methods of primitives and plain functions,
// and notes each use that does not keep ids opaque. What must stay true: an expression whose value
// is not understood casts doubt on every kind that goes into it.

import { closureOf, type Lookup } from '../../model/access/closure.ts';
import type { AnyNode, FunctionNode, FunctionSource } from '../../model/access/function-source.ts';
import { functionSource } from '../../model/access/function-source.ts';
import type { Shape } from '../../model/cell.ts';
import type { ValueDomain } from '../../model/domain.ts';
import { assignedIn, declare } from './declare.ts';
import { evaluate, truth } from './evaluate.ts';
import { Region } from './region.ts';
import { Scope, type Variable } from './scope.ts';
import { runBody } from './statements.ts';
import {
  type Arrow,
  isNothing,
  join,
  kindsIn,
  kindsOfShape,
  NOTHING,
  PLAIN,
  type Suspects,
  sameValue,
  type Value,
  type View,
  valueOf,
} from './values.ts';

/** Told of each use that is not opaque: the kinds that it concerns, and where and what it is. */
export type Doubt = (kinds: Iterable<string>, reason: string) => void;

/** A function that is being gone through. */
export interface Frame {
  readonly source: FunctionSource;
  readonly lookup: Lookup;
  readonly scope: Scope;
  readonly returns: Value[];
  /** How many unordered loops were open when it was called. */
  readonly depth: number;
}

export interface Setting {
  readonly suspects: Suspects;
  readonly doubt: Doubt;
  /** Helpers by name, and the cells that their patterns can name. */
  readonly helpers: Readonly<Record<string, object>>;
  /** What a pattern can name: cells, processes, `me`, `my`, `step` and the tools. */
  readonly names: ReadonlyMap<string, Value>;
  /** Whose code this is, as messages say it: `step alloc/read`. */
  readonly place: string;
}

const DEEPEST = 24;

export class Machine {
  readonly suspects: Suspects;
  readonly setting: Setting;
  /** Unordered loops that are open, outermost first. */
  readonly regions: Region[] = [];
  readonly #lets = new Map<object, Value>();
  #changed = false;
  #depth = 0;

  constructor(setting: Setting) {
    this.setting = setting;
    this.suspects = setting.suspects;
  }

  /** The value of an expression: what evaluate.ts says, for those that evaluate.ts itself calls. */
  evaluate(node: AnyNode, frame: Frame, scope: Scope): Value {
    return evaluate(this, node, frame, scope);
  }

  /** Whether a value is known to be true or false: see evaluate.ts. */
  truth(value: Value, frame: Frame, node: AnyNode): boolean | undefined {
    return truth(this, value, frame, node);
  }

  /** The value of a call of a step, guard, predicate or handler; `use` looks at it. */
  run(fn: object, use: (value: Value, source: FunctionSource) => void): void {
    const source = functionSource(fn);
    if (!source) return this.#refuse('its source cannot be read');
    const lookup = closureOf(fn);
    const context: Value = { type: 'object', fields: this.setting.names };
    // Types of variables only grow, so this ends; the bound is for what nobody has thought of.
    for (let round = 0; round < 12; round++) {
      this.#changed = false;
      use(this.#invoke(source.node, source, lookup, new Scope(), [context]), source);
      if (!this.#changed) return;
    }
    this.#refuse('its variables change too often to be followed');
  }

  #refuse(why: string): void {
    this.setting.doubt(this.suspects.kinds, `${this.setting.place}: ${why}`);
  }

  /**
   * Notes that a use of some kinds is not opaque; the value of such an expression is of no more
   * interest.
   */
  doubt(kinds: Iterable<string>, frame: Frame, node: AnyNode, why: string): Value {
    const some = [...kinds];
    if (some.length > 0) {
      const text = frame.source.textOf(node);
      this.setting.doubt(some, `${this.setting.place}: \`${text}\` ${why}`);
    }
    return PLAIN;
  }

  /** The same for whatever goes into some values. */
  doubtValues(values: readonly Value[], frame: Frame, node: AnyNode, why: string): Value {
    return this.doubt(
      values.flatMap((value) => [...kindsIn(value, this.suspects)]),
      frame,
      node,
      why,
    );
  }

  call(fn: object, args: readonly Value[], frame: Frame, node: AnyNode, self?: Value): Value {
    const source = functionSource(fn);
    if (!source)
      return this.doubtValues(args, frame, node, 'hands ids to a function that cannot be read');
    return this.#enter(frame, node, () =>
      this.#invoke(source.node, source, closureOf(fn), new Scope(), args, self),
    );
  }

  callArrow({ node, source, lookup, scope }: Arrow, args: readonly Value[], frame: Frame): Value {
    return this.#enter(frame, node, () => this.#invoke(node, source, lookup, scope, args));
  }

  #enter(frame: Frame, node: AnyNode, invoke: () => Value): Value {
    if (this.#depth === DEEPEST) {
      return this.doubt(this.suspects.kinds, frame, node, 'calls deeper than can be followed');
    }
    this.#depth++;
    const value = invoke();
    this.#depth--;
    return value;
  }

  #invoke(
    node: FunctionNode,
    source: FunctionSource,
    lookup: Lookup,
    outer: Scope,
    args: readonly Value[],
    self?: Value,
  ): Value {
    const scope = new Scope(outer);
    const frame: Frame = { source, lookup, scope, returns: [], depth: this.regions.length };
    const constant = { depth: this.regions.length, mutable: false, key: node };
    if (self) scope.declare('this', { value: self, ...constant });
    const assigned = assignedIn(node);
    node.params.forEach((param, k) => {
      const isAssigned = param.type === 'Identifier' && assigned.has(param.name);
      declare(this, param, args[k] ?? NOTHING, frame, scope, isAssigned);
    });
    if (node.body.type === 'BlockStatement') runBody(this, node.body, frame);
    else frame.returns.push(evaluate(this, node.body, frame, scope));
    const [first = NOTHING, ...rest] = frame.returns;
    return rest.reduce((all, one) => this.either(all, one, frame, node), first);
  }

  /** Gives a name its value, joined with what it may hold otherwise where it can change. */
  declareName(
    name: string,
    key: object,
    value: Value,
    frame: Frame,
    scope: Scope,
    mutable: boolean,
    node: AnyNode,
  ): void {
    const before = mutable ? this.#lets.get(key) : undefined;
    const joined = before ? this.either(before, value, frame, node) : value;
    if (mutable) this.#keep(key, joined);
    scope.declare(name, { value: joined, depth: this.regions.length, mutable, key });
  }

  /** A `let` variable or parameter gets another value. */
  reassign(variable: Variable, value: Value, frame: Frame, node: AnyNode): void {
    const joined = this.either(variable.value, value, frame, node);
    variable.value = joined;
    this.#keep(
      variable.key,
      this.either(this.#lets.get(variable.key) ?? joined, joined, frame, node),
    );
  }

  #keep(key: object, value: Value): void {
    const before = this.#lets.get(key);
    if (before === undefined || !sameValue(before, value)) {
      this.#changed = true;
      this.#lets.set(key, value);
    }
  }

  either(a: Value, b: Value, frame: Frame, node: AnyNode): Value {
    return join(a, b) ?? this.doubtValues([a, b], frame, node, 'may be an id or something else');
  }

  /** A value that only plain things may be made of. */
  plain(value: Value, frame: Frame, node: AnyNode, why: string): Value {
    return value.type === 'plain' ? value : this.doubtValues([value], frame, node, why);
  }

  /** A value that is asked whether it is true. */
  test(value: Value, frame: Frame, node: AnyNode): void {
    truth(this, value, frame, node);
  }

  /** Puts a value where a domain is. */
  store(domain: ValueDomain, value: Value, frame: Frame, node: AnyNode): void {
    const expected = valueOf(domain, this.suspects);
    if (!this.fits(expected, value)) {
      const why =
        expected.type === 'plain'
          ? 'keeps an id where a plain value belongs'
          : 'puts a value that is no id of the same kind where an id belongs';
      this.doubtValues([expected, value], frame, node, why);
    }
  }

  /** Whether a value may be where another is expected, or may be compared with it. */
  fits(expected: Value, value: Value): boolean {
    if (expected.type === 'plain') return value.type === 'plain';
    if (isNothing(value)) return true;
    if (expected.type === 'id') return value.type === 'id' && value.kind === expected.kind;
    return expected.type === 'process' && value.type === 'process';
  }

  /** The content of a scalar place. */
  load(place: View): Value {
    this.noteRead(place);
    return this.contentOf(place);
  }

  contentOf({ shape }: View): Value {
    return shape.type === 'scalar' ? valueOf(shape.domain, this.suspects) : PLAIN;
  }

  noteRead({ root, own }: Pick<View, 'root' | 'own'>): void {
    for (const region of this.regions) region.read(root, own.includes(region));
  }

  noteWrite(
    place: Pick<View, 'root' | 'own'>,
    how: 'set' | 'add',
    value: Value,
    node: AnyNode,
  ): void {
    for (const region of this.regions) {
      const constant = value.type === 'plain' ? value.known : undefined;
      if (place.own.includes(region)) region.write(place.root, 'own', node);
      else if (how === 'add') region.write(place.root, 'added', node);
      else if (constant) region.write(place.root, { constant: constant.value }, node);
      else region.write(place.root, 'shared', node);
    }
  }

  /**
   * Somebody who is not followed gets values: within an unordered loop he may write to views in
   * them.
   */
  handOver(values: readonly Value[], frame: Frame, node: AnyNode): void {
    const isView = ({ type }: Value): boolean =>
      ['view', 'object', 'tuple', 'items', 'arrow'].includes(type);
    if (!values.some(isView)) return;
    const kinds = this.regions.flatMap((region) => [...region.kinds]);
    this.doubt(kinds, frame, node, 'may do something that depends on the order of ids');
  }

  /** Goes through the turns of an unordered loop at once. */
  unordered<T>(kinds: ReadonlySet<string>, frame: Frame, body: (region: Region) => T): T {
    const region = new Region(kinds);
    this.regions.push(region);
    const result = body(region);
    this.regions.pop();
    const trouble = region.trouble();
    if (trouble)
      this.doubt(kinds, frame, trouble, 'does something that depends on the order of ids');
    return result;
  }

  /** A place that is read: its content, or the view of it. */
  read(place: View): Value {
    return place.shape.type === 'scalar' && !place.boxed ? this.load(place) : place;
  }

  kindsOfValue(value: Value): ReadonlySet<string> {
    return kindsIn(value, this.suspects);
  }

  kindsOf(shape: Shape): ReadonlySet<string> {
    return kindsOfShape(shape, this.suspects);
  }
}
