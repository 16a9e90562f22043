// Partial-order reduction for one check: whether the table of soundness allows it, and the stubborn sets.

import type { Monitor } from '../../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import { partialOrderUnderMemory, refusalUnder } from '../memory-soundness.ts';
import type { PlanSubject, Reduction, ReductionPlan, Refusal } from '../reduction.ts';
import { refusalOf } from '../soundness.ts';
import { expansionBy } from './expansion.ts';
import { FieldNumbers } from './field-set.ts';
import { GuardOwners } from './guard-owners.ts';
import { ProcessStates } from './process-states.ts';
import { partialOrderSoundness } from './soundness.ts';
import { StepAccesses } from './step-access.ts';
import { MOST_INSTANCES, StubbornSets } from './stubborn.ts';
import { Visibility } from './visibility.ts';

export interface PartialOrderPlan extends ReductionPlan {
  /** Whether observers are taken to be steady: see visibility.ts. */
  readonly isSteady: boolean;
  /** Absent where there is only one process, too. */
  readonly sets?: StubbornSets;
}

export const partialOrder: Reduction<PartialOrderPlan> = {
  soundness: partialOrderSoundness,
  underMemory: partialOrderUnderMemory,
  plan(subject) {
    const refused = refusal(subject);
    if (refused) return { ...UNUSED, refused: [refused] };
    if (subject.system.layout.instances.length === 1) return UNUSED;
    const isSteady = subject.isSteady ?? true;
    const sets = stubbornSets(subject.system, subject.monitor, isSteady);
    return {
      sets,
      isSteady,
      expansion: expansionBy(sets, isSteady),
      refused: [],
      figures: ({ reduced }) => ({ isUsed: reduced > 0 }),
    };
  },
};

const UNUSED: PartialOrderPlan = {
  isSteady: false,
  refused: [],
  figures: () => ({ isUsed: false }),
};

function refusal({ system, properties, maxDepth }: PlanSubject): Refusal | undefined {
  if (maxDepth !== undefined) {
    return { reason: 'a depth limit counts steps, and shortest runs are pruned' };
  }
  if (system.definition.constraint) {
    return {
      reason: 'what is put off may lie behind a state from which the search does not go on',
    };
  }
  const count = system.layout.instances.length;
  return (
    refusalUnder(system.definition.memory, partialOrderUnderMemory) ??
    refusalOf(partialOrderSoundness, properties) ??
    (count > MOST_INSTANCES
      ? { reason: `${count} processes; stubborn sets are made of at most ${MOST_INSTANCES}` }
      : undefined)
  );
}

/** `isSteady`: the search that uses the sets looks whether observers are steady, as expansionBy() does. */
export function stubbornSets(
  system: CompiledSystem,
  monitor: Monitor,
  isSteady: boolean,
): StubbornSets {
  const numbers = new FieldNumbers();
  const visibility = new Visibility(system, monitor, numbers, isSteady);
  const owners = new GuardOwners(system, system.accesses());
  const accesses = new StepAccesses(system, visibility, numbers, owners);
  const { length } = system.layout.instances;
  return new StubbornSets(new ProcessStates(system, accesses), owners, length);
}
