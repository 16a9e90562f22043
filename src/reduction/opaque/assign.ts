// Assignments: what is stored must be of the kind of the place, and an unordered loop must hear of
// it.

import type { AnyNode } from '../../model/access/function-source.ts';
import type { Frame, Machine } from './machine.ts';
import { placeOf } from './members.ts';
import type { Scope } from './scope.ts';
import { NUMBER, PLAIN, type Value } from './values.ts';

/** The value of `target operator value`. */
export function assign(
  m: Machine,
  target: AnyNode,
  operator: string,
  value: Value,
  frame: Frame,
  scope: Scope,
  node: AnyNode,
): Value {
  switch (target.type) {
    case 'Identifier':
      return assignName(m, target.name, operator, value, frame, scope, node);
    case 'MemberExpression':
      return assignMember(m, target, operator, value, frame, scope, node);
    default:
      return m.doubt(m.suspects.kinds, frame, node, 'assigns in a way that is not followed');
  }
}

const ADDING = ['+=', '-='];

function assignName(
  m: Machine,
  name: string,
  operator: string,
  value: Value,
  frame: Frame,
  scope: Scope,
  node: AnyNode,
): Value {
  const variable = scope.find(name);
  if (!variable)
    return m.doubt(m.suspects.kinds, frame, node, 'changes something outside of the model');
  const result = resultOf(m, operator, variable.value, value, frame, node);
  const shared = m.regions.slice(variable.depth);
  for (const region of shared) {
    const root = `let ${name}`;
    if (adds(operator, variable.value, value)) region.write(root, 'added', node);
    else if (operator === '=' && value.type === 'plain' && value.known) {
      region.write(root, { constant: value.known.value }, node);
    } else region.write(root, 'shared', node);
  }
  m.reassign(variable, result, frame, node);
  return result;
}

function assignMember(
  m: Machine,
  target: Extract<AnyNode, { type: 'MemberExpression' }>,
  operator: string,
  value: Value,
  frame: Frame,
  scope: Scope,
  node: AnyNode,
): Value {
  const base = m.evaluate(target.object, frame, scope);
  const key = target.computed ? m.evaluate(target.property, frame, scope) : target.property;
  const place = placeOf(m, base, key, frame, target);
  if (place?.shape.type !== 'scalar') {
    return m.doubt(m.suspects.kinds, frame, node, 'changes something that is no part of the state');
  }
  const before = m.contentOf(place);
  const result = resultOf(m, operator, before, value, frame, node);
  const added = adds(operator, before, value);
  m.noteWrite(place, added ? 'add' : 'set', operator === '=' ? value : PLAIN, node);
  m.store(place.shape.domain, result, frame, node);
  return result;
}

function adds(operator: string, before: Value, value: Value): boolean {
  return ADDING.includes(operator) && isNumber(before) && isNumber(value);
}

function isNumber(value: Value): boolean {
  return value.type === 'plain' && value.numeric === true;
}

function resultOf(
  m: Machine,
  operator: string,
  before: Value,
  value: Value,
  frame: Frame,
  node: AnyNode,
): Value {
  if (operator === '=') return value;
  if (['&&=', '||=', '??='].includes(operator)) return m.either(before, value, frame, node);
  m.plain(before, frame, node, 'calculates with an id');
  m.plain(value, frame, node, 'calculates with an id');
  return operator !== '+=' || (isNumber(before) && isNumber(value)) ? NUMBER : PLAIN;
}
