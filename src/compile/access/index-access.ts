// Which element an index names: a literal, `me.id`, `me.self`, a local that cannot have changed since the step began, or what can
// be computed of these (computed-index.ts). Anything else is any element.

import type { AnyNode, Expression, MemberExpression } from 'acorn';
import type { IndexAccess, ParameterIndex } from './access.ts';
import type { Bindings, LocalTarget } from './bindings.ts';
import { computedIndex, type PartOf } from './computed-index.ts';
import { propertyName } from './property-name.ts';

export type Index = IndexAccess | ParameterIndex;
export const ANY: IndexAccess = { type: 'any' };

export function indexAccess(node: AnyNode, bindings: Bindings): Index {
  switch (node.type) {
    case 'Literal': {
      const { value } = node;
      return typeof value === 'number' && value >>> 0 === value ? { type: 'constant', value } : ANY;
    }
    case 'Identifier': {
      const binding = bindings.of.get(node);
      if (!binding) return computed(node, bindings);
      if (binding.assigned) return ANY;
      const { origin } = binding;
      if (origin.type === 'parameter') return { type: 'parameter', position: origin.position };
      // Only what is declared before the use, so that two constants which name each other end here.
      if (origin.type !== 'const' || origin.init.start >= node.start) return ANY;
      return indexAccess(origin.init, bindings);
    }
    case 'MemberExpression': {
      const name = localName(node, bindings);
      if (name === undefined) return computed(node, bindings);
      if (name === 'id') return { type: 'own' };
      if (name === 'self') return { type: 'self' };
      return isUnchanged(name, node, bindings) ? { type: 'local', name } : ANY;
    }
    default:
      return computed(node, bindings);
  }
}

function computed(node: AnyNode, bindings: Bindings): Index {
  const partOf: PartOf = (part) => {
    if (part.type === 'Identifier') return bindings.of.has(part) ? undefined : 'outside';
    const name = part.type === 'MemberExpression' ? localName(part, bindings) : undefined;
    if (name === undefined || name === 'self') return undefined;
    if (name === 'id') return 'id';
    return isUnchanged(name, part, bindings) ? { local: name } : undefined;
  };
  return computedIndex(node as Expression, bindings.source, partOf) ?? ANY;
}

/** The x of `me.x`. */
function localName(node: MemberExpression, { of }: Bindings): string | undefined {
  const origin = node.object.type === 'Identifier' ? of.get(node.object)?.origin : undefined;
  if (origin?.type !== 'named' || origin.named.kind !== 'tool' || origin.named.key !== 'me') {
    return undefined;
  }
  return propertyName(node);
}

/** Whether `me.x` still has its value from before the step wherever the use is evaluated. */
function isUnchanged(name: string, use: AnyNode, bindings: Bindings): boolean {
  const { localTargets, regions, nestedFunctions, exits } = bindings;
  const isNested = (node: AnyNode): boolean => nestedFunctions.some((fn) => contains(fn, node));
  const endsBefore = (target: AnyNode): boolean =>
    exits.some((exit) => contains(exit, target) && !contains(exit, use));
  const inOneRegion = (target: AnyNode): boolean =>
    regions.some((region) => contains(region, use) && contains(region, target));
  const mayPrecede = ({ target, effect }: LocalTarget): boolean =>
    isNested(use) ||
    isNested(target) ||
    (!endsBefore(target) && (effect <= use.start || inOneRegion(target)));
  return !localTargets.some(
    (one) => [name, undefined].includes(propertyName(one.target)) && mayPrecede(one),
  );
}

function contains(outer: AnyNode, inner: AnyNode): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
