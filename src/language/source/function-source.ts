// The source of any function, not only of steps: the symmetry analysis (src/reduction/id-symmetry)
// follows ids into the methods of primitives and into plain functions that a step calls.

import { type AnyNode, type ArrowFunctionExpression, type FunctionExpression, parse } from 'acorn';
import { lineWithin } from '../../base/authors-lines.ts';
import { authorsText } from './authors-text.ts';

export type { AnyNode, CallExpression, MemberExpression, Pattern } from 'acorn';
export { childrenOf } from './children.ts';
export type FunctionNode = ArrowFunctionExpression | FunctionExpression;

export interface FunctionSource {
  readonly node: FunctionNode;
  /** The source of a node on one line, cut where it is long. */
  textOf(node: AnyNode): string;
  /** How many lines of the function come before a node. */
  linesBefore(node: AnyNode): number;
  /** `models/x.ts:12`, of a node; nothing of a function that does not take its first argument apart: see lineOfFunction(). */
  placeOf(node: AnyNode): string | undefined;
  /** The same to stand behind a text: ` (models/x.ts:12)`, or nothing. */
  lineOf(node: AnyNode): string;
}

const known = new WeakMap<object, FunctionSource | undefined>();

/**
 * Undefined where the source is not to be had, as for what the engine itself provides. The same
 * nodes every time.
 */
export function functionSource(fn: object): FunctionSource | undefined {
  if (!known.has(fn)) known.set(fn, read(fn));
  return known.get(fn);
}

function read(fn: object): FunctionSource | undefined {
  const text = Function.prototype.toString.call(fn);
  // Arrows and function expressions; then methods, which are only parsed within an object.
  for (const whole of [`(${text}\n)`, `({${text}\n})`]) {
    const node = parsed(whole);
    if (node && !node.async && !node.generator) {
      const linesBefore = ({ start }: AnyNode): number =>
        whole.slice(0, start).split('\n').length - 1;
      const placeOf = (inner: AnyNode): string | undefined =>
        asksByName(node) ? lineWithin(fn, linesBefore(inner)) : undefined;
      return {
        node,
        linesBefore,
        placeOf,
        lineOf(inner) {
          const line = placeOf(inner);
          return line === undefined ? '' : ` (${line})`;
        },
        textOf: ({ start, end }) => {
          const line = authorsText(whole.slice(start, end).replaceAll(/\s+/g, ' '), fn);
          return line.length > 70 ? `${line.slice(0, 67)}...` : line;
        },
      };
    }
  }
  return undefined;
}

/** Its pattern asks its argument for something before any of its code runs: `({ heap }) => ...`, not `({ ...all }) => ...`. */
function asksByName({ params: [first] }: FunctionNode): boolean {
  return first?.type === 'ObjectPattern' && first.properties[0]?.type === 'Property';
}

function parsed(text: string): FunctionNode | undefined {
  try {
    const [first] = parse(text, { ecmaVersion: 'latest', sourceType: 'module' }).body;
    const value = first.type === 'ExpressionStatement' ? first.expression : undefined;
    if (value?.type === 'ArrowFunctionExpression' || value?.type === 'FunctionExpression') {
      return value;
    }
    const property = value?.type === 'ObjectExpression' ? value.properties[0] : undefined;
    const method = property?.type === 'Property' ? property.value : undefined;
    return method?.type === 'FunctionExpression' ? method : undefined;
  } catch {
    return undefined;
  }
}
