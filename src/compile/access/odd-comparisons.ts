// Comparisons that have the same answer always, or another one than their author means: a value compared with a view, or
// with a new list, what is negated before it is compared. A property that makes one may hold for nothing, so they are refused.

import { isRecord } from '../../base/given.ts';
import type { Shape } from '../../language/cell.ts';
import type { ValueDomain } from '../../language/domain.ts';
import type { AnyNode } from '../../language/source/function-source.ts';
import { outsideValue } from './outside.ts';
import type { Scope } from './pattern.ts';
import { fieldNames, isScalar, type Place, SELF } from './place.ts';
import { valueOf } from './value-of.ts';
import type { Walker } from './walker.ts';

const SAMENESS: readonly string[] = ['===', '!==', '==', '!='];
const ORDERING: readonly string[] = ['<', '<=', '>', '>='];
const COMPARING: readonly string[] = [...SAMENESS, ...ORDERING];
const OF_BITS: readonly string[] = ['&', '|', '^'];

/** By which an instance of a process, or a cell, is told apart from others. */
const NAMES = ['self', 'id', 'value'];

export function refuseOddComparison(
  operator: string,
  left: AnyNode,
  right: AnyNode,
  walk: Walker,
): void {
  if (COMPARING.includes(operator)) refuseNegated(left, right, walk);
  if (SAMENESS.includes(operator)) {
    refuseView(left, right, walk);
    refuseView(right, left, walk);
    refuseOwnNumber(left, right, walk);
    refuseOwnNumber(right, left, walk);
    for (const node of [left, right]) {
      refuseNew(node, walk);
      refuseTypeof(node, walk);
      refuseChoice(node, walk);
    }
    refuseOutside(left, right, walk);
    refuseOutside(right, left, walk);
  }
  refuseTruthAsNumber(operator, left, right, walk);
  if (operator === 'in' && right.type === 'ArrayExpression') {
    walk.source.fail(right, 'of a list, `in` asks for its indices; write [...].includes(...)');
  }
}

/**
 * A value is never the same as a view: `lock.owner === task[0]` is false whoever owns the lock. What is meant is one of the
 * view's fields.
 */
function refuseView(node: AnyNode, other: AnyNode, { places, source }: Walker): void {
  const view = places.of(node);
  if (!view || isScalar(view)) return;
  const value = places.of(other);
  if (value ? !isScalar(value) : other.type !== 'Literal' || other.value === null) return;
  const text = source.textOf(node);
  const isLabel = other.type === 'Literal' && typeof other.value === 'string';
  const names = isLabel ? ['at', ...NAMES] : NAMES;
  const field = names.find((name) => fieldNames(view).includes(name));
  const instead = field === undefined ? 'one of its fields' : `${text}.${field}`;
  source.fail(node, `this is no value, so it is never the same as one; compare ${instead}`);
}

/** `owner === me.id`: a lock names its owner by `self`, which counts all processes, and `id` counts those of one. */
function refuseOwnNumber(node: AnyNode, other: AnyNode, walk: Walker): void {
  const { source, scope } = walk;
  const own = valueOf(node, walk);
  if (!own || !isOwnNumber(own, scope)) return;
  const shape = valueOf(other, walk)?.shape;
  if (shape?.type !== 'scalar' || !namesProcess(shape.domain)) return;
  const text = source.textOf(node);
  source.fail(
    node,
    `${source.textOf(other)} names a process among all, and ${text} counts those of one kind; compare it with ${text.replace(/id$/, 'self')}`,
  );
}

/** `me.id`, and in properties `task[0].id`. */
function isOwnNumber(place: Place, { cells }: Scope): boolean {
  if (lastField(place) !== 'id') return false;
  if (place.root === 'me') return place.path.length === 1;
  return place.path.length === 2 && isProcesses(cells[place.name]);
}

/** A process as properties see it. */
function isProcesses(shape: Shape | undefined): boolean {
  if (shape?.type !== 'array' || shape.element.type !== 'record') return false;
  return shape.element.fields.self === SELF;
}

