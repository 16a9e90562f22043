// Which locals a run of a step reads before it has assigned them, and which it has surely assigned when it returns a label.
//
// Sound only if no read is left out, and nothing is said to be assigned that a run may leave as it was. So what is not plain
// is read and not assigned: a list, a set or a record as a whole, an assignment in a loop, a switch, a callback or a part of

import type { AnyNode } from 'acorn';
import { literalsOf } from '../../language/source/labels.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import { isScalar, type Place } from './place.ts';
import type { Places } from './places.ts';

export interface LocalFlow {
  /** Read while they may still be what they were before the step. */
  readonly exposed: ReadonlySet<string>;
  /** By the label that is returned, what every run that returns it assigns; '' stands for a label that is no literal. */
  readonly assigned: ReadonlyMap<string, ReadonlySet<string>>;
}

/** `known` are the locals that the access analysis reads. */
export function localFlowIn(
  source: Source,
  places: Places,
  known: ReadonlySet<string>,
  locals: readonly string[],
): LocalFlow {
  const flow = new Flow(places, known, locals);
  const { body } = source.arrow;
  if (body.type === 'BlockStatement') flow.statement(body, new Set());
  else flow.returned(body, new Set());
  for (const name of known) if (!flow.read.has(name)) flow.exposed.add(name);
  return flow;
}

/** Which a step has assigned for sure whenever it returns a label, or all labels that are no literals. */
export function assignedBefore({ assigned }: LocalFlow, label: string): ReadonlySet<string> {
  const [named, any] = [assigned.get(label), assigned.get('')];
  return (named && any ? common(named, any) : (named ?? any)) ?? new Set();
}

/** What has surely been assigned; nothing where no run comes to. */
type Assigned = ReadonlySet<string> | undefined;

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((name) => b.has(name)));
}

function either(a: Assigned, b: Assigned): Assigned {
  return a && b ? common(a, b) : (a ?? b);
}

class Flow implements LocalFlow {
  readonly exposed = new Set<string>();
  readonly read = new Set<string>();
  readonly assigned = new Map<string, ReadonlySet<string>>();
  readonly #places: Places;
  readonly #known: ReadonlySet<string>;
  readonly #locals: readonly string[];

  constructor(places: Places, known: ReadonlySet<string>, locals: readonly string[]) {
    this.#places = places;
    this.#known = known;
    this.#locals = locals;
  }

  /** What the step returns, where it has assigned so much before. */
  returned(node: AnyNode, before: Assigned): void {
    const after = this.#value(node, before);
    if (!after) return;
    for (const label of literalsOf(node) ?? ['']) {
      const known = this.assigned.get(label);
      this.assigned.set(label, known ? common(known, after) : after);
    }
  }

  statement(node: AnyNode, before: Assigned, isOwn = true): Assigned {
    switch (node.type) {
      case 'BlockStatement':
        return node.body.reduce<Assigned>((at, one) => this.statement(one, at, isOwn), before);
      case 'ExpressionStatement':
        return this.#value(node.expression, before);
      case 'VariableDeclaration':
        return node.declarations.reduce<Assigned>((at, { id, init }) => {
          const after = init ? this.#value(init, at) : at;
          if (id.type !== 'Identifier') this.#value(id, after);
          return after;
        }, before);
      case 'IfStatement': {
        const tested = this.#value(node.test, before);
        const then = this.statement(node.consequent, tested, isOwn);
        return either(
          then,
          node.alternate ? this.statement(node.alternate, tested, isOwn) : tested,
        );
      }
      case 'ReturnStatement':
        if (node.argument && isOwn) this.returned(node.argument, before);
        else if (node.argument) this.#value(node.argument, before);
        return undefined;
      case 'ThrowStatement':
        this.#value(node.argument, before);
        return undefined;
      default:
        // A loop, a switch, a label to break from: none of it may be run, and each part before each.
        for (const child of childrenOf(node)) {
          if (isStatement(child)) this.statement(child, before, isOwn);
          else this.#value(child, before);
        }
        return before;
    }
  }

  /** What is assigned when an expression has been evaluated. */
  #value(node: AnyNode, before: Assigned): Assigned {
    this.#reads(node, before);
    switch (node.type) {
      case 'AssignmentExpression':
        return this.#assignment(node.left, node.operator, node.right, before);
      case 'UpdateExpression': {
        const local = this.#scalar(node.argument);
        const after = this.#value(node.argument, before);
        return local === undefined ? after : including(after, local);
      }
      case 'LogicalExpression': {
        const left = this.#value(node.left, before);
        this.#value(node.right, left);
        return left;
      }
      case 'ConditionalExpression': {
        const tested = this.#value(node.test, before);
        return either(this.#value(node.consequent, tested), this.#value(node.alternate, tested));
      }
      case 'ArrowFunctionExpression':
        for (const param of node.params) this.#value(param, before);
        if (node.body.type === 'BlockStatement') this.statement(node.body, before, false);
        else this.#value(node.body, before);
        return before;
      case 'MemberExpression': {
        // `me` alone would be all locals: what is read of it has been said.
        const isMine = this.#places.of(node)?.root === 'me' && node.object.type === 'Identifier';
        const object = isMine ? before : this.#value(node.object, before);
        return node.computed ? this.#value(node.property, object) : object;
      }
      case 'CallExpression':
      case 'BinaryExpression':
      case 'UnaryExpression':
      case 'SequenceExpression':
      case 'TemplateLiteral':
      case 'ArrayExpression':
        return childrenOf(node).reduce<Assigned>((at, child) => this.#value(child, at), before);
      default:
        for (const child of childrenOf(node)) this.#value(child, before);
        return before;
    }
  }

  #assignment(left: AnyNode, operator: string, right: AnyNode, before: Assigned): Assigned {
    const local = this.#scalar(left);
    if (local === undefined) return this.#value(right, this.#value(left, before));
    if (operator === '=') return including(this.#value(right, before), local);
    const read = this.#value(left, before);
    const after = this.#value(right, read);
    return operator in LOGICAL ? read : including(after, local);
  }

  /** A local whose whole value an assignment to the expression is. */
  #scalar(node: AnyNode): string | undefined {
    const place = node.type === 'MemberExpression' ? this.#places.of(node) : undefined;
    if (place?.path.length !== 1 || !isScalar(place)) return undefined;
    const [name] = this.#named(place);
    return name;
  }

  #reads(node: AnyNode, before: Assigned): void {
    if (node.type === 'AssignmentExpression') return;
    const place = node.type in NAMES ? this.#places.of(node) : undefined;
    if (!place) return;
    for (const name of this.#named(place)) {
      this.read.add(name);
      if (before && !before.has(name)) this.exposed.add(name);
    }
  }

  /** The locals that a place lies in. Whoever is given `me` itself may read what the access analysis says, and no more. */
  #named({ root, path: [first] }: Place): Iterable<string> {
    if (root !== 'me') return [];
    if (first?.type !== 'field') return this.#known;
    return this.#locals.includes(first.name) ? [first.name] : [];
  }
}

const LOGICAL: Readonly<Record<string, true>> = { '||=': true, '&&=': true, '??=': true };
const NAMES: Readonly<Record<string, true>> = {
  Identifier: true,
  MemberExpression: true,
  CallExpression: true,
};

function including(assigned: Assigned, local: string): Assigned {
  return assigned && new Set([...assigned, local]);
}

function isStatement({ type }: AnyNode): boolean {
  return type.endsWith('Statement') || type === 'VariableDeclaration' || type === 'SwitchCase';
}
