// Random statements over a scope. Lists grow, shrink and lose elements under a condition, so that
// no model is broken by construction; assertions may fail, which is a finding.

import type { ArrayShape, ListShape, SetShape, Shape } from '../../../src/language/cell.ts';
import { type Draw, upTo } from './draw.ts';
import { condition, memberOf, valueOf } from './expressions.ts';
import type { Leaf, Root, Scope } from './scope.ts';
import { literal, node } from './shapes.ts';

/** Up to `most` statements, one a line. */
export function statements(draw: Draw, scope: Scope, most: number): string[] {
  return upTo(draw.below(most + 1)).flatMap(() => statement(draw, scope));
}

export function statement(draw: Draw, scope: Scope, depth = 1): string[] {
  const sets = scope.leaves('set', true);
  const lists = scope.leaves('list', true);
  const locks = scope.leaves('lock', true);
  const arrays = scope.roots.filter((root) => root.writable && holdsParts(root.shape));
  const choice = draw.below(depth > 0 ? 12 : 7);
  if (choice === 3 && sets.length > 0) return [setStatement(draw, scope, draw.of(sets))];
  if (choice === 4 && lists.length > 0) return [listStatement(draw, scope, draw.of(lists))];
  if (choice === 5 && locks.length > 0) return [`${scope.place(draw, draw.of(locks))}.release();`];
  if (choice === 6 && scope.actions.length > 0) return [scope.ready(draw.of(scope.actions))];
  if (choice === 7 && arrays.length > 0) return partStatement(draw, scope, draw.of(arrays));
  if (choice === 8) {
    const asked = condition(draw, scope);
    const then = statement(draw, scope, 0);
    // A condition on which nothing depends is refused.
    return then.every((line) => line.startsWith('//')) ? then : block(`if (${asked}) {`, then);
  }
  if (choice === 9) return loop(draw, scope);
  if (choice === 10 && scope.tools.includes('assert')) return [assertion(draw, scope)];
  return [assignment(draw, scope)];
}

export function block(head: string, body: readonly string[]): string[] {
  return [head, ...body.map((line) => `  ${line}`), '}'];
}

export function assertion(draw: Draw, scope: Scope): string {
  const asked = condition(draw, scope);
  scope.name('assert');
  // Handlers of observers choose nothing.
  const property = scope.tools.includes('choose') && draw.once(3) ? ", 'claimed'" : '';
  return `assert(${asked}, 'as generated'${property});`;
}

function assignment(draw: Draw, scope: Scope): string {
  const places = scope.leaves('scalar', true);
  if (places.length === 0) return '// nothing to assign';
  const leaf = draw.of(places);
  const value = valueOf(draw, scope, leaf.shape.domain);
  return `${scope.place(draw, leaf)} = ${value};`;
}

function setStatement(draw: Draw, scope: Scope, leaf: Leaf<SetShape>): string {
  const set = scope.place(draw, leaf);
  const member = memberOf(draw, scope, leaf.shape);
  return `${draw.of([`${set}.add(${member})`, `${set}.delete(${member})`, `${set}.clear()`])};`;
}

function listStatement(draw: Draw, scope: Scope, leaf: Leaf<ListShape>): string {
  const list = scope.place(draw, leaf);
  const { capacity, domain } = leaf.shape;
  const room = `if (${list}.length < ${capacity}) ${list}`;
  const value = literal(draw, domain);
  return draw.of([
    () => `${room}.push(${valueOf(draw, scope, domain)});`,
    () => `if (!${list}.isEmpty) ${list}.shift();`,
    () => `${room}.unshift(${valueOf(draw, scope, domain)});`,
    () => `if (!${list}.isEmpty) ${list}.pop();`,
    () => `if (${list}.includes(${value})) ${list}.remove(${value});`,
    () => takeStatement(draw, scope, leaf, list),
    () => `if (${list}.indexOf(${value}) > 0) ${list}.removeAt(0);`,
    () => `if (${list}.length > 1) ${list}.removeAt(${list}.length - 1);`,
    () => `for (const one of ${list}) if (one === ${value}) ${list}.remove(one);`,
  ])();
}

/** Moves the first element somewhere, if there is a place for it. */
function takeStatement(draw: Draw, scope: Scope, { shape }: Leaf<ListShape>, list: string): string {
  const places = scope.placesOf(shape.domain, true);
  if (places.length === 0) return `${list}.clear();`;
  return `if (!${list}.isEmpty) ${scope.place(draw, draw.of(places))} = ${list}.shift();`;
}

/** Arrays whose elements are records, arrays, sets or lists. */
function holdsParts(shape: Shape): shape is ArrayShape {
  if (shape.type !== 'array' || shape.element.type === 'scalar') return false;
  return shape.element.type !== 'record' || shape.element.methods === undefined;
}

/** Names an element, and changes it under that name. */
function partStatement(draw: Draw, scope: Scope, root: Root): string[] {
  const shape = root.shape as ArrayShape;
  scope.name(root.name);
  const index = scope.index(draw, shape);
  const part = { ...root, text: 'part', shape: shape.element };
  const body = scope.only(part, () => statement(draw, scope, 0));
  return block('{', [`const part = ${root.text}[${index}];`, ...body]);
}

/** The same for each id or index. */
function loop(draw: Draw, scope: Scope): string[] {
  const [head, index] = draw.of([
    ['for (const k of node.ids) {', { text: 'k', length: 2, kind: node }],
    ['for (let k = 0; k < 2; k++) {', { text: 'k', length: 2 }],
  ] as const);
  return block(
    head,
    scope.within(index, () => statement(draw, scope, 0)),
  );
}
