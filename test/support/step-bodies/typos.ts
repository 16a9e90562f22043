// One wrong token: the mistakes that no list of mistakes has.

import { type AnyNode, parse } from 'acorn';
import { childrenOf } from '../../../src/language/source/source.ts';
import type { Body } from './bodies.ts';
import type { Random } from './random.ts';

/** The same body with one token of its code, or of what stands beside it, replaced, dropped or moved. */
export function mistyped(body: Body, random: Random): Body {
  const where = body.beside !== '' && random.percent(35) ? 'beside' : 'code';
  const text = body[where];
  const nodes = nodesOf(text);
  if (!nodes || nodes.length === 0) return body;
  for (let attempt = 0; attempt < 4; attempt++) {
    const changed = change(text, random.of(nodes), nodes, random);
    if (changed === undefined || mayRunForEver(changed)) continue;
    if (nodesOf(changed)) return { ...body, [where]: changed };
  }
  return body;
}

/** A loop that fills what it goes through. */
export function mayRunForEver(text: string): boolean {
  return /\bof (\w+)\).*\b\1\.push/.test(text);
}

/** Counters of loops, which nothing else may touch: every body comes back. */
const COUNTER = /^(i\d*|w\d+)$/;

/** All nodes of some statements but the heads of loops; undefined where they are none. */
export function nodesOf(text: string): AnyNode[] | undefined {
  const found: AnyNode[] = [];
  const visit = (node: AnyNode): void => {
    found.push(node);
    const { type } = node;
    const isCounting = ['ForStatement', 'WhileStatement', 'DoWhileStatement'].includes(type);
    const below = isCounting && 'body' in node ? [node.body as AnyNode] : childrenOf(node);
    for (const child of below) visit(child);
  };
  try {
    const whole = parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      allowReturnOutsideFunction: true,
    });
    for (const node of whole.body) visit(node as AnyNode);
    return found;
  } catch {
    return undefined;
  }
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '===': ['!==', '==', '<', '>='],
  '!==': ['===', '!=', '<'],
  '<': ['<=', '>', '==='],
  '>': ['>=', '<', '!=='],
  '+': ['-', '*', '||'],
  '-': ['+'],
  '&&': ['||', '??'],
  '||': ['&&', '??'],
  '??': ['||'],
  '=': ['+=', '||=', '??=', '-='],
  '+=': ['=', '-=', '*='],
};

function change(
  text: string,
  node: AnyNode,
  nodes: readonly AnyNode[],
  random: Random,
): string | undefined {
  const put = ({ start, end }: { start: number; end: number }, by: string): string =>
    text.slice(0, start) + by + text.slice(end);
  const of = (other: AnyNode): string => text.slice(other.start, other.end);
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression': {
      const others = OPERATORS[node.operator];
      if (!others) return undefined;
      if (random.percent(25)) return put(node, of(random.of([node.left, node.right])));
      return put(node, `${of(node.left)} ${random.of(others)} ${of(node.right)}`);
    }
    case 'Identifier': {
      if (COUNTER.test(node.name)) return undefined;
      const isField = text[node.start - 1] === '.';
      const names = nodes.flatMap((one) => {
        if (one.type !== 'Identifier' || COUNTER.test(one.name)) return [];
        return (text[one.start - 1] === '.') === isField ? [one.name] : [];
      });
      return put(node, random.of(names));
    }
    case 'Literal':
      return typeof node.value === 'number' ? put(node, String((node.value + 1) % 3)) : undefined;
    case 'ExpressionStatement':
    case 'IfStatement':
    case 'BreakStatement':
    case 'ReturnStatement': {
      const other = random.of(nodes.filter(({ type }) => type === node.type));
      if (random.percent(40)) return put(node, ';');
      // Exchanged with another of its type, where neither is within the other.
      const [first, second] = node.start < other.start ? [node, other] : [other, node];
      if (first.end > second.start) return undefined;
      return `${text.slice(0, first.start)}${of(second)}${text.slice(first.end, second.start)}${of(first)}${text.slice(second.end)}`;
    }
    case 'MemberExpression':
    case 'CallExpression':
    case 'ConditionalExpression': {
      const others = nodes.filter(({ type }) => type === node.type);
      return put(node, of(random.of(others)));
    }
    case 'UpdateExpression':
      return put(
        node,
        node.prefix
          ? `${of(node.argument)}${node.operator}`
          : `${node.operator}${of(node.argument)}`,
      );
    case 'UnaryExpression':
      return put(node, of(node.argument));
    case 'VariableDeclaration':
      return undefined;
    default:
      return undefined;
  }
}
