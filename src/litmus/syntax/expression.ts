// Expressions of C, as far as litmus tests have them: read by precedence climbing.

import { unsupported } from '../mistake.ts';
import type { Cursor } from './cursor.ts';

export type UnaryOperator = '-' | '~' | '!';
export type BinaryOperator = keyof typeof PRECEDENCE;

export type Expression = { readonly line: number } & (
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'address'; readonly of: string }
  | { readonly type: 'load'; readonly from: Expression }
  | { readonly type: 'unary'; readonly operator: UnaryOperator; readonly of: Expression }
  | {
      readonly type: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly type: 'call'; readonly name: string; readonly given: readonly Expression[] }
);

/** From what binds least. */
const PRECEDENCE = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '+': 8,
  '-': 8,
  '*': 9,
} as const;

const OTHER_OPERATORS = ['/', '%', '<<', '>>', '?', '.', '->', '[', '++', '--'];

export function readExpression(cursor: Cursor, least = 1): Expression {
  let left = readUnary(cursor);
  for (;;) {
    const { text, line } = cursor.peek();
    if (OTHER_OPERATORS.includes(text)) throw unsupported(line, `the operator '${text}'`);
    if (!Object.hasOwn(PRECEDENCE, text)) return left;
    const operator = text as BinaryOperator;
    if (PRECEDENCE[operator] < least) return left;
    cursor.next();
    const right = readExpression(cursor, PRECEDENCE[operator] + 1);
    left = { type: 'binary', operator, left, right, line };
  }
}

function readUnary(cursor: Cursor): Expression {
  const { line, text } = cursor.peek();
  if (cursor.take('*')) return { type: 'load', from: readUnary(cursor), line };
  if (cursor.take('&')) return { type: 'address', of: cursor.word('a location').text, line };
  if (cursor.take('-') || cursor.take('~') || cursor.take('!')) {
    return { type: 'unary', operator: text as UnaryOperator, of: readUnary(cursor), line };
  }
  if (cursor.take('(')) return readParenthesis(cursor, line);
  return readPrimary(cursor);
}

/** What stands behind `(`: an expression, or a type, which says nothing here. */
function readParenthesis(cursor: Cursor, line: number): Expression {
  if (isTypeNext(cursor)) {
    readType(cursor);
    cursor.expect(')', 'after a type');
    return readUnary(cursor);
  }
  if (cursor.sees('{')) throw unsupported(line, 'a statement within an expression');
  const inner = readExpression(cursor);
  cursor.expect(')', 'after an expression');
  return inner;
}

function readPrimary(cursor: Cursor): Expression {
  const { type, text, line } = cursor.peek();
  if (OTHER_OPERATORS.includes(text)) throw unsupported(line, `the operator '${text}'`);
  if (type === 'number') {
    cursor.next();
    return { type, value: Number(text), line };
  }
  const name = cursor.word('an expression').text;
  if (!cursor.take('(')) return { type: 'name', name, line };
  return { type: 'call', name, given: readArguments(cursor), line };
}

function readArguments(cursor: Cursor): Expression[] {
  if (cursor.take(')')) return [];
  const given = [readExpression(cursor)];
  while (cursor.take(',')) given.push(readExpression(cursor));
  cursor.expect(')', 'after the arguments');
  return given;
}

const TYPE_WORDS = [
  'void',
  'int',
  'long',
  'short',
  'char',
  'unsigned',
  'signed',
  'volatile',
  'const',
  'bool',
  '_Bool',
  'struct',
  'intptr_t',
  'uintptr_t',
];

/** `int`, `atomic_t`, `spinlock_t`, `struct srcu_struct`. */
export function isTypeNext(cursor: Cursor): boolean {
  const { type, text } = cursor.peek();
  return type === 'word' && (TYPE_WORDS.includes(text) || /_t$/.test(text));
}

/** Passes a type and the stars after it, in which nothing is said that a test depends on. */
export function readType(cursor: Cursor): void {
  if (!isTypeNext(cursor)) throw cursor.unexpected('a type');
  while (isTypeNext(cursor)) {
    if (cursor.next().text === 'struct') cursor.word("a struct's name");
  }
  while (cursor.take('*') || cursor.take('const') || cursor.take('__rcu'));
}
