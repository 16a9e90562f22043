// The labels that a property tells apart, read off its source: `walkers.some(({ at }) => at === 'oom')` sees a process
// come to 'oom' or leave it, and no other step.
//
// Sound only if a label is used in no other way than in comparisons with literals, or in questions of which the answers are
// known (label-questions.ts): so each `at` in the source has to stand in one, and no process may be read whole (a view that is handed to a function counts as read whole, see
// call-walk.ts). Otherwise the property is taken to see every label.

import type { AnyNode } from 'acorn';
import { childrenOf, Source } from '../../language/source/source.ts';
import type { StepAccess } from './access.ts';
import { type LabelsAsked, labelsAsked } from './label-questions.ts';

/**
 * Undefined where the property may tell all labels apart, as where it hands one to a function and it is not said which
 * labels there are.
 */
export function labelsCompared(
  // biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
  predicate: (views: any) => unknown,
  { accesses }: StepAccess,
  processes: readonly string[],
  property: string,
  labels: readonly string[] = [],
): ReadonlySet<string> | undefined {
  const whole = accesses.some(
    ({ cell, path }) => processes.includes(cell) && path.every(({ type }) => type !== 'field'),
  );
  if (whole) return undefined;
  const names = new Set<string>();
  const source = new Source(predicate, { property });
  const asked = labels.length > 0 ? labelsAsked(source, labels) : NOTHING_KNOWN;
  return onlyCompares(source.arrow, { isUse: namesLabel, asked }, [], names) ? names : undefined;
}

/** The literals that a handler of an observer compares `step.to`, or another field of `step`, with. */
export function comparedWithStep(
  // biome-ignore lint/suspicious/noExplicitAny: a handler over the cells of any system
  handler: (context: any) => void,
  field: string,
  property: string,
): Set<string> {
  const names = new Set<string>();
  const isField: IsUse = (node, [parent]) =>
    node.type === 'Identifier' &&
    node.name === field &&
    parent?.type === 'MemberExpression' &&
    parent.object.type === 'Identifier' &&
    parent.object.name === 'step';
  const sought = { isUse: isField, asked: NOTHING_KNOWN };
  onlyCompares(new Source(handler, { property }).arrow, sought, [], names);
  return names;
}

/** Whether a node, below the others, stands for what is looked for. */
type IsUse = (node: AnyNode, above: readonly AnyNode[]) => boolean;

interface Sought {
  readonly isUse: IsUse;
  readonly asked: LabelsAsked;
}

const NOTHING_KNOWN: LabelsAsked = () => undefined;

/** Whether every use below a node is compared with literals, or asked about, which adds to `names`. */
function onlyCompares(
  node: AnyNode,
  sought: Sought,
  above: readonly AnyNode[],
  names: Set<string>,
): boolean {
  if (sought.isUse(node, above)) {
    const literals = comparedWith(node, above, sought.asked);
    for (const literal of literals ?? []) names.add(literal);
    return literals !== undefined;
  }
  const below = childrenOf(node).map((child) =>
    onlyCompares(child, sought, [node, ...above], names),
  );
  return below.every(Boolean);
}

function namesLabel(node: AnyNode): boolean {
  return node.type === 'Identifier' ? node.name === 'at' : isLiteral(node) && node.value === 'at';
}

/** The literals that a use of a label is compared with; undefined where it is used otherwise. */
function comparedWith(
  node: AnyNode,
  above: readonly AnyNode[],
  asked: LabelsAsked,
): readonly string[] | undefined {
  const [parent, ...rest] = above;
  if (parent.type === 'MemberExpression') {
    if (parent.computed || parent.property !== node) return undefined;
    const [grandparent] = rest;
    // The method of arrays: `list.at(0)`.
    if (grandparent.type === 'CallExpression' && grandparent.callee === parent) return [];
    return literalsIn(parent, grandparent, asked);
  }
  if (parent.type === 'Property')
    return parent.shorthand && rest[0].type === 'ObjectPattern' ? [] : undefined;
  return literalsIn(node, parent, asked);
}

function literalsIn(
  use: AnyNode,
  parent: AnyNode,
  asked: LabelsAsked,
): readonly string[] | undefined {
  if (parent.type === 'BinaryExpression') {
    if (!['===', '!==', '==', '!='].includes(parent.operator)) return undefined;
    return strings([parent.left === use ? parent.right : parent.left]);
  }
  if (parent.type !== 'CallExpression' || parent.arguments[0] !== use) return undefined;
  const { callee } = parent;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'ArrayExpression')
    return parent.arguments.length === 1 ? asked(callee) : undefined;
  const isIncludes = callee.property.type === 'Identifier' && callee.property.name === 'includes';
  return isIncludes && !callee.computed ? strings(callee.object.elements) : undefined;
}

function strings(nodes: readonly (AnyNode | null)[]): string[] | undefined {
  const values = nodes.map((node) => (node && isLiteral(node) ? node.value : undefined));
  return values.every((value) => typeof value === 'string') ? values : undefined;
}

function isLiteral(node: AnyNode): node is Extract<AnyNode, { type: 'Literal' }> {
  return node.type === 'Literal';
}
