// The audit of symmetry, on states that a search has reached: permuting ids commutes with stepping
// and leaves every property's answer as it is. The analysis (opaque/) claims as much of all states;
// where it is wrong, this says of which step or property, and in which terms.
//
// What must stay true: it shares nothing with the analysis. It permutes, steps, and compares.

import { AssertionFailure } from '../model/code/assertion.ts';
import { BLOCKED } from '../model/code/step-code.ts';
import type { CompiledSystem } from '../model/compile.ts';
import { readField } from '../model/layout/field.ts';
import type { InstancePlan } from '../model/layout/layout.ts';
import { Monitor } from '../property/monitor.ts';
import type { Properties } from '../property/property.ts';
import type { Canonicalizer } from './canonical.ts';
import { generators } from './initial-orbit.ts';

/** What breaks the symmetry, in words; looks at every `every`th state. */
export function auditSymmetry(
  system: CompiledSystem,
  properties: Properties,
  symmetry: Canonicalizer,
  states: readonly Int32Array[],
  every = 1,
): string[] {
  const { group } = symmetry;
  const permute = symmetry.permutation();
  const problems = new Set<string>();
  const monitor = new Monitor(system, properties);
  const moved = new Int32Array(group.instances.length);
  for (const kind of group.kinds) {
    for (const image of generators(kind, group)) {
      group.moveInstances(image, moved);
      for (let k = 0; k < states.length; k += every) {
        const state = states[k];
        const other = new Int32Array(state.length);
        permute(state, image, other);
        for (const property of differentAnswers(system, monitor, state, other)) {
          problems.add(`property ${property} tells ${kind.name} ids apart`);
        }
        for (const instance of group.instances) {
          const here = successors(system, monitor, state, instance).map((one) => {
            if (typeof one === 'string') return one;
            const there = new Int32Array(one.length);
            permute(one, image, there);
            return there.join();
          });
          const there = successors(system, monitor, other, group.instances[moved[instance.index]]);
          if (
            sorted(here) !==
            sorted(there.map((one) => (typeof one === 'string' ? one : one.join())))
          ) {
            const label = instance.process.labelNames[readField(state, instance.label)];
            problems.add(`step ${instance.process.name}/${label} tells ${kind.name} ids apart`);
          }
        }
      }
    }
  }
  return [...problems];
}

function sorted(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join('; ');
}

/** Properties that are broken in one of two states and not in the other. */
function differentAnswers(
  system: CompiledSystem,
  monitor: Monitor,
  state: Int32Array,
  other: Int32Array,
): string[] {
  const [here, there] = [state, other].map((one) => {
    const broken = new Set<string>();
    system.state.set(one);
    monitor.atInitialState((property) => broken.add(property));
    return broken;
  });
  return [...new Set([...here, ...there])].filter((name) => here.has(name) !== there.has(name));
}

/** Where an instance can go, with what the observers remember; objections in words. */
function successors(
  system: CompiledSystem,
  monitor: Monitor,
  state: Int32Array,
  instance: InstancePlan,
): (Int32Array | string)[] {
  const from = readField(state, instance.label);
  const { flat } = instance.process;
  if (from === flat.done) return [];
  const run = system.compileStep(instance, flat.labels[from]);
  const found: (Int32Array | string)[] = [];
  const { chooser } = system;
  chooser.restart();
  do {
    system.state.set(state);
    try {
      const to = run();
      if (to === BLOCKED) continue;
      for (const react of monitor.reactionsTo(instance.index, from)) {
        found.push(...react().map(({ property }) => `objects: ${property}`));
      }
      found.push(system.state.slice());
    } catch (error) {
      if (!(error instanceof AssertionFailure)) throw error;
      found.push('assertion');
    }
  } while (chooser.advance());
  system.state.set(state);
  return found;
}
