// A model walked by hand: every transition out of the state where one is, without reductions, and the state that each
// leads to. A walk is named by the moves that it took, so whoever asks can go back, branch and begin again, and nothing
// here has to be remembered for that; the way that was asked for last is kept, as the next is mostly one step longer.

import { UsageError } from '../base/errors.ts';
import { Progress } from '../base/progress.ts';
import { compileSystem } from '../check/compile-system.ts';
import { takeAgain } from '../check/replay.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import { Monitor } from '../compile/monitor/monitor.ts';
import { GrowingRun } from '../counterexample/growing-run.ts';
import { firstStep, stepTaken } from '../counterexample/path.ts';
import { WALK } from '../counterexample/re-evaluate.ts';
import type { Path } from '../counterexample/run.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import { fingerprintOf } from '../language/fingerprint.ts';
import { buildTrace, type RawStep, ShownSteps } from '../trace/build-trace.ts';
import { leavesOf } from '../trace/leaves.ts';
import { sameShown } from '../trace/same-shown.ts';
import { StateDecoder } from '../trace/show-state.ts';
import { StepLines } from '../trace/step-lines.ts';
import type { Trace, TraceProperty } from '../trace/trace.ts';
import { Stepper } from '../transition/stepper.ts';
import { locationsAt } from './locations.ts';
import { type Bounds, type Keyed, type Near, nearOf, type Onward } from './near.ts';
import { noticedAt } from './noticed.ts';
import { type Outlook, outlooksOf } from './outlook.ts';
import type { Move, Position, WalkStep, Way } from './position.ts';

/** More initial states than these nobody looks at one by one. */
const MOST_INITIAL = 1000;
/** Ahead of a state so many are looked at for what can still go wrong: some milliseconds. */
const MOST_AHEAD = 1000;

export class Walk {
  readonly #model: ModelDefinition;
  readonly #parameters: ParameterValues;
  readonly #properties: Properties;
  readonly #stepper: Stepper;
  readonly #run: GrowingRun;
  readonly #decoder: StateDecoder;
  readonly #steps: ShownSteps;
  readonly #lines = new StepLines();
  readonly #fingerprint: string;
  readonly #initial: readonly Int32Array[];
  #last: Path & { readonly way: Way };

  constructor(
    model: ModelDefinition,
    parameters: ParameterValues,
    properties: Properties,
    shared?: SharedArrayBuffer,
  ) {
    const progress = new Progress(shared);
    const system = compileSystem(model.system(parameters), properties, progress);
    this.#model = model;
    this.#parameters = parameters;
    this.#properties = properties;
    this.#stepper = new Stepper(system, new Monitor(system, properties), { flags: progress.flags });
    this.#run = new GrowingRun(this.#stepper, properties);
    this.#decoder = new StateDecoder(system.layout);
    this.#steps = new ShownSteps(system, this.#decoder);
    this.#fingerprint = fingerprintOf(system.definition);
    this.#initial = distinct(this.#stepper.initial());
    this.#last = { initial: this.#initial[0], steps: [], way: { initial: 0, moves: [] } };
  }

  /** Tells whoever watches this thread now which step runs. */
  watchedBy(shared: SharedArrayBuffer): void {
    this.#stepper.flags = new Progress(shared).flags;
  }

  /** How many initial states there are to begin in. */
  get beginnings(): number {
    return this.#initial.length;
  }

  get processes(): string[] {
    return this.#stepper.agents.map(({ name }) => name);
  }

