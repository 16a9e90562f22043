// The two ends of a list. Who adds at the back of one that is not full, and who takes from the front of one that is not
// empty, do not meet: in both orders each does the same. So a list that some fill and others empty is a channel, and what
// is sent and received waits for the other side only where the list is full or empty. The steps that are known by their text:
//
//   send:    ({ inbox, me }) => { if (inbox[me.to].length >= N) return 'blocked'; inbox[me.to].push(me.word); ... }
//   receive: ({ inbox, me }) => { if (inbox[me.id].isEmpty) return 'blocked'; me.word = inbox[me.id].shift(); ... }
//
// Sound only if
//   - the step is blocked, and has changed nothing, where the list is full (before a push) or empty (before a shift or a
//     look at the first): so it asks that first, and nothing before it changes or calls anything. Then nobody makes a push
//     or a shift fail, or be blocked, but who works at the same end;
//   - it does so once, at all lists of an array together, as two indices may be one: a second push needs more room than was
//     asked for, a second shift, or a look after it, another value;
//   - it looks at the list in no other way: any other use of it is of the whole, and an access of its own.

import type { AnyNode, ArrowFunctionExpression, BinaryExpression, MemberExpression } from 'acorn';
import type { ListShape } from '../../language/cell.ts';
import { alwaysReturns } from '../../language/source/lost-text.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import type { ListEnd, Manner } from './access.ts';
import type { Bindings } from './bindings.ts';
import { type BlockingTest, blockingTests } from './blocking-tests.ts';
import { isInEveryRun } from './every-run.ts';
import { indexAccess } from './index-access.ts';
import { outsideValue } from './outside.ts';
import { isScalar, type Place } from './place.ts';
import type { Places } from './places.ts';
import { calleeOf, propertyName } from './property-name.ts';

/** Of the calls and members that touch an end only, how. */
export type ListEnds = ReadonlyMap<AnyNode, Manner>;

interface Given {
  readonly places: Places;
  readonly bindings: Bindings;
  readonly isGuard: boolean;
}

/** A question whether there is a value, or room for one. */
interface ListGuard {
  /** Where the length is looked at. */
  readonly node: AnyNode;
  readonly list: string;
  /** Where the answer changes that unblocks the step. */
  readonly awaits: ListEnd;
}

export function listEnds(source: Source, given: Given): ListEnds {
  const { arrow } = source;
  const guards = guardsOf(source, given);
  const ends = new Map<AnyNode, Manner>();
  for (const { node, awaits } of guards) ends.set(node, { end: otherEnd(awaits), awaits });
  const uses = guards.length === 0 ? [] : usesOf(arrow, given);
  for (const use of uses) {
    const asked = guards.filter(({ list }) => list === use.list);
    const isAsked = (awaits: ListEnd): boolean => asked.some((guard) => guard.awaits === awaits);
    // Two texts may name one list, and each asked for one place.
    const alike = (name: string): ReadonlySet<AnyNode> =>
      new Set(
        uses.flatMap((one) => (one.name === name && one.family === use.family ? [one.node] : [])),
      );
    const isOnlyOne = (): boolean => mostRuns(arrow.body, alike(use.name)) === 1;
    const always = isInEveryRun(use.node, arrow);
    if (use.name === 'push' && isAsked('front') && isOnlyOne()) {
      ends.set(use.node, { end: 'back', always });
    }
    if (use.name === 'shift' && isAsked('back') && isOnlyOne()) {
      ends.set(use.node, { end: 'front', always });
    }
    const isBehind = (guard: ListGuard): boolean =>
      guard.awaits === 'back' && guard.node.end < use.node.start;
    if (use.name === 'first' && asked.some(isBehind) && alike('shift').size === 0) {
      ends.set(use.node, { end: 'front' });
    }
  }
  return ends;
}

function otherEnd(end: ListEnd): ListEnd {
  return end === 'front' ? 'back' : 'front';
}

function guardsOf(source: Source, { places, bindings, isGuard }: Given): ListGuard[] {
  const names = (init: AnyNode): boolean =>
    (isView(places.of(init)) && isQuiet(init, bindings)) || isComputed(init, bindings);
  const isName = (node: AnyNode): boolean =>
    node.type === 'VariableDeclaration' &&
    node.declarations.every(({ init }) => init && names(init));
  const tests = blockingTests(source.arrow.body, isGuard, isName);
  const loud = tests.findIndex(({ node }) => !isQuiet(node, bindings));
  return tests
    .slice(0, loud < 0 ? tests.length : loud)
    .flatMap((test) => guardOf(test, places, (node) => numberOf(node, source, bindings)) ?? []);
}

function isView(place: Place | undefined): boolean {
  return place !== undefined && !isScalar(place);
}

/** Whether it changes nothing, and calls nothing that might: a call that computes an index does not see the state. */
function isQuiet(node: AnyNode, bindings: Bindings): boolean {
  const isLoud = ['NewExpression', 'TaggedTemplateExpression'].includes(node.type);
  if (isLoud || ['AssignmentExpression', 'UpdateExpression'].includes(node.type)) return false;
  if (node.type === 'CallExpression') return isComputed(node, bindings);
  return childrenOf(node).every((child) => isQuiet(child, bindings));
}

/** Whether it is a function of the process's number and of its locals, as they were before the step. */
function isComputed(node: AnyNode, bindings: Bindings): boolean {
  return indexAccess(node, bindings).type !== 'any';
}

