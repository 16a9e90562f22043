// Which declaration each name in a step refers to, and where locals are assigned. What must stay true: an identifier
// without a binding lives outside the step, and every assignment to a field of `me` is in `localTargets`.

import type {
  AnyNode,
  ArrowFunctionExpression,
  CallExpression,
  Expression,
  Identifier,
  MemberExpression,
  Pattern,
  Statement,
  VariableDeclaration,
} from 'acorn';
import { alwaysReturns } from '../../language/source/lost-text.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import type { Named } from './pattern.ts';
import { fieldNamesIn, leavesOf } from './pattern-leaves.ts';

/** How a name got its value, as far as that matters to what it can be a view of. */
export type Origin =
  | { readonly type: 'named'; readonly named: Named }
  /** A parameter of a helper, counted from 0 after the pattern. */
  | { readonly type: 'parameter'; readonly position: number }
  | { readonly type: 'const'; readonly init: Expression }
  /** `for (const x of list)`. */
  | { readonly type: 'element'; readonly of: Expression }
  /** A parameter of an arrow function that is the first argument of a call. */
  | { readonly type: 'callback'; readonly call: CallExpression; readonly position: number }
  /** A name in a pattern: the field of what has the other origin. */
  | { readonly type: 'field'; readonly of: Origin; readonly name: string }
  | { readonly type: 'value' };

export interface Binding {
  readonly origin: Origin;
  assigned: boolean;
}

/** An assignment to `me.x`; it takes effect when the evaluation has passed `effect`. */
export interface LocalTarget {
  readonly target: MemberExpression;
  readonly effect: number;
}

export interface Bindings {
  readonly source: Source;
  readonly of: ReadonlyMap<Identifier, Binding>;
  readonly localTargets: readonly LocalTarget[];
  /** Loops, switches and destructurings: where the order of evaluation is not that of the text. */
  readonly regions: readonly AnyNode[];
  readonly nestedFunctions: readonly AnyNode[];
  /** Returns, and blocks that always end in one: what runs in them is followed by nothing outside of them. */
  readonly exits: readonly AnyNode[];
}

const VALUE: Origin = { type: 'value' };

class Block {
  readonly #names = new Map<string, Binding>();
  readonly #outer: Block | undefined;

  constructor(outer?: Block) {
    this.#outer = outer;
  }

  declare(name: string, origin: Origin): void {
    this.#names.set(name, { origin, assigned: false });
  }

  find(name: string): Binding | undefined {
    return this.#names.get(name) ?? this.#outer?.find(name);
  }
}

export function bind(source: Source, names: ReadonlyMap<string, Named>): Bindings {
  return new Binder(source, names);
}

class Binder implements Bindings {
  readonly of = new Map<Identifier, Binding>();
  readonly localTargets: LocalTarget[] = [];
  readonly regions: AnyNode[] = [];
  readonly nestedFunctions: AnyNode[] = [];
  readonly exits: AnyNode[] = [];
  readonly source: Source;
  readonly #names: ReadonlyMap<string, Named>;

  constructor(source: Source, names: ReadonlyMap<string, Named>) {
    this.source = source;
    this.#names = names;
    const root = new Block();
    for (const [name, named] of names) root.declare(name, { type: 'named', named });
    const { params, body } = source.arrow;
    const block = new Block(root);
    params.slice(1).forEach((param, position) => {
      this.#declareParameter(param, block, { type: 'parameter', position });
    });
    for (const param of params.slice(1)) this.#visit(param, block);
    this.#visit(body, block);
  }

