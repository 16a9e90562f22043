// The source text of a step: read from the function itself, parsed, and refused where it uses syntax whose accesses
// cannot be seen in the text. What must stay true: whatever reaches the later stages is an arrow function whose nested
// functions are arrows, too, so that no `this`, `arguments`, generator or declaration order can hide an access.

import { type AnyNode, type ArrowFunctionExpression, parse } from 'acorn';
import { ModelError, type ModelErrorPlace } from '../../base/errors.ts';
import { authorsText } from './authors-text.ts';
import { childrenOf } from './children.ts';
import { functionSource } from './function-source.ts';
import { lostAt } from './lost-text.ts';

export { childrenOf } from './children.ts';

/**
 * Texts that were parsed and have nothing in them that is refused: the rows of a spec build the same steps again and again.
 * What a text says is the same in every closure, what its names stand for is not, and nobody writes into a node.
 */
const allowed = new Map<string, ArrowFunctionExpression>();
const MOST_ALLOWED = 2000;

/** Arrow function source, with errors that quote it. */
export class Source {
  readonly fn: (...args: never[]) => unknown;
  readonly arrow: ArrowFunctionExpression;
  /** Whose source it is, for messages. */
  readonly of: 'step' | 'property';
  readonly #text: string;
  readonly #place: ModelErrorPlace;

  constructor(fn: (...args: never[]) => unknown, place: ModelErrorPlace) {
    this.fn = fn;
    this.of = place.property === undefined ? 'step' : 'property';
    this.#place = place;
    this.#text = `(${Function.prototype.toString.call(fn)}\n)`;
    this.arrow = allowed.get(this.#text) ?? this.#checked();
  }

  #checked(): ArrowFunctionExpression {
    const arrow = this.#parse();
    this.#refuseForbidden(arrow);
    if (allowed.size >= MOST_ALLOWED) allowed.clear();
    allowed.set(this.#text, arrow);
    return arrow;
  }

  wholeTextOf({ start, end }: Pick<AnyNode, 'start' | 'end'>): string {
    return this.#text.slice(start, end);
  }

  /** The source of a node on one line, cut where it is long. */
  textOf(node: AnyNode): string {
    const whole = this.#text.slice(node.start, node.end).replaceAll(/\s+/g, ' ');
    const text = authorsText(whole, this.fn);
    return text.length > 70 ? `${text.slice(0, 67)}...` : text;
  }

  fail(node: AnyNode, message: string): never {
    throw this.#refusal(node, this.textOf(node), message);
  }

  #refusal(node: AnyNode, text: string, message: string): ModelError {
    const line = functionSource(this.fn)?.placeOf(node);
    const place = line === undefined ? this.#place : { ...this.#place, line };
    return new ModelError(`\`${text}\`: ${message}`, place);
  }

  /** `using x = y;` as its author wrote it: what loads TypeScript for a Node that does not know it makes a `try` of it. */
  #using(node: AnyNode): string | undefined {
    if (node.type !== 'TryStatement') return undefined;
    const declared = node.block.body.flatMap((one) =>
      one.type === 'VariableDeclaration' ? one.declarations : [],
    );
    const isStack = declared.some(
      ({ init }) =>
        init?.type === 'CallExpression' &&
        init.callee.type === 'Identifier' &&
        init.callee.name.startsWith('_usingCtx'),
    );
    const first = declared.find(
      ({ init }) => init?.type === 'CallExpression' && init.arguments.length === 1,
    );
    if (!isStack || first?.init?.type !== 'CallExpression') return undefined;
    return `using ${this.textOf(first.id)} = ${this.textOf(first.init.arguments[0])};`;
  }

  #parse(): ArrowFunctionExpression {
    let body: AnyNode[];
    try {
      body = parse(this.#text, { ecmaVersion: 'latest', sourceType: 'module' }).body;
    } catch {
      throw this.#notAnArrow();
    }
    const [first] = body;
    const arrow = first?.type === 'ExpressionStatement' ? first.expression : undefined;
    if (arrow?.type !== 'ArrowFunctionExpression') throw this.#notAnArrow();
    return arrow;
  }

  #notAnArrow(): ModelError {
    const text = this.#text.slice(1, -2).slice(0, 60).replaceAll(/\s+/g, ' ');
    return new ModelError(
      `\`${text}\`: not an arrow function; its accesses are read off its source, so write it as ({ cells }) => ...`,
      this.#place,
    );
  }

  #refuseForbidden(node: AnyNode): void {
    const why = whyForbidden(node);
    const using = this.#using(node);
    if (using !== undefined) throw this.#refusal(node, using, NO_USING);
    if (why !== undefined) this.fail(node, why);
    const lost = lostAt(node);
    if (lost) this.fail(lost.node, lost.why);
    for (const child of childrenOf(node)) this.#refuseForbidden(child);
  }
}

const NO_USING = 'declare with const or let, not using';

const FORBIDDEN: Readonly<Record<string, string>> = {
  ThisExpression: 'no `this` in a step; name what it touches in its parameter pattern',
  Super: 'no `super` in a step',
  AwaitExpression: 'a step runs at once; split it at the `await`',
  YieldExpression: 'a step runs at once; split it at the `yield`',
  FunctionExpression: 'write methods and functions as arrow functions',
  FunctionDeclaration: 'write it as an arrow function: const name = (...) => ...',
  ClassExpression: 'no classes in a step; define the class outside',
  ClassDeclaration: 'no classes in a step; define the class outside',
  TryStatement: 'a step must not catch: mistakes and failed assertions are reported by throwing',
  ImportExpression: 'a step runs at once; import at the top of the file',
  MetaProperty: 'not available in a step',
  WithStatement: 'no `with` in a step',
};

function whyForbidden(node: AnyNode): string | undefined {
  if (node.type === 'Identifier' && (node.name === 'arguments' || node.name === 'eval')) {
    return `no \`${node.name}\` in a step; name what it touches in its parameter pattern`;
  }
  if (node.type === 'ArrowFunctionExpression' && node.async) {
    return 'a step runs at once; no async functions';
  }
  if (node.type === 'VariableDeclaration' && node.kind !== 'const' && node.kind !== 'let') {
    return `declare with const or let, not ${node.kind}`;
  }
  if (node.type === 'ForOfStatement' && node.await) return 'a step runs at once; no `for await`';
  return Object.hasOwn(FORBIDDEN, node.type) ? FORBIDDEN[node.type] : undefined;
}
