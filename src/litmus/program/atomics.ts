// Read-modify-writes: atomic_add_return_acquire() and its like, whose names are made of an operation, what they answer and an
// order; xchg() and cmpxchg(); and those that also test.

import type { BinaryOperator } from '../syntax/expression.ts';
import type { UpdateOrder, Value } from './instruction.ts';
import { type Arguments, type Primitive, question, statement } from './primitive.ts';

const ENDINGS: Readonly<Record<string, UpdateOrder>> = {
  '': 'full',
  _relaxed: 'relaxed',
  _acquire: 'acquire',
  _release: 'release',
};

interface Operation {
  readonly operator: BinaryOperator;
  /** Of those that take no argument for it; the pointer comes after the argument. */
  readonly operand?: number;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  add: { operator: '+' },
  sub: { operator: '-' },
  and: { operator: '&' },
  or: { operator: '|' },
  xor: { operator: '^' },
  inc: { operator: '+', operand: 1 },
  dec: { operator: '-', operand: 1 },
};

const OLD: Value = { type: 'old' };

export function atomicOperation(name: string): Primitive | undefined {
  return arithmetic(name) ?? exchange(name) ?? tested(name);
}

export function atomicNames(): string[] {
  const operations = Object.keys(OPERATIONS).flatMap((one) => [
    `atomic_${one}`,
    ...Object.keys(ENDINGS).flatMap((ending) => [
      `atomic_${one}_return${ending}`,
      `atomic_fetch_${one}${ending}`,
    ]),
  ]);
  const exchanges = ['xchg', 'cmpxchg', 'atomic_xchg', 'atomic_cmpxchg'];
  return [
    ...operations,
    ...exchanges.flatMap((one) => Object.keys(ENDINGS).map((ending) => `${one}${ending}`)),
    ...Object.keys(TESTED),
  ];
}

/** What it leaves there, of what was there. */
function changed(given: Arguments, { operator, operand }: Operation): Value {
  const right: Value = operand === undefined ? given.value(0) : numbered(operand);
  return { type: 'binary', operator, left: OLD, right };
}

function numbered(value: number): Value {
  return { type: 'number', value };
}

function pointerOf({ operand }: Operation): number {
  return operand === undefined ? 1 : 0;
}

function arithmetic(name: string): Primitive | undefined {
  const found =
    /^atomic_(fetch_)?(add|sub|and|or|xor|inc|dec)(_return)?(_relaxed|_acquire|_release)?$/.exec(
      name,
    );
  if (!found) return undefined;
  const [, fetch, word, returns, ending = ''] = found;
  const operation = OPERATIONS[word];
  const pointer = pointerOf(operation);
  if (fetch && returns) return undefined;
  if (!fetch && !returns) {
    if (ending !== '') return undefined;
    return statement(pointer + 1, (given) => [
      {
        type: 'update',
        order: 'relaxed',
        at: given.place(pointer),
        value: changed(given, operation),
      },
    ]);
  }
  return question(pointer + 1, (given, register) => {
    const value = changed(given, operation);
    return [
      {
        type: 'update',
        order: ENDINGS[ending],
        at: given.place(pointer),
        value,
        result: { register, value: fetch ? OLD : value },
      },
    ];
  });
}

/** A comparison that fails orders nothing. */
function exchange(name: string): Primitive | undefined {
  const found = /^(?:atomic_)?(cmp)?xchg(_relaxed|_acquire|_release)?$/.exec(name);
  if (!found) return undefined;
  const [, compares, ending = ''] = found;
  const order = ENDINGS[ending];
  if (!compares) {
    return question(2, (given, register) => [
      {
        type: 'update',
        order,
        at: given.place(0),
        value: given.value(1),
        result: { register, value: OLD },
      },
    ]);
  }
  return question(3, (given, register) => [
    {
      type: 'update',
      order,
      at: given.place(0),
      condition: { type: 'binary', operator: '==', left: OLD, right: given.value(1) },
      value: given.value(2),
      result: { register, value: OLD },
    },
  ]);
}

function testing(operation: Operation, operator: BinaryOperator): Primitive {
  const pointer = pointerOf(operation);
  return question(pointer + 1, (given, register) => {
    const value = changed(given, operation);
    const answer: Value = { type: 'binary', operator, left: value, right: numbered(0) };
    return [
      {
        type: 'update',
        order: 'full',
        at: given.place(pointer),
        value,
        result: { register, value: answer },
      },
    ];
  });
}

const TESTED: Readonly<Record<string, Primitive>> = {
  atomic_sub_and_test: testing(OPERATIONS.sub, '=='),
  atomic_inc_and_test: testing(OPERATIONS.inc, '=='),
  atomic_dec_and_test: testing(OPERATIONS.dec, '=='),
  atomic_add_negative: testing(OPERATIONS.add, '<'),
  // atomic_add_unless(v, a, u): the pointer is first.
  atomic_add_unless: question(3, (given, register) => {
    const condition: Value = {
      type: 'binary',
      operator: '!=',
      left: OLD,
      right: given.value(2),
    };
    const value: Value = { type: 'binary', operator: '+', left: OLD, right: given.value(1) };
    return [
      {
        type: 'update',
        order: 'full',
        at: given.place(0),
        condition,
        value,
        result: { register, value: condition },
      },
    ];
  }),
};

function tested(name: string): Primitive | undefined {
  return Object.hasOwn(TESTED, name) ? TESTED[name] : undefined;
}
