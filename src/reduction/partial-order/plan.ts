// Partial-order reduction for one check: whether the table of soundness allows it, and the stubborn sets.

import type { CompiledSystem } from '../../model/compile.ts';
import type { Monitor } from '../../property/monitor.ts';
import type { Properties } from '../../property/property.ts';
import { type Order, refusalOf } from '../soundness.ts';
import { FieldNumbers } from './field-set.ts';
import { Keepers } from './keepers.ts';
import { Situations } from './situations.ts';
import { StepAccesses } from './step-access.ts';
import { MOST_INSTANCES, StubbornSets } from './stubborn.ts';
import { Visibility } from './visibility.ts';

export interface PartialOrderPlan {
  readonly sets?: StubbornSets;
  /** Why there are none, where not for want of a second process. */
  readonly refused?: { readonly property?: string; readonly reason: string };
}

export function soundPartialOrder(
  system: CompiledSystem,
  monitor: Monitor,
  properties: Properties,
  order: Order,
): PartialOrderPlan {
  const refused = refusalOf('partial-order', properties, order);
  if (refused) return { refused };
  const count = system.layout.instances.length;
  if (count === 1) return {};
  if (count > MOST_INSTANCES) {
    const reason = `${count} processes; stubborn sets are made of at most ${MOST_INSTANCES}`;
    return { refused: { reason } };
  }
  return { sets: stubbornSets(system, monitor) };
}

export function stubbornSets(system: CompiledSystem, monitor: Monitor): StubbornSets {
  const numbers = new FieldNumbers();
  const visibility = new Visibility(system, monitor, numbers);
  const keepers = new Keepers(system, system.accesses());
  const accesses = new StepAccesses(system, visibility, numbers, keepers);
  const { length } = system.layout.instances;
  return new StubbornSets(new Situations(system, accesses), keepers, length);
}