  /** The files of the model in which its steps stand. */
  get files(): string[] {
    const labels = this.#instances.flatMap(({ process }) => process.flat.labels);
    const places = labels.flatMap(({ step }) => this.#lines.of(step) ?? []);
    return [...new Set(places.map((place) => place.replace(/:\d+$/, '')))];
  }

  /** The positions of a way, from the one after so many moves on. */
  along(way: Way, from = way.moves.length): Position[] {
    const { initial, steps } = this.#take(way);
    const states = [initial, ...steps.map(({ state }) => state)];
    return states.slice(from).map((state, k) => {
      const at = from + k;
      const before = steps.slice(0, at);
      return this.#position(states.slice(0, at + 1), before.at(-1), states[at - 1], state);
    });
  }

  /** The states around the one that a way leads to, and what can still go wrong there: of one property, or of all. */
  near(way: Way, bounds: Bounds, property?: string): Near {
    if (property !== undefined && !Object.hasOwn(this.#properties, property)) {
      throw new UsageError(`there is no property '${property}'`);
    }
    const { initial, steps } = this.#take(way);
    const last = steps.at(-1);
    return nearOf(
      spotOf(last?.state ?? initial, last?.failed),
      (spot) => this.#onward(spot),
      (spots) => this.#outlooks(spots, property),
      bounds,
    );
  }

  /** The moves of a trace of this model at these parameters. */
  wayOf(trace: Trace): Way {
    const { path } = takeAgain(this.#model, this.#properties, trace);
    // Another system, which watches only what the trace names: its states are others, and its moves are the same.
    const moves = path.steps.map(({ instance, choice }) => ({ instance, choice }));
    const { observers } = trace.initial;
    const initial = this.#initial.findIndex((state) =>
      sameShown({ ...this.#decoder.decode(state), observers }, trace.initial),
    );
    if (initial < 0)
      throw new UsageError('the trace begins beyond the initial states that are shown');
    return { initial, moves };
  }

  /** What `mmcheck replay` takes again. */
  traceOf(way: Way): Trace {
    const path = this.#take(way);
    const [noticed] = this.along(way).flatMap((position) => position.noticed);
    const property: TraceProperty = noticed
      ? {
          name: noticed.property,
          kind: noticed.kind,
          about: noticed.about,
          message: noticed.message,
        }
      : WALK;
    return this.#traced(path.initial, path.steps, property);
  }

  get #instances(): readonly InstancePlan[] {
    return this.#stepper.system.layout.instances;
  }

  #take(way: Way): Path {
    const kept = sharedMoves(this.#last.way, way);
    const initial = this.#initial[way.initial];
    if (initial === undefined) throw new UsageError('there is no such initial state');
    const steps = this.#last.steps.slice(0, kept);
    for (const move of way.moves.slice(kept)) {
      if (steps.at(-1)?.failed) throw new UsageError('nothing comes after a step that has failed');
      const { instance, choice } = move;
      const isMove = (step: RawStep): boolean =>
        step.instance === instance && step.choice === choice;
      const step = firstStep(this.#stepper, steps.at(-1)?.state ?? initial, isMove);
      if (!step) throw new UsageError(`no such step can be taken after step ${steps.length}`);
      steps.push(step);
    }
    this.#last = { initial, steps, way };
    return this.#last;
  }

  #position(
    states: readonly Int32Array[],
    last: RawStep | undefined,
    before: Int32Array | undefined,
    state: Int32Array,
  ): Position {
    const { layout } = this.#stepper.system;
    const options = last?.failed ? [] : this.#options(state);
    const processes = locationsAt(
      this.#stepper,
      this.#decoder,
      this.#lines,
      states,
      new Set(options.filter(({ failed }) => failed).map(({ move }) => move.instance)),
      last?.failed === true,
    );
    const path = { initial: before ?? state, steps: last ? [last] : [] };
    const observers = Object.entries(layout.observers);
    return {
      ...(last && before && { step: this.#shown(before, last) }),
      cells: leavesOf(layout, this.#decoder, state, layout.cells),
      observers: observers.flatMap(([name, slots]) =>
        leavesOf(layout, this.#decoder, state, slots, `${name}.`),
      ),
      processes,
      options,
      noticed: noticedAt(this.#stepper, this.#properties, path, processes),
    };
  }

  #options(state: Int32Array): WalkStep[] {
    return this.#moves(state).map((move) =>
      this.#shown(state, stepTaken(this.#stepper, state, move)),
    );
  }

  /** Nothing comes after a step that has failed. */
  #onward({ vector, isOver }: Spot): Onward<Spot>[] {
    if (isOver) return [];
    return this.#moves(vector).map((move) => {
      const raw = stepTaken(this.#stepper, vector, move);
      const { name, process } = this.#instances[raw.instance];
      const path = { initial: vector, steps: [raw] };
      const noticed = noticedAt(this.#stepper, this.#properties, path, []);
      return {
        move,
        name,
        label: process.labelNames[raw.from],
        to: spotOf(raw.state, raw.failed),
        noticed: noticed.map(({ property, kind }) => ({
          property,
          isReached: kind === 'reachable',
        })),
      };
    });
  }

  #outlooks(spots: readonly Spot[], property: string | undefined): readonly Outlook[] {
    const states = spots.map(({ vector }) => vector);
    const isAsked = (name: string): boolean =>
      property === undefined ? this.#properties[name]?.kind !== 'reachable' : name === property;
    return outlooksOf(this.#run, states, isAsked, MOST_AHEAD).outlooks;
  }

  #moves(state: Int32Array): Move[] {
    const { system } = this.#stepper;
    const moves: Move[] = [];
    system.state.set(state);
    this.#stepper.expand({
      moved: (instance, _from, _to, choice) => moves.push({ instance, choice }),
      stayed: () => {},
      violated: (_property, _message, instance, choice, own) => {
        if (own) moves.push({ instance, choice });
      },
    });
    return moves;
  }

  #shown(before: Int32Array, raw: RawStep): WalkStep {
    const move = { instance: raw.instance, choice: raw.choice };
    return { ...this.#steps.of(raw, before), move, failed: raw.failed };
  }

  #traced(initial: Int32Array, steps: readonly RawStep[], property: TraceProperty): Trace {
    return buildTrace({
      system: this.#stepper.system,
      model: this.#model.name,
      parameters: this.#parameters,
      fingerprint: this.#fingerprint,
      property,
      minimal: false,
      initial,
      steps,
    });
  }
}

interface Spot extends Keyed {
  readonly vector: Int32Array;
  readonly isOver: boolean;
}

/** What a step has left that failed is no state that others lead to. */
function spotOf(vector: Int32Array, isOver = false): Spot {
  return { vector, isOver, key: `${isOver ? 'failed ' : ''}${vector.join()}` };
}

function distinct(states: Iterable<Int32Array>): Int32Array[] {
  const known = new Map<string, Int32Array>();
  for (const state of states) {
    if (known.size >= MOST_INITIAL) break;
    known.set(state.join(), state.slice());
  }
  return [...known.values()];
}

function sharedMoves(one: Way, other: Way): number {
  if (one.initial !== other.initial) return 0;
  const differs = one.moves.findIndex((move, k) => {
    const { instance, choice } = other.moves[k] ?? {};
    return move.instance !== instance || move.choice !== choice;
  });
  return differs < 0 ? one.moves.length : differs;
}
