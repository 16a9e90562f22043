// What a primitive says of a method, and of the one that a call is of.

import type { CallExpression } from 'acorn';
import type { Shape } from '../../language/cell.ts';
import type { Method } from '../../language/method.ts';
import type { Places } from './places.ts';
import { calleeOf, methodCalled } from './property-name.ts';

/** Undefined where it is no primitive, or has no such method. */
export function methodOf(shape: Shape | undefined, name: string): Method | undefined {
  return shape?.type === 'record' ? shape.methods?.[name] : undefined;
}

export function primitiveMethod(call: CallExpression, places: Places): Method | undefined {
  const name = methodCalled(call);
  return name === undefined ? undefined : methodOf(places.ofObject(calleeOf(call))?.shape, name);
}
