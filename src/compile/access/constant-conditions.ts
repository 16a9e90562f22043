// What claims and assertions ask that has the same answer in every state, by what the parts of the state can hold:
// `count.value < 5` of 0..3, `a.value === a.value`, `ok.value || true`. A claim that asks so holds for nothing, or less than
// it seems to; it may also say what a type is, so it is told and not refused.
//
// What must stay true: a condition that is listed has its answer for all values of what it reads. What is not understood has
// any value, and a condition that changes something is let be.

import type { AnyNode, ArrowFunctionExpression, CallExpression } from 'acorn';
import { describeDomain, none, type ValueDomain } from '../../language/domain.ts';
import { childrenOf, type Source } from '../../language/source/source.ts';
import type { ConstantCondition } from './access.ts';
import { answerOf, UNKNOWN } from './answer.ts';
import {
  askedIn,
  comparedBySize,
  onlyCompares,
  standInNumbers,
  standIns,
} from './contradictions.ts';
import { arrayMethod } from './methods.ts';
import { outsideValue } from './outside.ts';
import { isScalar, isScalarArray, type Place } from './place.ts';
import { primitiveMethod } from './primitive-method.ts';
import { calleeOf, methodCalled } from './property-name.ts';
import { sizeAsked, sizeOf } from './sizes.ts';
import { type Names, valueOf } from './value-of.ts';

/** More states of what a condition reads are not gone through; what has most values then has any. */
const MOST_CASES = 4096;

/** In the answer of a claim, or in the assertions of a step; and what contradicts itself in any condition. */
export function constantConditions(
  arrow: ArrowFunctionExpression,
  names: Names,
  source: Source,
): ConstantCondition[] {
  const answers = source.of === 'property' ? answersOf(arrow) : [];
  const asked = [...answers, ...assertedIn(arrow, names)];
  return [
    ...asked.flatMap((condition) =>
      isPlain(condition, names) ? constantIn(condition, names, source) : [],
    ),
    ...askedIn(arrow.body).flatMap((condition) =>
      onlyCompares(condition) && isPlain(condition, names)
        ? contradiction(condition, names, source)
        : [],
    ),
  ];
}

/** Where one has the same answer whatever there could be, and not by what the parts of the state can hold here. */
function contradiction(condition: AnyNode, names: Names, source: Source): ConstantCondition[] {
  const reads = new Map(keptIn(condition, names, source));
  if (reads.size === 0) return [];
  const bySize = comparedBySize(condition).map((node) => source.wholeTextOf(node));
  const numbers = bySize.length === 0 ? [] : standInNumbers(condition, reads.size);
  const values = [...new Set([...standIns(condition, reads.size), ...numbers])];
  const tried = new Map(
    [...reads].map(([text, isNumber]) => [
      text,
      isNumber && bySize.includes(text) ? numbers : values,
    ]),
  );
  const answer = constantAnswer(condition, tried, names, source);
  const text = source.textOf(condition);
  return answer === undefined ? [] : [{ text, answer, why: 'whatever it reads' }];
}

/**
 * The texts of what keeps its value all through a condition: parts of the state, and names that are given no other; and whether that is
 * a whole number here.
 */
function keptIn(node: AnyNode, names: Names, source: Source): (readonly [string, boolean])[] {
  const binding = node.type === 'Identifier' ? names.bindings.of.get(node) : undefined;
  const isKept = binding && !binding.assigned && binding.origin.type !== 'named';
  if (isKept || partOf(node, names)) {
    const shape = valueOf(node, names)?.shape;
    return [[source.wholeTextOf(node), shape?.type === 'scalar' && shape.domain.type === 'range']];
  }
  if (node.type === 'ArrowFunctionExpression') return [];
  return childrenOf(node).flatMap((child) => keptIn(child, names, source));
}

function answersOf({ body }: ArrowFunctionExpression): AnyNode[] {
  if (body.type !== 'BlockStatement') return [body];
  const last = body.body.at(-1);
  return last?.type === 'ReturnStatement' && last.argument ? [last.argument] : [];
}

function assertedIn(node: AnyNode, names: Names): AnyNode[] {
  const own = node.type === 'CallExpression' && isAssertion(node, names) ? node.arguments[0] : null;
  return [...(own ? [own] : []), ...childrenOf(node).flatMap((child) => assertedIn(child, names))];
}

function isAssertion({ callee }: CallExpression, { bindings }: Names): boolean {
  const origin = callee.type === 'Identifier' ? bindings.of.get(callee)?.origin : undefined;
  return origin?.type === 'named' && origin.named.kind === 'tool' && origin.named.key === 'assert';
}

/** The whole condition, or the parts of it that `&&`, `||` and the like join. */
function constantIn(node: AnyNode, names: Names, source: Source): ConstantCondition[] {
  if (node.type === 'Literal') return [];
  const reads = placesIn(node, names, source);
  const values = new Map([...reads].map(([text, { domain }]) => [text, valuesOf(domain)]));
  const answer = constantAnswer(node, values, names, source);
  if (answer !== undefined) {
    const [only, ...others] = reads.values();
    const why =
      only && others.length === 0
        ? `${source.textOf(only.node)} is ${describeDomain(only.domain)}`
        : 'whatever it reads';
    return [{ text: source.textOf(node), answer, why }];
  }
  const ofNone = askedOfNone(node, names, source);
  return ofNone ? [ofNone] : partsOf(node).flatMap((part) => constantIn(part, names, source));
}

