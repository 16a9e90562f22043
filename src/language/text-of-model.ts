// What the text of a function that makes a model shows to be wrong, for each value of its parameters: text that is lost, and a
// comparison of a parameter with a value that it never has. Both leave out a part of the model without a word.
//
// What must stay true: nothing is refused that means something. A name that is declared or assigned anywhere else in the
// function is not taken for a parameter, and what cannot be read is let be.

import { lineWithin } from '../base/authors-lines.ts';
import { ModelError } from '../base/errors.ts';
import { didYouMean } from '../base/near-name.ts';
import { admits, describeDomain, type ValueDomain } from './domain.ts';
import {
  type AnyNode,
  childrenOf,
  type FunctionSource,
  functionSource,
} from './source/function-source.ts';
import { type LostText, lostBelow } from './source/lost-text.ts';

type Parameters = Readonly<Record<string, ValueDomain>>;

/** Functions in whose text nothing was wrong. */
const known = new WeakSet<object>();

/** `values` is where among its arguments the function gets those of the parameters. */
export function checkText(what: string, fn: object, parameters: Parameters, values: number): void {
  if (known.has(fn)) return;
  const source = functionSource(fn);
  const wrong = source && (lostBelow(source.node) ?? wrongComparison(source, parameters, values));
  if (wrong) {
    const line = lineWithin(fn, source.linesBefore(wrong.node));
    const words = `${what}: \`${source.textOf(wrong.node)}\`: ${wrong.why}`;
    throw new ModelError(words, line === undefined ? {} : { line });
  }
  known.add(fn);
}

function wrongComparison(
  source: FunctionSource,
  parameters: Parameters,
  values: number,
): LostText | undefined {
  const names = namesOf(source.node, values);
  for (const { node, name, literal } of comparedBelow(source.node)) {
    const parameter = names.get(name);
    if (parameter === undefined || !Object.hasOwn(parameters, parameter)) continue;
    const domain = parameters[parameter];
    if (admits(domain, literal)) continue;
    const values = domain.type === 'oneOf' ? domain.values : [];
    const meant = typeof literal === 'string' ? didYouMean(literal, values.map(String)) : '';
    const why = `parameter ${parameter} is never ${JSON.stringify(literal)}; it is ${describeDomain(domain)}${meant}`;
    return { node, why };
  }
  return undefined;
}

/** The parameters by the names that a pattern gives them, without those that stand for something else somewhere. */
function namesOf(fn: FunctionSource['node'], values: number): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const pattern = fn.params[values];
  if (pattern?.type !== 'ObjectPattern') return names;
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
    if (property.value.type === 'Identifier') names.set(property.value.name, property.key.name);
  }
  const others = [...fn.params.filter((one) => one !== pattern), fn.body];
  for (const name of others.flatMap(namedBelow)) names.delete(name);
  return names;
}

/** The names that are declared or assigned below a node; those of all objects' fields in a pattern are among them. */
function namedBelow(node: AnyNode): string[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return [...identifiersIn(node.id), ...(node.init ? namedBelow(node.init) : [])];
    case 'AssignmentExpression':
      return [...identifiersIn(node.left), ...namedBelow(node.right)];
    case 'UpdateExpression':
      return identifiersIn(node.argument);
    case 'ForInStatement':
    case 'ForOfStatement':
      return [...identifiersIn(node.left), ...childrenOf(node).flatMap(namedBelow)];
    case 'CatchClause':
      return [...(node.param ? identifiersIn(node.param) : []), ...namedBelow(node.body)];
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return [
        ...(node.id ? [node.id.name] : []),
        ...node.params.flatMap(identifiersIn),
        ...childrenOf(node).flatMap(namedBelow),
      ];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return [...(node.id ? [node.id.name] : []), ...namedBelow(node.body)];
    default:
      return childrenOf(node).flatMap(namedBelow);
  }
}

function identifiersIn(node: AnyNode): string[] {
  if (node.type === 'Identifier') return [node.name];
  return childrenOf(node).flatMap(identifiersIn);
}

interface Compared {
  readonly node: AnyNode;
  readonly name: string;
  readonly literal: string | number | boolean;
}

/** `name === 'literal'`, either way round, and `switch (name) { case 'literal': }`. */
function comparedBelow(node: AnyNode): Compared[] {
  const own: Compared[] = [];
  const add = (one: AnyNode, other: AnyNode, whole: AnyNode): void => {
    if (one.type !== 'Identifier' || other.type !== 'Literal') return;
    const { value } = other;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return;
    own.push({ node: whole, name: one.name, literal: value });
  };
  if (node.type === 'BinaryExpression' && ['===', '!==', '==', '!='].includes(node.operator)) {
    add(node.left, node.right, node);
    add(node.right, node.left, node);
  }
  if (node.type === 'SwitchStatement') {
    for (const { test } of node.cases) if (test) add(node.discriminant, test, test);
  }
  return [...own, ...childrenOf(node).flatMap(comparedBelow)];
}