  #visit(node: AnyNode, block: Block): void {
    if (alwaysReturns(node) && !jumps(node)) this.exits.push(node);
    switch (node.type) {
      case 'Identifier': {
        const binding = block.find(node.name);
        if (binding) this.of.set(node, binding);
        return;
      }
      case 'MemberExpression':
        this.#visit(node.object, block);
        if (node.computed) this.#visit(node.property, block);
        return;
      case 'Property':
        if (node.computed) this.#visit(node.key, block);
        this.#visit(node.value, block);
        return;
      case 'LabeledStatement':
        return this.#visit(node.body, block);
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'ArrowFunctionExpression':
        return this.#visitArrow(node, block, () => VALUE);
      case 'CallExpression':
        return this.#visitCall(node, block);
      case 'BlockStatement':
        return this.#visitChildren(node, this.#hoist(node.body, block));
      case 'SwitchStatement': {
        this.regions.push(node);
        this.#visit(node.discriminant, block);
        const inner = this.#hoist(
          node.cases.flatMap(({ consequent }) => consequent),
          block,
        );
        for (const one of node.cases) this.#visitChildren(one, inner);
        return;
      }
      case 'ForStatement':
      case 'ForOfStatement':
      case 'ForInStatement':
        return this.#visitFor(node, block);
      case 'WhileStatement':
      case 'DoWhileStatement':
        this.regions.push(node);
        return this.#visitChildren(node, block);
      case 'VariableDeclarator':
        if (node.id.type !== 'Identifier') this.regions.push(node);
        return this.#visitChildren(node, block);
      case 'AssignmentExpression':
        this.#visitChildren(node, block);
        if (node.left.type === 'ObjectPattern' || node.left.type === 'ArrayPattern') {
          this.regions.push(node);
        }
        return this.#assigned(node.left, node.end);
      case 'UpdateExpression':
        this.#visitChildren(node, block);
        return this.#assigned(node.argument, node.end);
      default:
        this.#visitChildren(node, block);
    }
  }

  #visitChildren(node: AnyNode, block: Block): void {
    for (const child of childrenOf(node)) this.#visit(child, block);
  }

  #visitCall(node: CallExpression, block: Block): void {
    this.#visit(node.callee, block);
    node.arguments.forEach((argument, k) => {
      if (k === 0 && argument.type === 'ArrowFunctionExpression') {
        this.#visitArrow(argument, block, (position) => ({
          type: 'callback',
          call: node,
          position,
        }));
      } else this.#visit(argument, block);
    });
  }

  #visitArrow(
    node: ArrowFunctionExpression,
    block: Block,
    origin: (position: number) => Origin,
  ): void {
    this.nestedFunctions.push(node);
    const inner = new Block(block);
    node.params.forEach((param, position) => {
      this.#declareParameter(param, inner, origin(position));
    });
    for (const param of node.params) this.#visit(param, inner);
    this.#visit(node.body, inner);
  }

  #visitFor(
    node: Extract<AnyNode, { type: 'ForStatement' | 'ForOfStatement' | 'ForInStatement' }>,
    block: Block,
  ): void {
    this.regions.push(node);
    const head = node.type === 'ForStatement' ? node.init : node.left;
    const inner = new Block(block);
    if (head?.type === 'VariableDeclaration') {
      const of = node.type === 'ForOfStatement' ? node.right : undefined;
      this.#declare(head, inner, of);
    }
    this.#visitChildren(node, inner);
    if (node.type !== 'ForStatement' && node.left.type !== 'VariableDeclaration') {
      this.#assigned(node.left, node.end);
    }
  }

  /** A block with the names that are declared directly in it: they hold in all of it, before their declaration too. */
  #hoist(statements: readonly (Statement | AnyNode)[], block: Block): Block {
    const inner = new Block(block);
    for (const statement of statements) {
      if (statement.type === 'VariableDeclaration') this.#declare(statement, inner);
    }
    return inner;
  }

  #declare({ kind, declarations }: VariableDeclaration, block: Block, of?: Expression): void {
    for (const { id, init } of declarations) {
      let origin = VALUE;
      if (kind === 'const' && of) origin = { type: 'element', of };
      else if (kind === 'const' && init) origin = { type: 'const', init };
      this.#declareParameter(id, block, origin);
    }
  }

  /** A plain name has the origin; names inside of a pattern are values. */
  #declareParameter(pattern: Pattern, block: Block, origin: Origin): void {
    const fields = new Map(fieldNamesIn(pattern));
    for (const target of leavesOf(pattern)) {
      if (target.type !== 'Identifier') continue;
      if (this.#names.has(target.name)) {
        this.source.fail(
          target,
          `'${target.name}' is named in the parameter pattern; call this something else`,
        );
      }
      const name = fields.get(target);
      const below = name === undefined ? VALUE : ({ type: 'field', of: origin, name } as const);
      block.declare(target.name, target === pattern ? origin : below);
    }
  }

  #assigned(left: Pattern | Expression, effect: number): void {
    for (const target of leavesOf(left)) {
      if (target.type === 'Identifier') {
        const binding = this.of.get(target);
        if (binding) binding.assigned = true;
      } else if (target.type === 'MemberExpression' && this.#isMe(target.object)) {
        this.localTargets.push({ target, effect });
      }
    }
  }

  #isMe(node: AnyNode): boolean {
    const origin = node.type === 'Identifier' ? this.of.get(node)?.origin : undefined;
    return origin?.type === 'named' && origin.named.kind === 'tool' && origin.named.key === 'me';
  }
}

function jumps(node: AnyNode): boolean {
  const isJump = node.type === 'BreakStatement' || node.type === 'ContinueStatement';
  return isJump || childrenOf(node).some(jumps);
}