/** `tasks.slice(2).every(...)` of two tasks. */
function askedOfNone(node: AnyNode, names: Names, source: Source): ConstantCondition | undefined {
  const quantified = quantifiedIn(node);
  if (quantified === undefined || sizeOf(quantified.list, names)?.high !== 0) return undefined;
  const why = `there is nothing in ${source.textOf(quantified.list)}`;
  return { text: source.textOf(node), answer: quantified.method === 'every', why };
}

/** `list.every((one) => claim)`, `list.some((one) => claim)`. */
function quantifiedIn(node: AnyNode) {
  const method = node.type === 'CallExpression' ? methodCalled(node) : undefined;
  if (node.type !== 'CallExpression' || (method !== 'every' && method !== 'some')) return undefined;
  const callee = calleeOf(node);
  const [claim] = node.arguments;
  if (callee.type !== 'MemberExpression' || claim?.type !== 'ArrowFunctionExpression')
    return undefined;
  return { method, list: callee.object, claim };
}

function partsOf(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case 'LogicalExpression':
      return node.operator === '??' ? [] : [node.left, node.right];
    case 'UnaryExpression':
      return node.operator === '!' ? [node.argument] : [];
    case 'ConditionalExpression':
      return [node.test, node.consequent, node.alternate];
    case 'CallExpression': {
      const { body } = quantifiedIn(node)?.claim ?? {};
      return body && body.type !== 'BlockStatement' ? [body] : [];
    }
    default:
      return [];
  }
}

type Reads = ReadonlyMap<string, { readonly node: AnyNode; readonly domain: ValueDomain }>;
/** All values that a text may have. */
type Tried = ReadonlyMap<string, readonly unknown[]>;

/** What a condition reads, by its text: in one condition that changes nothing, the same text has the same value. */
function placesIn(node: AnyNode, names: Names, source: Source): Reads {
  const place = partOf(node, names);
  const domain =
    place?.shape.type === 'scalar' ? ofSeveral(place.shape.domain) : sizeAsked(node, names);
  if (domain) return new Map([[source.wholeTextOf(node), { node, domain }]]);
  if (node.type === 'ArrowFunctionExpression') return new Map();
  return new Map(childrenOf(node).flatMap((child) => [...placesIn(child, names, source)]));
}

/** What has one value alone has more of them in other variants, for which the claim is made. */
function ofSeveral(domain: ValueDomain): ValueDomain | undefined {
  return domain.type === 'process' || valuesOf(domain).length > 1 ? domain : undefined;
}

/** What is there whenever it is read: not the first of a list, nor what is found. */
function partOf(node: AnyNode, { places, bindings }: Names): Place | undefined {
  const binding = node.type === 'Identifier' ? bindings.of.get(node) : undefined;
  const held =
    binding?.origin.type === 'const' && !binding.assigned
      ? places.ofOrigin(binding.origin)
      : undefined;
  const place = places.of(node) ?? held;
  if (!place || !isScalar(place) || place.maybe || place.constant) return undefined;
  return place.root === 'step' ? undefined : place;
}

function constantAnswer(
  node: AnyNode,
  tried: Tried,
  names: Names,
  source: Source,
): boolean | undefined {
  let answer: boolean | undefined;
  for (const values of cases(tried)) {
    const answered = answerOf(node, (one) => {
      const text = source.wholeTextOf(one);
      if (values.has(text)) return values.get(text);
      return outsideValue(one, source, names.bindings) === none ? none : UNKNOWN;
    });
    if (answered === UNKNOWN || (answer !== undefined && answer !== answered)) return undefined;
    answer = answered;
  }
  return answer;
}

/** All values together of what is read. */
function cases(tried: Tried): ReadonlyMap<string, unknown>[] {
  const all = [...tried]
    .map(([text, values]) => ({ text, values }))
    .sort((a, b) => a.values.length - b.values.length);
  let known: ReadonlyMap<string, unknown>[] = [new Map()];
  for (const { text, values } of all) {
    if (known.length * values.length > MOST_CASES) break;
    known = known.flatMap((one) => values.map((value) => new Map(one).set(text, value)));
  }
  return known;
}

/** Which processes there are is not known here. */
function valuesOf(domain: ValueDomain): readonly unknown[] {
  switch (domain.type) {
    case 'bool':
      return [false, true];
    case 'range':
      return Array.from({ length: domain.high - domain.low + 1 }, (_, k) => domain.low + k);
    case 'oneOf':
      return domain.values;
    case 'id':
      return domain.ids;
    case 'process':
      return [UNKNOWN];
    case 'orNone':
      return [none, ...valuesOf(domain.inner)];
  }
}

const NOT_PLAIN: readonly AnyNode['type'][] = [
  'AssignmentExpression',
  'UpdateExpression',
  // What it reads may be nothing.
  'ChainExpression',
];

function isPlain(node: AnyNode, names: Names): boolean {
  if (NOT_PLAIN.includes(node.type)) return false;
  if (node.type === 'CallExpression' && !onlyAsks(node, names)) return false;
  return childrenOf(node).every((child) => isPlain(child, names));
}

function onlyAsks(call: CallExpression, { places }: Names): boolean {
  if (primitiveMethod(call, places)?.pure) return true;
  const list = places.ofObject(calleeOf(call));
  const method = methodCalled(call);
  if (list?.shape.type !== 'array' || method === undefined) return false;
  return ['callback', 'read'].includes(arrayMethod(method, isScalarArray(list)) ?? '');
}
