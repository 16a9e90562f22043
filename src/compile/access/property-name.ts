// The name of a member, and what is called by a call, where the text shows it.

import type { AnyNode, CallExpression, MemberExpression } from 'acorn';

/** `a.b` and `a['b']` name b; `a[x]`, `a[0]` have no name. */
export function propertyName({ property, computed }: MemberExpression): string | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined;
  return property.type === 'Literal' && typeof property.value === 'string'
    ? property.value
    : undefined;
}

/** The key of a property in an object or a pattern, unless it is computed. */
export function keyName(property: { key: AnyNode; computed: boolean }): string | undefined {
  const { key, computed } = property;
  if (computed) return undefined;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}

/** The name of the method that is called; undefined where it has none, or where no member is called. */
export function methodCalled(call: CallExpression): string | undefined {
  const callee = calleeOf(call);
  return callee.type === 'MemberExpression' ? propertyName(callee) : undefined;
}

/** What is called; `(a?.b)()` is a call of a's method, as `a?.b()` is. */
export function calleeOf({ callee }: CallExpression): AnyNode {
  return callee.type === 'ChainExpression' ? callee.expression : callee;
}
