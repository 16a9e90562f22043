// Which parameters of a model nothing reads: a check at another value of them would say the same, and look like a result of its
// own. Of the function that makes the system its text tells; other functions are noticed as they read.
//
// What must stay true: a parameter that may be read is never said not to be. Functions that get the values whole may read all.

import {
  type AnyNode,
  childrenOf,
  type FunctionNode,
  functionSource,
} from './source/function-source.ts';

/** What is known of a model, by its object of parameters. */
interface Known {
  readonly system: object;
  readonly read: Set<string>;
}
const models = new WeakMap<object, Known>();

export function rememberSystem(parameters: object, system: object): void {
  models.set(parameters, { system, read: new Set() });
}

/** A function that makes properties, or rows of them, asks for a parameter. */
export function noteRead(parameters: object, name: string): void {
  models.get(parameters)?.read.add(name);
}

export function neverRead(parameters: object): string[] {
  const known = models.get(parameters);
  const source = known && functionSource(known.system);
  if (!source) return [];
  const reads = readIn(source.node);
  return Object.keys(parameters).filter((name) => !known.read.has(name) && !reads(name));
}

/** Whether the function may read a parameter of its first argument. */
function readIn({ params: [values], body }: FunctionNode): (name: string) => boolean {
  if (values === undefined) return () => false;
  if (values.type === 'Identifier') return membersOf(values.name, body);
  if (values.type !== 'ObjectPattern') return () => true;
  const read = new Set<string>();
  for (const property of values.properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') return () => true;
    const { key, value } = property;
    if (value.type !== 'Identifier' || namesIn(body).has(value.name)) read.add(key.name);
  }
  return (name) => read.has(name);
}

/** `values.name`; where the values are used in another way, all may be read. */
function membersOf(values: string, body: AnyNode): (name: string) => boolean {
  const read = new Set<string>();
  const isWhole = usedWhole(body, values, read);
  return (name) => isWhole || read.has(name);
}

/** Whether a name is used but for members of it, which are added to `read`. */
function usedWhole(node: AnyNode, values: string, read: Set<string>): boolean {
  if (node.type === 'Identifier') return node.name === values;
  if (node.type !== 'MemberExpression' || !isNamed(node.object, values) || node.computed) {
    return childrenOf(node).some((child) => usedWhole(child, values, read));
  }
  if (node.property.type === 'Identifier') read.add(node.property.name);
  return false;
}

function isNamed(node: AnyNode, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

/** Without the keys of objects and the names of members. */
function namesIn(node: AnyNode): Set<string> {
  const own = node.type === 'Identifier' ? [node.name] : [];
  return new Set([...own, ...valuesBelow(node).flatMap((child) => [...namesIn(child)])]);
}

function valuesBelow(node: AnyNode): AnyNode[] {
  if (node.type === 'Property' && !node.computed) return [node.value];
  if (node.type === 'MemberExpression' && !node.computed) return [node.object];
  return childrenOf(node);
}
