// The part of the state that a value was read from, through the constants that hold it and the lists that give it. For
// doubts about conditions and comparisons only: what reads the state is said by places.ts.

import type { AnyNode } from 'acorn';
import type { Bindings, Origin } from './bindings.ts';
import { listGivenFrom } from './given-elements.ts';
import { ANY } from './index-access.ts';
import { isFinder, isSelector } from './methods.ts';
import { elementOf, fieldOf, isScalar, type Place } from './place.ts';
import type { Places } from './places.ts';
import { methodOf } from './primitive-method.ts';
import { calleeOf, propertyName } from './property-name.ts';

/** What gives an element of a list; a model error where there is none. */
const OF_LISTS: readonly string[] = ['at', 'shift', 'pop', 'first'];

export interface Names {
  readonly places: Places;
  readonly bindings: Bindings;
}

/** Undefined where the text does not show it; `maybe` where the value may also be undefined. */
export function valueOf(node: AnyNode, names: Names): Place | undefined {
  const place = names.places.of(node) ?? heldBy(node, names) ?? givenBy(node, names);
  return place && isScalar(place) ? place : undefined;
}

/** What a constant's name stands for; no other name keeps its value. */
function heldBy(node: AnyNode, names: Names): Place | undefined {
  const binding = node.type === 'Identifier' ? names.bindings.of.get(node) : undefined;
  if (!binding || binding.assigned) return undefined;
  const { origin } = binding;
  // Only what is declared before the use, so that two constants which name each other end here.
  if (origin.type === 'const' && origin.init.start >= node.start) return undefined;
  return ofOrigin(origin, names);
}

function ofOrigin(origin: Origin, names: Names): Place | undefined {
  const place = names.places.ofOrigin(origin);
  switch (origin.type) {
    case 'const':
      return place ?? valueOf(origin.init, names);
    case 'element': {
      const list = names.places.of(origin.of);
      return place ?? (list && elementOfList(list));
    }
    case 'callback': {
      const list = listGivenFrom(origin);
      return place ?? (list && elementIn(list, names));
    }
    case 'field': {
      const whole = ofOrigin(origin.of, names);
      return whole && fieldOf(whole, origin.name);
    }
    default:
      return undefined;
  }
}

/** `queue.first`, `queue.shift()`, `owners.find(...)`, `state.xchg(...)`. */
function givenBy(node: AnyNode, { places }: Names): Place | undefined {
  const member = node.type === 'CallExpression' ? calleeOf(node) : node;
  if (member.type !== 'MemberExpression') return undefined;
  const list = places.of(member.object);
  const name = propertyName(member);
  if (list === undefined || name === undefined) return undefined;
  if (list.shape.type === 'list') return OF_LISTS.includes(name) ? elementOfList(list) : undefined;
  const field = methodOf(list.shape, name)?.givesField;
  if (field !== undefined && node !== member) return fieldOf(list, field);
  const found = isFinder(name) ? elementOf(list, ANY) : undefined;
  return found && { ...found, maybe: true };
}

/** What an element of a list is, if the text shows it: of arrays and lists of values, and of what `map` makes of a list. */
export function elementIn(list: AnyNode, names: Names): Place | undefined {
  const place = names.places.of(list);
  if (place) {
    const element = place.shape.type === 'list' ? elementOfList(place) : elementOf(place, ANY);
    return element && isScalar(element) ? element : undefined;
  }
  if (list.type !== 'CallExpression') return undefined;
  const callee = calleeOf(list);
  if (callee.type !== 'MemberExpression') return undefined;
  const method = propertyName(callee);
  if (method === 'values' || isSelector(method ?? '')) return elementIn(callee.object, names);
  const [made] = list.arguments;
  if (method !== 'map' || made?.type !== 'ArrowFunctionExpression') return undefined;
  return made.body.type === 'BlockStatement' ? undefined : valueOf(made.body, names);
}

function elementOfList(list: Place): Place | undefined {
  const { shape } = list;
  if (shape.type !== 'list') return undefined;
  return { ...list, shape: { type: 'scalar', domain: shape.domain } };
}
