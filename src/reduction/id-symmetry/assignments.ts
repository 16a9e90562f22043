// Assignments: to variables of the code and to parts of the state. Of arrays and objects that the
// code makes for itself none is ever changed: what an assignment changes besides is refused.

import type { AnyNode } from '../../language/source/function-source.ts';
import type { At, Context } from './context.ts';
import { placesOf, read } from './members.ts';
import type { Variable } from './scope.ts';
import { store } from './storing.ts';
import {
  INTEGER,
  isInteger,
  isSmall,
  PLAIN,
  sumOf,
  type Type,
  typeOf,
  type View,
} from './types.ts';

type Assignment = Extract<AnyNode, { type: 'AssignmentExpression' }>;
type Update = Extract<AnyNode, { type: 'UpdateExpression' }>;

/** An expression whose value is not used. */
export function assignStatement(c: Context, node: AnyNode, at: At): void {
  if (node.type === 'AssignmentExpression') assign(c, node, at, true);
  else if (node.type === 'UpdateExpression') update(c, node, at, true);
  else c.evaluate(node, at);
}

export function assign(c: Context, node: Assignment, at: At, isStatement: boolean): Type {
  const { left, operator } = node;
  // An index on the left is evaluated first: it may change what the right names.
  const target = targetOf(c, left, at);
  const value = c.evaluate(node.right, at);
  const adds = operator === '+=' || operator === '-=';
  if (operator === '=') return put(c, target, { value }, node, at);
  if (adds) return put(c, target, { value, adds: isStatement && isSmall(value) }, node, at);
  if (operator === '&&=' || operator === '||=' || operator === '??=') {
    const before = c.evaluate(left, at);
    if (operator !== '??=') c.test(before, left, at);
    return put(c, target, { value: c.join(before, value, node, at), varies: true }, node, at);
  }
  return put(c, target, { value, calculates: true }, node, at);
}

/** `n++`, in all its forms. */
export function update(c: Context, node: Update, at: At, isStatement: boolean): Type {
  const target = targetOf(c, node.argument, at);
  return put(c, target, { value: INTEGER, adds: isStatement }, node, at);
}

interface Put {
  readonly value: Type;
  /** Adds a whole number, and no code looks at the sum; false if some does. */
  readonly adds?: boolean;
  /** Makes something of the old value and the new. */
  readonly calculates?: boolean;
  /** What is put depends on what was there. */
  readonly varies?: boolean;
}

/** What is assigned to: a variable, the parts of the state that it may be, or why it is neither. */
type Target = Variable<Type> | readonly View[] | string;

function targetOf(c: Context, left: AnyNode, at: At): Target {
  if (left.type === 'Identifier') {
    return at.scope.find(left.name) ?? 'assigns to what is not its own';
  }
  const places = left.type === 'MemberExpression' ? placesOf(c, left, at) : undefined;
  return places ?? 'changes something in a way that is not followed';
}

function put(c: Context, target: Target, what: Put, node: AnyNode, at: At): Type {
  if (typeof target === 'string') return c.refuseAll(node, at, target);
  if ('root' in target) return putVariable(c, target, what, node, at);
  for (const place of target) putPlace(c, place, what, node, at);
  // What was calculated with is not what comes out.
  return what.adds !== undefined || what.calculates ? PLAIN : what.value;
}

function putVariable(c: Context, variable: Variable<Type>, what: Put, node: AnyNode, at: At): Type {
  if (variable.isConstant) return c.refuseAll(node, at, 'assigns to a constant');
  const place = { root: variable.root, own: [] };
  const after = combined(c, variable.type, what, node, at);
  c.widen(variable, after, node, at);
  const isSum = what.adds === true && isInteger(variable.type);
  if (!isSum && isCompound(what)) c.noteRead(place, variable.within);
  c.noteWrite(place, isSum ? 'added' : written(what), node, variable.within);
  return after;
}

function putPlace(c: Context, place: View, what: Put, node: AnyNode, at: At): void {
  if (place.shape.type !== 'scalar') {
    c.refuseAll(node, at, 'assigns what is no single value');
    return;
  }
  const { domain } = place.shape;
  const expected = typeOf(domain, c.candidates);
  const before = c.held(place.root, expected);
  const isSum = what.adds === true && isInteger(before);
  if (isCompound(what) && !isSum) read(c, place);
  // Of an own element, the sum is read as well, and by its own turn alone.
  const after = combined(c, before, what, node, at);
  store(c, expected, after, node, at);
  c.noteStored(place.root, expected, after);
  c.noteWrite(place, isSum ? 'added' : written(what), node);
}

function isCompound({ adds, calculates, varies }: Put): boolean {
  return adds !== undefined || calculates === true || varies === true;
}

/** What an iteration is told is stored: of what is calculated nothing is known. */
function written(what: Put): Type {
  return isCompound(what) ? PLAIN : what.value;
}

function combined(c: Context, before: Type, what: Put, node: AnyNode, at: At): Type {
  if (what.adds === undefined && !what.calculates) return what.value;
  if (!isInteger(before) || !isInteger(what.value)) c.noteFailure(node);
  for (const type of [before, what.value]) c.plain(type, node, at, 'calculates with an id');
  return what.adds === undefined ? PLAIN : sumOf(before, what.value);
}
