// Dead-local reduction: states that differ only in locals whose values nothing can read before they are assigned again are
// one state (Bozga, Fernandez and Ghirvu, State Space Reduction Based on Live Variables Analysis, SAS 1999; SPIN's data-flow
// optimisation). That they behave alike is proved in docs/decisions/0031-dead-locals.md; `--audit` looks whether they do.

import { ModelError } from '../../base/errors.ts';
import { deadLocalsUnderMemory, refusalUnder } from '../memory-soundness.ts';
import type { PlanSubject, Reduction, ReductionPlan } from '../reduction.ts';
import { refusalOf } from '../soundness.ts';
import { type DeadFields, deadFields, forgetting } from './forgetting.ts';
import { liveLocals } from './live-locals.ts';
import { Readers } from './readers.ts';
import { deadLocalsSoundness } from './soundness.ts';

export interface DeadLocalsPlan extends ReductionPlan {
  /** By instance; absent where nothing is dead, or the reduction is refused. */
  readonly dead?: readonly DeadFields[];
}

export const deadLocals: Reduction<DeadLocalsPlan> = {
  soundness: deadLocalsSoundness,
  underMemory: deadLocalsUnderMemory,
  plan(subject) {
    const { system, properties } = subject;
    // Whoever asks for a memory model can do nothing about it, so it is not told as what stands in the way.
    if (refusalUnder(system.definition.memory, deadLocalsUnderMemory)) return UNUSED;
    const refused = refusalOf(deadLocalsSoundness, properties);
    if (refused) return { ...UNUSED, refused: [refused] };
    const dead = deadOf(subject);
    const quotient = forgetting(system.layout, dead);
    if (!quotient) return UNUSED;
    return { dead, quotient, refused: [], figures: () => ({ isUsed: quotient.hasForgotten }) };
  },
};

const UNUSED: DeadLocalsPlan = { refused: [], figures: () => ({ isUsed: false }) };

/** By instance. Where the steps of a process cannot be followed, nothing of it is dead. */
function deadOf({ system, monitor }: PlanSubject): DeadFields[] {
  const readers = new Readers(system, monitor);
  return system.layout.instances.map((instance) => {
    try {
      return deadFields(instance, liveLocals(system, instance, readers));
    } catch (error) {
      if (error instanceof ModelError) return instance.process.labelNames.map(() => []);
      throw error;
    }
  });
}
