// What keeps a step from being taken, of all that it looks at: the fewest things without which it could be, each set
// back to what it is where the run begins. A reader that waits behind a writer does not wait for the other readers, and
// a process that spins on a lock does not wait for its cpu, although its step reads both.
//
// It is a reading aid. The states that it asks about need not be reachable, nor even possible, so nothing but the words
// of a report may depend on the answer.

import type { FlatLabel } from '../compile/layout/expand.ts';
import { type Field, readField, writeField } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { BLOCKED } from '../compile/program/step-code.ts';
import type { Resource } from './resource.ts';

/** A step that does not move in a state, and a state in which what it waits for was free. */
export interface BlockedStep {
  readonly system: CompiledSystem;
  readonly state: Int32Array;
  readonly free: Int32Array;
  readonly instance: InstancePlan;
  readonly label: FlatLabel;
}

/** The resources that decide, each with the roles that do; all of them where no few do. */
export function blockingResources(
  step: BlockedStep,
  resources: readonly Resource[],
): readonly Resource[] {
  const single = resources.flatMap((resource) =>
    resource.roles.map((role) => ({
      ...resource,
      fields: role.places.map(({ field }) => field),
      roles: [role],
    })),
  );
  return fewest(step, single) ?? fewest(step, resources) ?? resources;
}

/** Three things at once are more than any primitive asks for. */
const MOST = 3;
/** Of more things only single ones are tried. */
const MANY = 12;

/** All that take part in a least set of things without which the step moves. */
function fewest(step: BlockedStep, things: readonly Resource[]): Resource[] | undefined {
  for (let size = 1; size <= (things.length > MANY ? 1 : MOST); size++) {
    const enough = subsets(things, size).filter((some) =>
      movesWithout(
        step,
        some.flatMap(({ fields }) => fields),
      ),
    );
    if (enough.length > 0) return [...new Set(enough.flat())];
  }
  return undefined;
}

function subsets<T>(all: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return all.flatMap((first, k) =>
    subsets(all.slice(k + 1), size - 1).map((rest) => [first, ...rest]),
  );
}

function movesWithout({ system, state, free, instance, label }: BlockedStep, fields: Field[]) {
  const before = state.slice();
  for (const field of fields) writeField(before, field, readField(free, field));
  const run = system.compileStep(instance, label);
  const { chooser } = system;
  chooser.restart();
  try {
    do {
      system.state.set(before);
      if (run() !== BLOCKED && before.some((word, w) => word !== system.state[w])) return true;
    } while (chooser.advance());
  } catch {
    // A state that cannot be: the step refuses it.
  }
  return false;
}
