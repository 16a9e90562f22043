// Indices that are computed: `list[N - 1]`, `fork[right(me.id)]`, `pcp[cpuOf(me.task)]`. The text of such an index is
// evaluated once what it is made of is known: the id of the process, the values of locals, and what the names around
// the step stand for.
//
// Sound only if the index is a function of these: so it may be made of literals, operators, names from outside of the
// step, calls of those, `me.id`, and locals that the step has not assigned. A name from outside whose value changes
// makes the step impure, which a model may not be (code/sampler.ts).

import type { AnyNode, Expression, Identifier } from 'acorn';
import { closureOf, type Lookup } from '../../language/source/closure.ts';
import type { Source } from '../../language/source/source.ts';
import type { ComputedIndex, IndexAccess } from './access.ts';

/** What stands for parts of the step in an index: `me.id`, `me.x`; undefined where a part is something else. */
export type PartOf = (node: AnyNode) => 'id' | { readonly local: string } | 'outside' | undefined;

let serial = 0;

/** Undefined where the index is made of anything else. */
export function computedIndex(
  node: Expression,
  source: Source,
  partOf: PartOf,
): IndexAccess | undefined {
  const parts = { names: new Set<string>(), locals: new Set<string>(), id: false };
  if (!collect(node, partOf, parts)) return undefined;
  const evaluate = evaluator(source, node, closureOf(source.fn), [...parts.names]);
  if (!evaluate) return undefined;
  const locals = [...parts.locals];
  if (parts.id || locals.length > 0) {
    return { type: 'computed', text: source.textOf(node), serial: serial++, locals, evaluate };
  }
  const value = evaluate({});
  return value === undefined ? undefined : { type: 'constant', value };
}

interface Parts {
  readonly names: Set<string>;
  readonly locals: Set<string>;
  id: boolean;
}

function collect(node: AnyNode, partOf: PartOf, parts: Parts): boolean {
  const all = (...nodes: readonly AnyNode[]): boolean =>
    nodes.every((one) => collect(one, partOf, parts));
  const part = partOf(node);
  if (part === 'id') parts.id = true;
  else if (part === 'outside') parts.names.add((node as Identifier).name);
  else if (part) parts.locals.add(part.local);
  if (part) return true;
  switch (node.type) {
    case 'Literal':
      return true;
    case 'UnaryExpression':
      return ['-', '+', '!', '~'].includes(node.operator) && all(node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return all(node.left, node.right);
    case 'ConditionalExpression':
      return all(node.test, node.consequent, node.alternate);
    case 'MemberExpression':
      return all(node.object) && (!node.computed || all(node.property));
    case 'CallExpression':
      return all(node.callee, ...node.arguments);
    default:
      return false;
  }
}

/** Undefined where a name cannot be looked up. */
function evaluator(
  source: Source,
  node: Expression,
  lookup: Lookup,
  names: readonly string[],
): ComputedIndex['evaluate'] | undefined {
  const values = names.map((name) => lookup(name));
  if (values.includes(undefined)) return undefined;
  const index = new Function('me', ...names, `'use strict'; return (${source.wholeTextOf(node)});`);
  const given = values.map((found) => found?.value);
  return (me) => {
    try {
      const value: unknown = index(me, ...given);
      return typeof value === 'number' && value >>> 0 === value ? value : undefined;
    } catch {
      // The step will fail there, too, and say so in its own place.
      return undefined;
    }
  };
}
