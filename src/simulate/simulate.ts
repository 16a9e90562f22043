// A model simulated: random walks, for those that are too large to search. What a walk breaks is broken; that walks break
// nothing proves nothing, and no property that has to hold in all runs is ever said to hold.

import { StopSignal } from '../base/progress.ts';
import { groupsOf } from '../check/happenings.ts';
import { prepare } from '../check/prepare.ts';
import { Attempt } from '../check/search-again.ts';
import { allChecked, worst } from '../check/verdicts.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import type {
  LabelTaken,
  PctChances,
  SimulatedProperty,
  Simulation,
  SimulationStrategy,
} from '../outcome/simulation.ts';
import { Stepper } from '../transition/stepper.ts';
import { drawFrom } from './draw.ts';
import { Pct, type PctNumbers, pctBound } from './pct.ts';
import { Uniform } from './scheduler.ts';
import { shownTrace } from './shown-run.ts';
import { verdictByWalks } from './verdict.ts';
import { Walks } from './walks.ts';

export interface SimulationOptions {
  readonly strategy: SimulationStrategy;
  readonly seed: number;
  readonly walks: number;
  /** Steps that a walk has at most; by default as many as `LONGEST`. */
  readonly depth?: number;
  /** The depth of the violations that probabilistic concurrency testing is to find. */
  readonly bugDepth: number;
  readonly only?: readonly string[];
  readonly progress?: SharedArrayBuffer;
  /** Show what a walk broke by the walk itself, with all its steps. */
  readonly full?: boolean;
  /** Told now and then, as soon as something is found, and before its runs are built, what is known by then. */
  readonly onLearnt?: (found: Simulation<never>) => void;
}

const LONGEST = 10_000;
/** So many uniform walks measure how long a walk is, where that is not said. */
const MEASURING = 20;

/** Throws ModelError and UsageError; what is found is a value. */
export function simulateModel(
  model: ModelDefinition,
  values: ParameterValues,
  all: Properties,
  options: SimulationOptions,
): Simulation {
  const { only, progress: shared, seed, strategy, full = false } = options;
  const check = prepare(
    model,
    values,
    all,
    { reduction: false, ...(only && { only }), ...(shared && { progress: shared }) },
    new Attempt(new Map(), true),
  );
  const { system, monitor, properties } = check;
  const { progress } = check.limits;
  const stepper = new Stepper(system, monitor, { flags: progress.flags });
  const asked = allChecked(check);
  const names = new Set(asked.map(([name]) => name));
  const walks = new Walks(stepper, properties, names, drawFrom(seed), { progress, full });
  const made: Made = { measuring: 0 };
  const tellOf = <Run>(outcomes: readonly SimulatedProperty<Run>[]): Simulation<Run> => ({
    model: model.name,
    parameters: check.parameters,
    outcome: worst(outcomes.map(({ verdict }) => verdict)),
    properties: outcomes,
    strategy,
    seed,
    walks: walks.count,
    measuring: made.numbers ? made.measuring : measuringUntilNow(strategy, walks),
    steps: walks.steps,
    longest: walks.longest,
    ends: { ...walks.ends },
    ...(made.numbers && { pct: chancesOf(made.numbers, stepper, walks) }),
    labels: labelsTaken(stepper, walks),
    ...(!walks.areAll && { initialStates: walks.initial.length }),
    ...(made.stopped && { limit: limitBy(made.stopped, walks.count) }),
  });
  const verdicts = (): SimulatedProperty<never>[] =>
    asked.map(([name, definition]) => {
      const { kind, about } = definition;
      const found = walks.found.get(name);
      const verdict = verdictByWalks(definition, found !== undefined);
      return { name, kind, about, verdict, walks: found?.walks ?? 0 };
    });
  const tell = (): void => options.onLearnt?.(tellOf(verdicts()));
  makeWalks(walks, made, tell, system.layout.instances.length, options);
  tell();
  const maySearch = made.stopped === undefined && !full;
  return tellOf(
    verdicts().map((property) => {
      const found = walks.found.get(property.name);
      if (!found) return property;
      const counterexample = shownTrace(check, stepper, property, found, maySearch);
      const { minimal, steps } = counterexample;
      return { ...property, depth: steps.size, counterexample, minimal };
    }),
  );
}

interface Made {
  measuring: number;
  numbers?: PctNumbers;
  stopped?: StopSignal;
}

/** Of walks whose length is not measured yet all measure it, where it has to be. */
function measuringUntilNow(strategy: SimulationStrategy, walks: Walks): number {
  return strategy === 'pct' ? walks.count : 0;
}

/** `tell` is called now and then, and as soon as something is found. */
function makeWalks(
  walks: Walks,
  made: Made,
  tell: () => void,
  processes: number,
  { strategy, depth, walks: count, bugDepth }: SimulationOptions,
): void {
  const most = depth ?? LONGEST;
  try {
    if (strategy === 'uniform') walks.make(count, most, (draw) => new Uniform(draw), tell);
    else {
      if (depth === undefined) {
        walks.make(MEASURING, most, (draw) => new Uniform(draw), tell);
        made.measuring = walks.count;
      }
      const numbers = { processes, steps: depth ?? Math.max(1, walks.longest), depth: bugDepth };
      made.numbers = numbers;
      walks.make(count, most, (draw) => Pct.drawn(numbers, draw), tell);
    }
  } catch (error) {
    if (!(error instanceof StopSignal)) throw error;
    made.stopped = error;
  }
}

function chancesOf(
  { processes, steps, depth }: PctNumbers,
  stepper: Stepper,
  walks: Walks,
): PctChances {
  const { instances } = stepper.system.layout;
  const choices =
    walks.initial.length > 1 ||
    instances.some(({ process }, k) =>
      process.flat.labels.some((_, from) => walks.taken[k][from] > 0 && stepper.chooses(k, from)),
    );
  return { processes, steps, depth, bound: pctBound({ processes, steps, depth }), choices };
}

/** By process, however many instances it has. */
function labelsTaken({ system }: Stepper, { taken }: Walks): LabelTaken[] {
  return groupsOf(system).flatMap(({ name, instances, codes }) =>
    codes.map((code) => ({
      process: name,
      label: instances[0].process.labelNames[code],
      taken: instances.reduce((sum, { index }) => sum + taken[index][code], 0),
    })),
  );
}

function limitBy({ limit }: StopSignal, made: number): NonNullable<Simulation['limit']> {
  const words = limit === 'time' ? 'the time limit was reached; raise --timeout' : 'interrupted';
  return { reached: limit, message: `${words} (after ${counted(made)})` };
}

function counted(walks: number): string {
  return `${walks.toLocaleString('en-US')} ${walks === 1 ? 'walk' : 'walks'}`;
}
