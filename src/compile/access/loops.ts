// A loop that takes no turn: `for (let i = 0; i < 0; i++)`. What its author meant to be done is not, and a property may hold for that.
//
// What must stay true: only a condition that is false by what stands in the text is refused. A name from around the loop may stand for
// something else in another variant.

import type { AnyNode } from 'acorn';
import { childrenOf, type Source } from '../../language/source/source.ts';
import { answerOf, UNKNOWN } from './answer.ts';

/** Looks at every loop below a node. */
export function refuseIdleLoops(node: AnyNode, source: Source): void {
  if (node.type === 'ForStatement' && node.test && isOver(node.test, beginningsOf(node.init))) {
    source.fail(node.test, 'this is false before the first turn, so the loop does nothing');
  }
  for (const child of childrenOf(node)) refuseIdleLoops(child, source);
}

type Beginnings = ReadonlyMap<string, unknown>;

function beginningsOf(init: AnyNode | null | undefined): Beginnings {
  const known = new Map<string, unknown>();
  if (init?.type !== 'VariableDeclaration') return known;
  for (const { id, init: value } of init.declarations) {
    if (id.type === 'Identifier' && value?.type === 'Literal') known.set(id.name, value.value);
  }
  return known;
}

function isOver(test: AnyNode, beginnings: Beginnings): boolean {
  const answer = answerOf(test, (node) =>
    node.type === 'Identifier' && beginnings.has(node.name) ? beginnings.get(node.name) : UNKNOWN,
  );
  return answer === false;
}
