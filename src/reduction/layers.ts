// Several reductions in one search: representatives of representatives, whose transitions are visited as one of them says.

import type { Quotient } from '../transition/reduced.ts';
import type { ReductionPlan } from './reduction.ts';

/** What a search uses of the plans, in the order of layering. */
export function layersOf(
  plans: readonly ReductionPlan[],
): Pick<ReductionPlan, 'quotient' | 'expansion'> {
  const [expansion, ...more] = plans.flatMap((plan) => plan.expansion ?? []);
  // That it is sound to leave out some of all steps says nothing of the steps that another reduction has left.
  if (more.length > 0) throw new Error('two reductions choose the transitions of a state');
  const [first, ...rest] = plans.flatMap((plan) => plan.quotient ?? []);
  return { quotient: first && rest.reduce(oneAfterTheOther, first), expansion };
}

/** Sound only if each keeps what is asked of every state, so that it keeps it of the representatives of the first. */
function oneAfterTheOther(first: Quotient, second: Quotient): Quotient {
  return {
    moves: first.moves || second.moves,
    canonicalize(state) {
      first.canonicalize(state);
      second.canonicalize(state);
    },
    renaming(state, instances) {
      first.renaming(state, instances);
      const moved = new Int32Array(instances.length);
      second.renaming(state, moved);
      for (let k = 0; k < instances.length; k++) instances[k] = moved[instances[k]];
    },
  };
}
