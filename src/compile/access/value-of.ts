// The part of the state that a value was read from, through the constants that hold it and the lists that give it. For
// doubts about conditions and comparisons only: what reads the state is said by places.ts.

import type { AnyNode } from 'acorn';
import type { Bindings, Origin } from './bindings.ts';
import { ANY } from './index-access.ts';
import { isFinder } from './methods.ts';
import { elementOf, fieldOf, isScalar, type Place } from './place.ts';
import type { Places } from './places.ts';
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
    case 'callback':
      return place;
    case 'field': {
      const whole = ofOrigin(origin.of, names);
      return whole && fieldOf(whole, origin.name);
    }
    default:
      return undefined;
  }
}

/** `queue.first`, `queue.shift()`, `owners.find(...)`. */
function givenBy(node: AnyNode, { places }: Names): Place | undefined {
  const member = node.type === 'CallExpression' ? calleeOf(node) : node;
  if (member.type !== 'MemberExpression') return undefined;
  const list = places.of(member.object);
  const name = propertyName(member);
  if (list === undefined || name === undefined) return undefined;
  if (list.shape.type === 'list') return OF_LISTS.includes(name) ? elementOfList(list) : undefined;
  const found = isFinder(name) ? elementOf(list, ANY) : undefined;
  return found && { ...found, maybe: true };
}

function elementOfList(list: Place): Place | undefined {
  const { shape } = list;
  if (shape.type !== 'list') return undefined;
  return { ...list, shape: { type: 'scalar', domain: shape.domain } };
}
