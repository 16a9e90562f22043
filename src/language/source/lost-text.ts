// Text that can have no effect, whatever it says: a key that is given a second time, so that the first is lost, and statements
// behind a return. A process, a label or an assertion that is lost so is missed by nobody, and properties hold without it.
//
// What must stay true: nothing is listed that can run, or be seen.

import type { AnyNode, ObjectExpression, Statement } from 'acorn';
import { childrenOf } from './children.ts';

export interface LostText {
  readonly node: AnyNode;
  readonly why: string;
}

/** The first below a node. */
export function lostBelow(node: AnyNode): LostText | undefined {
  const own = lostAt(node);
  if (own) return own;
  for (const child of childrenOf(node)) {
    const below = lostBelow(child);
    if (below) return below;
  }
  return undefined;
}

export function lostAt(node: AnyNode): LostText | undefined {
  switch (node.type) {
    case 'ObjectExpression':
      return givenTwice(node);
    case 'BlockStatement':
      return behindReturn(node.body);
    case 'SwitchCase':
      return behindReturn(node.consequent);
    default:
      return undefined;
  }
}

/** `{ a: 1, ...others, a: 2 }` may mean something. */
function givenTwice({ properties }: ObjectExpression): LostText | undefined {
  const given = new Set<string>();
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      given.clear();
      continue;
    }
    const { key, computed, kind } = property;
    if (computed || kind !== 'init') continue;
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' && `${key.value}`;
    if (name === false) continue;
    if (given.has(name)) {
      return { node: property, why: `'${name}' is given twice here, and the first is lost` };
    }
    given.add(name);
  }
  return undefined;
}

function behindReturn(statements: readonly Statement[]): LostText | undefined {
  // Who throws in between wants to see something.
  const last = statements.findIndex((one) => alwaysReturns(one) && one.type !== 'ThrowStatement');
  const node = last < 0 ? undefined : statements.slice(last + 1).find((one) => !saysNothing(one));
  return node && { node, why: 'nothing comes here: what stands before it returns' };
}

/** `case 'a': return 'b'; break;`, and what holds wherever it is declared. */
function saysNothing({ type }: Statement): boolean {
  return ['BreakStatement', 'EmptyStatement', 'FunctionDeclaration'].includes(type);
}

/** Whether control never comes to the end of a statement that it does not jump out of; false where that is not plain. */
export function alwaysReturns(node: AnyNode): boolean {
  switch (node.type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return true;
    case 'BlockStatement':
      return node.body.some(alwaysReturns);
    case 'IfStatement':
      return alwaysReturns(node.consequent) && !!node.alternate && alwaysReturns(node.alternate);
    default:
      return false;
  }
}
