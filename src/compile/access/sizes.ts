// How many elements there may be in a list of the state, a set, or what is selected of them: what a claim such as
// `waiting.filter(...).length <= 2` is measured by.
//
// What must stay true: in no state there are more, or fewer; of what is not understood nothing is said.

import type { AnyNode, CallExpression } from 'acorn';
import type { ValueDomain } from '../../language/domain.ts';
import { isSelector } from './methods.ts';
import { calleeOf, methodCalled, propertyName } from './property-name.ts';
import type { Names } from './value-of.ts';

export type Size = Extract<ValueDomain, { type: 'range' }>;

/**
 * A list of fewer is mostly that of a small variant, such as one without anybody who offlines pages, and a claim is made for the others.
 * Of arrays over processes it is not known here how many there are.
 */
const FEW = 2;

/** Of `queue.length`, `ready.size`, `tasks.filter(...).length`. */
export function sizeAsked(node: AnyNode, names: Names): Size | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const name = propertyName(node);
  const isSet = names.places.of(node.object)?.shape.type === 'set';
  return name === (isSet ? 'size' : 'length') ? sizeOf(node.object, names) : undefined;
}

/** Of a list of the state, or of what is selected of one. */
export function sizeOf(node: AnyNode, names: Names): Size | undefined {
  if (node.type === 'CallExpression') return selected(node, names);
  const place = names.places.of(node);
  if (place === undefined || place.copy) return undefined;
  const { shape } = place;
  switch (shape.type) {
    case 'array':
      return shape.processes ? undefined : ofMany(shape.length, shape.length);
    case 'list':
      return ofMany(0, shape.capacity);
    case 'set':
      return ofMany(0, shape.length);
    default:
      return undefined;
  }
}

function selected(call: CallExpression, names: Names): Size | undefined {
  const callee = calleeOf(call);
  const method = methodCalled(call);
  if (callee.type !== 'MemberExpression' || method === undefined) return undefined;
  const whole = sizeOf(callee.object, names);
  if (whole === undefined || !isSelector(method)) return undefined;
  return method === 'slice' ? sliced(whole, call.arguments) : between(0, whole.high);
}

/** Behind a first number that the text shows. */
function sliced({ high }: Size, [from]: readonly AnyNode[]): Size {
  const first = from?.type === 'Literal' && typeof from.value === 'number' ? from.value : 0;
  return between(0, Math.max(0, high - first));
}

function ofMany(low: number, high: number): Size | undefined {
  return high < FEW ? undefined : between(low, high);
}

function between(low: number, high: number): Size {
  return { type: 'range', low, high };
}
