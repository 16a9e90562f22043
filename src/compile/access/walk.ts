// The walk over a step's source that records what it touches. What must stay true: a syntax form that is not listed is
// refused, and an expression that names a view is refused wherever it is not consumed by a form that knows views; so a
// view never reaches code whose accesses would not be seen.

import type {
  AnyNode,
  ArrowFunctionExpression,
  AssignmentExpression,
  Expression,
  ForInStatement,
  ForOfStatement,
  Identifier,
  MemberExpression,
  Pattern,
  VariableDeclaration,
  VariableDeclarator,
} from 'acorn';
import type { Source } from '../../language/source/source.ts';
import type { AccessSetBuilder } from './access-set-builder.ts';
import { walkBinary } from './binary-walk.ts';
import type { Bindings } from './bindings.ts';
import { CallWalk } from './call-walk.ts';
import { ofAssignment, ofUpdate } from './commuting.ts';
import { ANY } from './index-access.ts';
import type { ListEnds } from './list-ends.ts';
import { wholeProperties } from './methods.ts';
import { refuseNullish } from './nullish.ts';
import { checkOutside, refuseMisread } from './outside.ts';
import type { Scope } from './pattern.ts';
import { elementOf, isScalar, isScalarArray, isTool, type Place } from './place.ts';
import type { Places } from './places.ts';
import { propertyName } from './property-name.ts';
import { walkStatement } from './statement-walk.ts';
import { TargetWalk } from './target-walk.ts';
import { isNeverRead } from './unused-answer.ts';
import { refuseWhole, wayThrough, whyNotAValue } from './view-messages.ts';
import type { Walker, WalkParts } from './walker.ts';

export class Walk implements Walker {
  readonly source: Source;
  readonly scope: Scope;
  readonly bindings: Bindings;
  readonly places: Places;
  readonly recorder: AccessSetBuilder;
  readonly ends: ListEnds;
  readonly #calls: CallWalk;
  readonly #targets: TargetWalk;

  constructor({ source, scope, bindings, places, recorder, ends }: WalkParts) {
    this.source = source;
    this.scope = scope;
    this.bindings = bindings;
    this.places = places;
    this.recorder = recorder;
    this.ends = ends;
    this.#calls = new CallWalk(this);
    this.#targets = new TargetWalk(this);
  }

  /** A function's body; a body that is an expression is returned. */
  body(node: ArrowFunctionExpression): void {
    if (node.body.type === 'BlockStatement') walkStatement(node.body, this);
    else this.value(node.body);
  }

  /** An expression whose value may go anywhere: a scalar is read, a view may not. */
  value(node: AnyNode): void {
    const place = this.places.of(node);
    if (!place) return this.#expression(node);
    this.chain(node);
    if (isScalar(place) || (this.scope.viewsMayLeave && !isTool(place) && !place.boxed)) {
      this.recorder.record(place, false);
    } else this.source.fail(node, whyNotAValue(this.source.textOf(node), place));
  }

  /** An expression of which only the truth is used: what `find` returned may be asked whether it is there. */
  test(node: AnyNode): void {
    refuseWhole(node, this);
    if (this.places.of(node)?.maybe) this.chain(node);
    else if (node.type === 'UnaryExpression' && node.operator === '!') this.test(node.argument);
    else if (node.type === 'LogicalExpression') {
      this.test(node.left);
      this.test(node.right);
    } else this.value(node);
  }

  /** An expression whose value is not used. */
  discard(node: AnyNode): void {
    if (node.type === 'CallExpression') {
      if (this.places.of(node)) this.chain(node);
      else this.#calls.call(node, true);
    } else if (node.type === 'UpdateExpression') {
      this.target(node.argument, true, ofUpdate(node));
    } else if (node.type === 'AssignmentExpression') this.#assignment(node, true);
    else if (node.type === 'SequenceExpression')
      for (const one of node.expressions) this.discard(one);
    else if (node.type === 'LogicalExpression' && node.operator !== '??') {
      this.test(node.left);
      this.discard(node.right);
    } else if (node.type === 'ConditionalExpression') {
      this.test(node.test);
      this.discard(node.consequent);
      this.discard(node.alternate);
    } else this.value(node);
  }

  /** The parts of an expression that names a place: its indices and calls, not the place itself. */
  chain(node: AnyNode): void {
    if (node.type === 'ChainExpression') this.chain(node.expression);
    else if (node.type === 'CallExpression') this.#calls.call(node);
    else if (node.type === 'MemberExpression') {
      this.chain(node.object);
      if (node.computed) this.value(node.property);
    }
  }

  /** Whatever an assignment, a loop or a declaration gives a value to. */
  target(node: AnyNode, alsoRead = false, commutes?: string): void {
    this.#targets.target(node, alsoRead, commutes);
  }

  /** A pattern that takes a view apart. */
  destructure(pattern: Pattern, place: Place): void {
    this.#targets.destructure(pattern, place);
  }

  /** `const x = init`: a constant that holds a view stands for it from then on. */
  declarator({ id, init }: VariableDeclarator, kind: VariableDeclaration['kind']): void {
    const place = init ? this.places.of(init) : undefined;
    if (!init) return this.target(id);
    if (!place || isScalar(place)) {
      if (init.type === 'CallExpression' && isNeverRead(id, this.bindings)) this.discard(init);
      else this.value(init);
      return this.target(id);
    }
    this.chain(init);
    if (id.type !== 'Identifier') return this.destructure(id, place);
    if (isTool(place)) this.source.fail(init, `use ${place.name} under its own name`);
    if (kind !== 'const') this.source.fail(id, 'a name for a part of the state must be const');
  }

