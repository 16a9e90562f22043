// Stronger properties: of `a || b`, which says that b holds where a does not, a alone. If the stronger one holds, too,
// the case that b speaks of never comes, and what is claimed of it is claimed of nothing.
//
// What must stay true: each is the author's own text with one part replaced by a constant, under the same names. It reads
// no more than the property itself, and treats ids as that does, so what a reduction keeps for the one it keeps for the
// other. A property whose names cannot be looked up has none.

import { closureOf } from '../../language/source/closure.ts';
import type { AnyNode, CallExpression } from '../../language/source/function-source.ts';
import { Source } from '../../language/source/source.ts';
import { methodCalled } from '../access/property-name.ts';

// biome-ignore lint/suspicious/noExplicitAny: a predicate over the cells of any system
type Question = (views: any) => unknown;

export interface StrongerProperty {
  /** What the property does without, as its author wrote it. */
  readonly without: string;
  readonly predicate: Question;
}

/** Of a property that must always be true, or always be false: `isTrue`. */
export function strongerProperties(
  claim: Question,
  isTrue: boolean,
  property: string,
): readonly StrongerProperty[] {
  const source = new Source(claim, { property });
  const parts = partsOf(source.arrow.body, isTrue);
  return parts.flatMap(({ from, to, by }) => {
    const predicate = replaced(source, from.start, to.end, by);
    return predicate ? [{ without: source.textOf(from), predicate }] : [];
  });
}

/** Nodes that stand one after the other, and what stands there in the stronger property. */
interface Part {
  readonly from: AnyNode;
  readonly to: AnyNode;
  readonly by: string;
}

/** What can be replaced in an expression that must be true, or must be false, or in a body that returns one. */
function partsOf(node: AnyNode, isTrue: boolean): Part[] {
  const part = (one: AnyNode): Part => ({ from: one, to: one, by: String(!isTrue) });
  switch (node.type) {
    case 'LogicalExpression': {
      if (node.operator === '??') return [];
      const isCase = node.operator === (isTrue ? '||' : '&&');
      const right = partsOf(node.right, isTrue);
      return isCase ? [part(node.right), ...right] : [...partsOf(node.left, isTrue), ...right];
    }
    case 'ConditionalExpression': {
      const { consequent, alternate } = node;
      const parts = [...partsOf(consequent, isTrue), ...partsOf(alternate, isTrue)];
      if (says(consequent, isTrue)) return [part(alternate), ...parts];
      return says(alternate, isTrue) ? [part(consequent), ...parts] : parts;
    }
    case 'UnaryExpression':
      return node.operator === '!' ? partsOf(node.argument, !isTrue) : [];
    case 'CallExpression': {
      const method = isAskedOfEach(node) ? methodCalled(node) : undefined;
      if (method === undefined) return [];
      const [claim] = node.arguments;
      const isCase = method === (isTrue ? 'every' : 'some') && isFiltered(node);
      const asked = isCase && claim.type === 'ArrowFunctionExpression' ? [claim.body] : [];
      const whole = asked.filter(({ type }) => type !== 'BlockStatement').map(part);
      return [...whole, ...partsOf(claim, isTrue)];
    }
    case 'ArrowFunctionExpression':
      return partsOf(node.body, isTrue);
    case 'BlockStatement':
      return partsOfBody(node.body, isTrue);
    default:
      return [];
  }
}

/** `if (a) return true; ... return b`: what comes after it speaks of the other case. */
function partsOfBody(statements: readonly AnyNode[], isTrue: boolean): Part[] {
  const last = statements.at(-1);
  const exit = statements.findLastIndex(
    (one) => one.type === 'IfStatement' && !one.alternate && returns(one.consequent, isTrue),
  );
  const rest = exit < 0 ? [] : statements.slice(exit + 1);
  const cases: Part[] =
    rest.length === 0
      ? []
      : [{ from: rest[0], to: rest[rest.length - 1], by: `return ${!isTrue};` }];
  const returned = last?.type === 'ReturnStatement' && last.argument;
  return returned ? [...cases, ...partsOf(returned, isTrue)] : cases;
}

function returns(node: AnyNode, isTrue: boolean): boolean {
  const only = node.type === 'BlockStatement' && node.body.length === 1 ? node.body[0] : node;
  return only.type === 'ReturnStatement' && !!only.argument && says(only.argument, isTrue);
}

function says(node: AnyNode, value: boolean): boolean {
  return node.type === 'Literal' && node.value === value;
}

/** `.every(...)` and `.some(...)` are no easier to be true if what they ask is harder. */
function isAskedOfEach(node: CallExpression): boolean {
  const isArrow = node.arguments[0]?.type === 'ArrowFunctionExpression';
  return isArrow && ['every', 'some'].includes(methodCalled(node) ?? '');
}

/** `tasks.filter(...).every(...)`: of those that are let through, where there are any. */
function isFiltered({ callee }: CallExpression): boolean {
  const list = callee.type === 'MemberExpression' ? callee.object : callee;
  return list.type === 'CallExpression' && methodCalled(list) === 'filter';
}

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** The same function with a part of its text replaced; undefined where it cannot be made again. */
function replaced(source: Source, start: number, end: number, by: string): Question | undefined {
  const { arrow } = source;
  const text = source.wholeTextOf({ start: arrow.start, end: start });
  const rest = source.wholeTextOf({ start: end, end: arrow.end });
  const lookup = closureOf(source.fn);
  const names = [...new Set(source.wholeTextOf(arrow).match(WORD))].filter(
    (name) => !Object.hasOwn(globalThis, name),
  );
  const held = names.flatMap((name) => {
    const found = lookup(name);
    return found ? [[name, found.value] as const] : [];
  });
  try {
    const make = new Function(...held.map(([name]) => name), `return ${text}${by}${rest}`);
    return make(...held.map(([, value]) => value)) as Question;
  } catch {
    return undefined;
  }
}
