// The walks of a simulation, one after the other: which steps they take, how they end, and what they break.
//
// What must stay true: nothing depends on the clock or on the machine, so the same seed makes the same walks; where they are
// ended early, what was made until then is a beginning of them.

import { ModelError } from '../base/errors.ts';
import { BEAT, limitRequested, type Progress, StopSignal } from '../base/progress.ts';
import { GrowingRun, type Move, type Successor } from '../counterexample/growing-run.ts';
import { breaksBy, shortenedSchedule } from '../counterexample/shorten.ts';
import type { Properties } from '../language/claims/property.ts';
import type { WalkEnds } from '../outcome/simulation.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { Draw } from './draw.ts';
import type { Scheduler } from './scheduler.ts';

/** A property that a walk has broken, or reached. */
export interface FoundByWalk {
  readonly initial: Int32Array;
  /** Of the first walk that does, shortened. */
  moves: readonly Move[];
  /** So many of the walk were not needed. */
  unneeded: number;
  walks: number;
}

/** More initial states are not drawn from. */
const MOST_INITIAL = 10_000;
const TELL_EVERY_MS = 1000;

export class Walks {
  readonly found = new Map<string, FoundByWalk>();
  readonly ends: WalkEnds = { over: 0, cut: 0, failed: 0, beyond: 0 };
  /** By instance and label. */
  readonly taken: readonly number[][];
  readonly initial: readonly Int32Array[];
  /** Whether those are all initial states. */
  readonly areAll: boolean;
  count = 0;
  steps = 0;
  longest = 0;
  readonly #stepper: Stepper;
  readonly #asked: ReadonlySet<string>;
  readonly #run: GrowingRun;
  readonly #draw: Draw;
  readonly #progress: Progress;
  readonly #full: boolean;
  #tell: () => void = () => {};
  #toldAt = Number.NEGATIVE_INFINITY;

  /** Of the properties, and of what steps assert, only what is `asked` for is noted. */
  constructor(
    stepper: Stepper,
    properties: Properties,
    asked: ReadonlySet<string>,
    draw: Draw,
    { progress, full }: { readonly progress: Progress; readonly full: boolean },
  ) {
    this.#stepper = stepper;
    this.#asked = asked;
    this.#run = new GrowingRun(stepper, properties);
    this.#draw = draw;
    this.#progress = progress;
    this.#full = full;
    const { instances } = stepper.system.layout;
    this.taken = instances.map(({ process }) => process.flat.labels.map(() => 0));
    const beginnings = distinct(stepper.initial());
    this.initial = beginnings.slice(0, MOST_INITIAL);
    this.areAll = beginnings.length <= MOST_INITIAL;
  }

  /** Makes so many walks of at most so many steps; a StopSignal ends them early. `tell` is called as there is news. */
  make(
    walks: number,
    most: number,
    scheduler: (draw: Draw) => Scheduler,
    tell: () => void = () => {},
  ): void {
    this.#tell = tell;
    for (let k = 0; k < walks; k++) {
      const { initial } = this;
      const start = initial[initial.length === 1 ? 0 : this.#draw(initial.length)];
      const broken = new Map<string, Move[]>();
      const end = this.#walk(start, most, scheduler(this.#draw), broken);
      this.ends[end]++;
      this.count++;
      this.longest = Math.max(this.longest, this.#run.moves.length);
      for (const [property, moves] of broken) this.#note(property, start, moves);
    }
  }

  #walk(
    initial: Int32Array,
    most: number,
    scheduler: Scheduler,
    broken: Map<string, Move[]>,
  ): keyof WalkEnds {
    const run = this.#run;
    const note = (properties: readonly string[]): void => {
      for (const property of properties) {
        if (this.#asked.has(property) && !broken.has(property))
          broken.set(property, [...run.moves]);
      }
    };
    note(run.begin(initial));
    for (;;) {
      if (!run.isWithin()) return 'beyond';
      const steps = this.#steps();
      note(run.brokenAtEnd(steps));
      if (steps.length === 0) return 'over';
      if (run.moves.length >= most) return 'cut';
      const step = scheduler.pick(steps, run.state);
      note(run.take(step));
      this.taken[step.instance][step.from]++;
      if (this.steps++ % BEAT === 0) this.#beat();
      if (step.failed) return 'failed';
    }
  }

  /** A mistake of the model is told with the walk that led to it. */
  #steps(): Successor[] {
    try {
      return this.#run.steps();
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      const { instances } = this.#stepper.system.layout;
      const run = this.#run.moves.map(({ instance, from }) => {
        const { name, process } = instances[instance];
        return `${name}: ${process.labelNames[from]}`;
      });
      throw new ModelError(error.message, { ...error.place, run });
    }
  }

  /** The first run is shortened at once: who ends the simulation early has no time for it. */
  #note(property: string, initial: Int32Array, moves: readonly Move[]): void {
    const known = this.found.get(property);
    if (known) {
      known.walks++;
      return;
    }
    const found: FoundByWalk = { initial, moves, unneeded: 0, walks: 1 };
    this.found.set(property, found);
    this.#tell();
    if (this.#full) return;
    found.moves = shortenedSchedule(
      this.#run,
      moves,
      (some) => breaksBy(this.#run, property, initial, some),
      () => limitRequested(this.#progress) !== undefined,
    );
    found.unneeded = moves.length - found.moves.length;
  }

  #beat(): void {
    this.#progress.report({
      states: this.steps,
      transitions: this.#run.looks,
      depth: this.longest,
      frontier: 0,
      memoryBytes: 0,
    });
    if (performance.now() - this.#toldAt >= TELL_EVERY_MS) {
      this.#toldAt = performance.now();
      this.#tell();
    }
    const limit = limitRequested(this.#progress);
    if (limit) throw new StopSignal(limit);
  }
}

function distinct(states: Iterable<Int32Array>): Int32Array[] {
  const known = new Map<string, Int32Array>();
  for (const state of states) {
    const key = state.join();
    if (!known.has(key)) known.set(key, state.slice());
    if (known.size > MOST_INITIAL) break;
  }
  return [...known.values()];
}
