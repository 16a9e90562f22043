// Calls in a step: methods of views, helpers, tools, and plain functions, which may be handed a view and then count as
// reading and writing all of it.

import type {
  AnyNode,
  ArrowFunctionExpression,
  CallExpression,
  Expression,
  SpreadElement,
} from 'acorn';
import type { Shape } from '../../language/cell.ts';
import type { Manner } from './access.ts';
import { checkHelperArguments, checkMethodArguments, NO_PROCESSES } from './call-arguments.ts';
import { ofSetMethod } from './commuting.ts';
import { ANY_METHOD } from './counterparts.ts';
import { ANY, indexAccess } from './index-access.ts';
import {
  arrayMethod,
  type Effect,
  elementPosition,
  isReduction,
  READ,
  UPDATE,
  WRITE,
  wholeMethods,
} from './methods.ts';
import { checkOutsideCall } from './outside.ts';
import { elementOf, fieldOf, isScalar, isScalarArray, isTool, type Place } from './place.ts';
import { methodOf } from './primitive-method.ts';
import { calleeOf, propertyName } from './property-name.ts';
import { mustUseAnswer } from './unused-answer.ts';
import type { Walker } from './walker.ts';

type Argument = Expression | SpreadElement;

export class CallWalk {
  readonly #walk: Walker;

  constructor(walk: Walker) {
    this.#walk = walk;
  }

  /** A call as a statement has no use for the result. */
  call(node: CallExpression, isStatement = false): void {
    const callee = calleeOf(node);
    const { places, source } = this.#walk;
    if (places.of(callee)) source.fail(node, `${source.textOf(callee)} is no function`);
    const base = places.ofObject(callee);
    if (callee.type === 'MemberExpression' && base && !isScalar(base)) {
      this.#walk.chain(callee.object);
      this.#method(node, base, propertyName(callee) ?? '', isStatement);
    } else if (callee.type === 'Identifier') this.#named(node, callee);
    else {
      checkOutsideCall(callee, source, this.#walk.bindings);
      this.#walk.value(callee);
      if (isImported(callee)) this.#plain(node.arguments);
      else this.#values(node.arguments);
    }
  }

  #values(nodes: readonly Argument[]): void {
    for (const node of nodes) this.#walk.value(node);
  }

