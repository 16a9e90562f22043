// Whether checks with reductions say what one without says: each reduction, all at once, in every order of search.

import { ORDERS, type Order } from '../../src/base/orders.ts';
import { checkModel } from '../../src/check/check.ts';
import type { Properties } from '../../src/language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../../src/language/define-model.ts';
import type { CheckOutcome, PropertyOutcome } from '../../src/outcome/outcome.ts';
import { REDUCTIONS, type ReductionName } from '../../src/outcome/reduction-names.ts';

export type Agreement =
  | { readonly type: 'agrees'; readonly reduced: boolean }
  | { readonly type: 'too large' }
  | { readonly type: 'differs'; readonly difference: string };

export interface Combination {
  readonly reduction: readonly ReductionName[];
  readonly order: Order;
}

export const COMBINATIONS: readonly Combination[] = ORDERS.flatMap((order) =>
  [...REDUCTIONS.map((one) => [one]), REDUCTIONS].map((reduction) => ({ reduction, order })),
);

/** For large models: what is on by default, in every order, and partial-order reduction alone. */
export const FEW_COMBINATIONS = COMBINATIONS.filter(
  ({ reduction: [first, ...rest], order }) =>
    rest.length > 0 || (first === 'partial-order' && order === 'bfs'),
);

interface Limits {
  readonly values?: ParameterValues;
  readonly maxStates?: number;
  readonly combinations?: readonly Combination[];
}

/** What a model error is in place of an outcome: both must come upon one, not upon the same one. */
type Checked = CheckOutcome | 'a model error';

export function disagreement(
  model: ModelDefinition,
  properties: Properties,
  { values = {}, maxStates = 20_000, combinations = COMBINATIONS }: Limits = {},
): Agreement {
  const check = (order: Order, reduction: false | readonly ReductionName[]): Checked => {
    const options = { reduction, order, maxStates, memoryBytes: 2 ** 24 };
    try {
      const outcome = checkModel(model, values, properties, options);
      // What was violated before depends on the order of the search.
      return outcome.limit?.reached === 'error' ? 'a model error' : outcome;
    } catch (error) {
      if ((error as Error).name === 'ModelError') return 'a model error';
      throw error;
    }
  };
  const plain = check('bfs', false);
  if (plain !== 'a model error' && plain.limit) return { type: 'too large' };
  let reduced = false;
  let symmetric = true;
  for (const { order, reduction } of combinations) {
    // Where nothing can be permuted, a search with symmetry is one without.
    if (!symmetric && reduction.includes('symmetry')) continue;
    const outcome = check(order, reduction);
    // It may have to look at more where the one without had everything decided early.
    if (outcome !== 'a model error' && outcome.limit) return { type: 'too large' };
    const difference = differenceOf(plain, outcome);
    if (difference !== undefined) {
      return { type: 'differs', difference: `${reduction.join(' and ')}, ${order}: ${difference}` };
    }
    if (outcome === 'a model error') continue;
    const { reductions } = outcome.statistics;
    reduced ||= reductions.includes('partial-order');
    if (reduction.includes('symmetry')) symmetric = reductions.includes('symmetry');
  }
  return { type: 'agrees', reduced };
}

function differenceOf(plain: Checked, reduced: Checked): string | undefined {
  if (plain === 'a model error' || reduced === 'a model error') {
    return plain === reduced
      ? undefined
      : `a model error ${plain === 'a model error' ? 'without' : 'with'} only`;
  }
  for (const [k, expected] of plain.properties.entries()) {
    const actual = reduced.properties[k];
    const said = (one: PropertyOutcome): string =>
      `${one.name} ${one.verdict}${actual.minimal && expected.minimal ? ` at ${one.depth}` : ''}`;
    if (said(expected) !== said(actual)) return `${said(expected)} without, ${said(actual)} with`;
    if (!actual.minimal && (actual.depth ?? 0) < (expected.depth ?? 0) && expected.minimal) {
      return `${actual.name} at ${actual.depth}, shorter than the shortest: ${expected.depth}`;
    }
  }
  return undefined;
}
