// A bound on exploration: which states of a system are gone on from.
//
// What must stay true: a state beyond the constraint is a state like any other, kept and asked by every claim about states;
// only its transitions are not looked at. So what is found is found, what holds of states holds of those that can be
// reached within the constraint and of the next ones, and what needs the whole graph stays open.

import { ModelError } from '../../base/errors.ts';
import { inWords, isA } from '../../base/given.ts';
import type { Cells } from '../cell.ts';
import type { Processes, System, SystemDefinition } from '../system.ts';
import type { PropertyContext } from './makers.ts';
import type { Properties } from './property.ts';

/** The same system, explored only from states in which something holds, such as `'at most three messages'`. */
export function constrained<C extends Cells, P extends Processes>(
  system: System<C, P>,
  about: string,
  holds: (views: PropertyContext<C, P>) => boolean,
): System<C, P> {
  if (!isA<SystemDefinition>('system', system)) {
    throw new ModelError(
      `constrained: begin with what system(...) returned; it is ${inWords(system)}`,
    );
  }
  if (typeof about !== 'string' || about === '') {
    throw new ModelError(
      `constrained: say in words how far to go, as in 'at most three messages'; it is ${inWords(about)}`,
    );
  }
  if (typeof holds !== 'function') {
    throw new ModelError(
      `constrained: a function must say where to go on, as in ({ queue }) => queue.length <= 3; it is ${inWords(holds)}`,
    );
  }
  if (system.constraint) {
    throw new ModelError(
      `constrained: the system has a constraint (${system.constraint.about}); write one that says both`,
    );
  }
  return { ...system, constraint: { about, holds } };
}

/** What messages call it, in place of the name of a property. */
export const CONSTRAINT = '(constraint)';

/** The properties, and the constraint as one of them: for what has to look at every question that is asked of states. */
export function withConstraint(
  { constraint }: SystemDefinition,
  properties: Properties,
): Properties {
  if (!constraint) return properties;
  return { ...properties, [CONSTRAINT]: { kind: 'invariant', ...constraint } };
}