  /** `for (const x of ...)`. */
  forOf({ left, right, body }: ForOfStatement): void {
    const place = this.places.of(right);
    const declared = left.type === 'VariableDeclaration' ? left.declarations[0].id : undefined;
    const target = declared ?? (left as Pattern);
    if (!place || isScalar(place)) {
      this.value(right);
      this.target(target);
    } else {
      this.chain(right);
      this.#forView(left, target, right, place);
    }
    walkStatement(body, this);
  }

  #forView(left: ForOfStatement['left'], target: Pattern, right: AnyNode, list: Place): void {
    // A loop over a list goes through a copy of it.
    const element = list.shape.type === 'list' ? list : elementOf(list, ANY);
    if (!element) {
      this.source.fail(
        right,
        `only arrays and lists can be walked through${wayThrough(list, this.source.textOf(right))}`,
      );
    }
    if (element === list || isScalar(element)) {
      this.recorder.record(element, false);
      return this.target(target);
    }
    if (left.type !== 'VariableDeclaration' || left.kind !== 'const') {
      this.source.fail(left, 'declare the loop variable with const: it is a part of the state');
    }
    if (target.type !== 'Identifier') this.destructure(target, element);
  }

  forIn({ left, right, body }: ForInStatement): void {
    this.value(right);
    this.target(left.type === 'VariableDeclaration' ? left.declarations[0].id : left);
    walkStatement(body, this);
  }

  #expression(node: AnyNode): void {
    switch (node.type) {
      case 'Literal':
        return;
      case 'Identifier':
        return this.#name(node);
      case 'MemberExpression':
        return this.#member(node);
      case 'ChainExpression':
        return this.value(node.expression);
      case 'CallExpression':
        return this.#calls.call(node);
      case 'NewExpression':
        return this.#all([node.callee, ...node.arguments]);
      case 'ArrowFunctionExpression':
        for (const param of node.params) this.target(param);
        return this.body(node);
      case 'AssignmentExpression':
        return this.#assignment(node, false);
      case 'UpdateExpression':
        return this.target(node.argument, true);
      case 'UnaryExpression':
        return this.#unary(node.operator, node.argument);
      case 'BinaryExpression':
        return walkBinary(node.operator, node.left, node.right, this);
      case 'LogicalExpression':
        // What leaves `a && b` when a is false is no view, but undefined.
        if (node.operator === '??') refuseNullish(node.left, this);
        if (node.operator === '&&') this.test(node.left);
        else this.value(node.left);
        return this.value(node.right);
      case 'ConditionalExpression':
        this.test(node.test);
        return this.#all([node.consequent, node.alternate]);
      case 'SequenceExpression':
        for (const one of node.expressions.slice(0, -1)) this.discard(one);
        return this.value(node.expressions[node.expressions.length - 1]);
      case 'TemplateLiteral':
        return this.#all(node.expressions);
      case 'TaggedTemplateExpression':
        return this.#all([node.tag, node.quasi]);
      case 'ArrayExpression':
        return this.#all(node.elements.filter((element) => element !== null));
      case 'ObjectExpression':
        return this.#all(node.properties);
      case 'Property':
        if (node.computed) this.value(node.key);
        return this.value(node.value);
      case 'SpreadElement':
        return this.spread(node.argument);
      default:
        this.source.fail(node, 'the analysis does not know this syntax; write it more simply');
    }
  }

  #all(nodes: readonly AnyNode[]): void {
    for (const node of nodes) this.value(node);
  }

  /** `...list` copies the values of an array. */
  spread(argument: Expression): void {
    const place = this.places.of(argument);
    if (place && (place.shape.type === 'list' || place.shape.type === 'set')) {
      const way = wayThrough(place, this.source.textOf(argument));
      this.source.fail(argument, `only arrays can be spread${way}`);
    }
    if (!place || !isScalarArray(place)) return this.value(argument);
    this.chain(argument);
    this.recorder.record(place, false);
  }

  /** `member` is what is used of it, where that is a member. */
  #name(node: Identifier, member?: string): void {
    const binding = this.bindings.of.get(node);
    if (!binding) return checkOutside(node, this.source, this.scope, member);
    const { origin } = binding;
    if (origin.type !== 'named') return;
    const { kind, key } = origin.named;
    const what = kind === 'helper' ? '; it is a helper' : '';
    this.source.fail(node, `'${key}' can only be called${what}`);
  }

  /** A member that is no place: of a plain value, or a property of a whole such as `set.size`. */
  #member(node: MemberExpression): void {
    const base = this.places.of(node.object);
    if (!base || isScalar(base)) {
      const { object } = node;
      refuseMisread(node, this.source, this);
      if (object.type === 'Identifier') this.#name(object, propertyName(node));
      else this.value(object);
      if (node.computed) this.value(node.property);
      return;
    }
    const name = propertyName(node) ?? '';
    this.chain(node.object);
    if (base.shape.type === 'array' && name === 'length') return;
    if (!wholeProperties(base.shape).includes(name)) {
      this.source.fail(node, `'${name}' can only be called`);
    }
    this.recorder.record(base, false, this.ends.get(node));
  }

  #assignment(node: AssignmentExpression, isStatement: boolean): void {
    if (node.operator === '??=') refuseNullish(node.left, this);
    // A view on the right is refused, also for `[a, b] = list`.
    this.value(node.right);
    this.target(node.left, node.operator !== '=', ofAssignment(node, isStatement));
  }

  #unary(operator: string, argument: Expression): void {
    if (operator === 'delete') this.source.fail(argument, 'nothing of a step can be deleted');
    if (operator === '!') this.test(argument);
    else if (operator === 'void') this.discard(argument);
    else this.value(argument);
  }
}
