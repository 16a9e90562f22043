// The words that the searching thread shares with the thread that watches it: counters for the display, the step that
// runs right now (so that one that loops forever can be named), and the request to stop. No locks: each word has one
// writer, and a stale figure on a display does no harm.

import type { LimitReached } from './limits.ts';

/** How many states are expanded between two looks at the clock of the watching thread. */
export const BEAT = 1024;

const FIGURES = ['states', 'transitions', 'depth', 'frontier', 'memoryBytes'] as const;
export type Figures = { -readonly [K in (typeof FIGURES)[number]]: number };

const FLAGS_OFFSET = FIGURES.length * 8;
const STOP = 0;
const RUNNING_INSTANCE = 1;
const BEATS = 2;
const RUNNING_LABEL_CODE = 3;
const STEPS_BEGUN = 4;
const SAVING = 5;
export const FLAG_WORDS = 6;
const PROGRESS_BYTES = FLAGS_OFFSET + FLAG_WORDS * 4;

/** Why the watching thread asks the search to stop. */
export const StopRequest = { none: 0, interrupted: 1, time: 2 } as const;
export type StopRequest = (typeof StopRequest)[keyof typeof StopRequest];

export class Progress {
  readonly shared: SharedArrayBuffer;
  /** The instance whose step runs: written by the hot loop with one plain store; -1 outside a step. */
  readonly flags: Int32Array;
  readonly #figures: Float64Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(PROGRESS_BYTES)) {
    this.shared = shared;
    this.#figures = new Float64Array(shared, 0, FIGURES.length);
    this.flags = new Int32Array(shared, FLAGS_OFFSET, FLAG_WORDS);
    this.flags[RUNNING_INSTANCE] = NO_PROCESS;
  }

  /** Called by the search every few thousand states; also says that it is alive. */
  report(figures: Figures): void {
    FIGURES.forEach((name, k) => {
      this.#figures[k] = figures[name];
    });
    this.flags[BEATS]++;
  }

  figures(): Figures {
    return Object.fromEntries(FIGURES.map((name, k) => [name, this.#figures[k]])) as Figures;
  }

  /** Changes as long as the search makes progress. */
  beats(): number {
    return Atomics.load(this.flags, BEATS);
  }

  /** Changes with every step that begins, and with nothing else: of one that does not return it stands still. */
  steps(): number {
    return Atomics.load(this.flags, STEPS_BEGUN);
  }

  /** While what the search knows is saved it answers nothing, and is to be waited for. */
  isSaving(): boolean {
    return Atomics.load(this.flags, SAVING) !== 0;
  }

  whileSaving(save: () => void): void {
    Atomics.store(this.flags, SAVING, 1);
    try {
      save();
    } finally {
      Atomics.store(this.flags, SAVING, 0);
    }
  }

  requestStop(reason: StopRequest): void {
    Atomics.store(this.flags, STOP, reason);
  }

  stopRequested(): StopRequest {
    return Atomics.load(this.flags, STOP) as StopRequest;
  }

  /** The instance that the hot loop steps, or one of the words that stand for none. */
  runningInstance(): number {
    return Atomics.load(this.flags, RUNNING_INSTANCE);
  }

  /** The code of the label whose step that is. */
  runningLabel(): number {
    return Atomics.load(this.flags, RUNNING_LABEL_CODE);
  }
}

/**
 * The indices in `flags` that the hot loop writes before it runs a step: the instance, the code of its label, and how many
 * steps have begun.
 */
export const RUNNING = RUNNING_INSTANCE;
export const RUNNING_LABEL = RUNNING_LABEL_CODE;
export const STEPS = STEPS_BEGUN;

/** Instead of an instance: an initial state is being made, or what is asked of a state is being asked. */
export const NO_PROCESS = -1;
export const BEGINNING = -2;
export const ASKING = -3;

/** Says which step begins now, where that is not the hot loop's own affair. */
export function stepBegins(flags: Int32Array, instance: number, label: number): void {
  flags[RUNNING_INSTANCE] = instance;
  flags[RUNNING_LABEL_CODE] = label;
  flags[STEPS_BEGUN]++;
}

/** Says what of an author's runs now that is no step and may not return, either; what ran before, to be put back. */
export function begins(flags: Int32Array, what: number): number {
  const before = flags[RUNNING_INSTANCE];
  flags[RUNNING_INSTANCE] = what;
  flags[BEATS]++;
  return before;
}

/** The same for what is not done often. */
export function during({ flags }: Progress, what: number, run: () => void): void {
  const before = begins(flags, what);
  run();
  flags[RUNNING_INSTANCE] = before;
}

/** Does something slow that is no step, so that no step is accused of not returning. */
export function notInAStep({ flags }: Progress, slow: () => void): void {
  const running = flags[RUNNING_INSTANCE];
  flags[RUNNING_INSTANCE] = NO_PROCESS;
  slow();
  flags[RUNNING_INSTANCE] = running;
}

/** The limit that the watching thread wants to end the search for. */
export function limitRequested(progress: Progress): LimitReached | undefined {
  const stop = progress.stopRequested();
  if (stop === StopRequest.none) return undefined;
  return stop === StopRequest.time ? 'time' : 'interrupted';
}

/** Thrown out of work on a finished graph whose answer is not wanted any more. */
export class StopSignal extends Error {
  readonly limit: LimitReached;

  constructor(limit: LimitReached) {
    super(limit);
    this.limit = limit;
  }
}
