// Random conditions and values over a scope. A value is drawn for the domain that it is wanted for,
// so that nothing is ever outside of one by mistake.

import type { ListShape, ScalarShape, SetShape } from '../../../src/language/cell.ts';
import type { Kind, ValueDomain } from '../../../src/language/domain.ts';
import type { Draw } from './draw.ts';
import type { Leaf, Scope } from './scope.ts';
import { literal, literals, sameDomain } from './shapes.ts';

/** A condition; `true` where there is nothing to ask. */
export function condition(draw: Draw, scope: Scope, depth = 1): string {
  const sets = scope.leaves('set');
  const lists = scope.leaves('list');
  const locks = scope.leaves('lock');
  const choice = draw.below(depth > 0 ? 10 : 7);
  if (choice === 3 && scope.conditions.length > 0) return scope.ready(draw.of(scope.conditions));
  if (choice === 4 && sets.length > 0) return setCondition(draw, scope, draw.of(sets));
  if (choice === 5 && lists.length > 0) return listCondition(draw, scope, draw.of(lists));
  if (choice === 6 && locks.length > 0) return `${scope.place(draw, draw.of(locks))}.isHeld()`;
  if (choice === 7) return `!(${condition(draw, scope, 0)})`;
  if (choice > 7) {
    const operator = choice === 8 ? '&&' : '||';
    return `(${condition(draw, scope, 0)} ${operator} ${condition(draw, scope, 0)})`;
  }
  return comparison(draw, scope);
}

/** A place compared with a value of its domain. */
function comparison(draw: Draw, scope: Scope): string {
  const places = scope.leaves('scalar');
  if (places.length === 0)
    return scope.conditions.length > 0 ? scope.ready(draw.of(scope.conditions)) : 'true';
  const leaf = draw.of(places);
  const { domain } = leaf.shape;
  const place = scope.place(draw, leaf);
  if (domain.type === 'bool') return draw.of([place, `!${place}`]);
  const operator = draw.of(domain.type === 'range' ? ['===', '!==', '<', '>'] : ['===', '!==']);
  const other = draw.once(3) ? scope.place(draw, draw.of(scope.placesOf(domain))) : undefined;
  return `${place} ${operator} ${other ?? literal(draw, domain)}`;
}

function setCondition(draw: Draw, scope: Scope, leaf: Leaf<SetShape>): string {
  const set = scope.place(draw, leaf);
  const member = memberOf(draw, scope, leaf.shape);
  return draw.of([`${set}.isEmpty`, `${set}.has(${member})`, `${set}.size < ${leaf.shape.length}`]);
}

function listCondition(draw: Draw, scope: Scope, leaf: Leaf<ListShape>): string {
  const list = scope.place(draw, leaf);
  const { capacity, domain } = leaf.shape;
  return draw.of([
    `${list}.isEmpty`,
    `${list}.length === ${capacity}`,
    `${list}.includes(${literal(draw, domain)})`,
    `(${list}.length > 0 && ${list}.first === ${literal(draw, domain)})`,
  ]);
}

/** What can be a member of the set: an id of its kind, or a number. */
export function memberOf(
  draw: Draw,
  scope: Scope,
  { length, kind }: { length: number; kind?: Kind },
): string {
  if (kind !== undefined) return valueOf(draw, scope, kind, 0);
  return scope.index(draw, { length });
}

/** An expression whose value is of the domain. */
export function valueOf(draw: Draw, scope: Scope, domain: ValueDomain, depth = 1): string {
  const places = scope.placesOf(domain);
  const values = scope.values.filter((value) => sameDomain(value.domain, domain));
  const choice = draw.below(depth > 0 ? 7 : 3);
  if (choice > 0 && values.length > 0 && draw.once(2)) return scope.ready(draw.of(values));
  if (choice === 1 && places.length > 0) return scope.place(draw, draw.of(places));
  if (choice === 3) return chosen(draw, scope, domain);
  if (choice === 4) return changed(draw, scope, domain, places);
  if (choice === 5 && domain.type === 'orNone') return valueOf(draw, scope, domain.inner, 0);
  if (choice === 6) {
    return `(${condition(draw, scope, 0)} ? ${literal(draw, domain)} : ${literal(draw, domain)})`;
  }
  return literal(draw, domain);
}

/** A value that is left open, where choices are allowed. */
function chosen(draw: Draw, scope: Scope, domain: ValueDomain): string {
  if (!scope.tools.includes('choose')) return literal(draw, domain);
  scope.name('choose');
  if (domain.type === 'id') return `choose(${domain.name}.ids)`;
  const values = literals(domain).filter((_, k) => k < 2 || draw.once(2));
  return `choose([${values.join(', ')}])`;
}

/** What a place holds, moved on within the domain. */
function changed(
  draw: Draw,
  scope: Scope,
  domain: ValueDomain,
  places: readonly Leaf<ScalarShape>[],
): string {
  if (places.length === 0) return literal(draw, domain);
  const place = scope.place(draw, draw.of(places));
  if (domain.type === 'bool') return `!${place}`;
  if (domain.type !== 'range') return place;
  const { low, high } = domain;
  return draw.of([
    `(${place} < ${high} ? ${place} + 1 : ${low})`,
    `Math.max(${place} - 1, ${low})`,
  ]);
}