function namesProcess(domain: ValueDomain): boolean {
  return domain.type === 'orNone' ? namesProcess(domain.inner) : domain.type === 'process';
}

function lastField({ path }: Place): string | undefined {
  const last = path[path.length - 1];
  return last?.type === 'field' ? last.name : undefined;
}

/** A kind in place of one of its ids, or an id that it does not have: `object`, `object.ids[1]` of one object. */
function refuseOutside(node: AnyNode, other: AnyNode, { places, source, bindings }: Walker): void {
  const place = places.of(other);
  if (!place || !isScalar(place) || places.of(node)) return;
  if (isRecord(outsideValue(node, source, bindings))) {
    source.fail(node, 'this is no value of the state; of a kind, compare with one of its ids');
  }
  if (node.type !== 'MemberExpression' || !node.computed) return;
  const list = outsideValue(node.object, source, bindings);
  const at = node.property.type === 'Literal' ? node.property.value : undefined;
  if (!Array.isArray(list) || typeof at !== 'number' || at < list.length) return;
  source.fail(
    node,
    `there is none: ${source.textOf(node.object)} has ${list.length}, counted from 0`,
  );
}

/** A list or an object that is just made is the same as no other, whatever is in it. */
function refuseNew(node: AnyNode, { source }: Walker): void {
  if (node.type !== 'ArrayExpression' && node.type !== 'ObjectExpression') return;
  source.fail(node, 'this is new, so it is never the same as anything; compare what is in it');
}

/** `at === ('done' || 'store')` is `at === 'done'`. */
function refuseChoice(node: AnyNode, { source }: Walker): void {
  if (node.type !== 'LogicalExpression' || node.left.type !== 'Literal') return;
  const { operator, left, right } = node;
  const [first, second] = [left, right].map((one) => source.textOf(one));
  const taken = (operator === '&&') === Boolean(left.value) ? second : first;
  source.fail(
    node,
    `this is ${taken}, whatever comes; for one of several write [${first}, ${second}].includes(...)`,
  );
}

/** What is in a part of the state is known when the model is loaded. */
function refuseTypeof(node: AnyNode, { places, source }: Walker): void {
  if (node.type !== 'UnaryExpression' || node.operator !== 'typeof') return;
  if (!places.of(node.argument)) return;
  const text = source.textOf(node.argument);
  source.fail(
    node,
    `its domain says what ${text} can be, so this is always the same; compare ${text} with one of its values, or with none`,
  );
}

/** `!x === y` is read as `(!x) === y`. */
function refuseNegated(left: AnyNode, right: AnyNode, { source }: Walker): void {
  if (!isNegation(left) || isNegation(right)) return;
  const [text, other] = [source.textOf(left.argument), source.textOf(right)];
  source.fail(left, `this is negated before it is compared; write ${text} !== ${other}, or !(...)`);
}

function isNegation(node: AnyNode): node is Extract<AnyNode, { type: 'UnaryExpression' }> {
  return node.type === 'UnaryExpression' && node.operator === '!';
}

/** `a < b < c` and `flags & bit === 0` are read as `(a < b) < c` and `flags & (bit === 0)`: true counts as 1 there. */
function refuseTruthAsNumber(
  operator: string,
  left: AnyNode,
  right: AnyNode,
  { source }: Walker,
): void {
  const [first, second] = [left, right].map(
    (node) => node.type === 'BinaryExpression' && COMPARING.includes(node.operator),
  );
  if (ORDERING.includes(operator) && (first || second)) {
    const node = first ? left : right;
    source.fail(
      node,
      `this is true or false, which ${operator} takes for 1 or 0; join comparisons by &&`,
    );
  }
  if (OF_BITS.includes(operator) && first !== second) {
    const [node, other] = first ? [left, right] : [right, left];
    const text = source.textOf(other);
    source.fail(
      node,
      `this is compared before ${operator}, which then takes true for 1; write (${text} ${operator} ...) in parentheses, or && and || between conditions`,
    );
  }
}