  #method(node: CallExpression, base: Place, name: string, isStatement: boolean): void {
    if (base.shape.type === 'array') return this.#arrayMethod(node, base, name);
    const methods = wholeMethods(base.shape);
    if (!Object.hasOwn(methods, name)) {
      this.#walk.source.fail(
        node,
        `'${name}' is no method of it; it has ${Object.keys(methods).join(', ')}`,
      );
    }
    const { takes } = methods[name];
    if (takes !== undefined && node.arguments.length !== takes) {
      this.#walk.source.fail(node, `${name} takes ${takes === 0 ? 'nothing' : 'one value'}`);
    }
    const method = methodOf(base.shape, name);
    if (method) {
      checkMethodArguments(node, method, name, this.#walk);
      this.#walk.recorder.called(base, name, method.goesWith);
    }
    if (isStatement) this.#checkUnusedAnswer(node, base, name);
    const commutes = isStatement && base.shape.type === 'set' ? ofSetMethod(name) : undefined;
    const manner = commutes === undefined ? this.#walk.ends.get(node) : { commutes };
    this.#effect(node, base, methods[name], manner);
    for (const argument of node.arguments) {
      // A primitive remembers who calls it.
      const isCaller = base.shape.type === 'record' && this.#isMe(argument);
      if (!isCaller) this.#walk.value(argument);
    }
    if (
      keepsOut(base.shape) &&
      methods[name].write &&
      node.arguments.some((one) => this.#mayNameAnother(one))
    ) {
      this.#writeFields(base);
    }
  }

  #checkUnusedAnswer(node: CallExpression, place: Place, name: string): void {
    const { shape } = place;
    const method = methodOf(shape, name);
    if (!method || !mustUseAnswer(method)) return;
    const { source, recorder } = this.#walk;
    // Who has asked before whether the lock is held knows the answer.
    if (!method.pure && recorder.accesses.some(({ cell }) => cell === place.name)) return;
    const text = source.textOf(node);
    if (method.pure) {
      source.fail(node, `the answer is not used; ask it, if (${text}) ..., or keep it in a local`);
    }
    const otherwise = method.acquires === undefined ? "'other'" : "'blocked'";
    source.fail(
      node,
      `the answer is not used, and it may be ${method.mustWait ?? false}: ${text} ? 'next' : ${otherwise}`,
    );
  }

  #isMe(node: Argument): boolean {
    const place = this.#walk.places.of(node);
    return place?.root === 'me' && isTool(place);
  }

  /**
   * Whether an argument may name another process than the step's own: `lock.release({ self: lock.owner })`. What is done
   * to a primitive in the name of another does not keep to what it says of its holder (Method.excludedBy).
   */
  #mayNameAnother(node: Argument): boolean {
    const place = this.#walk.places.of(node);
    if (place && isScalar(place)) return !place.constant && isProcess(place.shape);
    return !this.#isMe(node) && !NO_PROCESSES.includes(node.type);
  }

  #arrayMethod(node: CallExpression, base: Place, name: string): void {
    const { source } = this.#walk;
    const ofScalars = isScalarArray(base);
    const kind = arrayMethod(name, ofScalars);
    if (kind === undefined)
      source.fail(node, `'${name}' is no method that a step can use on an array`);
    if (ofScalars) this.#effect(node, base, kind === 'fill' ? WRITE : READ);
    if (kind !== 'callback') return this.#values(node.arguments);
    const [callback, ...rest] = node.arguments;
    if (callback?.type === 'ArrowFunctionExpression') this.#callback(callback, base, name);
    else if (ofScalars && callback) {
      // It is handed the array itself as its last argument.
      this.#walk.value(callback);
      this.#handOver(callback, base);
    } else
      source.fail(
        node,
        `give ${name} an arrow function here: what it does with the views must be seen`,
      );
    if (!ofScalars && isReduction(name) && rest.length === 0) {
      source.fail(node, `${name} needs an initial value: without one it starts with a view`);
    }
    this.#values(rest);
  }

  #callback(arrow: ArrowFunctionExpression, base: Place, method: string): void {
    const { source } = this.#walk;
    const first = elementPosition(method);
    arrow.params.forEach((param, position) => {
      const element = position === first ? elementOf(base, ANY) : undefined;
      const isView = element ? !isScalar(element) : position === first + 2;
      if (param.type === 'RestElement') source.fail(param, 'name the parameters one by one');
      if (!isView) this.#walk.target(param);
      else if (element && param.type === 'ObjectPattern') this.#walk.destructure(param, element);
      else if (param.type !== 'Identifier') source.fail(param, 'give this parameter a plain name');
    });
    this.#walk.body(arrow);
  }

  #named(node: CallExpression, callee: Extract<AnyNode, { type: 'Identifier' }>): void {
    const origin = this.#walk.bindings.of.get(callee)?.origin;
    if (origin?.type !== 'named') {
      this.#walk.value(callee);
      return this.#plain(node.arguments);
    }
    const { kind, key } = origin.named;
    if (kind === 'cell') this.#walk.source.fail(node, `'${key}' is a cell, not a function`);
    this.#values(node.arguments);
    if (kind === 'helper') this.#helper(node, key);
    if (kind === 'tool' && key === 'assert') this.#assertion(node);
  }

  /** Which property it breaks stands in the text, so that nothing has to be run to know which there are. */
  #assertion(node: CallExpression): void {
    const { source, scope, recorder } = this.#walk;
    const spread = node.arguments.find(({ type }) => type === 'SpreadElement');
    if (spread) source.fail(spread, 'write the arguments of assert one by one');
    const property = node.arguments.at(2);
    if (!property) return;
    if (scope.tools.includes('my')) {
      source.fail(property, 'what an observer asserts is its own property; leave the name out');
    }
    if (property.type !== 'Literal' || typeof property.value !== 'string') {
      return source.fail(
        property,
        "name the property by a text: assert(..., '...', 'lock-is-held')",
      );
    }
    recorder.asserted.add(property.value);
  }

  /** The helper's accesses, with its parameters replaced by what this call gives it. */
  #helper(node: CallExpression, name: string): void {
    const { bindings, recorder, scope, source } = this.#walk;
    const { accesses, calls, takes } = scope.helpers[name];
    for (const call of calls) recorder.addCall(call);
    checkHelperArguments(node, takes, this.#walk);
    // From a spread on, it cannot be seen which argument is which.
    const spread = node.arguments.findIndex(({ type }) => type === 'SpreadElement');
    const known = spread < 0 ? node.arguments : node.arguments.slice(0, spread);
    for (const { cell, path, write, commutes } of accesses) {
      if (write && !recorder.mayWrite({ root: 'cell' })) {
        source.fail(node, `'${name}' writes '${cell}', which can only be read here`);
      }
      const substituted = path.map((entry) => {
        if (entry.type !== 'parameter') return entry;
        const argument = known[entry.position];
        return argument ? indexAccess(argument, bindings) : ANY;
      });
      recorder.add({ cell, path: substituted, write, ...(commutes !== undefined && { commutes }) });
    }
  }

  /** A function that is not known. */
  #plain(nodes: readonly Argument[]): void {
    for (const node of nodes) {
      const place = this.#walk.places.of(node);
      if (place && !isScalar(place) && !isTool(place)) {
        this.#walk.chain(node);
        this.#handOver(node, place);
      } else this.#walk.value(node);
    }
  }

  /** Other code has the view now. Read-only code packs nothing back, so what is written there is lost. */
  #handOver(node: AnyNode, place: Place): void {
    const mayWrite = this.#walk.recorder.mayWrite(place);
    this.#effect(node, place, mayWrite ? UPDATE : READ);
    if (mayWrite) this.#writeFields(place);
  }

  /** Who is handed a primitive may write its fields past its methods, which must not look like a call of one. */
  #writeFields(place: Place): void {
    const { shape } = place;
    if (shape.type === 'record' && shape.methods) this.#walk.recorder.called(place, ANY_METHOD);
    if (shape.type === 'array') this.#writeFields(elementOf(place, ANY) as Place);
    if (shape.type !== 'record') return;
    for (const name of Object.keys(shape.fields)) {
      const field = fieldOf(place, name) as Place;
      if (shape.methods) this.#walk.recorder.record(field, true);
      this.#writeFields(field);
    }
  }

  #effect(node: AnyNode, place: Place, { read, write }: Effect, manner?: Manner): void {
    const { recorder, source } = this.#walk;
    if (write && !recorder.mayWrite(place)) {
      source.fail(node, `this changes '${place.name}', which can only be read here`);
    }
    if (read) recorder.record(place, false, manner);
    if (write) recorder.record(place, true, manner);
  }
}

/** Whether a primitive says who keeps others out. */
function keepsOut(shape: Shape): boolean {
  const methods = shape.type === 'record' ? shape.methods : undefined;
  return Object.values(methods ?? {}).some(({ excludedBy }) => excludedBy !== undefined);
}

function isProcess(shape: Shape): boolean {
  if (shape.type !== 'scalar') return false;
  const { domain } = shape;
  return (domain.type === 'orNone' ? domain.inner : domain).type === 'process';
}

/** `(0, lib.f)(x)`: what loaders make of a call of an imported function. */
function isImported(callee: AnyNode): boolean {
  return callee.type === 'SequenceExpression' && callee.expressions[0].type === 'Literal';
}
