// Whether an id is true tells nothing: the first id of a kind is the number 0, which is false, and none is a symbol, which is
// true. Nor does whether a position is: 0 is the first, and -1 says that there is none. Code that asks so means something
// else, and a property that does may hold vacuously; so it is refused.

import type { AnyNode, CallExpression } from 'acorn';
import type { ValueDomain } from '../../language/domain.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import { assertedBy, conditionOf } from './conditions.ts';
import { kindOfId } from './ids-of-kind.ts';
import { primitiveMethod } from './primitive-method.ts';
import { calleeOf, methodCalled } from './property-name.ts';
import { type Names, valueOf } from './value-of.ts';

/** Looks at every condition below a node: of `if`, loops and `?:`, what `!` negates, and the left of `&&` and `||`. */
export function refuseTruthOfIds(node: AnyNode, names: Names, source: Source): void {
  const condition = askedIn(node);
  if (condition) refuseTruth(condition, names, source);
  for (const child of childrenOf(node)) refuseTruthOfIds(child, names, source);
}

/** What decides on its truth which value an expression has is one, too. */
function askedIn(node: AnyNode): AnyNode | null | undefined {
  if (node.type !== 'LogicalExpression') return conditionOf(node) ?? assertedBy(node);
  return node.operator === '??' ? undefined : node.left;
}

function refuseTruth(node: AnyNode, names: Names, source: Source): void {
  const why = whyNoTruth(node, names, source.textOf(node)) ?? ofId(node, names, source);
  if (why !== undefined) source.fail(node, `is no condition: ${why}`);
}

/** One of a kind's ids, which `find` gave, or a loop. */
function ofId(node: AnyNode, { bindings }: Names, source: Source): string | undefined {
  if (!kindOfId(node, source, bindings)) return undefined;
  return `the first id counts as false; compare ${source.textOf(node)} with an id, or with undefined where it may not be found`;
}

function whyNoTruth(node: AnyNode, names: Names, text: string): string | undefined {
  const place = valueOf(node, names);
  if (place?.constant || place?.root === 'step') return undefined;
  if (place?.shape.type === 'scalar') {
    const { domain } = place.shape;
    return place.maybe ? ofFound(domain) : ofValue(domain, text);
  }
  const call = callIn(node, names);
  return call && (ofPosition(call, text) ?? ofAnswer(call, names, text) ?? ofList(call, names));
}

function ofValue(domain: ValueDomain, text: string): string | undefined {
  const { type } = domain;
  const instead = `write ${text} !== none, or compare it with an id`;
  if (type === 'orNone') return `none counts as true; ${instead}`;
  if (type === 'oneOf' && domain.values.every((value) => typeof value === 'string' && value)) {
    return `each of its values counts as true; compare it with one of them, ${text} === '${domain.values[0]}'`;
  }
  return isId(type) ? `the first id counts as false; ${instead}` : undefined;
}

/** What `find` returned, of an array of values. */
function ofFound({ type }: ValueDomain): string | undefined {
  const instead = 'ask some(...) whether there is one';
  if (type === 'oneOf') return undefined;
  if (type === 'orNone') return `none counts as true; ${instead}`;
  const first = isId(type) ? 'the first id' : type === 'bool' ? 'false' : '0';
  return `${first} counts as false, also where it is found; ${instead}`;
}

function isId(type: ValueDomain['type']): boolean {
  return type === 'id' || type === 'process';
}

const POSITIONS: readonly string[] = ['indexOf', 'lastIndexOf', 'findIndex', 'findLastIndex'];

function ofPosition(call: CallExpression, text: string): string | undefined {
  const method = methodCalled(call);
  if (method === undefined || !POSITIONS.includes(method)) return undefined;
  return `it is -1, which counts as true, where nothing is found, and 0 at the first place; write ${text} >= 0`;
}

/** Methods of arrays that give a list. */
const LISTS: readonly string[] = ['filter', 'map', 'flatMap', 'slice', 'concat'];

function ofList(call: CallExpression, { places }: Names): string | undefined {
  const method = methodCalled(call);
  const isOfArray = places.ofObject(calleeOf(call))?.shape.type === 'array';
  if (!isOfArray || method === undefined || !LISTS.includes(method)) return undefined;
  return 'a list counts as true, also one with nothing in it; ask some(...), or for its length';
}

/** A primitive may answer with an id, or none. */
function ofAnswer(call: CallExpression, { places }: Names, text: string): string | undefined {
  if (!primitiveMethod(call, places)?.givesId) return undefined;
  return `none counts as true, and the first id as false; write ${text} !== none`;
}

/** The call whose result an expression is, also where a constant holds it. */
function callIn(node: AnyNode, { bindings }: Names): CallExpression | undefined {
  if (node.type === 'CallExpression') return node;
  const binding = node.type === 'Identifier' ? bindings.of.get(node) : undefined;
  const init = binding?.origin.type === 'const' ? binding.origin.init : undefined;
  return init?.type === 'CallExpression' ? init : undefined;
}
