// The body of a process: declarations, assignments, calls and `if`.

import { unsupported } from '../mistake.ts';
import type { Cursor, Token } from './cursor.ts';
import { type Expression, isTypeNext, readExpression, readType } from './expression.ts';
import type { Statement } from './litmus-test.ts';

const OTHER_STATEMENTS = ['while', 'for', 'do', 'goto', 'return', 'switch', 'break', 'continue'];

/** From `{` to `}`. */
export function readBlock(cursor: Cursor): Statement[] {
  cursor.expect('{', 'before statements');
  const statements: Statement[] = [];
  while (!cursor.sees('}')) statements.push(...readStatement(cursor));
  cursor.next();
  return statements;
}

/** A declaration is as many statements as it has values. */
function readStatement(cursor: Cursor): Statement[] {
  const first = cursor.peek();
  if (cursor.sees('{')) return readBlock(cursor);
  if (cursor.take(';')) return [];
  if (OTHER_STATEMENTS.includes(first.text)) throw unsupported(first.line, `'${first.text}'`);
  if (cursor.take('if')) return [readIf(cursor, first)];
  if (isTypeNext(cursor)) return readDeclaration(cursor);
  return [readSimple(cursor, first)];
}

function readIf(cursor: Cursor, first: Token): Statement {
  cursor.expect('(', "after 'if'");
  const condition = readExpression(cursor);
  cursor.expect(')', 'after a condition');
  const text = cursor.textFrom(first);
  const then = readStatement(cursor);
  const otherwise = cursor.take('else') ? readStatement(cursor) : [];
  return { type: 'if', condition, then, otherwise, line: first.line, text };
}

/** `int r0, *r1 = READ_ONCE(*x);` */
function readDeclaration(cursor: Cursor): Statement[] {
  readType(cursor);
  const statements: Statement[] = [];
  do {
    while (cursor.take('*'));
    const first = cursor.word("a register's name");
    if (cursor.sees('[')) throw unsupported(first.line, `an array, ${first.text}[]`);
    if (cursor.sees('=')) statements.push(readAssigned(cursor, first, nameOf(first)));
  } while (cursor.take(','));
  cursor.expect(';', 'after a declaration');
  return statements;
}

function nameOf({ text, line }: Token): Expression {
  return { type: 'name', name: text, line };
}

function readSimple(cursor: Cursor, first: Token): Statement {
  const target = readExpression(cursor);
  const { text: operator, line } = cursor.peek();
  if (/^[-+*&|^]=$/.test(operator)) throw unsupported(line, `the operator '${operator}'`);
  const statement: Statement = cursor.sees('=')
    ? readAssigned(cursor, first, target)
    : { type: 'evaluate', value: target, line: first.line, text: cursor.textFrom(first) };
  cursor.expect(';', 'after a statement');
  return statement;
}

function readAssigned(cursor: Cursor, first: Token, target: Expression): Statement {
  cursor.expect('=', 'of an assignment');
  const value = readExpression(cursor);
  return { type: 'assign', target, value, line: first.line, text: cursor.textFrom(first) };
}
