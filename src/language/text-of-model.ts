// What the text of a function that makes a model shows to be wrong, for each value of its parameters: text that is lost, a
// comparison of a parameter with a value that it never has, the truth of a parameter that is always true, and a function that is
// spread without being called. All of them leave out a part of the model without a word.
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
import { namedBelow } from './source/names-declared.ts';
import { asksTruthOf } from './source/truth-asked.ts';
import { uncalledSpread } from './source/uncalled-spread.ts';

type Parameters = Readonly<Record<string, ValueDomain>>;

/** Functions in whose text nothing was wrong. */
const known = new WeakSet<object>();

/** `values` is where among its arguments the function gets those of the parameters. */
export function checkText(what: string, fn: object, parameters: Parameters, values: number): void {
  if (known.has(fn)) return;
  const source = functionSource(fn);
  const wrong = source && wrongIn(source, fn, parameters, values);
  if (wrong) {
    const line = lineWithin(fn, source.linesBefore(wrong.node));
    const words = `${what}: \`${source.textOf(wrong.node)}\`: ${wrong.why}`;
    throw new ModelError(words, line === undefined ? {} : { line });
  }
  known.add(fn);
}

function wrongIn(
  source: FunctionSource,
  fn: object,
  parameters: Parameters,
  values: number,
): LostText | undefined {
  const names = namesOf(source.node, values);
  return (
    lostBelow(source.node) ??
    uncalledSpread(source.node, fn) ??
    wrongComparison(source.node, names, parameters) ??
    alwaysTrue(source.node, names, parameters)
  );
}

type Names = ReadonlyMap<string, string>;

/** `if (mode)` where each value of the parameter is a text. */
function alwaysTrue(node: AnyNode, names: Names, parameters: Parameters): LostText | undefined {
  const isText = (name: string): boolean => {
    const domain = domainOf(name, names, parameters);
    return domain?.type === 'oneOf' && domain.values.every((value) => isTrueText(value));
  };
  const asked = asksTruthOf(node, isText);
  if (asked === undefined) return undefined;
  const { name } = asked;
  const domain = parameters[names.get(name) as string];
  const why = `parameter ${names.get(name)} is a text, and so always true; compare it: it is ${describeDomain(domain)}`;
  return { node: asked, why };
}

function isTrueText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function domainOf(name: string, names: Names, parameters: Parameters): ValueDomain | undefined {
  const parameter = names.get(name);
  if (parameter === undefined || !Object.hasOwn(parameters, parameter)) return undefined;
  return parameters[parameter];
}

function wrongComparison(
  node: AnyNode,
  names: Names,
  parameters: Parameters,
): LostText | undefined {
  for (const { node: compared, name, literal } of comparedBelow(node)) {
    const domain = domainOf(name, names, parameters);
    if (domain === undefined || admits(domain, literal)) continue;
    const values = domain.type === 'oneOf' ? domain.values : [];
    const meant = typeof literal === 'string' ? didYouMean(literal, values.map(String)) : '';
    const why = `parameter ${names.get(name)} is never ${JSON.stringify(literal)}; it is ${describeDomain(domain)}${meant}`;
    return { node: compared, why };
  }
  return undefined;
}

/** The parameters by the names that a pattern gives them, without those that stand for something else somewhere. */
function namesOf(fn: FunctionSource['node'], values: number): Names {
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
