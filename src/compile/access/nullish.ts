// What stands in a cell or a local is never null nor undefined: an empty one is `none`. Code that asks for null would
// get the same answer always, and a property that does so would hold vacuously; so it is refused.

import type { AnyNode } from '../../language/source/function-source.ts';
import type { Source } from '../../language/source/source.ts';
import type { Bindings } from './bindings.ts';
import { isScalar } from './place.ts';
import type { Places } from './places.ts';

export function refuseNullish(
  node: AnyNode,
  { places, source }: { readonly places: Places; readonly source: Source },
): void {
  const place = places.of(node);
  // What `find` returned may be undefined.
  if (!place || !isScalar(place) || place.maybe) return;
  source.fail(
    node,
    `is never null: what is empty is none, so write ${source.textOf(node)} === none`,
  );
}

export function isNull(node: AnyNode): boolean {
  return node.type === 'Literal' && node.value === null && !('regex' in node && node.regex);
}

export function isUndefined(node: AnyNode, { bindings }: { readonly bindings: Bindings }): boolean {
  return node.type === 'Identifier' && node.name === 'undefined' && !bindings.of.has(node);
}
