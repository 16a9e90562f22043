// What the processes of a litmus test do, in terms of memory: accesses, fences, locks and read sections, each of which is one
// step. No name of the kernel's is left but those of its fences.

import type { BinaryOperator, UnaryOperator } from '../syntax/expression.ts';

/** A value that is worked out without looking at memory. */
export type Value =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'address'; readonly of: string }
  | { readonly type: 'register'; readonly name: string }
  /** Of a read-modify-write: what was there. */
  | { readonly type: 'old' }
  | { readonly type: 'unary'; readonly operator: UnaryOperator; readonly of: Value }
  | {
      readonly type: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Value;
      readonly right: Value;
    };

/** A location by its name, or the one whose address a register holds. */
export type Place =
  | { readonly type: 'location'; readonly name: string }
  | { readonly type: 'pointer'; readonly register: string };

export type ReadOrder = 'plain' | 'once' | 'acquire';
export type WriteOrder = 'plain' | 'once' | 'release';
/** `full` has a barrier on both sides. */
export type UpdateOrder = 'relaxed' | 'acquire' | 'release' | 'full';

export type Access =
  | {
      readonly type: 'read';
      readonly order: ReadOrder;
      readonly from: Place;
      readonly register: string;
    }
  | {
      readonly type: 'write';
      readonly order: WriteOrder;
      readonly to: Place;
      readonly value: Value;
    }
  | Update;

/** A read-modify-write. */
export interface Update {
  readonly type: 'update';
  readonly order: UpdateOrder;
  readonly at: Place;
  /** Where it is false, nothing is stored and nothing is ordered. */
  readonly condition?: Value;
  readonly value: Value;
  /** What is known afterwards, and where. */
  readonly result?: { readonly register: string; readonly value: Value };
}

export type Fence =
  | 'smp_mb'
  | 'smp_rmb'
  | 'smp_wmb'
  | 'smp_mb__before_atomic'
  | 'smp_mb__after_atomic'
  | 'smp_mb__after_spinlock'
  | 'smp_mb__after_unlock_lock';

export type LockAction =
  /** Whether the process has given back a lock before, on every way there: then accesses before that come before those after this. */
  | { readonly type: 'lock'; readonly lock: string; readonly afterUnlock?: boolean }
  | { readonly type: 'unlock'; readonly lock: string }
  | { readonly type: 'trylock' | 'is-locked'; readonly lock: string; readonly register: string };

/** The domain is one of SRCU, or that of RCU. */
export interface RcuAction {
  readonly type: 'read-lock' | 'read-unlock' | 'synchronize';
  readonly domain?: string;
}

export type Action =
  | Access
  | LockAction
  | RcuAction
  /** Whether one beside a read-modify-write, or behind a lock, stands right there: then it is as smp_mb(). */
  | { readonly type: 'fence'; readonly fence: Fence; readonly isBeside?: boolean }
  | { readonly type: 'compute'; readonly register: string; readonly value: Value };

export type Instruction = { readonly line: number; readonly text: string } & (
  | { readonly type: 'act'; readonly action: Action }
  | {
      readonly type: 'branch';
      readonly condition: Value;
      readonly then: readonly Instruction[];
      readonly otherwise: readonly Instruction[];
    }
);

export interface LitmusProcess {
  /** `P0`. */
  readonly name: string;
  readonly registers: readonly string[];
  readonly body: readonly Instruction[];
}

/** All instructions of a body, those of its branches after them. */
export function* everyInstruction(body: readonly Instruction[]): Generator<Instruction> {
  for (const instruction of body) {
    yield instruction;
    if (instruction.type !== 'branch') continue;
    yield* everyInstruction(instruction.then);
    yield* everyInstruction(instruction.otherwise);
  }
}

/** The values that an action works out. */
export function valuesIn(action: Action): Value[] {
  switch (action.type) {
    case 'write':
    case 'compute':
      return [action.value];
    case 'update': {
      const { condition, value, result } = action;
      return [...(condition ? [condition] : []), value, ...(result ? [result.value] : [])];
    }
    default:
      return [];
  }
}

/** A value and what it is made of. */
export function* partsOf(value: Value): Generator<Value> {
  yield value;
  if (value.type === 'unary') yield* partsOf(value.of);
  if (value.type === 'binary') {
    yield* partsOf(value.left);
    yield* partsOf(value.right);
  }
}

/** Where an action reads or writes memory. */
export function placeOf(action: Action): Place | undefined {
  switch (action.type) {
    case 'read':
      return action.from;
    case 'write':
      return action.to;
    case 'update':
      return action.at;
    default:
      return undefined;
  }
}
