// A litmus test as it is written: what the parser makes of a file, before anything is known of the names in it.

import type { Observation } from '../../outcome/litmus.ts';
import type { Expression } from './expression.ts';

/** What a test observes: memory, or a register of a process. */
export type Variable =
  | { readonly type: 'location'; readonly name: string }
  | { readonly type: 'register'; readonly process: number; readonly name: string };

/** A number, or the address of a location. */
export type Constant = number | { readonly address: string };

export type Proposition =
  | { readonly type: 'equal'; readonly variable: Variable; readonly value: Constant }
  | { readonly type: 'and' | 'or' | 'implies'; readonly parts: readonly Proposition[] }
  | { readonly type: 'not'; readonly of: Proposition }
  | { readonly type: 'constant'; readonly value: boolean };

export type Quantifier = 'exists' | '~exists' | 'forall';

export interface Condition {
  readonly quantifier: Quantifier;
  readonly claim: Proposition;
  readonly line: number;
}

export interface Initial {
  readonly variable: Variable;
  readonly value: Constant;
  readonly line: number;
}

interface Placed {
  readonly line: number;
  /** As written, on one line. */
  readonly text: string;
}

export type Statement =
  | (Placed & { readonly type: 'assign'; readonly target: Expression; readonly value: Expression })
  | (Placed & { readonly type: 'evaluate'; readonly value: Expression })
  | (Placed & {
      readonly type: 'if';
      readonly condition: Expression;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    });

export interface ProcessText {
  readonly number: number;
  readonly line: number;
  /** The locations that its body may name. */
  readonly parameters: readonly string[];
  readonly body: readonly Statement[];
}

export interface LitmusTest {
  readonly name: string;
  readonly initial: readonly Initial[];
  readonly processes: readonly ProcessText[];
  /** What is shown besides the variables of the condition. */
  readonly locations: readonly Variable[];
  /** Runs that end otherwise are not looked at. */
  readonly filter?: Proposition;
  readonly condition: Condition;
  /** What a comment says that the kernel's memory model makes of it. */
  readonly result?: Observation;
}
