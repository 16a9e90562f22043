// The reductions of one check: those that are asked for and that the table of soundness allows for every property.
//
// Both at once: a search with both expands the representative of an orbit by a stubborn set of that representative. The
// set is a function of the orbit, and its images are stubborn sets of the other states of the orbit, because
// permutations take steps to steps and keep what commutes; so the reduced search of orbits is the quotient of a reduced
// search of states (Emerson, Jha & Peled 1997). What leads on (reduction/partial-order/expansion.ts) is asked of orbits, too.

import type { CompiledSystem } from '../model/compile.ts';
import type { Monitor } from '../property/monitor.ts';
import type { Properties } from '../property/property.ts';
import { type PartialOrderPlan, soundPartialOrder } from './partial-order/plan.ts';
import type { Order, Reduction } from './soundness.ts';
import { type Dropped, type SymmetryPlan, soundSymmetry } from './symmetry.ts';

export interface SoundReductions {
  readonly symmetry?: SymmetryPlan;
  readonly partialOrder?: PartialOrderPlan;
}

export interface ReductionOptions {
  readonly reduction?: boolean | readonly Reduction[];
  readonly order?: Order;
  readonly maxDepth?: number;
}

export function soundReductions(
  system: CompiledSystem,
  monitor: Monitor,
  properties: Properties,
  { reduction = true, order = 'bfs', maxDepth }: ReductionOptions,
  dropped: Dropped = new Map(),
): SoundReductions {
  const wants = (one: Reduction): boolean =>
    typeof reduction === 'boolean' ? reduction : reduction.includes(one);
  return {
    ...(wants('symmetry') && { symmetry: soundSymmetry(system, properties, order, dropped) }),
    ...(wants('partial-order') && {
      partialOrder:
        maxDepth === undefined
          ? soundPartialOrder(system, monitor, properties, order)
          : { refused: { reason: 'a depth limit counts steps, and shortest runs are left out' } },
    }),
  };
}
