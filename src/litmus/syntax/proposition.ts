// What a test asks of the end of a run: `exists (1:r0=1 /\ ~(x=2 \/ y=&x))`.

import { unsupported } from '../mistake.ts';
import type { Cursor } from './cursor.ts';
import type { Constant, Proposition, Variable } from './litmus-test.ts';

/** `=>` binds least and to the right, then `\/`, then `/\`. */
export function readProposition(cursor: Cursor): Proposition {
  const left = readJoined(cursor, 0);
  if (!cursor.take('=>')) return left;
  return { type: 'implies', parts: [left, readProposition(cursor)] };
}

const JOINED = [
  { type: 'or', symbol: '\\/' },
  { type: 'and', symbol: '/\\' },
] as const;

function readJoined(cursor: Cursor, level: number): Proposition {
  if (level === JOINED.length) return readSingle(cursor);
  const { type, symbol } = JOINED[level];
  const parts = [readJoined(cursor, level + 1)];
  while (cursor.take(symbol)) parts.push(readJoined(cursor, level + 1));
  return parts.length === 1 ? parts[0] : { type, parts };
}

function readSingle(cursor: Cursor): Proposition {
  if (cursor.take('~') || cursor.take('not')) return { type: 'not', of: readSingle(cursor) };
  if (cursor.take('true')) return { type: 'constant', value: true };
  if (cursor.take('false')) return { type: 'constant', value: false };
  if (cursor.take('(')) {
    const inner = readProposition(cursor);
    cursor.expect(')', 'after a proposition');
    return inner;
  }
  const variable = readVariable(cursor);
  const isUnequal = cursor.take('!=');
  if (!isUnequal && !cursor.take('==')) cursor.expect('=', 'after what is compared');
  const equal: Proposition = { type: 'equal', variable, value: readConstant(cursor) };
  return isUnequal ? { type: 'not', of: equal } : equal;
}

/** `0:r1`, `x`, `[x]`, `*x`. */
export function readVariable(cursor: Cursor): Variable {
  const { type, text, line } = cursor.peek();
  if (type === 'number') {
    cursor.next();
    cursor.expect(':', 'between a process and its register');
    return { type: 'register', process: Number(text), name: cursor.word('a register').text };
  }
  const isBracketed = cursor.take('[');
  if (!isBracketed) cursor.take('*');
  const { text: name } = cursor.word('a location, or a register as 0:r1');
  if (isBracketed) cursor.expect(']', 'after a location');
  else if (cursor.sees('[')) throw unsupported(line, `an array, ${name}[]`);
  return { type: 'location', name };
}

/** `1`, `-1`, `x` and `&x`, which are an address. */
export function readConstant(cursor: Cursor): Constant {
  const isNegative = cursor.take('-');
  const { type, text, line } = cursor.peek();
  if (type === 'number') {
    cursor.next();
    if (cursor.sees(':')) throw unsupported(line, 'a comparison of two registers');
    return isNegative ? -Number(text) : Number(text);
  }
  if (isNegative) throw cursor.unexpected('a number');
  cursor.take('&');
  return { address: cursor.word('a number or a location').text };
}
