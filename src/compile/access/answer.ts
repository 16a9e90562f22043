// Whether a condition is true, as far as the values of what it reads tell: a small interpreter of expressions.
//
// What must stay true: an answer other than UNKNOWN is that of the engine, whatever the values are that are not known.

import type { AnyNode } from 'acorn';

/** A value that may be any. */
export const UNKNOWN: unique symbol = Symbol('unknown');
type Answer = boolean | typeof UNKNOWN;

/** The value of a name or of a part of the state. */
export type Lookup = (node: AnyNode) => unknown;

export function answerOf(node: AnyNode, lookup: Lookup): Answer {
  switch (node.type) {
    case 'UnaryExpression': {
      if (node.operator !== '!') break;
      const answer = answerOf(node.argument, lookup);
      return answer === UNKNOWN ? UNKNOWN : !answer;
    }
    case 'LogicalExpression': {
      if (node.operator === '??') return UNKNOWN;
      const answers = [answerOf(node.left, lookup), answerOf(node.right, lookup)];
      const decides = node.operator === '||';
      if (answers.includes(decides)) return decides;
      return answers.includes(UNKNOWN) ? UNKNOWN : !decides;
    }
    case 'ConditionalExpression': {
      const test = answerOf(node.test, lookup);
      const yes = answerOf(node.consequent, lookup);
      const no = answerOf(node.alternate, lookup);
      if (test === UNKNOWN) return yes === no ? yes : UNKNOWN;
      return test ? yes : no;
    }
    case 'SequenceExpression':
      return answerOf(node.expressions[node.expressions.length - 1], lookup);
  }
  const value = valueOf(node, lookup);
  return value === UNKNOWN ? UNKNOWN : Boolean(value);
}

function valueOf(node: AnyNode, lookup: Lookup): unknown {
  switch (node.type) {
    case 'Literal':
      return node.value;
    case 'BinaryExpression':
      return node.left.type === 'PrivateIdentifier'
        ? UNKNOWN
        : operation(node.operator, valueOf(node.left, lookup), valueOf(node.right, lookup));
    case 'UnaryExpression':
    case 'LogicalExpression':
    case 'ConditionalExpression':
      return ofTruth(node, lookup);
    case 'Identifier':
    case 'MemberExpression':
      return lookup(node);
    default:
      return UNKNOWN;
  }
}

/** A value that is an answer, or a number with a sign; `a && b` may have the value of either. */
function ofTruth(node: AnyNode, lookup: Lookup): unknown {
  if (node.type !== 'UnaryExpression') return UNKNOWN;
  if (node.operator === '!') return answerOf(node, lookup);
  const value = valueOf(node.argument, lookup);
  return node.operator === '-' && typeof value === 'number' ? -value : UNKNOWN;
}

function operation(operator: string, left: unknown, right: unknown): unknown {
  if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
  if (operator === '===') return left === right;
  if (operator === '!==') return left !== right;
  // Of anything but numbers the rules are too many.
  return typeof left === 'number' && typeof right === 'number'
    ? ofNumbers(operator, left, right)
    : UNKNOWN;
}

function ofNumbers(operator: string, a: number, b: number): unknown {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '%':
      return a % b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    default:
      return UNKNOWN;
  }
}
