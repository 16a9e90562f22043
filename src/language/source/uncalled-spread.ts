// `{ ...heapProperties }` in place of `{ ...heapProperties(heap) }`: a function has nothing that could be spread, so that what it
// would have made is missing, and missed by nobody.
//
// What must stay true: only a name from around the function is looked at, and only where it stands for a function without anything
// of its own.

import type { AnyNode } from 'acorn';
import { childrenOf } from './children.ts';
import { closureOf } from './closure.ts';
import type { LostText } from './lost-text.ts';
import { namedBelow } from './names-declared.ts';

/** The first below a node of a function. */
export function uncalledSpread(node: AnyNode, fn: object): LostText | undefined {
  const spreads = spreadsBelow(node);
  if (spreads.length === 0) return undefined;
  const own = new Set(namedBelow(node));
  const spread = spreads.find((one) => isFunction(valueOf(one, own, fn)));
  return (
    spread && {
      node: spread,
      why: 'this is a function, which is spread without being called; write (...) after it',
    }
  );
}

/** What is spread into objects; a list refuses what is no list by itself. */
function spreadsBelow(node: AnyNode): AnyNode[] {
  const own =
    node.type === 'ObjectExpression'
      ? node.properties.flatMap((one) => (one.type === 'SpreadElement' ? [one.argument] : []))
      : [];
  return [...own, ...childrenOf(node).flatMap(spreadsBelow)];
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function' && Object.keys(value).length === 0;
}

/** A loader may have made `kernel.heapProperties` of an imported name. */
function valueOf(spread: AnyNode, own: ReadonlySet<string>, fn: object): unknown {
  if (spread.type === 'Identifier') {
    return own.has(spread.name) ? undefined : closureOf(fn)(spread.name)?.value;
  }
  if (spread.type !== 'MemberExpression' || spread.computed) return undefined;
  const owner = valueOf(spread.object, own, fn);
  const isObject = typeof owner === 'object' && owner !== null;
  return isObject && spread.property.type === 'Identifier'
    ? Reflect.get(owner, spread.property.name)
    : undefined;
}
