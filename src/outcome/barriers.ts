// What `mmcheck barriers` has found, as data: which of a model's orderings of memory its properties need, or which one they lack.

import type { Verdict } from '../language/claims/verdict.ts';
import type { ParameterValues } from '../language/define-model.ts';
import type { OrderSite } from '../language/memory-model.ts';
import type { MemoryOrder } from '../language/method.ts';
import type { CheckOutcome } from './outcome.ts';

/** What a check came to in which one place orders memory otherwise. */
export interface Tried {
  readonly order: MemoryOrder;
  readonly outcome: Verdict;
  /** The properties that are violated then, and the shortest run that breaks the first. */
  readonly violated: readonly string[];
  readonly run?: readonly BarrierStep[];
}

export interface BarrierStep {
  readonly name: string;
  readonly label: string;
  /** What it chose, where that is not what comes first: a value behind the last that it read. */
  readonly chosen: readonly string[];
}

/** An ordering that the model has. */
export interface BarrierNeed {
  readonly site: OrderSite;
  /** `needed`, in whole or at least in part; `unneeded` at these bounds; `unknown` where a limit came first. */
  readonly need: 'needed' | 'unneeded' | 'unknown';
  /** A weaker order that is enough. */
  readonly enough?: MemoryOrder;
  /** From the weakest, until one was enough. */
  readonly tried: readonly Tried[];
}

/** An ordering that the model lacks: with it all properties hold. */
export interface Repair {
  readonly site: OrderSite;
  readonly order: MemoryOrder;
}

export interface BarrierReport {
  readonly model: string;
  readonly parameters: ParameterValues;
  readonly memoryModel: string;
  /** Of the model as it stands, and what is violated in it. */
  readonly outcome: Verdict;
  readonly violated: readonly string[];
  readonly scope: readonly string[];
  /** Where all properties hold. */
  readonly needs: readonly BarrierNeed[];
  /** Where some are violated: whether they hold under sc, and what repairs them, one at a time. */
  readonly underSc?: Verdict;
  readonly repairs?: readonly Repair[];
  readonly checks: number;
  /** What ended one of the checks before it had seen everything: the first. */
  readonly limit?: NonNullable<CheckOutcome['limit']>;
}
