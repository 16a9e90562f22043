// Which variant shows what a fix does differently: of the rows in which the property holds, the one that is most like the
// broken one.

import type { Fixed } from '../check/explain-trace.ts';
import {
  type ModelDefinition,
  type ParameterValues,
  resolveParameters,
} from '../language/define-model.ts';
import { type SpecDefinition, verdictOf } from './spec.ts';

/**
 * The row in which the property holds that differs in the fewest parameters; of several, one in which nothing is violated, for another
 * may mend this fault by the next.
 */
export function fixedVariant(
  { rows }: Pick<SpecDefinition, 'rows'>,
  model: ModelDefinition,
  property: string,
  parameters: ParameterValues,
): Fixed | undefined {
  const variants = rows
    .filter(({ expect = {}, stress }) => verdictOf(expect[property]) === 'holds' && !stress)
    .map(({ set, expect = {} }): Fixed & { count: number; isSound: boolean } => {
      const values = resolveParameters(model, set as ParameterValues);
      const names = Object.keys(values).filter((name) => values[name] !== parameters[name]);
      const differing = names.map((name) => `${name}=${String(values[name])}`).join(' ');
      const isSound = Object.values(expect).every((asked) => verdictOf(asked) !== 'violated');
      return { values, differing, count: names.length, isSound };
    });
  const fewest = Math.min(...variants.map(({ count }) => count));
  const nearest = variants.filter(({ count }) => count === fewest);
  return nearest.find(({ isSound }) => isSound) ?? nearest[0];
}
