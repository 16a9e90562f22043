// Obligation regions: for each liveness property the part of the graph in which a run still owes what was claimed. A run
// that breaks the property gets into the obligation region and never leaves it, so the property is false exactly if the
// obligation region holds a fair cycle.
//
// No product with an automaton is needed. For `leads-to` the obligation region is the set of states without `to` that
// can be reached, without `to` on the way, from one that has `from` and not `to`: whichever way a run got there, from
// then on it owes `to`. Which obligation came first makes no difference to where a run can stay.
//
// A run that breaks `eventually always` may be anywhere, and comes again and again to where the condition is false:
// that is asked of a cycle beside fairness (fairness.ts).

import { readField } from '../compile/layout/field.ts';
import { compileCondition } from '../compile/monitor/compile-predicate.ts';
import { propertyViews } from '../compile/monitor/property-views.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { LivenessClaim, LivenessDefinition, Predicate } from '../language/claims/property.ts';
import { isAtEnd } from '../transition/end-location.ts';

export interface Obligation {
  /** What is wrong with a run that stays in the obligation region. */
  readonly wrong: string;
  /** Where a run begins to owe: in the initial states, or wherever this holds in the working state. */
  readonly begins: 'initially' | (() => boolean);
  /** Whether the working state is inside. */
  readonly inside: () => boolean;
  /** What is true again and again in a run that breaks the property, evaluated on the working state. */
  readonly recurs?: () => boolean;
  /** The process that is claimed not to starve: its own steps lead out. */
  readonly starving?: number;
}

/** The obligation regions of a property, one for each process where it speaks of processes. */
export function obligationsOf(
  system: CompiledSystem,
  name: string,
  { claim }: LivenessDefinition,
): Obligation[] {
  const views = propertyViews(system);
  const condition = (predicate: Predicate): (() => boolean) =>
    compileCondition(predicate, views, system.state, name).evaluate;
  switch (claim.type) {
    case 'eventually': {
      const goal = condition(claim.goal);
      return [{ wrong: 'the goal is never reached', begins: 'initially', inside: () => !goal() }];
    }
    case 'eventually-always': {
      const stays = condition(claim.stays);
      const wrong = 'again and again it does not hold';
      return [{ wrong, begins: 'initially', inside: () => true, recurs: () => !stays() }];
    }
    case 'leads-to': {
      const to = condition(claim.to);
      const begins = condition(claim.from);
      return [{ wrong: 'what should follow never does', begins, inside: () => !to() }];
    }
    case 'terminates': {
      // A process that is done stays done, so that each of them ends is that all of them have ended some time.
      const instances = instancesOf(system, claim);
      const left = (): boolean =>
        instances.some(
          ({ process, label }) => readField(system.state, label) !== process.flat.done,
        );
      const names = instances.map(({ name }) => name);
      const wrong =
        names.length === 1 ? `${names[0]} never ends` : `not all of ${names.join(', ')} end`;
      return [{ wrong, begins: 'initially', inside: left }];
    }
    case 'progresses':
      return instancesOf(system, claim).map((instance) => ({
        wrong: `${instance.name} never takes another step`,
        begins: () => true,
        inside: () => !isAtEnd(instance, readField(system.state, instance.label)),
        starving: instance.index,
      }));
  }
}

type AboutProcesses = Extract<LivenessClaim, { processes: readonly string[] }>;

function instancesOf(system: CompiledSystem, { processes }: AboutProcesses) {
  return system.layout.instances.filter(({ process }) => processes.includes(process.name));
}
