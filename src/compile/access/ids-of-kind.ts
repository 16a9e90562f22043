// Names and expressions that stand for an id because they come out of a kind's ids: `for (const p of page.ids)`,
// `page.ids.find((q) => ...)`. For refusals only: what is not shown by the text is no id.

import type { AnyNode } from 'acorn';
import { isA } from '../../base/given.ts';
import type { Kind } from '../../language/domain.ts';
import type { Source } from '../../language/source/source.ts';
import type { Bindings, Origin } from './bindings.ts';
import { listGivenFrom } from './given-elements.ts';
import { isFinder, isSelector } from './methods.ts';
import { outsideValue } from './outside.ts';
import { calleeOf, propertyName } from './property-name.ts';

/** The kind whose id an expression is, or undefined where it found none. */
export function kindOfId(node: AnyNode, source: Source, bindings: Bindings): Kind | undefined {
  if (node.type === 'CallExpression') {
    const callee = calleeOf(node);
    const isFound = callee.type === 'MemberExpression' && isFinder(propertyName(callee) ?? '');
    return isFound ? kindOfIds(callee.object, source, bindings) : undefined;
  }
  const binding = node.type === 'Identifier' ? bindings.of.get(node) : undefined;
  if (!binding || binding.assigned) return undefined;
  const { origin } = binding;
  if (origin.type === 'const' && origin.init.start >= node.start) return undefined;
  return kindOfOrigin(origin, source, bindings);
}

function kindOfOrigin(origin: Origin, source: Source, bindings: Bindings): Kind | undefined {
  switch (origin.type) {
    case 'const':
      return kindOfId(origin.init, source, bindings);
    case 'element':
      return kindOfIds(origin.of, source, bindings);
    case 'callback': {
      const list = listGivenFrom(origin);
      return list && kindOfIds(list, source, bindings);
    }
    default:
      return undefined;
  }
}

/** The kind of which an expression is all ids, or some. */
function kindOfIds(list: AnyNode, source: Source, bindings: Bindings): Kind | undefined {
  if (list.type === 'CallExpression') {
    const callee = calleeOf(list);
    const isSome = callee.type === 'MemberExpression' && isSelector(propertyName(callee) ?? '');
    return isSome ? kindOfIds(callee.object, source, bindings) : undefined;
  }
  if (list.type !== 'MemberExpression' || propertyName(list) !== 'ids') return undefined;
  const kind = outsideValue(list.object, source, bindings);
  return isA<Kind>('id', kind) ? kind : undefined;
}
