// What a sweep over the values of one parameter has found, as data.

import type { LimitReached } from '../base/limits.ts';
import type { PropertyKind } from '../language/claims/property.ts';
import type { Verdict } from '../language/claims/verdict.ts';
import type { ParameterValues } from '../language/define-model.ts';

/** The search at one value. */
export interface SweptSize {
  readonly value: number;
  /** The worst of the verdicts. */
  readonly outcome: Verdict;
  readonly properties: readonly {
    readonly name: string;
    readonly kind: PropertyKind;
    readonly verdict: Verdict;
  }[];
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly reductions: readonly string[];
  /** How many times the states of the value before. */
  readonly factor?: number;
  /** What ended the search before it had seen all states; the figures are then those of a part. */
  readonly limit?: { readonly reached: LimitReached; readonly message: string };
}

/** From the least to the most. */
export type Between = readonly [least: number, most: number];

/** What the next value would cost, as far as that can be said. */
export interface NextSize {
  readonly value: number;
  readonly factor: Between;
  readonly states: Between;
  readonly seconds?: Between;
  readonly memoryBytes?: Between;
}

export interface Sweep {
  readonly model: string;
  readonly parameter: string;
  /** Those that stay the same. */
  readonly fixed: ParameterValues;
  readonly sizes: readonly SweptSize[];
  /** Values that were asked for, and not come to. */
  readonly left: readonly number[];
  readonly next?: NextSize;
}
