// An id of one kind where one of another is meant: `on[page.value]` of an array by cpus, `page.value === cpu.value`. Each is a number,
// so that JavaScript lets it pass, and what comes of it means nothing. The types refuse it, for who asks them.
//
// What must stay true: only what is certainly an id of another kind is refused. A number of no kind may stand for any.

import type { AnyNode } from 'acorn';
import { type Kind, valueDomain } from '../../language/domain.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import { kindOfId } from './ids-of-kind.ts';
import { type Names, valueOf } from './value-of.ts';

/** Looks at every element, comparison and assignment below a node. */
export function refuseMixedKinds(node: AnyNode, names: Names, source: Source): void {
  if (node.type === 'MemberExpression' && node.computed) refuseIndex(node, names, source);
  if (node.type === 'BinaryExpression' && SAMENESS.includes(node.operator)) {
    refusePair(node.left, node.right, 'are never the same', names, source);
  }
  if (node.type === 'AssignmentExpression' && node.operator === '=') {
    refusePair(node.right, node.left, 'are not assigned to each other', names, source);
  }
  for (const child of childrenOf(node)) refuseMixedKinds(child, names, source);
}

const SAMENESS: readonly string[] = ['===', '!==', '==', '!='];

function refuseIndex(
  node: Extract<AnyNode, { type: 'MemberExpression' }>,
  names: Names,
  source: Source,
): void {
  const shape = names.places.of(node.object)?.shape;
  const by = shape?.type === 'array' ? shape.kind : undefined;
  const kind = kindOf(node.property, names, source);
  if (by === undefined || kind === undefined || kind.name === by.name) return;
  const text = source.textOf(node.object);
  source.fail(
    node.property,
    `this is a ${kind.name}, and ${text} has an element for each ${by.name}`,
  );
}

function refusePair(
  one: AnyNode,
  other: AnyNode,
  what: string,
  names: Names,
  source: Source,
): void {
  const [kind, wanted] = [kindOf(one, names, source), kindOf(other, names, source)];
  if (kind === undefined || wanted === undefined || kind.name === wanted.name) return;
  source.fail(
    one,
    `this is a ${kind.name}, and ${source.textOf(other)} a ${wanted.name}: ids of two kinds ${what}`,
  );
}

function kindOf(node: AnyNode, names: Names, source: Source): Kind | undefined {
  const shape = valueOf(node, names)?.shape;
  const domain = shape?.type === 'scalar' ? valueDomain(shape.domain) : undefined;
  return domain?.type === 'id' ? domain : kindOfId(node, source, names.bindings);
}
