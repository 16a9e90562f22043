// What the operators of C make of numbers and of addresses, of which all that is known is whether two are the same. Numbers are
// those of an `int`, whose overflow C leaves open, so that it is refused.

import { unsupported } from '../mistake.ts';
import type { BinaryOperator, UnaryOperator } from '../syntax/expression.ts';
import type { Constant } from '../syntax/litmus-test.ts';

/** An address is the name of its location. */
export type Word = number | string;

export function wordOf(constant: Constant): Word {
  return typeof constant === 'number' ? constant : constant.address;
}

export function applyUnary(operator: UnaryOperator, of: Word, line: number): Word {
  if (operator === '!') return isTrue(of) ? 0 : 1;
  const value = numberIn(of, operator, line);
  return inRange(operator === '-' ? -value : ~value, line);
}

export function applyBinary(operator: BinaryOperator, left: Word, right: Word, line: number): Word {
  if (isOfWords(operator)) return OF_WORDS[operator](left, right) ? 1 : 0;
  const apply = OF_NUMBERS[operator];
  return inRange(apply(numberIn(left, operator, line), numberIn(right, operator, line)), line);
}

function isTrue(word: Word): boolean {
  return word !== 0;
}

const OF_WORDS = {
  '==': (a: Word, b: Word) => a === b,
  '!=': (a: Word, b: Word) => a !== b,
  '&&': (a: Word, b: Word) => isTrue(a) && isTrue(b),
  '||': (a: Word, b: Word) => isTrue(a) || isTrue(b),
};

const OF_NUMBERS = {
  '|': (a: number, b: number) => a | b,
  '^': (a: number, b: number) => a ^ b,
  '&': (a: number, b: number) => a & b,
  '<': (a: number, b: number) => Number(a < b),
  '<=': (a: number, b: number) => Number(a <= b),
  '>': (a: number, b: number) => Number(a > b),
  '>=': (a: number, b: number) => Number(a >= b),
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
};

function isOfWords(operator: BinaryOperator): operator is keyof typeof OF_WORDS {
  return Object.hasOwn(OF_WORDS, operator);
}

function numberIn(word: Word, operator: string, line: number): number {
  if (typeof word === 'number') return word;
  throw unsupported(line, `'${operator}' of an address, ${word}`);
}

function inRange(value: number, line: number): number {
  if (value === (value | 0)) return value;
  throw unsupported(line, `${value}, which does not fit in an int`);
}
