// Whether a check with reductions says what one without says.

import { checkModel } from '../../src/check.ts';
import type { ModelDefinition, ParameterValues } from '../../src/model/define-model.ts';
import type { CheckOutcome } from '../../src/outcome.ts';
import type { Properties } from '../../src/property/property.ts';
import type { Reduction } from '../../src/reduction/soundness.ts';

export type Agreement =
  | { readonly type: 'agrees'; readonly reduced: boolean }
  | { readonly type: 'too large' }
  | { readonly type: 'differs'; readonly difference: string };

const COMBINATIONS: readonly (readonly Reduction[])[] = [
  ['partial-order'],
  ['symmetry', 'partial-order'],
];

export function disagreement(
  model: ModelDefinition,
  properties: Properties,
  { values = {} as ParameterValues, maxStates = 20_000, order = 'bfs' as 'bfs' | 'dfs' } = {},
): Agreement {
  const check = (reduction: false | readonly Reduction[]): CheckOutcome | string => {
    try {
      return checkModel(model, values, properties, {
        reduction,
        order,
        maxStates,
        memoryBytes: 2 ** 27,
      });
    } catch (error) {
      if ((error as Error).name === 'ModelError') return 'a model error';
      throw error;
    }
  };
  const plain = check(false);
  if (typeof plain !== 'string' && plain.limit) return { type: 'too large' };
  let reduced = false;
  for (const reduction of COMBINATIONS) {
    const outcome = check(reduction);
    const difference = differenceOf(plain, outcome);
    if (difference !== undefined) {
      return { type: 'differs', difference: `${reduction.join(' and ')}: ${difference}` };
    }
    reduced ||=
      typeof outcome !== 'string' && outcome.statistics.reductions.includes('partial-order');
  }
  return { type: 'agrees', reduced };
}

function differenceOf(
  plain: CheckOutcome | string,
  reduced: CheckOutcome | string,
): string | undefined {
  if (typeof plain === 'string' || typeof reduced === 'string') {
    if (plain === reduced) return undefined;
    return `${typeof plain === 'string' ? plain : 'no error'} without, ${typeof reduced === 'string' ? reduced : 'no error'} with`;
  }
  for (const [k, expected] of plain.properties.entries()) {
    const actual = reduced.properties[k];
    const [wanted, got] = [expected, actual].map(
      ({ name, verdict, depth, minimal }) =>
        `${name} ${verdict}${actual.minimal && expected.minimal ? ` at ${depth}` : ''}${minimal === undefined ? '' : ''}`,
    );
    if (wanted !== got) return `${wanted} without, ${got} with`;
  }
  return undefined;
}
