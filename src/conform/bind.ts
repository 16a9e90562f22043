// A map laid upon the system of one variant: names become instances and codes of labels, and a name that means nothing in
// any variant is refused.

import { UsageError } from '../base/errors.ts';
import { suggest } from '../base/near-name.ts';
import type { InstancePlan, Layout, ProcessPlan } from '../compile/layout/layout.ts';
import type { EventPattern } from './map/pattern.ts';
import type { ProcessMap, Rule, VariantMap, When } from './map/trace-map.ts';

export interface BoundRule {
  readonly events: readonly EventPattern[];
  readonly when?: When;
  readonly fold: boolean;
  readonly labels: readonly string[];
  /** Whether a step from one label to another is one for which an event of the rule stands. */
  readonly allows: (from: number, to: number) => boolean;
}
export interface BoundProcess {
  readonly map: ProcessMap;
  /** Those that the trace's tasks may be, in order. */
  readonly instances: readonly InstancePlan[];
  readonly rules: readonly BoundRule[];
}

/** Whether a process has a label in some variant: then it is no mistake that it has not in this one. */
export type KnownElsewhere = (process: string, label?: string) => boolean;

export function bindMap(
  model: string,
  map: VariantMap,
  layout: Layout,
  isKnown: KnownElsewhere,
): readonly BoundProcess[] {
  return map.processes.flatMap((one) => {
    const plan = layout.processes.find(({ name }) => name === one.process);
    if (plan) return [bindProcess(one, plan, instancesFor(one, map, layout), isKnown)];
    if (isKnown(one.process)) return [];
    const names = layout.processes.map(({ name }) => name);
    throw new UsageError(
      `the trace map names process '${one.process}', which ${model} has not; ${suggest(one.process, names)}`,
    );
  });
}

/** The instance that it names, or all that no other part of the map names. */
function instancesFor(one: ProcessMap, map: VariantMap, { instances }: Layout): InstancePlan[] {
  const all = instances.filter(({ process }) => process.name === one.process);
  const { instance } = one;
  if (instance === undefined) {
    const taken = map.processes.filter(({ process }) => process === one.process);
    return all.filter(({ id }) => !taken.some((other) => other.instance === id));
  }
  const found = all.find(({ id }) => id === instance);
  if (found) return [found];
  throw new UsageError(
    `the trace map names instance ${instance} of process '${one.process}', which has ${all.length} here, from 0`,
  );
}

function bindProcess(
  map: ProcessMap,
  plan: ProcessPlan,
  instances: readonly InstancePlan[],
  isKnown: KnownElsewhere,
): BoundProcess {
  const codes = (labels: readonly string[]): ReadonlySet<number> =>
    new Set(labels.flatMap((label) => codeOf(plan, label, isKnown)));
  const rules = map.rules.map(({ labels, to, ...rule }: Rule): BoundRule => {
    const [from, into] = [codes(labels), codes(to)];
    const allows = (label: number, next: number): boolean =>
      from.has(label) && (to.length === 0 || into.has(next));
    return { ...rule, labels, allows };
  });
  return { map, instances, rules };
}

/** None where only other variants have it. */
function codeOf(plan: ProcessPlan, label: string, isKnown: KnownElsewhere): number[] {
  const code = plan.labelNames.indexOf(label);
  if (code >= 0) return [code];
  if (isKnown(plan.name, label)) return [];
  throw new UsageError(
    `the trace map names label '${label}' of process '${plan.name}', which has none of this name; ${suggest(label, plan.labelNames)}`,
  );
}
