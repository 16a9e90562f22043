// Is a trace of a running kernel a behaviour of the model? A model, parameters, a map and the trace's events in; a verdict out,
// with what explains it.

import { DEFAULT_MEMORY } from '../base/limits.ts';
import { BEGINNING, during, type Progress } from '../base/progress.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import { CompiledSystem } from '../compile/program/compile.ts';
import type { KernelEvent } from '../ftrace/event.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import type { Conformance, Step } from '../outcome/conformance.ts';
import { Stepper } from '../transition/stepper.ts';
import { type Assigned, assign } from './assign.ts';
import { type BoundProcess, bindMap } from './bind.ts';
import { type Followed, Follower } from './follow.ts';
import { leftOut } from './left-out.ts';
import { fits } from './map/pattern.ts';
import type { Rule, TraceMap, VariantMap } from './map/trace-map.ts';
import { refusalOf } from './refusal.ts';
import { knownElsewhere } from './variants.ts';

export interface ConformOptions {
  readonly memoryBytes?: number;
  readonly progress: Progress;
}

/** Follows a trace on one variant; a UsageError says where the map does not fit. */
export function conform(
  model: ModelDefinition,
  parameters: ParameterValues,
  map: TraceMap,
  trace: readonly KernelEvent[],
  { memoryBytes = DEFAULT_MEMORY, progress }: ConformOptions,
): Conformance {
  const definition = model.system(parameters);
  const system = new CompiledSystem(definition, {}, (run) => during(progress, BEGINNING, run));
  const { map: variant, untraced } = traced(map.at(parameters), trace);
  const bound = bindMap(model.name, variant, system.layout, knownElsewhere(model));
  const assigned = assign(trace, variant, bound);
  const stepper = new Stepper(system, new Monitor(system, {}), { flags: progress.flags });
  const follower = new Follower(stepper, bound, assigned.demands, { memoryBytes, progress });
  const followed = follower.follow();
  const { lost, limit, most } = followed;
  return {
    verdict: verdictOf(assigned, followed),
    parameters,
    ...countsOf(assigned, followed),
    ...labelsOf(bound, assigned, followed),
    states: most,
    ...(lost.length > 0 && { refusal: refusalOf(stepper, follower, assigned, followed) }),
    ...(limit && { limit }),
    leftOut: { ...leftOut(system.layout, bound, assigned), untraced },
  };
}

/** Where nothing was asked, nothing is accepted. */
function verdictOf({ demands }: Assigned, { lost, limit }: Followed): Conformance['verdict'] {
  if (lost.length > 0) return 'refused';
  return limit !== undefined || demands.length === 0 ? 'undecided' : 'accepted';
}

/** Without the rules that depend on whether the trace has their events, where it has none; and what these are. */
function traced(
  { window, processes }: VariantMap,
  events: readonly KernelEvent[],
): { readonly map: VariantMap; readonly untraced: readonly string[] } {
  const isLost = ({ ifTraced, events: patterns }: Rule): boolean =>
    ifTraced && !patterns.some((one) => events.some((event) => fits(one, event)));
  const lost = processes.flatMap(({ rules }) => rules.filter(isLost));
  return {
    map: {
      window,
      processes: processes.map((one) => ({
        ...one,
        rules: one.rules.filter((rule) => !lost.includes(rule)),
      })),
    },
    untraced: [...new Set(lost.flatMap((rule) => rule.events.map(({ text }) => text)))],
  };
}

function countsOf(
  { demands }: Assigned,
  { met }: Followed,
): Pick<Conformance, 'events' | 'explained'> {
  const count = (some: Assigned['demands']): number =>
    some.reduce((sum, { events }) => sum + events.length, 0);
  return { events: count(demands), explained: count(demands.filter((_, k) => met[k].size > 0)) };
}

/** By process: instances of one do the same. */
function labelsOf(
  bound: readonly BoundProcess[],
  { demands }: Assigned,
  { met }: Followed,
): Pick<Conformance, 'labels' | 'unused'> {
  const counts = new Map<string, Step & { events: number }>();
  demands.forEach(({ instance: { process }, events }, k) => {
    for (const code of met[k]) {
      const step = { process: process.name, label: process.labelNames[code] };
      const known = counts.get(`${step.process}\n${step.label}`) ?? { ...step, events: 0 };
      counts.set(`${step.process}\n${step.label}`, {
        ...known,
        events: known.events + events.length,
      });
    }
  });
  const named = bound.flatMap(({ map: { process }, rules }) =>
    rules.flatMap(({ labels }) => labels.map((label) => `${process}\n${label}`)),
  );
  const unused = [...new Set(named)].filter((key) => !counts.has(key));
  return {
    labels: [...counts.values()],
    unused: unused.map((key) => {
      const [process, label] = key.split('\n');
      return { process, label };
    }),
  };
}
