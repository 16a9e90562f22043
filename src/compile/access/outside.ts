// Names in a step that it does not declare. Either they stand for something around the step, or the author has forgotten
// to name them in the pattern, or to quote them. What must stay true: a name that the step may see is never called unknown.

import type { AnyNode, Identifier, MemberExpression } from 'acorn';
import { isA, isRecord } from '../../base/given.ts';
import { didYouMean } from '../../base/near-name.ts';
import type { Kind } from '../../language/domain.ts';
import { closureOf, maySee } from '../../language/source/closure.ts';
import type { Source } from '../../language/source/source.ts';
import type { Bindings } from './bindings.ts';
import { kindOf, type Scope } from './pattern.ts';
import { propertyName } from './property-name.ts';
import { whyUnrepeatable } from './unrepeatable.ts';

/** Refuses a name from around the step that it cannot use; `member` is what it uses of it. */
export function checkOutside(
  node: Identifier,
  source: Source,
  scope: Scope,
  member?: string,
): void {
  const { name } = node;
  const isSeen = maySee(source.fn, name) && !isCellItself(name, source, scope);
  const why = isSeen ? whyUnrepeatable(name, member) : whyUnknown(name, source, scope);
  if (why !== undefined) source.fail(node, why);
}

function whyUnknown(name: string, source: Source, scope: Scope): string {
  if (kindOf(name, scope)) {
    return `'${name}' comes in by the parameter pattern, which does not name it; write (${withName(name, source)}) => ...`;
  }
  if (scope.labels?.includes(name)) return `there is no '${name}'; write '${name}' in quotes`;
  const known = [...Object.keys(scope.cells), ...Object.keys(scope.helpers), ...scope.tools];
  return `there is no '${name}'${didYouMean(name, known)}`;
}

/** The pattern, had it been named. */
function withName(name: string, source: Source): string {
  const [pattern] = source.arrow.params;
  const named = pattern?.type === 'ObjectPattern' ? pattern.properties : [];
  return `{ ${[...named.map((property) => source.textOf(property)), name].join(', ')} }`;
}

/** `const ref = cell(...)` around the step is how the cell was made: its contents come in by the pattern alone. */
function isCellItself(name: string, { fn }: Source, { cells }: Scope): boolean {
  if (!Object.hasOwn(cells, name)) return false;
  const made = closureOf(fn)(name)?.value;
  return isRecord(made) && made.shape === cells[name];
}

/** What names mean where a member is asked for. */
interface Around {
  readonly scope: Scope;
  readonly bindings: Bindings;
}

/**
 * Refuses `heap.head` where the pattern does not name the cell `heap`, and the import of that name, or a kind, is asked for what it
 * does not have.
 */
export function refuseMisread(
  node: MemberExpression,
  source: Source,
  { scope, bindings }: Around,
): void {
  const name = source.textOf(node.object);
  const member = propertyName(node);
  if (member === undefined || !kindOf(name, scope)) return;
  const seen = outsideValue(node.object, source, bindings);
  const has = typeof seen === 'function' ? OWN_OF_FUNCTIONS : [];
  const isMade = typeof seen === 'function' || isA<Kind>('id', seen);
  if (!isMade || (Object.hasOwn(seen, member) && !has.includes(member))) return;
  source.fail(node, whyUnknown(name, source, scope));
}

/** What every function has, and nobody asks for. */
const OWN_OF_FUNCTIONS: readonly string[] = ['length', 'name', 'prototype'];

/** Methods by which arrays, maps and sets change. */
const CHANGES: ReadonlySet<string> = new Set([
  ...['copyWithin', 'fill', 'pop', 'push', 'reverse', 'shift', 'sort', 'splice', 'unshift'],
  ...['add', 'clear', 'delete', 'set'],
]);

/** Refuses `seen.push(x)` where `seen` is an array, a map or a set from around the step. */
export function checkOutsideCall(callee: AnyNode, source: Source, bindings: Bindings): void {
  if (callee.type !== 'MemberExpression') return;
  const method = propertyName(callee);
  if (method === undefined || !CHANGES.has(method)) return;
  const changed = outsideValue(callee.object, source, bindings);
  const isCollection = [Array, Map, Set, WeakMap, WeakSet].some((one) => changed instanceof one);
  if (isCollection) source.fail(callee, mustNotChange(source.textOf(callee.object), source));
}

export function mustNotChange(name: string, source: Source): string {
  const instead = source.of === 'property' ? "in an observer's `state`" : 'in a cell or a local';
  return (
    `a ${source.of} must not change '${name}', which lives outside the ${source.of}: ` +
    `a run could not be repeated; keep it ${instead}`
  );
}

/** What a name from around the step, or a member of one, stands for. */
export function outsideValue(node: AnyNode, source: Source, bindings: Bindings): unknown {
  if (node.type === 'Identifier') {
    return bindings.of.get(node) ? undefined : closureOf(source.fn)(node.name)?.value;
  }
  if (node.type !== 'MemberExpression') return undefined;
  const name = propertyName(node);
  const owner = outsideValue(node.object, source, bindings);
  return name !== undefined && isRecord(owner) ? owner[name] : undefined;
}