function numberOf(node: AnyNode, source: Source, bindings: Bindings): number | undefined {
  const value = node.type === 'Literal' ? node.value : outsideValue(node, source, bindings);
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

/** `list.isEmpty`, `list.length >= N`, and what says the same. */
function guardOf(
  { node, blocksIf }: BlockingTest,
  places: Places,
  number: (node: AnyNode) => number | undefined,
): ListGuard | undefined {
  if (node.type === 'MemberExpression') {
    const list = listOf(node, places);
    if (list === undefined || propertyName(node) !== 'isEmpty' || !blocksIf) return undefined;
    return { node, list: list.key, awaits: 'back' };
  }
  if (node.type !== 'BinaryExpression') return undefined;
  const { length, bound, operator } = lengthAtLeft(node, places);
  const list = length && listOf(length, places);
  const limit = bound && number(bound);
  if (!length || !list || limit === undefined) return undefined;
  const free = freeLengths(blocksIf ? NEGATED[operator] : operator, limit, list.shape.capacity);
  if (free === undefined) return undefined;
  return { node: length, list: list.key, awaits: free === 'some' ? 'back' : 'front' };
}

/** A bound on the length with which a step goes on: that there is some value, or some room; undefined where neither is sure. */
function freeLengths(
  operator: string,
  limit: number,
  capacity: number,
): 'some' | 'room' | undefined {
  switch (operator) {
    case '>':
      return limit >= 0 ? 'some' : undefined;
    case '>=':
      return limit >= 1 ? 'some' : undefined;
    case '<':
      return limit <= capacity ? 'room' : undefined;
    case '<=':
      return limit < capacity ? 'room' : undefined;
    case '!==':
      if (limit === 0) return 'some';
      return limit === capacity ? 'room' : undefined;
    default:
      return undefined;
  }
}

const NEGATED: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '===': '!==',
  '!==': '===',
};
const TURNED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** The comparison with the length of a list on its left side. */
function lengthAtLeft({ left, operator, right }: BinaryExpression, places: Places) {
  const isLength = (node: AnyNode): node is MemberExpression =>
    node.type === 'MemberExpression' &&
    propertyName(node) === 'length' &&
    listOf(node, places) !== undefined;
  if (isLength(left)) return { length: left, bound: right as AnyNode, operator };
  if (!isLength(right)) return { operator };
  return { length: right, bound: left as AnyNode, operator: TURNED[operator] ?? operator };
}

interface NamedList {
  readonly key: string;
  /** The same for all elements of an array. */
  readonly family: string;
  readonly shape: ListShape;
}

/** The list that a member is of, where the text says which it is, the same wherever it stands in the step. */
function listOf({ object }: MemberExpression, places: Places): NamedList | undefined {
  const place = places.of(object);
  if (place?.root !== 'cell' || place.shape.type !== 'list') return undefined;
  if (place.path.some(({ type }) => type === 'any' || type === 'parameter')) return undefined;
  // An index is told by its text: it is made of what the step does not change.
  const path = place.path.map((entry) => (entry.type === 'computed' ? entry.text : entry));
  const fields = place.path.filter(({ type }) => type === 'field');
  return {
    key: JSON.stringify([place.name, path]),
    family: JSON.stringify([place.name, fields]),
    shape: place.shape,
  };
}

/** A member of a list, or a call of one, by the member's name. */
interface Use {
  readonly list: string;
  readonly family: string;
  readonly name: string;
  readonly node: AnyNode;
}

function usesOf(arrow: ArrowFunctionExpression, { places, bindings }: Given): Use[] {
  const uses: Use[] = [];
  const visit = (node: AnyNode): void => {
    // What is called in a loop, or by somebody else, may be called often.
    if (node !== arrow && [...bindings.nestedFunctions, ...bindings.regions].includes(node)) return;
    const member = node.type === 'CallExpression' ? calleeOf(node) : node;
    const list = member.type === 'MemberExpression' ? listOf(member, places) : undefined;
    if (list && member.type === 'MemberExpression') {
      const { key, family } = list;
      uses.push({ list: key, family, name: propertyName(member) ?? '', node });
    }
    for (const child of childrenOf(node)) if (!list || child !== member) visit(child);
  };
  visit(arrow.body);
  return uses;
}

/** To how many of these nodes a run of this one comes at most. */
function mostRuns(node: AnyNode, nodes: ReadonlySet<AnyNode>): number {
  const of = (one: AnyNode | null | undefined): number => (one ? mostRuns(one, nodes) : 0);
  const own = nodes.has(node) ? 1 : 0;
  switch (node.type) {
    case 'BlockStatement':
      return mostOfStatements(node.body, of);
    case 'IfStatement':
    case 'ConditionalExpression':
      return of(node.test) + Math.max(of(node.consequent), of(node.alternate));
    default:
      return childrenOf(node).reduce((sum, child) => sum + of(child), own);
  }
}

/** What follows a branch that always returns is another branch. */
function mostOfStatements(
  [first, ...rest]: readonly AnyNode[],
  of: (node: AnyNode | null | undefined) => number,
): number {
  if (first === undefined) return 0;
  if (first.type === 'IfStatement' && alwaysReturns(first.consequent)) {
    const otherwise = of(first.alternate) + mostOfStatements(rest, of);
    return of(first.test) + Math.max(of(first.consequent), otherwise);
  }
  return of(first) + mostOfStatements(rest, of);
}
