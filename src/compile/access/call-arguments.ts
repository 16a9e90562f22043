// What a call gives a primitive's method: all that it takes, and the step's `me` where the method asks who calls it, and only
// there. And a helper: no more than it takes. JavaScript lets pass what is left out (`seq.retry()` compares with nothing), and
// ignores what is too much.
//
// What must stay true: what a method needs is read off its own parameters, where those that may be left out have defaults. It
// may have less of them than its type: where a kernel is built without it, it does nothing.

import type { AnyNode, CallExpression, Pattern } from 'acorn';
import type { Method } from '../../language/method.ts';
import { functionSource } from '../../language/source/function-source.ts';
import { isScalar, isTool } from './place.ts';
import { keyName } from './property-name.ts';
import type { Walker } from './walker.ts';

/** Expressions whose values are neither objects nor taken from the state as they are. */
export const NO_PROCESSES: readonly string[] = [
  'Literal',
  'TemplateLiteral',
  'UnaryExpression',
  'UpdateExpression',
  'BinaryExpression',
];

/** Refuses what a method could not use. */
export function checkMethodArguments(
  node: CallExpression,
  method: Method,
  name: string,
  walk: Walker,
): void {
  const source = functionSource(method.run);
  if (!source) return;
  const { params } = source.node;
  checkCaller(node, params, name, walk);
  const known = withoutSpread(node);
  if (known !== undefined) {
    const shown = `${name}(${params.map((param) => nameOf(param) ?? source.textOf(param)).join(', ')})`;
    known.forEach((argument, k) => {
      if (!params[k] || asksWho(params[k]) || !isMe(argument, walk)) return;
      walk.source.fail(node, `${shown} takes no me there`);
    });
    const missing = params.slice(known.length).findLast((param) => !mayBeLeftOut(param));
    if (missing) walk.source.fail(node, `${shown} needs ${nameOf(missing) ?? 'more'}`);
  }
}

/** Refuses what a helper would ignore; `takes` is how many arguments it can use. */
export function checkHelperArguments(
  node: CallExpression,
  takes: number,
  { source }: Walker,
): void {
  const [first] = node.arguments.slice(takes);
  if (!first || !withoutSpread(node)) return;
  const name = source.textOf(node.callee);
  const most = takes === 0 ? 'nothing' : takes === 1 ? 'one value' : `${takes} values`;
  source.fail(first, `${name} takes ${most} besides the pattern, and would ignore this`);
}

/** How many arguments parameters can get. */
export function takenBy(params: readonly Pattern[]): number {
  return params.some(({ type }) => type === 'RestElement')
    ? Number.POSITIVE_INFINITY
    : params.length;
}

/** Without `me`, or with a value instead, the primitive would know no process. */
function checkCaller(
  node: CallExpression,
  [first]: readonly Pattern[],
  name: string,
  { source, places }: Walker,
): void {
  if (!first || !isCaller(first)) return;
  const [caller] = node.arguments;
  const place = caller && places.of(caller);
  if (!caller || NO_PROCESSES.includes(caller.type) || (place && isScalar(place))) {
    const isStep = source.of === 'step';
    const who = isStep
      ? "the step's me"
      : 'a process as properties see it: task[0], not its number';
    source.fail(node, `${name}(me) needs ${who}`);
  }
}

/** A parameter that is `me`, or is asked for `self`. */
function isCaller(param: Pattern): boolean {
  if (param.type === 'Identifier') return param.name === 'me';
  const asked = param.type === 'ObjectPattern' ? param.properties : [];
  return asked.some((one) => one.type === 'Property' && keyName(one) === 'self');
}

/** The same, or one that may be. */
function asksWho(param: Pattern): boolean {
  if (param.type === 'AssignmentPattern') return asksWho(param.left);
  return isCaller(param) || nameOf(param) === 'who' || param.type === 'RestElement';
}

function isMe(node: AnyNode, { places }: Walker): boolean {
  const place = places.of(node);
  return place?.root === 'me' && isTool(place);
}

/** From a spread on, it cannot be seen which argument is which. */
function withoutSpread({
  arguments: given,
}: CallExpression): CallExpression['arguments'] | undefined {
  return given.some(({ type }) => type === 'SpreadElement') ? undefined : given;
}

function mayBeLeftOut({ type }: Pattern): boolean {
  return type === 'AssignmentPattern' || type === 'RestElement';
}

function nameOf(param: Pattern): string | undefined {
  if (param.type === 'AssignmentPattern') return nameOf(param.left);
  return param.type === 'Identifier' ? param.name : isCaller(param) ? 'me' : undefined;
}
