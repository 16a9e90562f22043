// `page[0]` of a kind is undefined, not its first id: what takes it for one refuses it later, in words that do not tell why, or
// goes on. So it is refused where it stands.

import type { AnyNode } from 'acorn';
import { isA } from '../../base/given.ts';
import type { Kind } from '../../language/domain.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import type { Bindings } from './bindings.ts';
import { outsideValue } from './outside.ts';
import { propertyName } from './property-name.ts';

/** Looks at every element that is asked for below a node. */
export function refuseIndexedKinds(node: AnyNode, source: Source, bindings: Bindings): void {
  if (node.type === 'MemberExpression' && node.computed && propertyName(node) === undefined) {
    if (isA<Kind>('id', outsideValue(node.object, source, bindings))) {
      const text = source.textOf(node.object);
      source.fail(
        node,
        `${text} is a kind, and its ids are in ${text}.ids; write ${text}.ids[...]`,
      );
    }
  }
  for (const child of childrenOf(node)) refuseIndexedKinds(child, source, bindings);
}
